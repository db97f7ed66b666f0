"""Registers with several processes: each takes every so-manieth chunk, the first tells how far all are."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from typing import Any

from django.db import connection, connections

from demo.coming_and_going import ComingAndGoing
from demo.founding import Founding
from demo.handling import Handling
from demo.living import Living
from demo.progress import Progress
from demo.registering import Registering
from demo.sending import Refused, Run
from demo.surveying import Surveying

AT_MOST = {"sqlite": 2}
"""Where there is one writer, more would only wait for each other."""
LOOK = 0.5
type Counts = MutableSequence[int]
type Make[R] = Callable[[int, Callable[[int, int], None]], R]
"""Makes the run of one of the processes, which tells how many were there before and are new."""


def usual(size: str) -> int:
    """How many processes are worth their start."""
    if size == "S" or not hasattr(os, "fork"):
        return 1
    return min(len(os.sched_getaffinity(0)), AT_MOST.get(connection.vendor, 8))


def found(size: str, progress: Progress, processes: int = 1) -> Founding:
    """Village groups and households."""
    return carry("村民小组和户", Founding, size, progress, processes)


def register(size: str, progress: Progress, processes: int = 1) -> Registering:
    """What the first process did; the work of all is done when it returns."""
    return carry("儿童", Living, size, progress, processes)


def come_and_go(size: str, progress: Progress, processes: int = 1) -> ComingAndGoing:
    """Those who left, and those in difficulty alone."""
    return carry("增减", ComingAndGoing, size, progress, processes)


def handle(size: str, progress: Progress) -> Handling:
    """Reports, emergencies and cases: few, by one process."""
    return carry("报告和个案", Handling, size, progress, 1)


def survey(size: str, progress: Progress, processes: int = 1) -> Surveying:
    """Both rounds; the older one ends."""
    Surveying(size).begin()
    run = carry("排查", Surveying, size, progress, processes)
    run.finish()
    return run


def carry[R: Run[Any]](
    words: str, kind: Callable[..., R], size: str, progress: Progress, processes: int
) -> R:
    """A run of a kind, by one process or by several."""

    def one(number: int, tell: Callable[[int, int], None]) -> R:
        return kind(size, share=(number, processes), tell=tell)

    progress.begin(words, kind(size).total)
    if processes == 1:
        run = one(0, progress.reach)
        run.run()
        return run
    return _together(one, progress, processes)


def _together[R: Run[Any]](one: Make[R], progress: Progress, processes: int) -> R:
    connections.close_all()  # each process opens its own
    here = multiprocessing.get_context("fork")
    counts: Counts = here.Array("q", 2 * processes)  # type: ignore[assignment]
    words = here.SimpleQueue()

    def told(skipped: int, fresh: int) -> None:
        counts[:2] = [skipped, fresh]
        progress.reach(sum(counts[::2]), sum(counts[1::2]))
        if any(other.exitcode for other in others):
            raise Refused("" if words.empty() else words.get())

    def another(number: int) -> None:
        parent = os.getppid()

        def tell(skipped: int, fresh: int) -> None:
            counts[2 * number : 2 * number + 2] = [skipped, fresh]
            if os.getppid() != parent:
                raise SystemExit(1)

        with suppress(KeyboardInterrupt):
            try:
                one(number, tell).run()
            except Refused as refused:
                words.put(str(refused))
                raise SystemExit(1) from None

    others = [here.Process(target=another, args=(n,), daemon=True) for n in range(1, processes)]
    with _running(others):
        first = one(0, told)
        first.run()
        while any(other.is_alive() for other in others):
            others[0].join(LOOK)
            told(*counts[:2])
        told(*counts[:2])
    return first


@contextmanager
def _running(others: Sequence[BaseProcess]) -> Iterator[None]:
    """Nobody is left behind, however it ends; what was under way in the database is undone."""
    for other in others:
        other.start()
    try:
        yield
    finally:
        for other in others:
            other.terminate()
        for other in others:
            other.join()
