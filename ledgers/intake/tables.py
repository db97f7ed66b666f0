"""Tables in a form as the gate meets them: cells that are kept, rows with their numbers on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.questions import is_empty, mask, type_of


def unmasked(question: Question, raw: Sequence[Any], stored: Any) -> list[Any]:
    """Sealed cells of a kept row that are absent or left blank, and any that show their mask, stay."""
    known = {row["_id"]: row for row in stored or () if isinstance(row, dict) and "_id" in row}
    return [_row(question, row, known) if isinstance(row, Mapping) else row for row in raw]


def _row(
    question: Question, row: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    name = row.get("_id")
    old = known.get(name, {}) if isinstance(name, str) else {}
    if not _filled(question, row):
        return dict(row)
    return dict(row) | {
        column.name: old[column.name]
        for column in question.questions
        if column.name in old and _stays(column, row, old[column.name])
    }


def _stays(column: Question, row: Mapping[str, Any], old: Any) -> bool:
    if column.sealed and (column.name not in row or row[column.name] == ""):
        return True
    return isinstance(row.get(column.name), str) and row[column.name] == mask(column, old)


def _filled(question: Question, row: Mapping[str, Any]) -> bool:
    return any(not is_empty(row.get(column.name)) for column in question.questions)


def numbers(question: Question, raw: Any) -> list[int]:
    """The numbers, counted from 1 as they were handed over, of the rows that hold anything."""
    if not isinstance(raw, list | tuple):
        return []
    rows = [row if isinstance(row, Mapping) else {} for row in raw]
    return [number for number, row in enumerate(rows, 1) if _filled(question, row)]


def unanswered(
    question: Question,
    rows: Any,
    counted: Sequence[int],
    must: Callable[[Question, int], bool],
) -> Iterator[tuple[Question, str]]:
    """The required columns without a value: (column, `2.name`) for every row that holds anything.

    `must` is asked with the number of the row among those that are kept.
    """
    rows = rows if isinstance(rows, list) else []
    counted = counted if len(counted) == len(rows) else range(1, len(rows) + 1)
    for kept, (number, row) in enumerate(zip(counted, rows, strict=True), 1):
        for column in question.questions:
            if row.get(column.name) is None and must(column, kept):
                yield column, f"{number}.{column.name}"


def askable(question: Question) -> bool:
    """Whether a person can answer it at all."""
    kind = type_of(question)
    return kind.stored and kind.asked and not question.number and not question.calculation
