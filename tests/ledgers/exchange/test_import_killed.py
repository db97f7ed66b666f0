"""An import whose worker is killed again and again: each row exactly once, and soon gone on with."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from demo.numbers import identity
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
LARGE = int(os.environ.get("TONGHU_ROWS", "100000"))
"""The rows of the import that belongs to make test-long."""
__all__ = ["births", "mother", "office", "quick"]  # the fixtures of real workers


@pytest.fixture
def emptied(births: Nursery) -> Iterator[Nursery]:
    yield births
    births.end()
    ImportRow.objects.unscoped("test").all()._raw_delete("default")
    Import.objects.unscoped("test").all().delete()


def many(officer: Any, key: str, number: int) -> bytes:
    """So many people; in one ledger alone no more than what has to be said of each."""
    first = cells(officer, key)
    heads = told_by(key)
    rows = []
    for n in range(number):
        birth = dt.date(2012, 1, 1) + dt.timedelta(days=n % 1400)
        told = {"id_card": identity(birth, 2 + n // 1400 * 2), "birth_date": birth.isoformat()}
        rows.append(first | {heads[name]: words for name, words in told.items()})
    return table(*([row[head] for head in first] for row in rows), heads=list(first))


def told_by(key: str) -> dict[str, str]:
    """Question -> its heading, of what tells one person from another."""
    bundle = live(key).bundle
    return {name: bundle.questions[name][0].label for name in ("id_card", "birth_date")}


def moments(number: int, kills: int) -> list[int]:
    """How many rows are written when the worker is killed, by chance and the same every time."""
    return sorted(random.Random(number).sample(range(1, number * 9 // 10), kills))


def imported(
    officer: Any, births: Nursery, key: str, number: int, kills: int
) -> tuple[Import, float]:
    """The import after so many kills, and how long the longest standstill was."""
    batch = bring(officer, live(key), "名册.csv", many(officer, key, number))
    judging.judge(batch, officer)
    assert batch.counts == {"new": number}, batch.counts
    writing.confirm(batch)
    tasks.start(tasks.write, batch)
    worker, longest = births.worker(), 0.0
    for goal in moments(number, kills):
        assert until(lambda goal=goal: Submission.objects.count() >= goal, 120 + number / 20)
        births.signal(worker, signal.SIGKILL)
        there, since = Submission.objects.count(), time.monotonic()
        worker = births.worker()
        assert until(lambda there=there: moved(batch, there), standstill(number))
        longest = max(longest, time.monotonic() - since)
    assert until(lambda: status(batch.task).over, 300 + number / 20), status(batch.task)
    batch.refresh_from_db()
    return batch, longest


def standstill(number: int) -> float:
    """Seconds: whoever takes over reads the whole file once before the next row is written."""
    return 60 + number / 250


def moved(batch: Import, there: int) -> bool:
    """Gone on with; the last rows may have been written in the moment of the kill."""
    return Submission.objects.count() > there or bool(status(batch.task).over)


def once_each(batch: Import, number: int, together: int) -> None:
    assert (batch.step, batch.counts) == ("written", {"written": number})
    rows = ImportRow.objects.unscoped("test").filter(batch=batch)
    assert sorted(rows.values_list("place", flat=True)) == list(range(number))
    kept = [uid for found in rows.values_list("records", flat=True) for uid, _ in found]
    assert len(kept) == len(set(kept)) == together * number
    assert Record.objects.unscoped("test").count() == together * number
    assert Change.objects.unscoped("test").count() == together * number


@pytest.mark.parametrize(
    ("key", "together", "number", "kills"),
    [
        ("left_behind", 2, 400, 3),
        ("children", 1, 2_000, 10),
        pytest.param("children", 1, LARGE, 10, marks=pytest.mark.long),
    ],
)
def test_each_row_exactly_once(
    office: Any, emptied: Nursery, key: str, together: int, number: int, kills: int
) -> None:
    officer = office.users["village_officer"]
    batch, longest = imported(officer, emptied, key, number, kills)
    once_each(batch, number, together)
    assert longest < standstill(number)
