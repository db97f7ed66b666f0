"""The calendar of closing: months, quarters, half-years and years, by keys that stand in addresses."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

MONTHS = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}
_KEYS = {
    "month": re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"([1-9]\d{3})Q([1-4])"),
    "halfyear": re.compile(r"([1-9]\d{3})H([12])"),
    "year": re.compile(r"([1-9]\d{3})()"),
}
_LETTER = {"month": "-", "quarter": "Q", "halfyear": "H", "year": ""}
_HALVES = ("上半年", "下半年")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One period of the calendar: both days belong to it."""

    start: dt.date
    end: dt.date
    every: str

    @property
    def number(self) -> int:
        """Which of its year."""
        return (self.start.month - 1) // MONTHS[self.every] + 1

    @property
    def key(self) -> str:
        if self.every == "year":
            return f"{self.start:%Y}"
        wide = 2 if self.every == "month" else 1
        return f"{self.start:%Y}{_LETTER[self.every]}{self.number:0{wide}}"

    @property
    def label(self) -> str:
        words = {
            "month": f"{self.number}月",
            "quarter": f"第{self.number}季度",
            "halfyear": _HALVES[self.number > 1],
            "year": "",
        }
        return f"{self.start.year}年{words[self.every]}"

    @property
    def next(self) -> Span:
        return span_of(self.every, self.end + dt.timedelta(days=1))

    @property
    def previous(self) -> Span:
        return span_of(self.every, self.start - dt.timedelta(days=1))


def span_of(every: str, day: dt.date) -> Span:
    """The period in which a day lies."""
    size = MONTHS[every]
    first = (day.month - 1) // size * size + 1
    start = day.replace(month=first, day=1)
    last = first + size - 1
    after = dt.date(day.year + last // 12, last % 12 + 1, 1)
    return Span(start, after - dt.timedelta(days=1), every)


def span_named(every: str, key: str) -> Span | None:
    """The period of a key, None when it is the key of none."""
    found = _KEYS[every].fullmatch(key) if every in _KEYS else None
    if found is None:
        return None
    month = (int(found[2] or 1) - 1) * MONTHS[every] + 1
    return span_of(every, dt.date(int(found[1]), month, 1))
