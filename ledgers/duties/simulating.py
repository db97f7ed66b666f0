"""A year ahead: what a cadence would cost a place, month by month."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace

from forms_catalog.definition import Duty
from forms_catalog.problems import refuse

from ..clock import today
from ..registry import Live
from .calendar import DAY
from .house import cadence_of, house
from .reckoning import YEAR, applying, year_of
from .spans import span_of

WEEKS = 52


@dataclass(frozen=True, slots=True)
class Year:
    """How many records, how many rounds, and in which months; `before` by the rule as it stands."""

    records: int
    rounds: int
    before: int
    months: tuple[tuple[str, int], ...]

    @property
    def a_week(self) -> float:
        return round(self.rounds / WEEKS, 1)


def year(ledger: Live, duty: Duty, place: str, every: str = "") -> Year:
    """As if each were done on its day; the records are spread over the first round."""
    asked = _changed(duty, every)
    records = applying(ledger.rules, duty.applies_to, place)
    days = _spread(asked, records)
    months = Counter(f"{day.year}年{day.month}月" for day in days)
    ordered = dict.fromkeys(f"{d.year}年{d.month}月" for d in sorted(days))
    told = tuple((name, months[name]) for name in ordered)
    return Year(records, len(days), len(_spread(duty, records)), told)


def _changed(duty: Duty, every: str) -> Duty:
    if not every:
        return duty
    span = span_of(every)
    if span is None or span.short or not span.many:
        raise refuse("duty.bad-span", "多少天要写成1以上的整数", "如15")
    return replace(duty, every=every)


def _spread(duty: Duty, records: int) -> list[dt.date]:
    """Each record begins on another day of the first round, so that no month has them all."""
    cadence, days, start = cadence_of(duty), house().days, today()
    first = max(1, int(cadence.every.days)) if cadence.every else 1
    found: list[dt.date] = []
    for shift in range(min(first, records)):
        share = len(range(shift, records, first))
        round_days = year_of(cadence, start - shift * DAY, days)
        kept = [day for day in round_days if start < day <= start + YEAR * DAY]
        found += (kept[: duty.times] if duty.times else kept) * share
    return found
