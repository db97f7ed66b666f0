"""What the workers of the tests do; rows of the log of sign-ins stand for what a task writes."""

from __future__ import annotations

import threading
import time
from typing import Any

from axes.models import AccessLog
from django.db import transaction

from forms_catalog.problems import refuse
from ledgers.worker import Work, background

SECRET = "990121201301110025"
seen: list[Any] = []
running: dict[str, int] = {}
_lock = threading.Lock()


def write(work: Work, number: int) -> None:
    AccessLog.objects.create(
        username=work.id, path_info=str(number), user_agent="", ip_address=None
    )


def written(task: str) -> list[int]:
    rows = AccessLog.objects.filter(username=task).values_list("path_info", flat=True)
    return sorted(int(row) for row in rows)


@background
def note(work: Work, *args: Any) -> None:
    seen.append((work.user, *args))


@background
def count(work: Work, number: int, pause: int = 20) -> None:
    """One row and one checkpoint a transaction; `pause` in milliseconds."""
    for done in range(work.cursor or 0, number):
        with transaction.atomic():
            write(work, done)
            work.checkpoint(done + 1)
        work.progress(done + 1, number)
        time.sleep(pause / 1000)


@background
def linger(work: Work) -> None:
    """Never comes to a checkpoint, only asks whether to go on."""
    while not work.stopped():
        time.sleep(0.02)


@background
def alone(work: Work) -> None:
    """Counts how many run the same task at this moment."""
    with _lock:
        running[work.id] = running.get(work.id, 0) + 1
        seen.append((work.id, running[work.id]))
    time.sleep(0.01)
    with _lock:
        running[work.id] -= 1


@background
def poisoned(work: Work) -> None:
    seen.append(work.cursor)
    raise RuntimeError(f"no row for {SECRET}")


@background
def creeping(work: Work, number: int) -> None:
    """Falls at every step, and comes one step further each time."""
    at = (work.cursor or 0) + 1
    work.checkpoint(at)
    if at < number:
        raise RuntimeError(SECRET)


@background("数一数")
def titled(work: Work) -> None:
    seen.append(work.user)


@background
def refusing(work: Work) -> None:
    raise refuse("table.not-a-table", f"{SECRET}不是表格")


@background
def half(work: Work) -> None:
    """Rows whose checkpoint does not come are no rows."""
    with transaction.atomic():
        write(work, 0)
        work.checkpoint(1)
    with transaction.atomic():
        write(work, 1)
        raise RuntimeError
