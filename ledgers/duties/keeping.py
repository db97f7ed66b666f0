"""Rows of duties read and written for many records at once, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from people.prepared import Prepared, even

from ..derived.rows import chunks
from ..inserting import insert
from ..models import Duty
from .rounds import Round

WHY = "duties of records that are examined"
_COLUMNS = (
    *("record_id", "ledger_id", "series", "duty", "place_path", "role", "applies_on", "from_on"),
    *("since", "due", "good_until", "from_at", "due_at", "round", "state", "current", "next_at"),
    *("told", "evidence_id", "closed_on", "closed_at", "edition_id", "id"),
)
FIELDS = tuple(name for name in _COLUMNS if name not in ("record_id", "ledger_id", "id"))


def current(pks: Collection[int]) -> dict[int, dict[str, Round]]:
    """Record -> series -> the row that is current."""
    found: dict[int, dict[str, Round]] = {}
    for chunk in chunks(pks):
        for values in _current(records=even(chunk)):
            kept = Round(*values)
            found.setdefault(kept.record, {})[kept.series] = kept
    return found


@Prepared
def _current(records: Any) -> Any:
    rows = Duty.objects.unscoped(WHY).filter(current=True, record__in=records)
    return rows.values_list(*_COLUMNS)


def read(rows: Any) -> list[Round]:
    """Rows of a query that somebody has narrowed already."""
    return [Round(*values) for values in rows.values_list(*_COLUMNS)]


def store(rounds: Sequence[Round]) -> None:
    """What stood before first: at most one is current at any moment."""
    old = [kept for kept in rounds if kept.id]
    lines = [(*_prepared(kept), kept.id) for kept in old]
    if lines:
        with connection.cursor() as cursor:
            cursor.executemany(_statement(), lines)
    insert(Duty, [_values(kept) for kept in rounds if not kept.id])


def _values(kept: Round) -> dict[str, Any]:
    return {name: getattr(kept, name.removesuffix("_id"), None) for name in _COLUMNS[:-2]} | {
        "edition_id": kept.edition_id
    }


def _prepared(kept: Round) -> list[Any]:
    values = _values(kept)
    return [_FIELDS[name].get_db_prep_save(values[name], connection) for name in FIELDS]


_FIELDS: dict[str, Any] = {field.attname: field for field in Duty._meta.concrete_fields}


def _statement() -> str:
    quoted = connection.ops.quote_name
    sets = ", ".join(f"{quoted(name)} = %s" for name in FIELDS)
    return f"UPDATE {quoted(Duty._meta.db_table)} SET {sets} WHERE {quoted('id')} = %s"
