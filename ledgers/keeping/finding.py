"""Records whose time is over, and what goes with each: nothing that others still need is among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from ..clock import civil, today
from ..models import Change, Ending, Link, Record
from ..registry import Live, all_live, live_by_id
from .terms import Kept, due_on, ended_states, lives

AT_ONCE = 200
WHY = "the house looks whose time is over"


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose own term is over."""

    ledger: Live
    version: int
    on: dt.date


class Pointing(NamedTuple):
    """A record that points at another."""

    source_id: int
    question: str
    source__ledger_id: int
    source__state: str


def all_due(seen: Callable[[int], None]) -> dict[int, Due]:
    """Of every ledger that counts years; `seen` is told how many records were looked at."""
    found: dict[int, Due] = {}
    looked = 0
    for ledger in all_live().values():
        for batch in _ended(ledger):
            ends = ended_on(ledger, [row.pk for row in batch])
            for row in batch:
                day = due_on(ledger, row, ends.get(row.pk, civil(row.updated_at)))
                if day and day <= today():
                    found[row.pk] = Due(ledger, row.version, day)
            looked += len(batch)
            seen(looked)
    return found


def _ended(ledger: Live) -> Iterator[Sequence[Kept]]:
    """Records whose life is over and that still say something, a few at a time."""
    kept = ledger.rules.retention
    if kept is None or not kept.years:
        return
    gone = Ending.objects.unscoped(WHY).filter(record=OuterRef("pk"), status="erased")
    rows = Record.objects.unscoped(WHY).filter(ledger=ledger.id, state__in=ended_states(ledger))
    rows = rows.filter(~Exists(gone)).order_by("pk")
    after = 0
    while found := list(rows.filter(pk__gt=after).values_list(*Kept._fields)[:AT_ONCE]):
        yield [Kept._make(row) for row in found]
        after = found[-1][0]


def ended_on(ledger: Live, ids: Sequence[int]) -> dict[int, dt.date]:
    """The day on which each came to its end, and did not come back."""
    ended = ended_states(ledger)
    rows = Change.objects.unscoped(WHY).filter(record__in=ids).order_by("record", "version")
    found: dict[int, dt.date] = {}
    for pk, state, at in rows.values_list("record_id", "state", "at"):
        if state in ended:
            found.setdefault(pk, civil(at))
        else:
            found.pop(pk, None)
    return found


def together(head: int, due: Collection[int]) -> list[int] | None:
    """The record after all that points at it; None while one of these is still needed."""
    found, frontier = [head], [head]
    while frontier:
        links = Link.objects.unscoped(WHY).filter(target__in=frontier)
        pointing = [
            Pointing._make(row)
            for row in links.values_list(*Pointing._fields)
            if row[0] not in found
        ]
        if not all(link.source_id in due or _lasts_as_long(link) for link in pointing):
            return None
        frontier = list(dict.fromkeys(link.source_id for link in pointing))
        found += frontier
    return found[::-1]


def _lasts_as_long(link: Pointing) -> bool:
    """Whether the source is kept for the sake of its target alone, and is over."""
    ledger = live_by_id(link.source__ledger_id)
    kept = ledger.rules.retention
    if kept is None or kept.with_ != link.question:
        return False
    return not lives(ledger) or link.source__state in ended_states(ledger)
