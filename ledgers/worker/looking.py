"""How a task stands, for the page that waits for it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.tasks import TaskResultStatus
from django_tasks_db.models import get_date_max

from forms_catalog.problems import Problem

from ..models import Lease

WORDS = {
    "work.failed": ("这件事没有做完，程序出了错", "已做完的都保存了；请重试，仍不行就告诉管理员"),
    "work.killed": ("这件事没有做完，程序几次中途停下", "已做完的都保存了；请告诉管理员"),
    "work.person-disabled": ("这件事没有做完，因为提交的人的账号已停用", "请由在岗的人重新提交"),
    "work.refused": (
        "这件事没有做完，要做的内容中途变了，或者不合要求",
        "请提交的人打开看看，改好再提交",
    ),
    "work.stopped": ("这件事被人停下了", "已做完的都保存了；要接着做，就再做一次"),
    "work.unknown": ("这件事现在的程序不会做了", "请重新提交"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """One moment of a task. `problem` is a code: of the last attempt, or of why it failed."""

    id: str
    state: TaskResultStatus
    done: int
    total: int
    attempts: int
    problem: str
    asked: dt.datetime
    started: dt.datetime | None
    finished: dt.datetime | None
    again: dt.datetime | None
    asked_by: int | None

    @property
    def over(self) -> bool:
        return self.state in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)


def status(id: str) -> Status | None:
    """None when there is no such task. The caller asks whether `asked_by` is who is looking."""
    try:
        wanted = uuid.UUID(str(id))
    except ValueError:
        return None
    lease = Lease.objects.select_related("task").filter(pk=wanted).first()
    return _status(lease) if lease else None


def _status(lease: Lease) -> Status:
    row = lease.task
    waits = row.status == TaskResultStatus.READY and row.run_after != get_date_max()
    return Status(
        id=str(row.pk),
        state=TaskResultStatus(row.status),
        done=lease.done,
        total=lease.total,
        attempts=lease.starts,
        problem=lease.problem,
        asked=row.enqueued_at,
        started=row.started_at,
        finished=row.finished_at,
        again=row.run_after if waits else None,
        asked_by=lease.asked_by_id,
    )


def problem(code: str) -> Problem:
    """The words of a code of ours; a task's own codes are worded by who wrote the task."""
    other = "work.failed" if code.startswith("work.") else "work.refused"
    text, remedy = WORDS.get(code, WORDS[other])
    return Problem(code, text, remedy)
