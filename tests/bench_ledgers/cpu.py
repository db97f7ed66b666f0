"""CPU of this process and of the database's own, call by call in turns; and of what is written."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

LEAST = 0.005
"""Seconds that a turn should take: what is quicker is called several times."""
WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN", "SAVEPOINT", "RELEASE")


class Cpu:
    """Seconds of CPU so far; PostgreSQL's backend counts in a file of the kernel, to the nanosecond."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self.file: Path | None = None
        if connection.vendor == "postgresql":
            self.file = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")

    def begin(self) -> float:
        there = self._there()
        return there + time.process_time()

    def end(self) -> float:
        here = time.process_time()
        return here + self._there()

    def _there(self) -> float:
        return int(self.file.read_bytes().split()[0]) / 1e9 if self.file else 0.0


def in_turns(calls: list[Callable[[], Any]], seconds: float = 3.0) -> list[float]:
    """Milliseconds of one call of each: medians over turns that take about so many seconds in all."""
    cpu = Cpu()
    for call in calls:
        call()
    once = [_took(cpu, call, 1) for call in calls]
    repeats = max(1, min(200, round(LEAST / max(min(once), 1e-5))))
    turns = max(7, min(41, round(seconds / max(sum(once) * repeats, 1e-4))))
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(turns):
        order = range(len(calls)) if turn % 2 else reversed(range(len(calls)))
        for at in order:
            times[at].append(_took(cpu, calls[at], repeats))
    return [statistics.median(taken) * 1000 for taken in times]


def _took(cpu: Cpu, call: Callable[[], Any], repeats: int) -> float:
    start = cpu.begin()
    for _ in range(repeats):
        call()
    return (cpu.end() - start) / repeats


class Written:
    """The CPU of the statements that write, and of the commit, while `watching`; reading is not counted."""

    def __init__(self) -> None:
        self.cpu = Cpu()
        self.total = 0.0
        self.commit = connection._commit

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(WRITES):
            return execute(sql, params, many, context)
        start = self.cpu.begin()
        try:
            return execute(sql, params, many, context)
        finally:
            self.total += self.cpu.end() - start

    def _commit(self) -> Any:
        start = self.cpu.begin()
        try:
            return self.commit()
        finally:
            self.total += self.cpu.end() - start

    @contextmanager
    def watching(self) -> Iterator[None]:
        connection._commit = self._commit
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            del connection._commit


def written(call: Callable[[], Any]) -> float:
    """Milliseconds of what one call writes."""
    watch = Written()
    with watch.watching():
        call()
    return watch.total * 1000
