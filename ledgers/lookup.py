"""The Records port: how a form finds records of other ledgers, within the asker's scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forms_catalog.ports import RecordRef

from . import queries
from .models import Record
from .registry import live, live_by_id
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


def _ref(record: Record) -> RecordRef:
    ledger = live_by_id(record.ledger_id)
    return RecordRef(str(record.uid), record.number, title(record), ledger.key)
