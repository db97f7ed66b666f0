"""The chain of a record's changes: whether all of it still says what was written then.

Of an erased change the words are gone; what is left is bound to its old hash by a digest of its own,
and all these digests stand as the reason of the change that erased them, which is in the chain itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..intake.chaining import hashes
from ..models import Change, Record
from ..protect import ProtectedQuerySet

ERASE = "erase"
AT_ONCE = 200
WHY = "the chain of every change is followed"
BLANK: dict[str, Any] = {"diff": {}, "reason": "", "warnings": {}, "sources": {}}
"""What an erased change says no more."""


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold. `what`: missing, order, words, left, erased, end."""

    number: str
    version: int
    what: str


def tomb(change: Change, uid: str) -> bytes:
    """Of what is left of an erased change, with the hash that it had."""
    return _tombs(change, uid)[0]


def _tombs(change: Change, uid: str) -> list[bytes]:
    left = {**vars(change), **BLANK, "hash_before": change.hash_before}
    return [hashlib.sha256(bytes(change.hash) + one).digest() for one in hashes(left, uid)]


def digest_of(tombs: Iterable[bytes]) -> bytes:
    return hashlib.sha256(b"".join(tombs)).digest()


def breaks(record: Record, changes: Sequence[Change]) -> list[Break]:
    """Everything that is wrong with the chain of one record, from its first change on."""
    found = list(_links(record, changes))
    if (changes[-1].version if changes else 0) != record.version:
        found.append(Break(record.number, record.version, "end"))
    tombs = [bytes(change.erased) for change in changes if change.erased]
    if tombs and not _anchored(changes, digest_of(tombs)):
        found.append(Break(record.number, record.version, "erased"))
    return found


def _links(record: Record, changes: Sequence[Change]) -> Iterator[Break]:
    before, uid = b"", str(record.uid)
    for number, change in enumerate(changes, 1):
        if change.version != number:
            yield Break(record.number, number, "missing")
            return
        if bytes(change.hash_before) != before:
            yield Break(record.number, number, "order")
        if change.erased:
            if bytes(change.erased) not in _tombs(change, uid) or any(_said(change)):
                yield Break(record.number, number, "left")
        elif bytes(change.hash) not in hashes(vars(change), uid):
            yield Break(record.number, number, "words")
        before = bytes(change.hash)


def _said(change: Change) -> Iterator[Any]:
    return (getattr(change, name) for name in BLANK)


def _anchored(changes: Sequence[Change], digest: bytes) -> bool:
    last = changes[-1]
    return last.action == ERASE and not last.erased and last.reason == digest.hex()


def walked(rows: ProtectedQuerySet) -> Iterator[tuple[Record, list[Break]]]:
    """Every record of these with what is wrong with its chain, a few hundred at a time."""
    after = 0
    columns = ("pk", "uid", "number", "version")
    while found := list(rows.filter(pk__gt=after).only(*columns).order_by("pk")[:AT_ONCE]):
        past: dict[int, list[Change]] = {record.pk: [] for record in found}
        changes = Change.objects.unscoped(WHY).filter(record__in=list(past))
        for change in changes.order_by("record", "version"):
            past[change.record_id].append(change)
        yield from ((record, breaks(record, past[record.pk])) for record in found)
        after = found[-1].pk


__all__ = ["BLANK", "ERASE", "Break", "breaks", "digest_of", "tomb", "walked"]
