"""A worker that is really killed in the midst of erasing: each record whole, or gone whole."""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from ledgers.clock import today
from ledgers.files import path_of
from ledgers.keeping import agreeing, finding, working
from ledgers.keeping.chain import walked
from ledgers.keeping.listing import refresh
from ledgers.models import Ending, File, Record, Series
from ledgers.worker import status
from tests import people
from tests.ledgers.conftest import open_club
from tests.ledgers.keeping.conftest import Club, answers_for_it, rows
from tests.ledgers.worker.conftest import births, mother, office, quick
from tests.ledgers.worker.nursery import Nursery, until

pytestmark = pytest.mark.storage
__all__ = ["births", "mother", "office", "quick"]  # the fixtures of real workers
FEW = "安川柏晨恩文林"


@pytest.fixture
def tennis(births: Nursery, monkeypatch: Any) -> Iterator[Club]:
    open_club()
    answers_for_it()
    world = people.world()
    made = Club(world.users, world.places["河湾村"].path)
    monkeypatch.setattr(finding, "today", lambda: today() + dt.timedelta(days=made.days[0]))
    yield made
    births.end()
    Ending.objects.unscoped("test").all().delete()
    Series.objects.all().delete()


def test_a_worker_is_killed(tennis: Club, births: Nursery) -> None:
    kept = [
        tennis.join(f"{a}{b}", phone=f"1{ord(a):05d}{ord(b):05d}", contract=tennis.file())
        for a in FEW
        for b in FEW
    ]
    for one in kept:
        tennis.leave(one)
    tennis.later(3)
    assert refresh(lambda looked: None) == len(kept)
    digests = list(File.objects.unscoped("test").values_list("sha256", flat=True))
    chosen = list(agreeing.heads(tennis.users["manager"]))
    assert agreeing.agree(tennis.users["manager"], chosen) == len(kept)
    task = working.ask()
    for kill in range(2):
        worker = births.worker()
        assert until(lambda goal=(kill + 1) * 12: gone() >= goal, 60)
        births.signal(worker, signal.SIGKILL)
        whole(len(kept))
    births.worker()
    assert until(lambda: status(task).over, 60), status(task)
    assert not status(task).problem and gone() == len(kept)
    whole(len(kept))
    assert not any(path_of(digest).exists() for digest in digests)
    assert not rows().exclude(pending=[]).exists()


def gone() -> int:
    found: int = rows().filter(status="erased").count()
    return found


def whole(number: int) -> None:
    """A record says all or nothing, and its chain holds."""
    found = list(Record.objects.unscoped("test").filter(pk__in=rows().values("record_id")))
    erased = set(rows().filter(status="erased").values_list("record_id", flat=True))
    assert len(found) == number
    assert {row.pk for row in found if not row.answers} == erased
    assert not [many for _, many in walked(Record.objects.unscoped("test")) if many]
