"""Every change of a lease: taken, kept alive, closed, run out. One short transaction each."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from ..clock import now
from ..models import Lease
from .asking import BACKEND
from .terms import MOST_STARTS, terms

log = logging.getLogger("ledgers.worker")
KNOWN_WORKERS = 10


@dataclass(frozen=True, slots=True)
class Claim:
    """One start of one task by one worker: what may be written only while the lease is held."""

    id: uuid.UUID
    path: str
    args: tuple[Any, ...]
    worker: str
    start: int
    attempts: int
    asked_by: int | None
    cursor: Any
    done: int
    total: int


class Lost(Exception):
    """The lease ran out and another worker may have taken over: nothing more is written."""


def held(claim: Claim) -> QuerySet[Lease]:
    """The row, as long as it is still ours."""
    return Lease.objects.filter(task_id=claim.id, worker=claim.worker, starts=claim.start)


def keep(claim: Claim, **also: Any) -> None:
    """Writes to a lease that is held, and puts off its end."""
    if not held(claim).update(until=_until(), **also):
        raise Lost


def _until() -> dt.datetime:
    return now() + dt.timedelta(seconds=terms().lease)


def take(worker: str, patient: bool = False) -> Claim | None:
    """The oldest ready task of the highest priority; at a `patient` turn one that waited too long.

    Turns, because a heap of old tasks would otherwise be before everybody who waits at a page.
    """
    ready = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    if not ready.exists():  # an idle house asks without locking anything
        return None
    with transaction.atomic():
        free = ready.select_for_update(skip_locked=True)
        row = (_eldest(free) if patient else None) or free.first()
        return _claimed(row, worker) if row else None


def _eldest(free: QuerySet[DBTaskResult[..., None]]) -> DBTaskResult[..., None] | None:
    long_ago = now() - dt.timedelta(seconds=terms().patience)
    return free.filter(enqueued_at__lt=long_ago).order_by("enqueued_at").first()


def _claimed(row: DBTaskResult[..., None], worker: str) -> Claim:
    lease, _ = Lease.objects.get_or_create(task_id=row.pk)
    lease.worker, lease.until = worker, _until()
    lease.starts += 1
    lease.attempts += 1
    lease.save(update_fields=["worker", "until", "starts", "attempts"])
    row.status, row.started_at = TaskResultStatus.RUNNING, row.started_at or now()
    row.worker_ids = [*row.worker_ids, worker][-KNOWN_WORKERS:]
    row.save(update_fields=["status", "started_at", "worker_ids"])
    return Claim(
        id=row.pk,
        path=row.task_path,
        args=tuple(row.args_kwargs["args"]),
        worker=worker,
        start=lease.starts,
        attempts=lease.attempts,
        asked_by=lease.asked_by_id,
        cursor=lease.cursor,
        done=lease.done,
        total=lease.total,
    )


def succeed(claim: Claim, done: int, total: int) -> None:
    with transaction.atomic():
        keep(claim, problem="", done=done, total=total)
        _over(claim.id, TaskResultStatus.SUCCESSFUL, "")


def fail(claim: Claim, problem: str, kind: str = "") -> None:
    """Not to be tried again. `kind` is the class of an exception, without its words."""
    with transaction.atomic():
        keep(claim, problem=problem)
        _over(claim.id, TaskResultStatus.FAILED, kind)


def try_again(claim: Claim, problem: str, kind: str) -> None:
    """Later and later, and at last no more."""
    with transaction.atomic():
        keep(claim, problem=problem)
        _retry(Lease.objects.get(task_id=claim.id), kind)


def give_back(claim: Claim) -> None:
    """A worker that was asked to stop: whoever comes next goes on, and it counts for nothing."""
    with transaction.atomic():
        keep(claim, attempts=F("attempts") - 1)
        _free(claim.id, get_date_max())


def reap() -> None:
    """Frees what belonged to workers that are gone."""
    gone = Lease.objects.filter(until__lt=now())
    if not gone.exists():
        return
    with transaction.atomic():
        for lease in gone.select_for_update(skip_locked=True):
            log.warning("task %s: its worker %s is gone", lease.task_id, lease.worker)
            Lease.objects.filter(pk=lease.pk).update(problem="work.killed")
            _retry(lease, "", at_once=True)


def _retry(lease: Lease, kind: str, at_once: bool = False) -> None:
    pauses = terms().again
    if lease.attempts > len(pauses) or lease.starts >= MOST_STARTS:
        _over(lease.pk, TaskResultStatus.FAILED, kind)
        return
    pause = dt.timedelta(seconds=pauses[max(0, lease.attempts - 1)])
    _free(lease.pk, get_date_max() if at_once else now() + pause)


def _free(task: uuid.UUID, after: dt.datetime) -> None:
    Lease.objects.filter(task_id=task).update(worker="", until=None)
    DBTaskResult.objects.filter(pk=task).update(status=TaskResultStatus.READY, run_after=after)


def _over(task: uuid.UUID, status: TaskResultStatus, kind: str) -> None:
    Lease.objects.filter(task_id=task).update(worker="", until=None, open=False)
    DBTaskResult.objects.filter(pk=task).update(
        status=status, finished_at=now(), exception_class_path=kind, traceback=""
    )
