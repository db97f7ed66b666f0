"""Dates in cells: real dates, bare day counts, digits, texts; what can be read two ways is refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from ..problems import Problem, refuse
from ..questions import Raw
from .columns import Column, type_of_dates

FIRST, LAST = 10_000, 73_050
"""Days since 1899-12-30 that are taken for a date: 1927 to 2099."""
_EPOCH = dt.date(1899, 12, 30)
_TURNED = re.compile(
    r"[0-9０-９]{1,2}\s*[-/.．／－]\s*[0-9０-９]{1,2}\s*[-/.．／－]\s*[0-9０-９]{4}.*"
)
_DROPPED = Problem("cell.time-dropped", "这里还带着钟点，只取了日期", warn=True)

Read = Callable[[Any], tuple[Raw, Problem | None]]


def reader(column: Column) -> Read:
    """By the boxes of the type: y m d, y m, y m d t, or t alone."""
    boxes = type_of_dates(column)

    def read(value: Any) -> tuple[Raw, Problem | None]:
        if isinstance(value, str):
            return _text(value)
        if isinstance(value, dt.datetime):
            return _moment(value, boxes)
        if isinstance(value, dt.date | dt.time):
            return value.isoformat(), None
        return _number(value, boxes)

    return read


def _text(value: str) -> tuple[Raw, Problem | None]:
    if _TURNED.fullmatch(value):
        raise refuse(
            "date.ambiguous", "分不清哪个是月、哪个是日，请按年、月、日的次序写，例如2015年2月3日"
        )
    return value, None


def _moment(value: dt.datetime, boxes: str) -> tuple[Raw, Problem | None]:
    """A whole day where a moment is asked stays without its time, so that the gate asks for it."""
    midnight = value.time() == dt.time()
    if boxes == "t" and value.year < 1901:
        return value.time().isoformat("minutes"), None
    if boxes == "ymdt" and not midnight:
        return value.isoformat("T", "minutes"), None
    return value.date().isoformat(), None if midnight or boxes == "ymdt" else _DROPPED


def _number(value: Any, boxes: str) -> tuple[Raw, Problem | None]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse("date.not-a-date", "没看懂这个日期，请写公历，例如2015年2月3日")
    if value != value or abs(value) >= 10**15 or value != int(value) or boxes == "t":
        return value, None
    if FIRST <= value <= LAST:
        day = _EPOCH + dt.timedelta(days=int(value))
        words = f"这里存的是天数，按{day.year}年{day.month}月{day.day}日读，请核对"
        return day.isoformat(), Problem("cell.date-from-number", words, warn=True)
    return str(int(value)), None
