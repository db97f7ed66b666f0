"""The task behind a closing: how every record stood at the end of the period, kept in batches."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from forms_catalog.slots import SLOTS

from ..clock import now
from ..inserting import Values, insert
from ..intake.writing import slot_value
from ..models import Change, Period, Record, Standing
from ..queries import all_of
from ..registry import Live, live_by_id
from ..worker import Work, background
from .balance import broken
from .book import before
from .force import in_force
from .past import Cut, Then, fold, steps
from .reckoning import CLOSING, Books, Reckoning
from .spans import Span

BATCH = 200
SETTLE = 2.0
"""Seconds after which whatever was being written when somebody closed is there to be read."""


@background("结账")
def write_standings(work: Work, pk: int) -> None:
    """One standing a record, by key; what a transaction wrote and where to go on are kept together."""
    row = Period.objects.get(pk=pk)
    if row.status != "closing":
        return
    _settled(row)
    ledger = live_by_id(row.ledger_id)
    rows = all_of(ledger, "the books of the ledger").filter(created_at__lte=row.asked_at)
    total, done, last = rows.count(), work.done, work.cursor or 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        made = _standings(ledger, row, chunk)
        last, done = chunk[-1].pk, done + len(chunk)
        work.progress(done, total)
        with transaction.atomic():
            insert(Standing, made)
            work.checkpoint(last)
    _end(ledger, row)


def _settled(row: Period) -> None:
    passed = (now() - row.asked_at).total_seconds()
    time.sleep(max(0.0, min(SETTLE, SETTLE - passed)))


def _standings(ledger: Live, row: Period, chunk: Sequence[Record]) -> list[Values]:
    """The rows as they are, but for those that have moved on since the end of the period."""
    cut = Cut(row.end, row.asked_at)
    places = {record.pk: record.place_path for record in chunk}
    rows = Change.objects.unscoped("the books of the ledger").filter(record__in=list(places))
    moved = rows.filter(Q(happened_on__gt=cut.day) | Q(at__gt=cut.moment))
    later = set(moved.values_list("record_id", flat=True))
    past = steps(ledger, {pk: place for pk, place in places.items() if pk in later})
    made = []
    for record in chunk:
        if record.pk not in past:
            made.append(_as_it_is(ledger, row, record))
        elif (then := fold(past[record.pk], cut.holds)) is not None:
            columns = {slot: getattr(record, slot) for slot in SLOTS}
            columns |= _columns(ledger, then.answers)
            made.append(_standing(ledger, row, record.pk, then, columns))
    return made


def _as_it_is(ledger: Live, row: Period, record: Record) -> Values:
    then = Then(record.state, record.place_path, record.answers, record.version)
    columns = {slot: getattr(record, slot) for slot in SLOTS}
    return _standing(ledger, row, record.pk, then, columns)


def _columns(ledger: Live, answers: dict[str, Any]) -> dict[str, Any]:
    """What the columns held; derived ones are of today, no change says what they were."""
    return {
        slot: slot_value(ledger.questions[name], answers.get(name), slot)
        for name, slot in ledger.slots.items()
        if name in ledger.questions
    }


def _standing(ledger: Live, row: Period, pk: int, then: Then, columns: dict[str, Any]) -> Values:
    held = in_force(ledger)(then.state, then.place, then.answers, row.end)
    return columns | {
        "period_id": row.pk,
        "ledger_id": ledger.id,
        "record_id": pk,
        "version": then.version,
        "place_path": then.place,
        "state": then.state,
        "in_force": held,
    }


def _end(ledger: Live, row: Period) -> None:
    """The books once more, against what was kept: closed, or refused and nothing kept."""
    span = Span(row.start, row.end, ledger.rules.periods.every if ledger.rules.periods else "")
    books = Reckoning(ledger, span, Cut(row.end, row.asked_at), before(ledger, span)).books()
    sound = not broken(ledger, books.figures) and _kept(row) == _stands(books)
    if not sound:
        _drop(row)
    rows = Standing.objects.unscoped("how many there are").filter(period=row)
    row.count, row.late = rows.count(), sum(books.late.values())
    row.figures = dict(books.figures)
    row.status = "closed" if sound else "refused"
    row.finished_at = now()
    row.save(update_fields=["count", "late", "figures", "status", "finished_at"])


def _kept(row: Period) -> dict[str, int]:
    rows = Standing.objects.unscoped("the books of the ledger").filter(period=row, in_force=True)
    return dict(rows.order_by().values_list("place_path").annotate(n=Count("*")))


def _stands(books: Books) -> dict[str, int]:
    return {path: row[CLOSING] for path, row in books.figures.items() if row[CLOSING]}


def _drop(row: Period) -> None:
    """What never became a closing is not kept, a few hundred at a time."""
    rows = Standing.objects.unscoped("of books that did not balance").filter(period=row)
    while found := list(rows.values_list("pk", flat=True)[:BATCH]):
        Standing.objects.unscoped("the same").filter(pk__in=found).delete()
