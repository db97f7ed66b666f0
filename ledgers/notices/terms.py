"""The numbers that sending goes by: pauses, tries, quiet hours; settings may say others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from ..clock import day_begins, moment

MINUTES = (1, 2, 5, 15, 30, 60, 120, 240, 360)


@dataclass(frozen=True, slots=True)
class Terms:
    """Seconds, but for `tries`: with these pauses 20 of them are about three days."""

    lease: float = 120
    timeout: float = 15
    tries: int = 20
    pauses: Sequence[float] = field(default=tuple(60.0 * minutes for minutes in MINUTES))
    batch: int = 50
    strikes: int = 3
    """After so many of a channel's messages in a row could not be sent, it rests until the next run."""

    def pause(self, attempts: int) -> dt.timedelta:
        at = min(max(attempts, 1), len(self.pauses)) - 1
        return dt.timedelta(seconds=self.pauses[at])


def terms() -> Terms:
    own: dict[str, Any] = getattr(settings, "NOTICES", {})
    return Terms(**own)


_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def quiet(now: dt.datetime) -> bool:
    """Whether it is the time of day at which only what is urgent may ring."""
    found = _HOURS.fullmatch(getattr(settings, "QUIET_HOURS", ""))
    if found is None:
        return False
    numbers = [int(text) for text in found.groups()]
    begins, ends = dt.time(numbers[0], numbers[1]), dt.time(numbers[2], numbers[3])
    here = moment(now).time()
    return begins <= here < ends if begins < ends else here >= begins or here < ends


DIGEST_AT = dt.timedelta(hours=8)


def digest_at(unit: str, now: dt.datetime) -> dt.datetime:
    """When what is gathered goes out next: eight o'clock of a day, or of a Monday."""
    day = moment(now).date()
    while (at := day_begins(day) + DIGEST_AT) <= now or (unit == "week" and day.weekday()):
        day += dt.timedelta(days=1)
    return at


def began(unit: str, now: dt.datetime) -> dt.datetime:
    """The first moment of the day, week or month that it is."""
    day = moment(now).date()
    if unit == "week":
        day -= dt.timedelta(days=day.weekday())
    return day_begins(day.replace(day=1) if unit == "month" else day)


_SPAN = re.compile(r"(\d{1,4})(min|h|d|wd|w|mo|y)")
_DAYS = {"d": 1, "wd": 1, "w": 7, "mo": 30, "y": 365}


def span(text: str) -> dt.timedelta | None:
    """`30min`, `2h`, `1d`; None when nothing is said."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    if unit in ("min", "h"):
        return dt.timedelta(minutes=number * (60 if unit == "h" else 1))
    return dt.timedelta(days=number * _DAYS[unit])
