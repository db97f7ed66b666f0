"""后台: what is being done, what waits, what failed and why, what comes round by itself."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace as Shown
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import get_date_max

from forms_catalog.problems import Problem, Refused

from ..clock import now
from ..models import Lease, Schedule
from ..rights import keeps_house
from ..worker import problem, steering, timetable
from ..worker.asking import task_of, titles
from ..worker.rules import rule_of
from .frame import staff, who

log = logging.getLogger("ledgers.worker")
MOST = 50
LONG = dt.timedelta(minutes=2)
"""What is ready and waits longer, although nothing runs, has no worker."""
RUNNING, READY, FAILED = (
    TaskResultStatus.RUNNING,
    TaskResultStatus.READY,
    TaskResultStatus.FAILED,
)
ACTS: dict[str, Callable[[str], None]] = {
    "stop": steering.stop,
    "retry": steering.retry,
    "pause": timetable.pause,
    "resume": timetable.resume,
}
"""A button's name; its value is the id of what it acts on."""


@staff
def worker(request: HttpRequest) -> HttpResponse:
    """For those who look after the house; nobody is shown more than ids, names and times."""
    if not keeps_house(who(request)):
        raise Http404
    if request.method != "POST":
        return _page(request)
    try:
        for name, act in ACTS.items():
            if value := request.POST.get(name, ""):
                act(value)
                log.info("%s %s: by person %d", name, value, who(request).pk)
    except Refused as refused:
        return _page(request, refused.problems, 422)
    return redirect("worker")


def _page(
    request: HttpRequest, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    running, waiting, failed = (_tasks(state) for state in (RUNNING, READY, FAILED))
    context = {
        "problems": [_spoken(found) for found in problems],
        "words": f"截至{_moment(now())}",
        "running": [_task(lease) for lease in running[:MOST]],
        "waiting": [_task(lease) for lease in waiting[:MOST]],
        "more_waiting": max(0, waiting.count() - MOST),
        "failed": [_task(lease) for lease in failed.order_by("-task__finished_at")[:MOST]],
        "more_failed": max(0, failed.count() - MOST),
        "asleep": _asleep(),
        "schedules": list(_schedules()),
    }
    return render(request, "web/worker.html", context, status=status)


def failures() -> int:
    return _tasks(FAILED).count()


def _tasks(state: TaskResultStatus) -> QuerySet[Lease]:
    found = Lease.objects.filter(task__status=state).select_related("task", "asked_by")
    return found.order_by("-task__priority", "task__run_after", "task__enqueued_at")


def _asleep() -> bool:
    """Whether something could be done for a while and nobody does anything."""
    ready = _tasks(READY).filter(task__enqueued_at__lt=now() - LONG)
    late = ready.filter(task__run_after=get_date_max()) | ready.filter(
        task__run_after__lt=now() - LONG
    )
    return late.exists() and not _tasks(RUNNING).exists()


def _task(lease: Lease) -> Shown:
    row = lease.task
    return Shown(
        id=str(row.pk),
        short=str(row.pk)[:8],
        title=_title(row.task_path),
        by=lease.asked_by.get_full_name() if lease.asked_by else "系统",
        asked=_moment(row.enqueued_at),
        started=_moment(row.started_at),
        finished=_moment(row.finished_at),
        done=min(lease.done, lease.total),
        total=lease.total,
        progress=f"{lease.done:,} / {lease.total:,}" if lease.total else "",
        starts=lease.starts,
        again=_again(lease),
        reason=problem(lease.problem).text if lease.problem else "",
        fell=lease.problem != steering.STOPPED,
    )


def _again(lease: Lease) -> str:
    """When it is tried again; '' for what only waits for its turn."""
    when = lease.task.run_after
    return _moment(when) if lease.starts and when != get_date_max() else ""


def _title(path: str) -> str:
    task_of(path)  # the module says its title
    return titles.get(path, "后台的一件事")


def _schedules() -> Iterator[Shown]:
    """Those that this program knows; another release's are none of its business."""
    for row in Schedule.objects.order_by("due_at"):
        if task_of(row.task) is None:
            continue
        yield Shown(
            name=row.name,
            title=_title(row.task),
            rule=_rule(row.rule),
            due=_moment(row.due_at),
            last=_moment(row.last_at),
            paused=row.paused,
        )


def _rule(text: str) -> str:
    try:
        return rule_of(text).words()
    except Refused:
        return "时间安排看不懂"


def _spoken(found: Problem) -> Problem:
    words = "。".join(bit.rstrip("。") for bit in (found.text, found.remedy) if bit)
    return Problem(found.code, words)


def _moment(at: Any) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    day = "今天" if local.date() == timezone.localdate() else f"{local.month}月{local.day}日"
    return f"{day}{local:%H:%M}"
