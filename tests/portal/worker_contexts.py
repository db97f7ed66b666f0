"""What the page of the background is given: with all there can be, with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from .samples import problem

TASK: dict[str, Any] = {
    "title": "写入一次导入",
    "by": "安晨",
    "asked": "今天10:30",
    "started": "今天10:31",
    "finished": "今天10:32",
    "done": 40,
    "total": 100,
    "progress": "40 / 100",
    "starts": 2,
    "again": "今天10:40",
    "reason": "磁盘满了",
    "fell": True,
}
QUIET = TASK | {"total": 0, "done": 0, "progress": "", "starts": 0, "again": "", "fell": False}
TIMED = {"title": "算天数", "rule": "每天03:00", "due": "明天03:00", "last": "", "paused": False}


def task(number: int, of: dict[str, Any]) -> Row:
    return Row(**of, id=f"{number}-a", short=str(number))


WORKER: dict[str, Any] = {
    "problems": [problem("已经做完了")],
    "words": "截至今天10:33",
    "running": [task(1, TASK), task(2, QUIET)],
    "waiting": [task(3, TASK), task(4, TASK | {"again": ""}), task(5, QUIET)],
    "more_waiting": 2,
    "failed": [task(6, TASK), task(7, QUIET)],
    "more_failed": 1,
    "asleep": True,
    "schedules": [
        Row(name="days", **TIMED),
        Row(name="files", **TIMED | {"paused": True, "last": "今天03:00"}),
    ],
}
WORKER_BARE = WORKER | {"problems": [], "running": [], "waiting": [], "failed": [], "schedules": []}
WORKER_BARE |= {"more_waiting": 0, "more_failed": 0, "asleep": False}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("worker.html", WORKER),
    ("worker.html", WORKER_BARE),
]
