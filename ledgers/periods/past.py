"""A record as it stood at a moment: its changes put together again, those left out that came later.

Every answer, the state and the place are fields of their own: each holds what the last change that
counts made of it, whatever else was changed in between by changes that do not count.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..models import Change
from ..registry import Live

type Counts = Callable[["Step"], bool]


@dataclass(frozen=True, slots=True)
class Cut:
    """Up to which day it happened and up to which moment it was written."""

    day: dt.date
    moment: dt.datetime | None = None

    def holds(self, step: Step) -> bool:
        return step.happened_on <= self.day and (self.moment is None or step.at <= self.moment)


@dataclass(slots=True)
class Step:
    """One change: what it made of state, place and answers, and which of them it touched."""

    version: int
    happened_on: dt.date
    at: dt.datetime
    state: str | None
    place: str | None
    answers: Mapping[str, Any]
    erased: bool = False
    """Its words are gone: of the answers nothing is known any more."""


@dataclass(slots=True)
class Then:
    """A record at some moment; `version` is the last of its first changes that all count."""

    state: str = ""
    place: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    version: int = 0


def steps(
    ledger: Live, records: Mapping[int, str], names: Iterable[str] = ()
) -> dict[int, list[Step]]:
    """The changes of these records by age; `records` are key -> place of today.

    Of answers only those named, or all when none are.
    """
    rows = Change.objects.unscoped("how records stood, for the books of their ledger")
    found = rows.filter(record__in=list(records)).order_by("record", "version")
    columns = ("record_id", "version", "happened_on", "at", "state", "erased", "place_path", "diff")
    told: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for pk, *rest in found.values_list(*columns):
        told[pk].append(tuple(rest))
    wanted = frozenset(names)
    return {pk: list(_steps(ledger, rows, records[pk], wanted)) for pk, rows in told.items()}


def _steps(
    ledger: Live, rows: Sequence[tuple[Any, ...]], today: str, wanted: frozenset[str]
) -> Iterator[Step]:
    """What each change touched; one that says the same state or place as before touched neither."""
    state, place = None, None
    places = _places(ledger, rows, today)
    for (version, day, at, now, erased, _, diff), here in zip(rows, places, strict=True):
        answers = {n: new for n, (_, new) in diff.items() if not wanted or n in wanted}
        moved, turned = here != place, now != state
        yield Step(
            version,
            day,
            at,
            now if turned else None,
            here if moved else None,
            answers,
            bool(erased),
        )
        state, place = now, here


def _places(ledger: Live, rows: Sequence[tuple[Any, ...]], today: str) -> list[str]:
    """Where the record belonged after each change; old changes say so by the answer that moved it."""
    rule = ledger.rules.place
    question = ledger.questions.get(rule)
    by_answer = question is not None and question.type == "division"
    found: list[str] = []
    for *_, place, diff in rows:
        moved = diff.get(rule, (None, None))[1] if by_answer else None
        found.append(place or (moved if isinstance(moved, str) else "") or (found or [""])[-1])
    known = next((place for place in found if place), today)
    return [place or known for place in found]


def fold(steps: Sequence[Step], counts: Counts) -> Then | None:
    """The record by the changes that count; None when it was not there yet."""
    if not steps or not counts(steps[0]):
        return None
    then, whole = Then(), True
    for step in steps:
        if not counts(step):
            whole = False
            continue
        _take(then, step)
        if whole:
            then.version = step.version
    then.answers = {name: answer for name, answer in then.answers.items() if answer is not None}
    return then


def _take(then: Then, step: Step) -> None:
    then.state = then.state if step.state is None else step.state
    then.place = then.place if step.place is None else step.place
    then.answers.update(step.answers)
