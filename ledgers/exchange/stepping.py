"""The steps of an import as pages and commands take them: here and now, or by a worker when there is much."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from forms_catalog.problems import refuse

from ..clock import now
from ..files import path_of
from ..models import Import
from ..worker import Status, status
from . import judging, tasks, undoing, writing
from .bringing import reading_of, tables_of

UNDO_DAYS = 30
STEPS = {
    "judging": (judging.judge, tasks.judge),
    "writing": (writing.write, tasks.write),
    "undoing": (undoing.undo, tasks.undo),
}
"""A step under way: what does it here, what does it in a worker."""


def begin_judging(batch: Import) -> None:
    """Raises Refused unless everything that was asked is answered."""
    if batch.step != "asked":
        raise refuse("import.begun", "这份表已经在核对了，要改请重新上传")
    if not reading_of(batch).ready:
        raise refuse("import.not-answered", "还有没选的，请都选好再核对")
    batch.step = "judging"
    batch.save(update_fields=["step"])


def begin_undoing(batch: Import) -> None:
    """Raises Refused when it was not written, or long ago."""
    if batch.step == "written" and not undoable(batch):
        raise refuse("import.too-old", f"导入已经过了{UNDO_DAYS}天，不能整批撤销，请逐份改")
    undoing.begin(batch)


def undoable(batch: Import) -> bool:
    """Whether it was written lately, and anything of it."""
    if batch.step != "written" or not batch.counts.get(writing.WRITTEN):
        return False
    return bool(batch.finished_at and now() - batch.finished_at < dt.timedelta(days=UNDO_DAYS))


def size(batch: Import) -> int:
    """How many rows there are to do, about."""
    if batch.step != "judging":
        return sum(batch.counts.values())
    reading = reading_of(batch)
    return len(tables_of(batch)[reading.index].rows) - len(reading.left_out)


def go_on(batch: Import, user: Any) -> None:
    """Does the step that was begun; a large one is given to a worker."""
    if batch.step not in STEPS:
        return
    if size(batch) > tasks.IN_REQUEST:
        hand_over(batch)
        return
    here = STEPS[batch.step][0]
    try:
        here(batch, user)
    except IntegrityError:
        batch.refresh_from_db()  # another window does the same rows: they are there once


def hand_over(batch: Import) -> None:
    """The step goes on in a worker; one at a time for one import."""
    if batch.step in STEPS:
        with transaction.atomic():
            tasks.start(STEPS[batch.step][1], batch)


def standing(batch: Import) -> Status | None:
    """How the worker is doing; None where nobody works at it."""
    found = status(batch.task) if batch.task else None
    return found if found and found.asked_by == batch.author_id else None


def give_up(batch: Import) -> None:
    """The file and what was found out of it go; what was written stays."""
    if batch.step not in ("asked", "judged"):
        raise refuse("import.written", "这份表已经写进去了，不能放弃；要去掉请撤销这次导入")
    path = path_of(batch.file)
    batch.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
