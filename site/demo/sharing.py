"""Registers with several processes: each takes every so-manieth chunk, the first tells how far all are."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess

from django.db import connection, connections

from demo.progress import Progress
from demo.registering import Refused, Registering

AT_MOST = {"sqlite": 2}
"""Where there is one writer, more would only wait for each other."""
LOOK = 0.5
type Counts = MutableSequence[int]
type Run = Callable[[int, Callable[[int, int], None]], Registering]
"""Makes the run of one of the processes, which tells how many were there before and are new."""


def usual(size: str) -> int:
    """How many processes are worth their start."""
    if size == "S" or not hasattr(os, "fork"):
        return 1
    return min(len(os.sched_getaffinity(0)), AT_MOST.get(connection.vendor, 8))


def register(size: str, progress: Progress, processes: int = 1) -> Registering:
    """What the first process did; the work of all is done when it returns."""

    def one(number: int, tell: Callable[[int, int], None]) -> Registering:
        return Registering(size, share=(number, processes), tell=tell)

    progress.begin("儿童", Registering(size).total)
    if processes == 1:
        found = one(0, progress.reach)
        found.run()
        return found
    return _together(one, progress, processes)


def _together(one: Run, progress: Progress, processes: int) -> Registering:
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
        found = one(0, told)
        found.run()
        while any(other.is_alive() for other in others):
            others[0].join(LOOK)
            told(*counts[:2])
        told(*counts[:2])
    return found


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
