"""Words about an open round: before it is due to whoever does it, on the day and after it to others."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from forms_catalog.definition import Escalate

from ..clock import day_begins
from .calendar import DAY, Days
from .house import Rule
from .rounds import OPEN, Round
from .spans import span_of

MORNING = dt.timedelta(hours=7)
"""When words of a day are said: after the day was planned, and nobody is woken up."""


@dataclass(frozen=True, slots=True)
class Step:
    """One word: when, by which notice, to whom; `key` names it for good within its round."""

    at: dt.datetime
    key: str
    notice: str
    to: tuple[str, ...]
    when: str
    before: bool


def steps(rule: Rule, kept: Round, days: Days) -> list[Step]:
    """In the order of time."""
    return sorted(_steps(rule, kept, days), key=lambda step: step.at)


def _steps(rule: Rule, kept: Round, days: Days) -> Iterator[Step]:
    for remind in rule.duty.remind:
        if at := _at(remind.before, kept, days, back=True):
            key = f"r{remind.before}.{remind.notice}"
            yield Step(at, key, remind.notice, (f"{kept.role}@record",), "", True)
    for word in rule.duty.escalate:
        if at := _at(word.after, kept, days, back=False):
            yield Step(at, _key(word), word.notice, word.to, word.when, False)


def _key(word: Escalate) -> str:
    said = " ".join((*word.to, word.when))
    return f"e{word.after}.{word.notice}.{hashlib.sha256(said.encode()).hexdigest()[:6]}"


def _at(text: str, kept: Round, days: Days, back: bool) -> dt.datetime | None:
    span = span_of(text)
    if span is None:
        return None
    if span.short:
        start = kept.due_at or day_begins(kept.due)
        return start - span.exact if back else start + span.exact
    if kept.due_at and span.many == 0:
        return kept.due_at
    day = span.before(kept.due, days) if back else span.after(kept.due, days)
    return day_begins(day) + MORNING


def waiting(rule: Rule, kept: Round, now: dt.datetime, days: Days) -> list[Step]:
    """Not said yet, and not pointless by now: a reminder of what is due already."""
    over = kept.due_at or day_begins(kept.due + DAY)
    return [
        step
        for step in steps(rule, kept, days)
        if step.key not in kept.told and not (step.before and now >= over)
    ]


def next_at(rule: Rule | None, kept: Round, now: dt.datetime, days: Days) -> dt.datetime | None:
    if rule is None or kept.state != OPEN:
        return None
    found = waiting(rule, kept, now, days)
    return found[0].at if found else None
