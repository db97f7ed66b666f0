"""A new roster begins with every answer of its ledger as a column, so that nobody types a code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..applying import StoredBook
from ..checks.meaning.derived import grounds_around
from ..checks.meaning.ledgers import questions_of
from ..definition import DecisionColumn, DerivedColumn, FormDefinition, Ledger, load
from ..questions import type_of
from .asking import label_of
from .words import plain

AT = {"at": ["print"]}
NUMBERED = {"name": "seq", "label": "序号", "type": "calculated", "calculation": "${_row}"} | AT
WIDE = "A3 landscape"


def roster_of(key: str, title: str, ledger: str, code: str = "") -> FormDefinition:
    """A sheet a place; what is too much is deleted afterwards, what is wrong is renamed."""
    book = StoredBook()
    rules = book.get("ledger", ledger)
    assert isinstance(rules, Ledger), ledger
    data = {
        "kind": "form",
        "id": key,
        "title": title,
        "code": code,
        "print": {"page": WIDE},
        "view": {"kind": "roster", "of": ledger},
        "by": [one.name for one in rules.access],
        "sections": [
            {"name": "cols", "label": "花名册", "questions": [NUMBERED, *_columns(rules, book)]}
        ],
    }
    found = load({name: value for name, value in data.items() if value})
    assert isinstance(found, FormDefinition)
    return found


def _columns(rules: Ledger, book: StoredBook) -> Iterator[dict[str, Any]]:
    """Answers first, then what comes from elsewhere, each where it is kept."""
    for one in (questions_of(rules, book) or {}).values():
        kind = type_of(one)
        if kind.stored and kind.kind not in ("rows", "file"):
            secret = {"sensitivity": one.sensitivity} | ({"sealed": True} if one.sealed else {})
            yield _taken(one.name, label_of(one), secret)
    likes = grounds_around(rules, book).likes(rules.id)
    made: list[DerivedColumn | DecisionColumn] = [*rules.derived, *rules.decisions]
    for column in made:
        if column.name in likes:
            yield _taken(column.name, plain(column.label) or column.name, {})


def _taken(name: str, label: str, more: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "label": label, "type": "derived", "derived": {"take": name}} | AT | more
