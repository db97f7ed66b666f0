"""An import whose worker is killed again and again: each row exactly once, and soon gone on with."""

from __future__ import annotations

import datetime as dt
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from demo.numbers import Identities
from ledgers.exchange import judging, tasks, writing
from ledgers.exchange.bringing import bring
from ledgers.models import Change, Import, ImportRow, Record, Submission
from ledgers.registry import live
from ledgers.worker import status
from tests.ledgers.exchange.sheets import table
from tests.ledgers.exchange.test_import_linked import cells
from tests.ledgers.worker.conftest import births, mother, office, quick
from tests.ledgers.worker.nursery import Nursery, until

pytestmark = pytest.mark.storage
__all__ = ["births", "mother", "office", "quick"]  # the fixtures of real workers


@pytest.fixture
def emptied(births: Nursery) -> Iterator[Nursery]:
    yield births
    births.end()
    Import.objects.unscoped("test").all().delete()


def many(officer: Any, number: int) -> bytes:
    first, given = cells(officer), Identities()
    rows = []
    for n in range(number):
        birth = dt.date(2012, 1, 1) + dt.timedelta(days=n % 1400)
        told = {"id_card": given.take(birth, "2"), "birth_date": birth.isoformat(), "sex": "2"}
        rows.append(first | cells_of(officer, told))
    return table(*([row[head] for head in first] for row in rows), heads=list(first))


def cells_of(officer: Any, told: dict[str, str]) -> dict[str, str]:
    if not hasattr(cells_of, "heads"):
        bundle = live("left_behind").bundle
        cells_of.heads = {name: bundle.questions[name][0].label for name in told}
    return {cells_of.heads[name]: words for name, words in told.items() if name != "sex"}


def imported(officer: Any, births: Nursery, number: int, kills: int) -> tuple[Import, float]:
    """The import after so many kills, and how long the longest standstill was."""
    batch = bring(officer, live("left_behind"), "名册.csv", many(officer, number))
    judging.judge(batch, officer)
    assert batch.counts == {"new": number}, batch.counts
    writing.confirm(batch)
    tasks.start(tasks.write, batch)
    worker, longest = births.worker(), 0.0
    for kill in range(kills):
        goal = (kill + 1) * number // (kills + 1)
        assert until(lambda goal=goal: Submission.objects.count() >= goal, 120)
        births.signal(worker, signal.SIGKILL)
        there, since = Submission.objects.count(), time.monotonic()
        worker = births.worker()
        assert until(lambda there=there: moved(batch, there), 60)
        longest = max(longest, time.monotonic() - since)
    assert until(lambda: status(batch.task).over, 300), status(batch.task)
    batch.refresh_from_db()
    return batch, longest


def moved(batch: Import, there: int) -> bool:
    """Gone on with; the last rows may have been written in the moment of the kill."""
    return Submission.objects.count() > there or bool(status(batch.task).over)


def once_each(batch: Import, number: int) -> None:
    assert (batch.step, batch.counts) == ("written", {"written": number})
    rows = ImportRow.objects.unscoped("test").filter(batch=batch)
    assert sorted(rows.values_list("place", flat=True)) == list(range(number))
    kept = [uid for found in rows.values_list("records", flat=True) for uid, _ in found]
    assert len(kept) == len(set(kept)) == 2 * number
    assert Record.objects.unscoped("test").count() == 2 * number
    assert Change.objects.unscoped("test").count() == 2 * number


@pytest.mark.parametrize(
    ("number", "kills"), [(400, 3), pytest.param(20_000, 10, marks=pytest.mark.long)]
)
def test_each_row_exactly_once(office: Any, emptied: Nursery, number: int, kills: int) -> None:
    officer = office.users["village_officer"]
    batch, longest = imported(officer, emptied, number, kills)
    once_each(batch, number)
    assert longest < 60
