"""How long things last in the background; settings.WORKER changes single ones, so tests are quick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Terms:
    """Seconds. A task of a killed worker is free after `lease`, and seen by others after `idle`."""

    lease: float = 30
    heartbeat: float = 10
    soonest: float = 0.05
    idle: float = 2
    again: tuple[float, ...] = (5, 30, 120, 300)
    """After the first, second, third ... attempt; one more attempt than there are pauses."""
    patience: float = 600
    """What has waited longer goes first at every third turn, whatever is more urgent."""

    @property
    def most_attempts(self) -> int:
        return len(self.again) + 1


MOST_STARTS = 500
"""A task that goes on moving may be interrupted often, but not for ever."""


def terms() -> Terms:
    other: dict[str, Any] = settings.WORKER
    return Terms(**other)
