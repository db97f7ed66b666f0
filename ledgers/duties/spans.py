"""Spans of time as templates write them: `60min 24h 15d 3wd 2w 12mo 1y`."""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from .calendar import Days

_SPAN = re.compile(r"(0|[1-9][0-9]{0,4})(min|h|d|wd|w|mo|y)")
UNITS = {
    "min": "分钟",
    "h": "小时",
    "d": "天",
    "wd": "个工作日",
    "w": "周",
    "mo": "个月",
    "y": "年",
}
_ROUGHLY = {"d": 1.0, "wd": 1.4, "w": 7.0, "mo": 30.4, "y": 365.2, "h": 1 / 24, "min": 1 / 1440}
LAST = dt.date(9000, 1, 1)
"""Nothing is due later: no span leads out of the calendar."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number and a unit."""

    many: int
    unit: str

    @property
    def short(self) -> bool:
        """Counted from a moment, not from a day."""
        return self.unit in ("min", "h")

    @property
    def days(self) -> float:
        """Roughly."""
        return self.many * _ROUGHLY[self.unit]

    @property
    def words(self) -> str:
        return f"{self.many}{UNITS[self.unit]}"

    @property
    def exact(self) -> dt.timedelta:
        """Of a short one."""
        return dt.timedelta(minutes=self.many * (60 if self.unit == "h" else 1))

    def after(self, day: dt.date, days: Days) -> dt.date:
        """So long after a day; the last of a month when the month has no such day."""
        if self.unit == "wd":
            return days.after(day, self.many)
        return _moved(day, self.unit, self.many)

    def before(self, day: dt.date, days: Days) -> dt.date:
        if self.unit == "wd":
            return days.before(day, self.many)
        return _moved(day, self.unit, -self.many)


def _moved(day: dt.date, unit: str, many: int) -> dt.date:
    try:
        if unit in ("mo", "y"):
            return _months(day, many * (12 if unit == "y" else 1))
        size = {"d": 1, "w": 7}.get(unit, 0)
        return min(day + dt.timedelta(days=many * size), LAST)
    except (OverflowError, ValueError):
        return LAST if many > 0 else dt.date.min


def _months(day: dt.date, many: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + many, 12)
    last = months.monthrange(year, month + 1)[1]
    return min(dt.date(year, month + 1, min(day.day, last)), LAST)


@lru_cache(maxsize=512)
def span_of(text: str) -> Span | None:
    """None for what is no span."""
    found = _SPAN.fullmatch(text)
    return Span(int(found[1]), found[2]) if found else None
