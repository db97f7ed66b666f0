"""Wakes the workers of this process when one of its own threads asks for something."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# A SimpleQueue may be rung from a signal handler; an Event that is waited for may not.
Bell = queue.SimpleQueue[None]
_bells: set[Bell] = set()


@contextmanager
def hung() -> Iterator[Bell]:
    """A bell for as long as its worker runs."""
    bell: Bell = queue.SimpleQueue()
    _bells.add(bell)
    try:
        yield bell
    finally:
        _bells.discard(bell)


def ring() -> None:
    for bell in tuple(_bells):
        bell.put(None)


def wait(bell: Bell, seconds: float) -> bool:
    """Whether it rang; rings that came meanwhile count once."""
    with suppress(queue.Empty):
        bell.get(timeout=seconds)
        while not bell.empty():
            bell.get_nowait()
        return True
    return False
