"""The records whose derived columns are worked out: read once, locked, written where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from forms_catalog.definition import Question
from forms_catalog.expressions import Environment
from forms_catalog.expressions.values import Value, plain, to_date, to_number
from forms_catalog.logic.worth import value_of
from forms_catalog.questions import type_of
from forms_catalog.slots import SLOTS
from people.prepared import Prepared, even

from ..clock import moment
from ..models import Record
from ..registry import Live
from .reading import worth

CHUNK = 500
"""Records of one statement."""
STEADY = dt.datetime(2000, 1, 1)
"""The clock of expressions that may not ask for it."""
_LARGEST, _STEP = Decimal(10) ** 14, Decimal("0.0001")


@dataclass(slots=True)
class Row:
    """What is known of one record: where it stands, its columns by slot, its answers."""

    pk: int
    place: str
    state: str
    created_at: dt.datetime
    held: dict[str, Any]
    answers: Mapping[str, Any] = field(default_factory=dict)


class Book:
    """A ledger's records as expressions see them."""

    def __init__(self, live: Live, likes: Mapping[str, Question]) -> None:
        self.live = live
        self.likes = {name: (like, live.slots[name]) for name, like in likes.items()}

    def value(self, row: Row, name: str) -> Value:
        if name in self.likes:
            like, slot = self.likes[name]
            return worth(like, row.held.get(slot))
        if name.startswith("_"):
            return engine(row, name)
        question = self.live.questions.get(name)
        answer = row.answers.get(name)
        shut = isinstance(answer, dict) and "$sealed" in answer
        return "" if question is None or shut else value_of(question, answer)


def engine(row: Row, name: str) -> Value:
    """What is known of every record."""
    if name == "_state":
        return row.state
    if name == "_place":
        return row.place
    return moment(row.created_at) if name == "_created" else ""


class Seen(Environment):
    """A record as a calculation of its own sees it."""

    def __init__(self, book: Book, row: Row) -> None:
        super().__init__(STEADY)
        self.book, self.row = book, row

    def name(self, name: str) -> Value:
        return self.book.value(self.row, name)


def load(live: Live, pks: Collection[int], answers: bool) -> dict[int, Row]:
    """Locked where a database locks rows: whoever comes later sees what was counted."""
    found: dict[int, Row] = {}
    slots = sorted(set(live.slots.values()))
    columns = ("pk", "place_path", "state", "created_at", *(("answers",) if answers else ()))
    for chunk in chunks(pks):
        for ledger, *values in _locked(("ledger_id", *columns, *slots), pks=even(chunk)):
            if ledger != live.id:
                continue
            held = dict(zip(slots, values[len(columns) :], strict=True))
            given = values[4] if answers else {}
            pk, place, state, created_at = values[:4]
            found[pk] = Row(pk, place, state, created_at, held, given)
    return found


@Prepared
def _locked(columns: Sequence[str], pks: Any) -> Any:
    rows = Record.objects.unscoped("records whose derived columns follow a change")
    rows = rows.filter(pk__in=pks).select_for_update(no_key=True)
    return rows.order_by("pk").values_list(*columns)


def chunks(pks: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(pks)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def store(slots: Sequence[str], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Record -> slot -> value: these slots of all of them."""
    lines = [(*(_stored(slot, held[slot]) for slot in slots), pk) for pk, held in rows.items()]
    if lines:
        with connection.cursor() as cursor:
            cursor.executemany(_statement(slots), lines)


def _stored(slot: str, value: Any) -> Any:
    field = Record._meta.get_field(slot)
    return field.get_db_prep_save(value, connection)  # type: ignore[union-attr]


def _statement(slots: Sequence[str]) -> str:
    assert set(slots) <= set(SLOTS)
    quoted = connection.ops.quote_name
    sets = ", ".join(f"{quoted(slot)} = %s" for slot in slots)
    return f"UPDATE {quoted(Record._meta.db_table)} SET {sets} WHERE {quoted('id')} = %s"


def held_of(like: Question, slot: str, value: Value) -> Any:
    """What a column holds of a value that was worked out; nothing of what does not fit."""
    if slot[0] == "n":
        number = to_number(value)
        return None if number != number else number_held(Decimal(repr(number)))
    if slot[0] == "d":
        return to_date(value)
    if type_of(like).kind == "boolean" and isinstance(value, bool):
        return "yes" if value else "no"
    found = plain(value)
    text = ("true" if found else "false") if isinstance(found, bool) else str(found)
    return text[: 32 if slot[0] == "c" else 120] or None


def number_held(number: Decimal) -> Decimal | None:
    """Four decimals of a number that fits."""
    if not number.is_finite() or abs(number) >= _LARGEST:
        return None
    return number.quantize(_STEP)
