"""Rows of tables that carry their mark: a blank cell keeps what stands in it, as on the main sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.questions.rows import holds_sealed

from .. import queries
from ..models import Record
from ..sealing import DataKey, open_answers
from .parts import Seat, Sitting


def keep_blanks(user: Any, made: Iterable[Sitting]) -> None:
    """Puts what is kept where a known row says nothing; one query for all of them."""
    seats = [seat for one in made for seat in one.seats if seat.found and _tables(seat)]
    rows = queries.by_uids(user, {seat.found[0] for seat in seats if seat.found})
    for seat in seats:
        record = rows.get(seat.found[0]) if seat.found else None
        if record is not None:
            seat.raws |= _kept(seat, record)


def _tables(seat: Seat) -> dict[str, Question]:
    """The tables that the row speaks of."""
    found = {name: seat.ledger.questions.get(name) for name in seat.raws}
    return {name: question for name, question in found.items() if question and question.questions}


def _kept(seat: Seat, record: Record) -> dict[str, Any]:
    tables = _tables(seat)
    stored = {name: record.answers[name] for name in tables if name in record.answers}
    if stored and record.data_key:
        key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
        own = {q.name: q for q in editions.bundle(record.edition_id).part()}
        stored = open_answers(key, own, stored)
    return {
        name: _rows(question, seat.raws[name], stored.get(name))
        for name, question in tables.items()
    }


def _rows(question: Question, raws: Any, stored: Any) -> Any:
    if not isinstance(raws, list):
        return raws
    known = {row["_id"]: row for row in _mappings(stored) if "_id" in row}
    return [_row(question, raw, known.get(raw.get("_id", ""), {})) for raw in raws]


def _row(question: Question, raw: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says, else what is kept; the gate itself keeps what is sealed and not sent."""
    columns = {column.name: column for column in question.questions}
    found = {name: _cell(columns[name], cell, old) for name, cell in _own(raw, columns).items()}
    kept = {
        name: old[name]
        for name, column in columns.items()
        if name in old and name not in raw and not holds_sealed(column)
    }
    return dict(raw) | kept | found


def _own(raw: Mapping[str, Any], columns: Mapping[str, Question]) -> dict[str, Any]:
    return {name: cell for name, cell in raw.items() if name in columns}


def _cell(column: Question, cell: Any, old: Mapping[str, Any]) -> Any:
    """A word that clears, clears what is sealed too, where an empty box would keep it."""
    if column.questions:
        return _rows(column, cell, old.get(column.name))
    return None if cell == "" else cell


def _mappings(stored: Any) -> Sequence[Mapping[str, Any]]:
    return [row for row in stored or () if isinstance(row, Mapping)]
