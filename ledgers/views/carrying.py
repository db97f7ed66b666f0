"""Answers that people who live together share, taken over from a record in sight; never a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms_catalog.bundle import Bundle
from forms_catalog.definition import Question
from forms_catalog.questions import type_of
from forms_catalog.questions.rows import filled, holds_sealed, is_open

from .. import queries
from ..models import Record
from ..registry import Live, live_by_id
from ..titles import linked, title
from .showing import Opened, opened

SHARED = "shared"
"""The word of `appearance`, on a section or a question, that marks such answers."""
OFFERED = 5


def shared(bundle: Bundle) -> frozenset[str]:
    """The questions of a form whose answers may be taken over."""
    return frozenset(
        question.name
        for section in bundle.placed
        for question in section.questions
        if SHARED in f"{section.appearance} {question.appearance}".split()
        and type_of(question).stored
        and type_of(question).asked
        and type_of(question).kind != "file"
        and not question.number
    )


def carried_from(user: Any, uid: str, ledger: Live) -> dict[str, Any]:
    """Shared answers of a record in sight and of those it was filled through; {} when there is none."""
    record = queries.record(user, uid) if uid else None
    if record is None:
        return {}
    wanted = shared(ledger.bundle)
    asked = {name: question for name, (question, _) in ledger.bundle.questions.items()}
    found: dict[str, Any] = {}
    for item in _with_linked(user, record):
        for name in wanted & item.answers.keys():
            if _may(item, name):
                found[name] = _plain(asked[name], item.answers[name])
    return {name: answer for name, answer in found.items() if answer is not None}


def _with_linked(user: Any, record: Record) -> list[Opened]:
    """The record and those that it was filled through."""
    own = opened(user, record, live_by_id(record.ledger_id))
    others = [own.linked.get(str(own.answers.get(name))) for name in own.bundle.through]
    return [own] + [
        opened(user, other, live_by_id(other.ledger_id)) for other in others if other is not None
    ]


def _may(item: Opened, name: str) -> bool:
    """What is kept from this person is not handed over, masked by their role or from afar least of all."""
    question = item.bundle.questions.get(name)
    if question is None or item.sight.afar or name in item.sight.hidden:
        return False
    return question[0].sealed or name not in item.sight.masked


def _plain(question: Question, answer: Any) -> Any:
    """A table without its uploads."""
    if not question.questions or not isinstance(answer, list):
        return answer
    columns = {column.name: column for column in question.questions}
    files = {name for name, column in columns.items() if type_of(column).kind == "file"}
    return [
        {n: _plain(columns[n], cell) if n in columns else cell for n, cell in row.items()}
        for row in ({n: cell for n, cell in row.items() if n not in files} for row in answer)
    ]


def with_carried(
    questions: Mapping[str, Question], answers: Mapping[str, Any], carried: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers with what was carried and not answered otherwise, sealed cells of tables too."""
    found = {name: answer for name, answer in carried.items() if name not in answers}
    for name, answer in answers.items():
        old = carried.get(name)
        both = questions[name].questions and isinstance(answer, list) and isinstance(old, list)
        found[name] = _rows(questions[name], answer, old) if both and old else answer
    return found


def _rows(question: Question, rows: list[Any], carried: list[Any]) -> list[dict[str, Any]]:
    known = {row.get("_id"): row for row in carried}
    return [_row(question, row, known.get(row.get("_id"), {})) for row in rows]


def _row(question: Question, row: dict[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    if not filled(question, row) and (not old or is_open(question, old)):
        return row
    tables = {
        column.name: _rows(column, row[column.name], old[column.name])
        for column in question.questions
        if column.questions and row.get(column.name) and old.get(column.name)
    }
    sealed = {column.name for column in question.questions if holds_sealed(column)}
    return row | tables | {n: old[n] for n in sealed & old.keys() if not row.get(n)}


def offers(user: Any, ledger: Live) -> list[tuple[str, str]]:
    """(uid, title) of what this person registered last in the ledger."""
    if not shared(ledger.bundle):
        return []
    rows = [row for row in queries.recent(user, 30) if row.ledger_id == ledger.id][:OFFERED]
    titles = linked(user, rows)
    return [(str(row.uid), title(row, titles)) for row in rows]
