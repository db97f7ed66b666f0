"""Asking for background work: in the caller's transaction, by ids alone, and not twice at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, overload

from django.db import IntegrityError, transaction
from django.tasks import Task, task
from django.utils.module_loading import import_string

from ..models import Lease
from . import bell

BACKEND = "worker"
INTERACTIVE, SCHEDULED, BULK = 50, 0, -50
"""Somebody waits for it; the house wants it; whenever there is time."""
Scalar = str | int | bool | None
LONGEST = 100
_ID = re.compile(r"[A-Za-z0-9._:/-]*")
_PERSONAL = re.compile(r"\d{11,17}[\dXx]?")
"""As long as a telephone, account or identity number: no id of ours is."""


titles: dict[str, str] = {}
"""What a task does, in words, by its path."""


@overload
def background(title: Callable[..., None]) -> Task[..., None]: ...


@overload
def background(title: str) -> Callable[[Callable[..., None]], Task[..., None]]: ...


def background(title: Any) -> Any:
    """Makes a function of a module a task; its first argument is the `Work`, the rest are ids.

    A title says on the page of the background work what is being done.
    """
    if callable(title):
        return task(backend=BACKEND)(title)

    def named(function: Callable[..., None]) -> Task[..., None]:
        made: Task[..., None] = task(backend=BACKEND)(function)
        titles[made.module_path] = title
        return made

    return named


def task_of(path: str) -> Task[..., None] | None:
    """None when this program does not know it, or no longer."""
    try:
        found = import_string(path)
    except ImportError:
        return None
    return found if isinstance(found, Task) else None


def enqueue(
    asked: Task[..., None],
    *args: Scalar,
    asked_by: Any,
    unique: str = "",
    priority: int = SCHEDULED,
    after: dt.datetime | None = None,
) -> str:
    """The id of the task; of the one already there while one with this `unique` is not over.

    The row joins the caller's transaction: no commit, no task. `asked_by` None is the house itself.
    """
    for arg in (*args, unique):
        only_an_id(arg)
    ready = asked.using(priority=priority, run_after=after)
    while not (found := _kept(ready, args, asked_by, unique) or _waiting(unique)):
        pass  # the other ended between our two looks
    transaction.on_commit(bell.ring)
    return found


def only_an_id(arg: object) -> None:
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
