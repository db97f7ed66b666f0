"""Tables in a form as the gate meets them: cells that are kept, rows with their numbers on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.questions import mask, type_of
from forms_catalog.questions.rows import filled, holds_sealed, is_open

_AS_SENT: Any = object()


def unmasked(question: Question, raw: Sequence[Any], stored: Any) -> list[Any]:
    """Sealed cells of a kept row that are absent or left blank, and any that show their mask, stay."""
    known = {row["_id"]: row for row in stored or () if isinstance(row, dict) and "_id" in row}
    return [_row(question, row, known) if isinstance(row, Mapping) else row for row in raw]


def _row(
    question: Question, row: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    name = row.get("_id")
    old = known.get(name, {}) if isinstance(name, str) else {}
    if not filled(question, row) and (not old or is_open(question, old)):
        return dict(row)
    cells = {column.name: _cell(column, row, old) for column in question.questions}
    return dict(row) | {name: cell for name, cell in cells.items() if cell is not _AS_SENT}


def _cell(column: Question, row: Mapping[str, Any], old: Mapping[str, Any]) -> Any:
    """The stored cell where it stays, a table in the row cell by cell."""
    raw, stored = row.get(column.name), old.get(column.name)
    if column.questions and isinstance(raw, list | tuple):
        return unmasked(column, raw, stored)
    return stored if stored is not None and _stays(column, row, stored) else _AS_SENT


def _stays(column: Question, row: Mapping[str, Any], old: Any) -> bool:
    if holds_sealed(column) and (column.name not in row or row[column.name] == ""):
        return True
    return isinstance(row.get(column.name), str) and row[column.name] == mask(column, old)


@dataclass(frozen=True, slots=True)
class Counted:
    """A row that holds anything: its number on the page, and such rows of the tables in it."""

    number: int
    inside: Mapping[str, Sequence[Counted]] = field(default_factory=dict)


def numbers(question: Question, raw: Any) -> list[Counted]:
    """The rows that are kept, counted from 1 as they were handed over."""
    rows = enumerate(raw if isinstance(raw, list | tuple) else (), 1)
    return [
        Counted(number, {c.name: numbers(c, row.get(c.name)) for c in question.questions})
        for number, row in rows
        if isinstance(row, Mapping) and filled(question, row)
    ]


def on_page(path: str, counted: Mapping[str, Sequence[Counted]]) -> str:
    """A path whose rows are counted as they are kept, with the numbers they have on the page."""
    name, _, rest = path.partition(".")
    number, _, column = rest.partition(".")
    rows = counted.get(name, ())
    if not (column and rows) or int(number) > len(rows):
        return path
    row = rows[int(number) - 1]
    return f"{name}.{row.number}.{on_page(column, row.inside)}"


def blanks(question: Question, rows: Any, path: str) -> Iterator[tuple[Question, str]]:
    """The columns without an answer, of every row, with their paths; `path` is that of the table."""
    for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
        for column in question.questions:
            spot = f"{path}.{number}.{column.name}"
            if row.get(column.name) is None:
                yield column, spot
            else:
                yield from blanks(column, row[column.name], spot)


def askable(question: Question) -> bool:
    """Whether a person can answer it at all."""
    kind = type_of(question)
    return kind.stored and kind.asked and not question.number and not question.calculation
