"""What an administrator does with a task: stop it, or have one that failed done again."""

from __future__ import annotations

import logging
import time
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from forms_catalog.problems import refuse

from ..clock import now
from ..models import Lease
from . import bell

log = logging.getLogger("ledgers.worker")
STOPPED = "work.stopped"
GOING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
TRIES = 5
PAUSE = 0.1


def stop(task: str) -> None:
    """Over from this moment: a worker that is at it has lost its lease and writes nothing more."""
    _write(
        task,
        GOING,
        {"open": False, "problem": STOPPED},
        {"status": TaskResultStatus.FAILED, "finished_at": now(), "exception_class_path": ""},
    )
    log.info("task %s: stopped", task)


def retry(task: str) -> None:
    """Goes on from its last checkpoint, for the same person, with all its attempts anew."""
    again = {"status": TaskResultStatus.READY, "run_after": get_date_max(), "finished_at": None}
    try:
        _write(
            task,
            (TaskResultStatus.FAILED,),
            {"open": True, "problem": "", "attempts": 0},
            again | {"exception_class_path": ""},
        )
    except IntegrityError:  # its key
        text = "同一件事已经有人重新提交了"
        raise refuse("work.asked-again", text, "等它做完就行，不用再做一次") from None
    transaction.on_commit(bell.ring)
    log.info("task %s: again", task)


def _write(
    task: str, states: tuple[TaskResultStatus, ...], lease: dict[str, Any], row: dict[str, Any]
) -> None:
    """Waits for no lock, since workers lock both rows in either order; asks again instead."""
    found = _uuid(task)
    for _ in range(TRIES):
        with transaction.atomic():
            state = _locked(found)
            if state in states:
                Lease.objects.filter(pk=found).update(worker="", until=None, **lease)
                DBTaskResult.objects.filter(pk=found).update(**row)
                return
        if state:
            break
        time.sleep(PAUSE)
    raise refuse("work.moved-on", "这件事刚才已经变了", "下面是现在的样子，看过再按")


def _locked(task: uuid.UUID) -> str:
    """The state of a task that nobody else can change now; '' when somebody is at it."""
    row = DBTaskResult.objects.select_for_update(skip_locked=True).filter(pk=task).first()
    lease = Lease.objects.select_for_update(skip_locked=True).filter(pk=task).first()
    return str(row.status) if row and lease else ""


def _uuid(task: str) -> uuid.UUID:
    try:
        return uuid.UUID(task)
    except ValueError:
        raise refuse("work.unknown", "没有这件事", "下面是现在的样子，看过再按") from None
