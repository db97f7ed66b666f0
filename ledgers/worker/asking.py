"""Asking for background work: in the caller's transaction, by ids alone, and not twice at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.tasks import Task, task

from ..models import Lease
from . import bell

BACKEND = "worker"
Scalar = str | int | bool | None
LONGEST = 100
_ID = re.compile(r"[A-Za-z0-9._:/-]*")
_PERSONAL = re.compile(r"\d{11,17}[\dXx]?")
"""As long as a telephone, account or identity number: no id of ours is."""


def background(function: Callable[..., None]) -> Task[..., None]:
    """Makes a function of a module a task; its first argument is the `Work`, the rest are ids."""
    made: Task[..., None] = task(backend=BACKEND)(function)
    return made


def enqueue(
    asked: Task[..., None],
    *args: Scalar,
    asked_by: Any,
    unique: str = "",
    priority: int = 0,
    after: dt.datetime | None = None,
) -> str:
    """The id of the task; of the one already there while one with this `unique` is not over.

    The row joins the caller's transaction: no commit, no task. `asked_by` None is the house itself.
    """
    for arg in (*args, unique):
        _only_an_id(arg)
    ready = asked.using(priority=priority, run_after=after)
    while not (found := _kept(ready, args, asked_by, unique) or _waiting(unique)):
        pass  # the other ended between our two looks
    transaction.on_commit(bell.ring)
    return found


def _only_an_id(arg: object) -> None:
    if arg is None or isinstance(arg, bool):
        return
    if not isinstance(arg, (int, str)):
        raise TypeError(f"a task takes ids, not {type(arg).__name__}")
    text = str(arg)
    if len(text) > LONGEST or not _ID.fullmatch(text) or _PERSONAL.fullmatch(text):
        raise ValueError("a task takes ids, never what people said")


def _kept(asked: Task[..., None], args: tuple[Scalar, ...], asked_by: Any, unique: str) -> str:
    try:
        with transaction.atomic():
            made = asked.enqueue(*args)
            Lease.objects.create(task_id=made.id, asked_by=asked_by, key=unique)
    except IntegrityError:
        if not unique:
            raise
        return ""
    return str(made.id)


def _waiting(unique: str) -> str:
    found = Lease.objects.filter(key=unique, open=True).values_list("task_id", flat=True).first()
    return str(found or "")
