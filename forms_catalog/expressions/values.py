"""Values of expressions and how one kind becomes another; dates are civil, blank is ''.

Follows JavaRosa where the two reference engines disagree (XForms 1.0, getodk xforms-spec).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_FLOOR, Decimal
from typing import Any

type Value = Any
"""text, float or int, bool, date, datetime (naive, civil), or a list of these."""
NAN = math.nan
NEAR = 1e-12
_EPOCH = dt.date(1970, 1, 1)
_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:$|T)", re.ASCII)
_TIME = re.compile(
    r"T?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.](\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII
)
ZONE = "+08:00"
"""Written behind moments; the house sets it from its time zone."""


class Identity(str):
    """The digits of a person's number or telephone: never a number."""

    __slots__ = ()


class Month(str):
    """`2026-03`: its first day where a date or a number is needed, text otherwise."""

    __slots__ = ()


class Rows(list[dict[str, Any]]):
    """The rows of a table, each a mapping of its cells."""

    __slots__ = ()


def first(value: Value) -> Value:
    """A list stands for its first item where one value is wanted."""
    while isinstance(value, list):
        if isinstance(value, Rows):
            return "" if not value else " "
        value = value[0] if value else ""
    return value


def to_number(value: Value) -> float:
    """NaN for whatever is no number."""
    kind = type(value)
    if kind is float or kind is int:
        return float(value)
    if kind is str:
        return _of_text(value)
    if kind is bool:
        return 1.0 if value else 0.0
    if isinstance(value, dt.datetime):
        return days_of(value)
    if isinstance(value, dt.date):
        return float((value - _EPOCH).days)
    if isinstance(value, Month):
        return to_number(to_date(value))
    return to_number(first(value)) if isinstance(value, list) else NAN


def _of_text(text: str) -> float:
    text = text.strip()
    return float(text) if _NUMBER.fullmatch(text) and text.isascii() else NAN


def days_of(moment: dt.datetime) -> float:
    """Days since 1970-01-01 with the part of the day that has passed."""
    day = dt.timedelta(days=1)
    return (moment.date() - _EPOCH).days + (moment - _midnight(moment)) / day


def _midnight(moment: dt.datetime) -> dt.datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def to_text(value: Value) -> str:
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is float or kind is int:
        return number_text(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="milliseconds") + ZONE
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return to_text(first(value))
    return str(value) if isinstance(value, str) else ""  # a row is no text


def number_text(number: float) -> str:
    """The shortest digits that read back, never an exponent; '' for what is no number."""
    if isinstance(number, int):
        return str(number)
    if not math.isfinite(number):
        return ""
    if number.is_integer() and abs(number) < 1e16:
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def to_boolean(value: Value) -> bool:
    kind = type(value)
    if kind is bool:
        return bool(value)
    if kind is float or kind is int:
        return bool(value != 0 and value == value)
    if kind is list or kind is Rows:
        return len(value) > 0
    return value != "" if isinstance(value, str) else True


def equal(one: Value, other: Value) -> bool:
    """`=`: booleans first, then numbers, else texts; a list equals what one of its items equals."""
    if isinstance(one, list) or isinstance(other, list):
        return _any_pair(one, other, equal)
    if isinstance(one, bool) or isinstance(other, bool):
        return to_boolean(one) == to_boolean(other)
    if isinstance(one, (int, float)) or isinstance(other, (int, float)):
        left, right = to_number(one), to_number(other)
        return left == right or abs(left - right) < NEAR
    return to_text(one) == to_text(other)


def unequal(one: Value, other: Value) -> bool:
    if isinstance(one, list) or isinstance(other, list):
        return _any_pair(one, other, unequal)
    return not equal(one, other)


def _any_pair(one: Value, other: Value, holds: Any) -> bool:
    left, right = _items(one), _items(other)
    if not left or not right:  # nothing there reads as blank
        return bool(holds(first(left), first(right)))
    return any(holds(a, b) for a in left for b in right)


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) and not isinstance(value, Rows) else [first(value)]


def to_date(value: Value) -> dt.date | None:
    """A civil date of a date, a moment, ISO text or a number of days; None for anything else."""
    value = first(value)
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        return _date_of_text(f"{value}-01" if isinstance(value, Month) else value.strip())
    number = to_number(value)
    if isinstance(value, bool) or not math.isfinite(number):
        return None
    return _plus_days(math.floor(number))


def _date_of_text(text: str) -> dt.date | None:
    """The day in the house's zone, where a time of day is written behind it."""
    found = _DATE.match(text)
    if not found:
        return None
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    if "T" not in text:
        return day
    moment = _with_time(day, text[text.index("T") :])
    return None if moment is None else moment.date()


def _plus_days(days: int) -> dt.date | None:
    try:
        return _EPOCH + dt.timedelta(days=days)
    except OverflowError:
        return None


def to_moment(value: Value) -> dt.datetime | None:
    """A civil moment; a date is its midnight, a number its day and part of the day."""
    value = first(value)
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _moment_of_days(float(value))
    if isinstance(value, str) and "T" in value:
        day, time = value.strip().split("T", 1)
        found = _date_of_text(day)
        return None if found is None else _with_time(found, f"T{time}")
    found = to_date(value)
    return None if found is None else dt.datetime.combine(found, dt.time())


def _moment_of_days(number: float) -> dt.datetime | None:
    if not math.isfinite(number):
        return None
    day = _plus_days(math.floor(number))
    if day is None:
        return None
    passed = dt.timedelta(days=number - math.floor(number))
    millis = (passed + dt.timedelta(microseconds=500)) // dt.timedelta(milliseconds=1)
    return _later(dt.datetime.combine(day, dt.time()), dt.timedelta(milliseconds=millis))


def _later(moment: dt.datetime, passed: dt.timedelta) -> dt.datetime | None:
    try:
        return moment + passed
    except OverflowError:
        return None


def _with_time(day: dt.date, text: str) -> dt.datetime | None:
    """A zone other than the house's is brought to it."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    micro = int((found[4] or "0").ljust(6, "0"))
    try:
        time = dt.time(int(found[1]), int(found[2]), int(found[3] or 0), micro)
    except ValueError:
        return None
    return _later(dt.datetime.combine(day, time), _offset(ZONE) - _offset(found[5] or ZONE))


def _offset(zone: str) -> dt.timedelta:
    if zone == "Z":
        return dt.timedelta()
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return sign * dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


def part_of_day(value: Value) -> float:
    """The part of its day that a moment or a time of day has passed; NaN for anything else."""
    value = first(value)
    if isinstance(value, dt.datetime):
        return days_of(value) - (value.date() - _EPOCH).days
    found = _TIME.fullmatch(value.strip().rpartition("T")[2]) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return NAN
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3] or 0)
    return seconds / 86400


def rounded(number: float, digits: int = 0) -> float:
    """Decimal half up, ties towards +infinity, of the shortest digits (1.005 to 2 gives 1.01)."""
    if not math.isfinite(number) or abs(digits) > 30:
        return number
    scaled = Decimal(repr(number)).scaleb(digits) + Decimal("0.5")
    return float(scaled.to_integral_value(ROUND_FLOOR).scaleb(-digits))


def plain(value: Value) -> Value:
    """The JSON of a result: whole numbers as integers, dates as text, no number as ''."""
    value = first(value)
    if isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            return ""
        return int(value) if float(value).is_integer() else float(value)
    return to_text(value)
