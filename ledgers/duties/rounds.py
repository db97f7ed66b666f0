"""One round of a duty: from when, until when, on time or not, and which round comes after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from forms_catalog.expressions.values import to_boolean, to_date, to_moment

from ..clock import civil, day_begins
from ..periods.spans import MONTHS
from ..periods.spans import span_of as period_of
from .calendar import DAY, Days
from .case import Case
from .house import NOTHING, Asked, Rule
from .spans import Span

OPEN, DONE, LATE, MISSED, ENDED = "open", "done", "late", "missed", "ended"
KEPT = (DONE, LATE)


@dataclass(slots=True)
class Round:
    """A row of the table of duties, before it is written."""

    record: int
    ledger: int
    series: str
    duty: str
    place_path: str
    role: str
    applies_on: dt.date
    from_on: dt.date
    since: dt.date
    due: dt.date = dt.date.min
    good_until: dt.date = dt.date.min
    from_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    round: int = 1
    state: str = OPEN
    current: bool = True
    next_at: dt.datetime | None = None
    told: list[str] = field(default_factory=list)
    evidence: int | None = None
    closed_on: dt.date | None = None
    closed_at: dt.datetime | None = None
    edition_id: int = 0
    id: int = 0

    def more(self, rule: Rule) -> dict[str, Any]:
        """What expressions may ask of it."""
        periods = rule.ledger.rules.periods
        every = periods.every if periods and periods.every in MONTHS else "quarter"
        span = period_of(every, max(self.due, dt.date(1, 4, 1)))
        return {
            "_applies_on": self.applies_on,
            "_due_date": self.due,
            "_period_start": max(span.start, self.since + DAY),
            "_period_end": span.end,
        }

    def overdue(self, day: dt.date, at: dt.datetime) -> bool:
        return at > self.due_at if self.due_at else day > self.due

    def over(self, day: dt.date, at: dt.datetime) -> bool:
        """Too late to be on time."""
        return at > self.due_at if self.due_at else day > self.good_until


@dataclass(frozen=True, slots=True)
class Moment:
    """The clock of one run: the day and the moment, and the days of the calendar."""

    at: dt.datetime
    days: Days

    @property
    def day(self) -> dt.date:
        return civil(self.at)


def first(rule: Rule, case: Case, when: Moment, last: dt.date | None) -> Round | None:
    """The round that begins when the rule comes to apply; None while its day cannot be told.

    `last` is when the same was done last: who was there lately need not come again at once.
    """
    day, cadence = when.day, rule.cadence
    made = _blank(rule, case, day)
    if rule.base is not None:
        value = case.worth(rule.base, _applies_on=day)
        found = to_date(value)
        if found is None:
            return None
        made.from_on, made.since = found, found - DAY
        made.from_at = _aware(to_moment(value)) if rule.short else None
    elif rule.short:
        made.from_at = when.at
    elif cadence.every and last and last <= day <= cadence.after(last, when.days):
        made.from_on = made.since = last
    if cadence.dates:
        made.from_on = cadence.date_from(made.from_on)
        before = cadence.date_before(made.from_on)
        made.since = min(_of_dates(rule, case, made, before, when.days), made.from_on - DAY)
    return made if _dated(rule, case, made, when) else None


def _blank(rule: Rule, case: Case, day: dt.date) -> Round:
    row, ledger = case.row, rule.ledger
    return Round(
        row.pk,
        ledger.id,
        rule.series,
        rule.name,
        row.place,
        rule.duty.who,
        day,
        day,
        day - DAY,
        edition_id=ledger.edition,
    )


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return day_begins(moment.date()) + (moment - dt.datetime.combine(moment.date(), dt.time()))


def _of_dates(rule: Rule, case: Case, made: Round, day: dt.date, days: Days) -> dt.date:
    """When it is due that belongs to one of the dates of the year."""
    worth = _worth(rule, case, made)
    return worth.after(day, days) if isinstance(worth, Span) else day


def _worth(rule: Rule, case: Case, made: Round) -> Span | Asked:
    more = made.more(rule)
    for asked, worth in rule.due:
        if asked is None or to_boolean(case.worth(asked, **more)):
            return worth
    return NOTHING


def _dated(rule: Rule, case: Case, made: Round, when: Moment) -> bool:
    """Until when; False where that cannot be told."""
    if rule.cadence.every and (not rule.due or made.since >= made.from_on):
        _set(made, rule, rule.cadence.after(made.from_on, when.days), when)
        return True
    worth = _worth(rule, case, made)
    if isinstance(worth, Asked):
        found = to_date(case.worth(worth, **made.more(rule)))
        if found is None:
            return False
        _set(made, rule, found, when)
    elif worth.short:
        made.due_at = (made.from_at or day_begins(made.from_on)) + worth.exact
        _set(made, rule, civil(made.due_at), when)
    else:
        _set(made, rule, worth.after(made.from_on, when.days), when)
    return True


def _set(made: Round, rule: Rule, due: dt.date, when: Moment) -> None:
    made.due = due
    made.good_until = rule.grace.after(due, when.days)


def again(rule: Rule, case: Case, done: Round, day: dt.date, when: Moment) -> Round | None:
    """The round after one that ended on this day; None when that was the last."""
    if not rule.cadence.again or (rule.duty.times and done.round >= rule.duty.times):
        return None
    made = _blank(rule, case, done.applies_on)
    made.round = done.round + 1
    if rule.cadence.dates:
        made.from_on, made.since = rule.cadence.after(done.from_on, when.days), max(done.due, day)
    else:
        made.from_on = made.since = day
    return made if _dated(rule, case, made, when) else None


def brought_up(rule: Rule, case: Case, kept: Round, when: Moment) -> Round:
    """An open one as the rule and the record have it now; nobody becomes late before today by that."""
    made = replace(kept, place_path=case.row.place, role=rule.duty.who, told=list(kept.told))
    if rule.base is not None and kept.round == 1 and not rule.cadence.again:
        found = to_date(case.worth(rule.base, _applies_on=kept.applies_on))
        made.from_on = found or kept.from_on
    _dated(rule, case, made, when)
    if made.due < kept.due:
        _set(made, rule, max(made.due, min(kept.due, when.day)), when)
    if made.due != kept.due:
        made.told = []
    if made != kept:
        made.edition_id = rule.ledger.edition
    return made
