"""Sealing and opening the answers of a record, the cells of its tables too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.questions import is_missing
from forms_catalog.questions.rows import holds_sealed

from .envelope import DataKey, is_sealed


def sealed_names(questions: Iterable[Question]) -> frozenset[str]:
    """Questions whose answers are kept sealed, whole or in some column."""
    return frozenset(q.name for q in questions if holds_sealed(q))


def seal_answers(
    key: DataKey, questions: Mapping[str, Question], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """What is stored: sealed questions as ciphertext; a reason for no value is no secret."""
    return {
        name: _each(questions[name], value, key.seal, name) if name in questions else value
        for name, value in answers.items()
    }


def open_answers(
    key: DataKey | None, questions: Mapping[str, Question], stored: Mapping[str, Any]
) -> dict[str, Any]:
    """What was answered."""
    if key is None:
        return dict(stored)
    return {
        name: _each(questions[name], value, key.open, name) if name in questions else value
        for name, value in stored.items()
    }


def _each(question: Question, value: Any, turn: Any, path: str) -> Any:
    """A sealed question is turned whole, a table of another one cell by cell."""
    if value is None or is_missing(value):
        return value
    if question.sealed and (turn.__name__ != "open" or is_sealed(value)):
        return turn(path, value)
    if question.questions and isinstance(value, list):
        return [_row(question, row, turn, path) for row in value]
    return value


def _row(question: Question, row: dict[str, Any], turn: Any, path: str) -> dict[str, Any]:
    columns = {column.name: column for column in question.questions}
    return {
        name: _each(columns[name], cell, turn, f"{path}.{row.get('_id', '')}.{name}")
        if name in columns
        else cell
        for name, cell in row.items()
    }
