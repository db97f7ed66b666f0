"""When it comes round again: after the last time, on days of the year, denser in key periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .calendar import DAY, Days, MonthDay, month_day, on_year
from .spans import Span


@dataclass(frozen=True, slots=True)
class Cadence:
    """`every` so long after the last time, or on `dates` of each year; neither: once.

    In `periods` it comes `dense` after the last time: on the first day that lies in one of them
    and at least so long after.
    """

    every: Span | None = None
    dates: tuple[MonthDay, ...] = ()
    dense: Span | None = None
    periods: tuple[str, ...] = ()

    @property
    def again(self) -> bool:
        return bool(self.every or self.dates)

    def after(self, last: dt.date, days: Days) -> dt.date:
        """The day that comes after the last time. Never earlier for a later last time."""
        if self.dates:
            return self.date_from(last + DAY)
        assert self.every is not None
        usual = self.every.after(last, days)
        if self.dense is None:
            return usual
        day = self.dense.after(last, days)
        while day < usual:
            if days.inside(day, self.periods):
                return day
            day += DAY
        return usual

    def date_from(self, day: dt.date) -> dt.date:
        """The first of the dates that is this day or later."""
        return next(found for found in self._dates(day.year) if found >= day)

    def date_before(self, day: dt.date) -> dt.date:
        """The last of the dates that is earlier than this day."""
        return max(found for found in self._around(day.year) if found < day)

    def _around(self, year: int) -> list[dt.date]:
        return [on_year(when, y) for y in (year - 1, year) for when in self.dates]

    def dates_between(self, after: dt.date, until: dt.date) -> list[dt.date]:
        """Each date later than the one day and not later than the other."""
        found: list[dt.date] = []
        for day in self._dates(after.year):
            if day > until:
                return found
            if day > after:
                found.append(day)
        return found

    def _dates(self, year: int) -> Iterator[dt.date]:
        while True:
            yield from sorted({on_year(when, year) for when in self.dates})
            year += 1

    def times_a_year(self) -> float:
        """At most, for reckoning what a rule would cost."""
        if self.dates:
            return float(len(self.dates))
        spans = [span.days for span in (self.every, self.dense) if span]
        return 365.25 / max(min(spans), 1 / 1440) if spans else 1.0


def dates_of(texts: Sequence[str]) -> tuple[MonthDay, ...]:
    return tuple(sorted({month_day(text) for text in texts}))
