"""Duties of whole ledgers worked out anew: after a template's change, on a new day, by command."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict

from django.db import transaction

from forms_catalog.definition import to_bytes

from ..models import Ledger, Record
from ..protect import ProtectedQuerySet
from ..registry import Live, all_live, calendar, live
from ..worker import BULK, Work, background, enqueue
from . import planning
from .house import house

BATCH = 500
FEW = 200
PAUSE = 0.02
"""Seconds between two batches, so that whoever saves a form comes in between on SQLite."""
WHY = "duties of a whole ledger are planned"


def mark(ledger: Live) -> str:
    """Changes with whatever changes what is to be done; '' without duties."""
    if not ledger.rules.duties:
        return ""
    told = calendar()
    said = [asdict(duty) for duty in ledger.rules.duties]
    days = asdict(told) if told else {}
    return hashlib.sha256(to_bytes({"duties": said, "days": days})).hexdigest()[:32]


def plan_changed() -> None:
    """After publishing: every ledger whose duties are not planned by its rules of now."""
    planned = dict(Ledger.objects.values_list("key", "planned"))
    for key, ledger in all_live().items():
        if planned.get(key, "") == mark(ledger):
            continue
        if len(_next(ledger, 0, FEW)) < FEW:
            with transaction.atomic():
                planning.plan(ledger, _next(ledger, 0, FEW))
            _done(ledger)
        else:
            ask(key)


def ask(key: str) -> str:
    """Puts it off to a worker."""
    return enqueue(plan_ledger, key, asked_by=None, unique=f"duties:{key}", priority=BULK)


def plan_now(ledger: Live) -> int:
    """All of it, here; gives how many rows were written."""
    wrote = sum(wrote for wrote, _ in through(ledger, 0))
    _done(ledger)
    return wrote


def through(ledger: Live, after: int, only: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Batch by batch, each in a transaction of its own: (rows written, last record)."""
    while pks := _next(ledger, after, BATCH):
        after = pks[-1]
        with transaction.atomic():
            wrote = planning.plan(ledger, pks, only)
        yield wrote, after


@background("重排定期要做的事")
def plan_ledger(work: Work, key: str) -> None:
    """Again from the start for rules that came meanwhile."""
    ledger = live(key)
    if ledger is None:
        return
    after, begun = work.cursor or (0, "")
    if begun != mark(ledger):
        after = 0
        work.progress(0, _records(ledger).count())
    begun = mark(ledger)
    while pks := _next(ledger, after, BATCH):
        after = pks[-1]
        with transaction.atomic():
            planning.plan(ledger, pks)
            work.done += len(pks)
            work.checkpoint([after, begun])
        time.sleep(PAUSE)
    _done(ledger)
    work.progress(work.done, work.done)


def timely(ledger: Live) -> list[str]:
    """The series that another day alone may change."""
    found = house().of.get(ledger.key, ())
    return [s.name for s in found if s.timely or any(r.cadence.dates for r in s.rules)]


def _records(ledger: Live) -> ProtectedQuerySet:
    return Record.objects.unscoped(WHY).filter(ledger=ledger.id)


def _next(ledger: Live, after: int, many: int) -> list[int]:
    rows = _records(ledger).filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:many])


def _done(ledger: Live) -> None:
    Ledger.objects.filter(pk=ledger.id).update(planned=mark(ledger))
