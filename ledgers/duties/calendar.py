"""Days as people go by them: working days, holidays, and the key periods of every year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from forms_catalog.definition import Calendar

DAY = dt.timedelta(days=1)
MOST_DAYS = 366
"""Of a range of holidays or of a term; a longer one is a slip of the pen."""
type MonthDay = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Days:
    """What a calendar says of single days."""

    free: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()
    spans: Mapping[str, tuple[MonthDay, MonthDay]] | None = None
    terms: tuple[tuple[dt.date, dt.date, str], ...] = ()

    def works(self, day: dt.date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() < 5 and day not in self.free

    def after(self, day: dt.date, many: int) -> dt.date:
        """So many working days later; of none the day itself."""
        for _ in range(many):
            day += DAY
            while not self.works(day):
                day += DAY
        return day

    def before(self, day: dt.date, many: int) -> dt.date:
        for _ in range(many):
            day -= DAY
            while not self.works(day):
                day -= DAY
        return day

    def inside(self, day: dt.date, periods: Collection[str]) -> bool:
        """Whether a day lies in one of these periods; one may run over the turn of the year."""
        here = day.month, day.day
        spans = self.spans or {}
        return any(_holds(spans[name], here) for name in periods if name in spans)


def _holds(span: tuple[MonthDay, MonthDay], here: MonthDay) -> bool:
    first, last = span
    return first <= here <= last if first <= last else here >= first or here <= last


PLAIN = Days(spans={})
"""When nobody wrote a calendar: Monday to Friday, no periods."""


@lru_cache(maxsize=8)
def days_of(calendar: Calendar) -> Days:
    return Days(
        frozenset(day for text, _ in calendar.holidays for day in _each(text)),
        frozenset(day for text, _ in calendar.workdays for day in _each(text)),
        {span.name: (month_day(span.from_), month_day(span.to)) for span in calendar.periods},
        tuple((*found, name) for text, name in calendar.terms if (found := range_of(text))),
    )


def month_day(text: str) -> MonthDay:
    return int(text[:2]), int(text[3:5])


def range_of(text: str) -> tuple[dt.date, dt.date] | None:
    """The two days of `2026-10-01..2026-10-07`, or of one day twice; None for what is neither."""
    first, _, last = text.partition("..")
    try:
        found = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    except ValueError:
        return None
    return found if dt.timedelta() <= found[1] - found[0] < MOST_DAYS * DAY else None


def _each(text: str) -> Iterator[dt.date]:
    found = range_of(text)
    day = found[0] if found else None
    while found and day and day <= found[1]:
        yield day
        day += DAY


def on_year(when: MonthDay, year: int) -> dt.date:
    """A day of the year; 29 February is the 28th in most."""
    try:
        return dt.date(year, *when)
    except ValueError:
        return dt.date(year, 2, 28)
