"""The same three steps behind the page: large files are looked at, written and taken back by a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..models import Import
from ..worker import INTERACTIVE, Work, background, enqueue
from . import judging, undoing, writing

IN_REQUEST = 2000
"""Rows that a page does while the person waits."""

type Step = Callable[[Import, Any, Work | None], None]


def _of(uid: str) -> Import:
    found: Import = Import.objects.unscoped("the task of its author").get(uid=uid)
    return found


@background("核对一份导入")
def judge(work: Work, uid: str) -> None:
    _run(judging.judge, "judging", work, uid)


@background("写入一份导入")
def write(work: Work, uid: str) -> None:
    _run(writing.write, "writing", work, uid)


@background("撤销一份导入")
def undo(work: Work, uid: str) -> None:
    _run(undoing.undo, "undoing", work, uid)


def _run(step: Step, name: str, work: Work, uid: str) -> None:
    batch = _of(uid)
    if batch.step == name:
        step(batch, work.user, work)


def start(task: Any, batch: Import) -> None:
    """Once at a time for one import."""
    uid = str(batch.uid)
    batch.task = enqueue(
        task, uid, asked_by=batch.author, unique=f"import:{uid}", priority=INTERACTIVE
    )
    batch.save(update_fields=["task"])
