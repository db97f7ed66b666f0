"""Data keys under the current key: a few rows at a time, none of them held while it is done.

What is written says what it was made from, so that whoever wrote a row meanwhile has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Model

from .check import house_keys
from .envelope import DataKey
from .holders import rows_of
from .keyring import KeysMissing

BATCH = 200


class Wrapped(NamedTuple):
    """A data key as a row carries it."""

    pk: int
    uid: Any
    key_id: str
    data_key: bytes


class Turned(NamedTuple):
    """The same data key before and after."""

    old: Wrapped
    new: DataKey


def outdated(holder: type[Model], after: int) -> Sequence[Wrapped]:
    """The next rows whose data key another than the current key wraps."""
    rows = rows_of(holder).exclude(key_id=house_keys().seal_id).filter(pk__gt=after)
    return [Wrapped._make(row) for row in rows.values_list(*Wrapped._fields)[:BATCH]]


def turned(batch: Sequence[Wrapped]) -> list[Turned]:
    """Raises KeysMissing without the key file; a row that does not open is left as it is."""
    house_keys()
    found = []
    for row in batch:
        try:
            key = DataKey.rewrap(str(row.uid), row.key_id, bytes(row.data_key))
        except KeysMissing:
            continue
        found.append(Turned(row, key))
    return found


def write(holder: type[Model], found: Sequence[Turned]) -> int:
    """How many were still what they were read as."""
    return sum(
        rows_of(holder)
        .filter(pk=old.pk, key_id=old.key_id, data_key=old.data_key)
        .update(key_id=new.key_id, data_key=new.wrapped)
        for old, new in found
    )
