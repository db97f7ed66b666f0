"""The list for a person to agree to: written anew every night, what was agreed to left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from ..clock import now
from ..models import Ending, Record
from ..protect import ProtectedQuerySet
from .finding import AT_ONCE, Due, all_due, together
from .terms import words

LISTED, AGREED, ERASED, BROKEN = "listed", "agreed", "erased", "broken"
WHY = "the house keeps the list of what is over"


@dataclass(frozen=True, slots=True)
class Line:
    """One record and by whose term it goes."""

    head: int
    due: Due
    version: int
    ledger: int


def refresh(seen: Callable[[int], None]) -> int:
    """How many records are on the list now."""
    wanted = _wanted(all_due(seen))
    _drop(wanted)
    rows = rows_of()
    there = set(rows.values_list("record_id", flat=True))
    fresh = [pk for pk in wanted if pk not in there]
    for first in range(0, len(fresh), AT_ONCE):
        some = {pk: wanted[pk] for pk in fresh[first : first + AT_ONCE]}
        rows.bulk_create([_row(pk, line) for pk, line in some.items()], ignore_conflicts=True)
    return rows.filter(status=LISTED).count()


def rows_of() -> ProtectedQuerySet:
    return Ending.objects.unscoped(WHY)


def _wanted(due: Mapping[int, Due]) -> dict[int, Line]:
    """Record -> its line; of two groups that overlap the larger one comes first."""
    groups = [found for head in due if (found := together(head, due))]
    wanted: dict[int, Line] = {}
    for group in sorted(groups, key=len, reverse=True):
        if not wanted.keys().isdisjoint(group):
            continue
        head = group[-1]
        for pk, version, ledger in _versions(group):
            wanted[pk] = Line(head, due[head], version, ledger)
    return wanted


def _versions(group: list[int]) -> list[tuple[int, int, int]]:
    rows = Record.objects.unscoped(WHY).filter(pk__in=group)
    return list(rows.values_list("pk", "version", "ledger_id"))


def _row(pk: int, line: Line) -> Ending:
    return Ending(
        record_id=pk,
        ledger_id=line.ledger,
        head_id=line.head,
        due_on=line.due.on,
        rule=words(line.due.ledger)[:200],
        version=line.version,
        status=LISTED,
        found_at=now(),
    )


def _drop(wanted: Mapping[int, Line]) -> None:
    """Lines that are true no more: changed since, or needed again."""
    columns = ("pk", "record_id", "head_id", "version")
    old = [
        pk
        for pk, record, head, version in rows_of().filter(status=LISTED).values_list(*columns)
        if (line := wanted.get(record)) is None or (line.head, line.version) != (head, version)
    ]
    for first in range(0, len(old), AT_ONCE):
        with transaction.atomic():
            rows_of().filter(pk__in=old[first : first + AT_ONCE], status=LISTED).delete()
