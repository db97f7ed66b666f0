"""When the time of a record is over, as its ledger's rule says it; None as long as nobody can tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from forms_catalog import editions
from forms_catalog.expressions import Node, Plain, names, parse, run
from forms_catalog.expressions.values import Value, to_date
from forms_catalog.logic.worth import value_of
from forms_catalog.problems import Refused

from ..clock import civil, moment, now
from ..filtering.ages import day_of_age
from ..registry import Live
from ..submission import GONE

TURNS = "_turns_"


class Kept(NamedTuple):
    """What a term asks of a record; sealed answers have no say in it."""

    pk: int
    edition_id: int
    version: int
    state: str
    created_at: dt.datetime
    updated_at: dt.datetime
    answers: Mapping[str, Any]


def ended_states(ledger: Live) -> tuple[str, ...]:
    """Where a record's life is over; what was taken back or merged has none."""
    return (*(state.name for state in ledger.rules.states if state.final), *GONE)


def lives(ledger: Live) -> bool:
    """Whether its records have a life that ends; those of others last as long as they are asked for."""
    return any(state.final for state in ledger.rules.states)


def words(ledger: Live) -> str:
    kept = ledger.rules.retention
    if kept is None or not kept.years:
        return ""
    return kept.note or f"结束后保留{kept.years}年"


def due_on(ledger: Live, row: Kept, ended: dt.date) -> dt.date | None:
    """The first day on which nothing asks for the record any more."""
    kept = ledger.rules.retention
    if kept is None or not kept.years:
        return None
    start = to_date(_after(ledger, kept.after, row, ended)) if kept.after else ended
    try:
        return max(ended, day_of_age(start, kept.years)) if start else None
    except ValueError:  # beyond the calendar
        return None


def _after(ledger: Live, text: str, row: Kept, ended: dt.date) -> Value:
    node = _tree(text)
    if node is None:
        return ""
    values = {name: _value(ledger, name, row, ended) for name in names(node)}
    try:
        return run(node, Plain(values, moment(now())))
    except Refused:
        return ""


@lru_cache(maxsize=64)
def _tree(text: str) -> Node | None:
    try:
        return parse(text)
    except Refused:
        return None


def _value(ledger: Live, name: str, row: Kept, ended: dt.date) -> Value:
    own: dict[str, Value] = {
        "_ended_on": ended,
        "_opened_on": civil(row.created_at),
        "_created": moment(row.created_at),
        "_updated": moment(row.updated_at),
        "_state": row.state,
        "_today": civil(now()),
    }
    if name in own:
        return own[name]
    if name.startswith(TURNS) and name.removeprefix(TURNS).isdecimal():
        born = to_date(_answer(ledger.rules.age_of, row))
        return day_of_age(born, int(name.removeprefix(TURNS))) if born else ""
    return _answer(name, row)


def _answer(name: str, row: Kept) -> Value:
    question = editions.bundle(row.edition_id).own.get(name)
    if question is None or question.sealed:
        return ""
    return value_of(question, row.answers.get(name))
