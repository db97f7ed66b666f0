"""The past of records: their changes, who made them, the ends of their chains."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from people.prepared import Prepared, even

from ..models import Change, Record
from .columns import ACTOR, CHANGE, Found


def history(record: Record) -> Sequence[Change]:
    """The changes of a record that the caller was shown, newest first."""
    found = []
    for row in _past(record=record.pk):
        made = CHANGE.made(row)
        made.actor = ACTOR.made(row[len(CHANGE.columns) :]) if made.actor_id else None
        found.append(made)
    return found


@Prepared
def _past(record: Any) -> Found:
    rows = Change.objects.unscoped("of a record already in scope").filter(record=record)
    actor = [f"actor__{name}" for name in ACTOR.columns]
    return rows.order_by("-version").values_list(*CHANGE.columns, *actor)


def change(record: Record, version: int) -> Change | None:
    """One change of a record that the caller was shown."""
    rows = Change.objects.unscoped("of a record already in scope")
    found: Change | None = rows.filter(record=record, version=version).first()
    return found


def changed_by(keys: Sequence[str]) -> Iterator[tuple[str, int, uuid.UUID, int]]:
    """Submission, ledger, record and version of what these submissions changed; the last opened first."""
    rows = Change.objects.unscoped("what submissions of the caller changed")
    found = rows.filter(submission__key__in=keys).order_by("-record_id")
    yield from found.values_list("submission__key", "record__ledger_id", "record__uid", "version")


def last_actor(pk: int, before: int) -> int | None:
    """Who wrote the newest version of a record before this one."""
    rows = Change.objects.unscoped("who is to be told of a record being written")
    found = rows.filter(record=pk, version__lt=before, actor__isnull=False).order_by("-version")
    actor: int | None = found.values_list("actor_id", flat=True).first()
    return actor


def last_hashes(records: Iterable[Record]) -> dict[int, bytes]:
    """The end of each record's chain, by the record's key."""
    by_version: dict[int, list[int]] = {}
    for record in records:
        by_version.setdefault(record.version, []).append(record.pk)
    return {
        pk: bytes(mark)
        for version, ids in by_version.items()
        for pk, mark in _hashes(records=even(ids), version=version)
    }


@Prepared
def _hashes(records: Any, version: Any) -> Found:
    rows = Change.objects.unscoped("the chains of records being written")
    return rows.filter(record__in=records, version=version).values_list("record_id", "hash")
