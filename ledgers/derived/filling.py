"""Derived columns of records that were there before: filled at once when few, else by a worker.

The gate keeps a column by its new definition from the moment of publishing, so a record that is met
here was either made before or is right already. Until all are met, nobody may filter by the column.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from forms_catalog.problems import refuse

from .. import duties
from ..models import Ledger, Record
from ..registry import Live, forget, live
from ..worker import BULK, Work, background, enqueue
from .following import refresh
from .house import House, house
from .offering import WAITING, marks

BATCH = 200
PAUSE = 0.02
"""Seconds between two batches, so that whoever saves a form comes in between on SQLite."""


def fill_all() -> None:
    """After publishing: every ledger with a column that is not filled by its definition of now."""
    found = house()
    waiting = [key for key in ordered(found) if unfilled(found, key)]
    for key in waiting:
        book = found.books[key]
        if len(_next(book, 0)) < BATCH:
            fill_now(key)
        else:
            enqueue(fill, key, asked_by=None, unique=f"derived:{key}", priority=BULK)
    if waiting:
        forget()


def ordered(found: House) -> Sequence[str]:
    """Those that others read come first."""
    return sorted(found.of, key=lambda key: min(found.level[item] for item in found.of[key]))


def unfilled(found: House, key: str) -> dict[str, str]:
    """The marks of the columns that are not filled."""
    told = found.books[key].filled
    return {name: mark for name, mark in marks(found, key).items() if told.get(name) != mark}


@transaction.atomic
def fill_now(key: str) -> None:
    """The records of a ledger that has few of them."""
    found = house()
    after = 0
    while pks := _next(found.books[key], after):
        duties.stirred(refresh(key, pks))
        after = pks[-1]
    _done(found.books[key], marks(found, key))


@background("重算由别的记录得来的列")
def fill(work: Work, key: str) -> None:
    """Again from the start for a definition that came meanwhile."""
    while book := live(key):
        begun = marks(house(), key)
        _fill(work, book, "".join(sorted(begun.values()))[:64])
        _done(book, begun)
        if key not in house().of or not unfilled(house(), key):
            return
    raise refuse("derived.unknown-ledger", f"没有“{key}”这个台账", "检查台账的标识")


def _fill(work: Work, book: Live, mark: str) -> None:
    """The cursor is the last record, and the definitions it was begun by."""
    after, known = work.cursor or (0, "")
    if known != mark:
        after = 0
        work.progress(0, _records(book).count())
    while pks := _next(book, after):
        after = pks[-1]
        with transaction.atomic():
            duties.stirred(refresh(book.key, pks))
            work.done += len(pks)
            work.checkpoint([after, mark])
        time.sleep(PAUSE)
    work.progress(work.done, work.done)


def _records(book: Live) -> Any:
    return Record.objects.unscoped("derived columns are filled").filter(ledger=book.id)


def _next(book: Live, after: int) -> list[int]:
    return list(
        _records(book).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )


def _done(book: Live, found: Mapping[str, str]) -> None:
    """From now on the columns are offered, those by a definition that has gone meanwhile excepted."""
    with transaction.atomic():
        row = Ledger.objects.select_for_update().get(pk=book.id)
        kept = {name: mark for name, mark in row.filled.items() if mark == WAITING}
        Ledger.objects.filter(pk=book.id).update(filled=kept | dict(found))
    forget()
