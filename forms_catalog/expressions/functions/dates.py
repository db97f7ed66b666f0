"""Functions over civil dates and moments; the clock is the submission's own."""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap
from typing import Any

from ..values import NAN, days_of, first, part_of_day, to_date, to_moment, to_number, to_text
from .base import function

_DAYS = "一二三四五六日"
_SIGN = re.compile("%(.?)", re.DOTALL)


@function("today", 0, steady=False)
def today(env: Any) -> dt.date:
    return env.now.date()  # type: ignore[no-any-return]


@function("now", 0, steady=False)
def now(env: Any) -> dt.datetime:
    return env.now  # type: ignore[no-any-return]


@function("date", 1)
def date(env: Any, value: Any) -> Any:
    """A civil date; '' for what is none, with a warning unless it is blank."""
    found = to_date(value)
    if found is None and to_text(value) != "":
        env.warn("expression.bad-date")
    return "" if found is None else found


@function("date-time", 1, tier=2)
def date_time(env: Any, value: Any) -> Any:
    found = to_moment(value)
    if found is None and to_text(value) != "":
        env.warn("expression.bad-date")
    return "" if found is None else found


@function("decimal-date-time", 1, tier=2)
def decimal_date_time(env: Any, value: Any) -> float:
    value = first(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return to_number(value)
    found = to_moment(value)
    return NAN if found is None else days_of(found)


@function("decimal-time", 1, tier=2)
def decimal_time(env: Any, value: Any) -> float:
    return part_of_day(value)


@function("format-date", 2)
def format_date(env: Any, value: Any, pattern: Any) -> str:
    return _formatted(env, value, pattern)


@function("format-date-time", 2, tier=2)
def format_date_time(env: Any, value: Any, pattern: Any) -> str:
    return _formatted(env, value, pattern)


def _formatted(env: Any, value: Any, pattern: Any) -> str:
    moment = to_moment(value)
    if moment is None:
        if to_text(value) != "":
            env.warn("expression.bad-date")
        return ""
    return _SIGN.sub(lambda found: _part(moment, found), to_text(pattern))


def _part(moment: dt.datetime, found: re.Match[str]) -> str:
    """One `%x`; what is not known stays as it is."""
    make = _PARTS.get(found[1])
    return make(moment) if make else found[0]


def _week(moment: dt.datetime) -> int:
    """As Java counts in China: weeks begin on Sunday, the first holds 1 January."""
    saturday = moment.timetuple().tm_yday + (5 - moment.weekday()) % 7
    return 1 if saturday > 365 + isleap(moment.year) else (saturday + 6) // 7


_PARTS: dict[str, Any] = {
    "%": lambda m: "%",
    "Y": lambda m: f"{m.year:04d}",
    "y": lambda m: f"{m.year % 100:02d}",
    "m": lambda m: f"{m.month:02d}",
    "n": lambda m: str(m.month),
    "b": lambda m: f"{m.month}月",
    "d": lambda m: f"{m.day:02d}",
    "e": lambda m: str(m.day),
    "H": lambda m: f"{m.hour:02d}",
    "h": lambda m: str(m.hour),
    "M": lambda m: f"{m.minute:02d}",
    "S": lambda m: f"{m.second:02d}",
    "3": lambda m: f"{m.microsecond // 1000:03d}",
    "a": lambda m: "周" + _DAYS[m.weekday()],
    "W": lambda m: str(_week(m)),
}
