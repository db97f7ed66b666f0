"""The columns a filter may speak of, as the cases of value that each stands for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from forms_catalog.definition import Question
from forms_catalog.expressions.values import NAN
from forms_catalog.logic.worth import kind_of
from forms_catalog.questions import REASONS, type_of
from forms_catalog.slots import family

from ..derived.likes import likes
from ..derived.offering import pending
from ..registry import Live
from . import computing, sources
from .ages import age_at, day_of_age
from .formulas import Codes, Opaque, Span, both, opposite
from .values import Along, Cases, Const, Text, always, tidy

MARKS = tuple(f"!{reason}" for reason in REASONS)
"""What a text column holds for a reason given instead of an answer: blank to an expression."""


@dataclass(frozen=True, slots=True)
class Column:
    """`field` of the record table, '' when the name is known and yet no column.

    `kind`: code (one token), text, computed (text that may be a number or a date), identity,
    number, date, moment, month, age (whole years since a date), turns (the day of an age).
    """

    field: str
    kind: str
    null: bool = True
    sealed: bool = False
    years: int = 0


ENGINE: Mapping[str, Column] = {
    "_state": Column("state", "code", null=False),
    "_place": Column("place_path", "code", null=False),
    "_created": Column("created_at", "moment", null=False),
    "_updated": Column("updated_at", "moment", null=False),
}


def columns_of(ledger: Live, unfilled: bool = False) -> dict[str, Column]:
    """Every name a filter of this ledger may use, and those it may not though they are there.

    Derived columns that are still being filled are offered only to what fills them.
    """
    found = dict(ENGINE)
    for name, question in ledger.questions.items():
        slot = ledger.slots.get(name, "")
        fits = slot[:1] == family(question) and slot != ""
        found[name] = Column(
            slot if fits else "", _kind(question) if fits else "", sealed=question.sealed
        )
    waiting = frozenset[str]() if unfilled else pending(ledger)
    for name, like in likes(ledger).items():
        there = name not in waiting
        slot = ledger.slots[name]
        found[name] = Column(
            slot if there else "", _kind(like) if there else "", sealed=like.sealed
        )
    return found | _ages(ledger, found)


def _kind(question: Question) -> str:
    kind = kind_of(question)
    one_token = type_of(question).coded or type_of(question).kind in ("boolean", "list")
    return "code" if kind == "text" and one_token else kind


def _ages(ledger: Live, found: Mapping[str, Column]) -> dict[str, Column]:
    """`_age` and the days of some ages, from the date that the rules name."""
    born = found.get(ledger.rules.age_of)
    if born is None or born.kind != "date":
        return {}
    turns = {f"_turns_{n}": Column(born.field, "turns", years=n) for n in (14, 16, 18)}
    return {"_age": Column(born.field, "age"), **turns}


def cases_of(column: Column, today: dt.date) -> Cases:
    """The blank case and the others."""
    if column.kind in ("code", "text", "computed", "identity", "year_month"):
        return _of_text(column)
    source = _source(column)
    along = Along(source, lambda value: value)
    if column.kind == "age":
        along = along.then(lambda born: age_at(born, today), -1)
    if column.kind == "turns":
        along = along.then(lambda born: day_of_age(born, column.years))
    return _guarded(Span(source, (), True), column, ((True, along),))


def _source(column: Column) -> sources.Column:
    if column.field[:1] == "n":
        return sources.Numbers(column.field)
    if column.kind != "moment":
        return sources.Days(column.field)
    kept = sources.Moments if column.field in ("created_at", "updated_at") else sources.Minutes
    return kept(column.field)


def _of_text(column: Column) -> Cases:
    name = column.field
    blank = Codes(name, frozenset({None, *MARKS}))
    computed = column.kind == "computed"
    text = Text(
        name,
        single=column.kind in ("code", "identity"),
        undated=computed,
        identity=column.kind == "identity",
        byte_order=name[:1] == "t" or name == "place_path",
    )
    if column.kind == "year_month":
        return _guarded(blank, column, always(Along(sources.Months(name), lambda value: value)))
    if not computed:
        return _guarded(blank, column, always(text))
    dated = _like(name, sources.DATE)
    along = Along(sources.DayTexts(name), lambda value: value)
    return _guarded(blank, column, ((dated, along), (opposite(dated), text)))


def _guarded(blank: Any, column: Column, cases: Cases) -> Cases:
    if not column.null:
        return cases
    there = opposite(blank)
    return tidy([(blank, Const("")), *((both(there, when), leaf) for when, leaf in cases)])


def _like(name: str, pattern: str) -> Opaque:
    return Opaque(
        name, Q(**{f"{name}__regex": pattern}), lambda text: bool(re.fullmatch(pattern, text))
    )


def number_in(name: str) -> Cases:
    """A text column as a number, NaN where it does not read as one."""
    is_number = _like(name, sources.NUMBER)
    along = Along(computing.Doubles((name,)), lambda value: value, shift=None)
    return ((is_number, along), (opposite(is_number), Const(NAN)))
