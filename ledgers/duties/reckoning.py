"""What rules would cost: how many rounds a year, by the records that are there now."""

from __future__ import annotations

import datetime as dt

from forms_catalog.definition import Ledger as Rules
from forms_catalog.expressions import parse
from forms_catalog.problems import Refused

from ..clock import moment, now, today
from ..filtering import columns_of, compile_filter
from ..models import Record
from ..registry import live
from ..scope import within
from .cadence import Cadence
from .calendar import DAY, Days
from .house import cadence_of, house
from .spans import span_of

YEAR = 365
WHY = "numbers only, of a rule about to be published"


def rounds_a_year(rules: Rules) -> dict[str, int]:
    """Duty -> at most so many rounds in the year that begins today."""
    days, start = house().days, today()
    found = {}
    for duty in rules.duties:
        records = applying(rules, duty.applies_to)
        short = span_of(duty.every) if isinstance(duty.every, str) else None
        if short and short.short:
            times = int(YEAR / max(short.days, 1 / 1440))
        else:
            times = min(len(year_of(cadence_of(duty), start, days)), duty.times or YEAR)
        found[duty.name] = records * times
    return found


def applying(rules: Rules, condition: str, place: str = "") -> int:
    """How many records a condition holds for, or may hold for where no column can tell."""
    ledger = live(rules.id)
    if ledger is None:
        return 0
    final = [state.name for state in rules.states if state.final]
    rows = Record.objects.unscoped(WHY).filter(ledger=ledger.id)
    if place:
        rows = rows.filter(within("place_path", (place,)))
    if "${_state}" not in condition:
        rows = rows.exclude(state__in=final)
    if not condition:
        return rows.count()
    try:
        made = compile_filter(parse(condition), columns_of(ledger, True), moment(now()))
    except Refused:
        return rows.count()
    return rows.filter(made.partial).count()


def year_of(cadence: Cadence, start: dt.date, days: Days) -> list[dt.date]:
    """The days on which it comes within a year of a start, each done on its day."""
    if not cadence.again:
        return [start]
    found: list[dt.date] = []
    end = start + YEAR * DAY
    at = cadence.after(start, days)
    while at <= end and len(found) <= YEAR:
        found.append(at)
        at = cadence.after(at, days)
        if at <= found[-1]:
            break
    return found
