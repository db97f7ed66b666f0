"""Runs one claimed task to one of its ends: done, given back, tried again, failed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError, InterfaceError, connection
from django.tasks import Task

from forms_catalog.problems import Refused, refuse

from . import claims
from .asking import task_of
from .claims import Claim, Lost
from .heart import beating
from .terms import terms
from .work import Stopped, Work

log = logging.getLogger("ledgers.worker")
End = Callable[[], None]


def run(claim: Claim, asked: Callable[[], bool]) -> None:
    """`asked` says whether the worker was asked to stop."""
    since = time.monotonic()
    log.info("task %s: %s, start %d", claim.id, claim.path, claim.start)
    try:
        _insist(_ended(claim, asked))
    except Lost:
        log.warning("task %s: taken over by another worker, or stopped", claim.id)
    log.info("task %s: %.1f s", claim.id, time.monotonic() - since)


def _ended(claim: Claim, asked: Callable[[], bool]) -> End:
    """The task has run; what is returned says so in the database."""
    try:
        return _worked(claim, asked)
    except Stopped as stop:
        return _left(claim, stop.why)
    except Refused as refused:
        code = next(iter(refused)).code
        return lambda: claims.fail(claim, code)
    except (Exception, SystemExit) as error:
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        log.error("task %s: %s", claim.id, where(error))
        return lambda: claims.try_again(claim, "work.failed", kind)


def _worked(claim: Claim, asked: Callable[[], bool]) -> End:
    task = _task(claim.path)
    work = Work(claim, _asker(claim), asked)
    with beating(claim, work):
        task.func(work, *claim.args)
    return lambda: claims.succeed(claim, work.done, work.total)


def _task(path: str) -> Task[..., None]:
    found = task_of(path)
    if found is None:
        raise refuse("work.unknown", "这件事现在的程序不会做了", "请重新提交")
    return found


def _asker(claim: Claim) -> Any:
    """Who asked, as they are now: a task does not outlive the right to it."""
    if claim.asked_by is None:
        return None
    user = get_user_model().objects.filter(pk=claim.asked_by, is_active=True).first()
    if user is None:
        raise Stopped("disabled")
    return user


def _left(claim: Claim, why: str) -> End:
    if why == "disabled":
        return lambda: claims.fail(claim, "work.person-disabled")
    if why == "asked":
        return lambda: claims.give_back(claim)
    raise Lost


def _insist(end: End) -> None:
    """The database may be away for a moment; beyond the lease the reaper decides."""
    until = time.monotonic() + terms().lease
    while True:
        try:
            return end()
        except (DatabaseError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > until:
                raise
            connection.close()
            time.sleep(min(1, terms().heartbeat))


def where(error: BaseException) -> str:
    """The class of an exception and the way to it; never its words, which may name people."""
    steps = [
        f"{Path(step.filename).name}:{step.lineno}" for step in extract_tb(error.__traceback__)
    ]
    return " ".join([type(error).__qualname__, *steps[-8:]])
