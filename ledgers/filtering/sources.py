"""What can be compared by size, as whole numbers in order: days, ten-thousandths, months, moments.

A condition on one such source is the set of numbers for which the judging interpreter says yes;
the bounds of that set are found by halving and become plain comparisons, so that an index serves.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone

from forms_catalog.expressions.values import Month

from .unfit import Unfit

NUMBER = "^-?([0-9]+[.]?[0-9]*|[.][0-9]+)$"
_EVEN = "(0[48]|[2468][048]|[13579][26])"
_DAYS = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8])"
)
DATE = f"^([1-9][0-9][0-9][0-9]-({_DAYS})|([1-9][0-9]{_EVEN}|([2468][048]|[13579][26])00)-02-29)$"
"""A day that there is; 2000 is a leap year, 1900 is none."""
_FIRST, _LAST = dt.date(1000, 1, 1), dt.date(8999, 12, 31)
_MILLISECOND = dt.timedelta(milliseconds=1)
_NEW_YEAR = dt.datetime(2000, 1, 1)


@dataclass(frozen=True)
class Source:
    """Whole numbers from `low` to `high` in the order of the values that they stand for."""

    low: ClassVar[int]
    high: ClassVar[int]
    column: ClassVar[bool] = True
    """It is one column and nothing else, so it may be NULL, and a test for equality may be turned."""

    def at(self, number: int) -> Any:
        """The value that the judging interpreter sees."""
        raise NotImplementedError

    def between(self, low: int | None, high: int | None) -> Q:
        """A closed range, None = open."""
        raise NotImplementedError


@dataclass(frozen=True)
class Column(Source):
    """A plain column."""

    field: str

    def bound(self, number: int, top: bool) -> Any:
        """What the column is compared with; `top` is the upper end of a range."""
        return self.at(number)

    def between(self, low: int | None, high: int | None) -> Q:
        if low is not None and low == high:
            return Q(**{self.field: self.bound(low, False)})
        found = Q() if low is None else Q(**{f"{self.field}__gte": self.bound(low, False)})
        return (
            found if high is None else found & Q(**{f"{self.field}__lte": self.bound(high, True)})
        )


class Days(Column):
    """A date."""

    low, high = _FIRST.toordinal(), _LAST.toordinal()

    def at(self, number: int) -> Any:
        return dt.date.fromordinal(number)


class Numbers(Column):
    """A number of 18 digits, four of them decimals."""

    low, high = -(10**18) + 1, 10**18 - 1

    def at(self, number: int) -> Any:
        return float(self.bound(number, False))

    def bound(self, number: int, top: bool) -> Any:
        return Decimal(number).scaleb(-4)


class Months(Column):
    """A month, kept as text; its number is that of its first day."""

    low, high = 1000 * 12, 8999 * 12 + 11

    def at(self, number: int) -> Any:
        return Month(f"{number // 12}-{number % 12 + 1:02}")

    def bound(self, number: int, top: bool) -> Any:
        return str(self.at(number))


class DayTexts(Column):
    """A date kept as text."""

    low, high = Days.low, Days.high

    def at(self, number: int) -> Any:
        return dt.date.fromordinal(number)

    def bound(self, number: int, top: bool) -> Any:
        return self.at(number).isoformat()


class Minutes(Column):
    """A moment of which the column keeps the day alone: only ranges of whole days can be asked."""

    low, high = Days.low * 1440, Days.high * 1440 + 1439

    def at(self, number: int) -> Any:
        day = dt.datetime.combine(dt.date.fromordinal(number // 1440), dt.time())
        return day + dt.timedelta(minutes=number % 1440)

    def bound(self, number: int, top: bool) -> Any:
        if number % 1440 != (1439 if top else 0):
            text = "这一列只存了日期，没有存时刻"
            raise Unfit(text, "按整天比较：“不晚于某天”写成 < 那天 + 1，“晚于某天”写成 >= 那天 + 1")
        return dt.date.fromordinal(number // 1440)


class Moments(Column):
    """A moment that the engine wrote down itself, to the millisecond."""

    low, high = 0, 200 * 366 * 86_400_000

    def at(self, number: int) -> Any:
        return _NEW_YEAR + number * _MILLISECOND

    def bound(self, number: int, top: bool) -> Any:
        last = dt.timedelta(microseconds=999 if top else 0)
        return timezone.make_aware(self.at(number) + last)
