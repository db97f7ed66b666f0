"""How busy the machine is: what a test took is judged as an idle machine would have counted it."""

from __future__ import annotations

import json
import time

SPIN = 0.2
"""Seconds of work that tell how much of the clock others take."""

YARD = 0.008
"""CPU seconds of `_yard` on the machine on which the limits were set, by itself."""


def slowed() -> float:
    """How many times longer than by itself work takes at this moment; never less than once."""
    begun, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < SPIN:
        pass
    return max(1.0, (time.perf_counter() - begun) / SPIN)


def idle_seconds(begun: float) -> float:
    """Since `begun` on the clock, without the share that other work of the machine took."""
    return (time.perf_counter() - begun) / slowed()


def _yard() -> float:
    begun = time.process_time()
    rows = {f"k{n}": [n, f"k{n}".upper(), {"a": n * 3 % 7}] for n in range(4000)}
    json.dumps(json.loads(json.dumps(rows)), sort_keys=True)
    return time.process_time() - begun


def worked(begun: float, enough: float = 0.0) -> float:
    """CPU seconds since `begun` (process_time), weighed."""
    return weighed(time.process_time() - begun, enough)


def weighed(taken: float, enough: float = 0.0) -> float:
    """CPU seconds as an idle machine would have counted them: a slower one, or a shared core, is let off.

    The same piece of work is done beside it and tells how slow; the best of three, never below
    what it took where the limits were set, so that a quick machine softens nothing. Up to `enough`
    nothing is weighed.
    """
    if taken <= enough:
        return taken
    return taken / max(1.0, min(_yard() for _ in range(3)) / YARD)
