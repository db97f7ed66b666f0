"""The Records port: how a form finds records of other ledgers, within the asker's scope."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from forms_catalog import editions
from forms_catalog.logic.worth import value_of
from forms_catalog.ports import LookedUp, RecordRef

from . import queries
from .models import Record
from .registry import Live, live, live_by_id
from .sight import eyes
from .titles import title


class ScopedRecords:
    """Looks through `visible_to`, never around it."""

    def record(self, user: Any, uid: str) -> RecordRef | None:
        found = queries.record(user, uid)
        return _ref(found) if found else None

    def records(
        self, user: Any, ledger: str, text: str = "", limit: int = 20
    ) -> Sequence[RecordRef]:
        book = live(ledger)
        return [_ref(row) for row in queries.candidates(user, book, text, limit)] if book else []

    def column(self, user: Any, ledger: str, uid: str, column: str) -> LookedUp | None:
        return self.columns(user, ledger, (uid,), (column,)).get(uid, {}).get(column)

    def columns(
        self, user: Any, ledger: str, uids: Collection[str], columns: Collection[str]
    ) -> Mapping[str, Mapping[str, LookedUp]]:
        book = live(ledger)
        if book is None:
            return {}
        asked = {uid: key for uid in uids if (key := _key(uid))}
        declared = any(_declared(book, name) for name in columns)
        rows = queries.by_uids(user, asked.values()) if declared else {}
        return {
            uid: read(user, book, rows[key], columns)
            for uid, key in asked.items()
            if key in rows and rows[key].ledger_id == book.id
        }


def _key(uid: str) -> str:
    try:
        return str(uuid.UUID(uid))
    except ValueError:
        return ""


def _declared(book: Live, name: str) -> bool:
    question = book.questions.get(name)
    return name in book.rules.columns and question is not None and not question.sealed


def read(user: Any, book: Live, record: Record, columns: Collection[str]) -> dict[str, LookedUp]:
    """What the asker's posts show in clear; what was sealed when it was written stays so."""
    sight = eyes(user, book, record.place_path)
    then = editions.bundle(record.edition_id).questions
    return {
        name: LookedUp(value_of(book.questions[name], record.answers.get(name)), record.version)
        for name in columns
        if _declared(book, name) and name not in sight.hidden | sight.masked
        if name not in then or not then[name][0].sealed
    }


def _ref(record: Record) -> RecordRef:
    ledger = live_by_id(record.ledger_id)
    return RecordRef(str(record.uid), record.number, title(record), ledger.key)
