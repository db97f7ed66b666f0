"""How busy the machine is: seconds on the clock are judged as an idle one would have counted them."""

from __future__ import annotations

import time

SPIN = 0.2
"""Seconds of work that tell it."""


def slowed() -> float:
    """How many times longer than by itself work takes at this moment; never less than once."""
    begun, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < SPIN:
        pass
    return max(1.0, (time.perf_counter() - begun) / SPIN)


def idle_seconds(begun: float) -> float:
    """Since `begun` on the clock, without the share that other work of the machine took."""
    return (time.perf_counter() - begun) / slowed()
