"""The Records port: how a form finds records of other ledgers, within the asker's scope."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from forms_catalog import editions
from forms_catalog.expressions.values import Value
from forms_catalog.logic.worth import value_of
from forms_catalog.ports import LookedUp, RecordRef

from . import queries, rounds
from .derived.reading import held
from .models import Record
from .registry import Live, live, live_by_id
from .sight import eyes
from .titles import after_others, linked, title


class ScopedRecords:
    """Looks through `visible_to`, never around it."""

    def record(self, user: Any, uid: str) -> RecordRef | None:
        found = queries.record(user, uid)
        return _refs(user, [found])[0] if found else rounds.told(user, uid)

    def records(
        self, user: Any, ledger: str, text: str = "", limit: int = 20
    ) -> Sequence[RecordRef]:
        book = live(ledger)
        rows = queries.candidates(user, book, text, limit) if book else []
        return _refs(user, rows) or rounds.offered(user, ledger, text, limit)

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
        here = {uid: rows[key] for uid, key in asked.items() if key in rows}
        here = {uid: row for uid, row in here.items() if row.ledger_id == book.id}
        derived = _derived(book, here.values(), columns)
        return {
            uid: read(user, book, row, columns, derived.get(row.pk)) for uid, row in here.items()
        }


def _key(uid: str) -> str:
    try:
        return str(uuid.UUID(uid))
    except ValueError:
        return ""


def _declared(book: Live, name: str) -> bool:
    question = book.questions.get(name)
    listed = name in book.rules.columns and question is not None and not question.sealed
    return listed or name in book.derived


def _derived(
    book: Live, records: Iterable[Record], columns: Collection[str]
) -> dict[int, dict[str, Value]]:
    """What the derived columns of records hold, when one of them is asked for."""
    return held(book, [record.pk for record in records]) if book.derived & set(columns) else {}


def read(
    user: Any,
    book: Live,
    record: Record,
    columns: Collection[str],
    derived: Mapping[str, Value] | None = None,
) -> dict[str, LookedUp]:
    """What the asker's posts show in clear; what was sealed when it was written stays so."""
    sight = eyes(user, book, record.place_path)
    then = editions.bundle(record.edition_id).questions
    if derived is None:
        derived = _derived(book, [record], columns).get(record.pk, {})
    return {
        name: LookedUp(
            derived.get(name, "")
            if name in book.derived
            else value_of(book.questions[name], record.answers.get(name)),
            record.version,
        )
        for name in columns
        if _declared(book, name) and name not in sight.hidden | sight.masked
        if name not in then or not then[name][0].sealed
    }


def _refs(user: Any, rows: Sequence[Record]) -> list[RecordRef]:
    """What is called after the record that it points at bears that one's name here too."""
    titles = linked(user, [row for row in rows if after_others(row)])
    return [
        RecordRef(str(row.uid), row.number, title(row, titles), live_by_id(row.ledger_id).key)
        for row in rows
    ]
