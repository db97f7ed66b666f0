"""An office with quick terms, whose task rows are real or rolled back as the test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axes.models import AccessLog
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from ledgers.clock import now
from ledgers.models import Lease, Schedule

from . import jobs
from .nursery import Nursery, nursery
from .quick import WORKER


@pytest.fixture(autouse=True)
def _clean() -> None:
    jobs.seen.clear()
    jobs.running.clear()


@pytest.fixture
def quick(settings: Any) -> Any:
    settings.WORKER = WORKER
    return settings


@pytest.fixture
def once(quick: Any) -> Callable[[], None]:
    """Everything that is ready, then the end."""
    return lambda: call_command("worker", "--once")


@pytest.fixture
def tries(once: Callable[[], None]) -> Callable[[int], None]:
    """So many attempts, without the waits between them."""

    def run(number: int) -> None:
        for _ in range(number):
            DBTaskResult.objects.filter(status="READY").update(run_after=now())
            once()

    return run


@pytest.fixture
def office(committed: Any, quick: Any) -> Iterator[Any]:
    """The world with real commits; no task of a test is left to another."""
    yield committed
    Schedule.objects.all().delete()
    Lease.objects.all().delete()
    DBTaskResult.objects.all().delete()
    AccessLog.objects.all().delete()


@pytest.fixture(scope="module")
def mother(django_db_setup: None, tmp_path_factory: Any) -> Iterator[Nursery]:
    with nursery(tmp_path_factory.mktemp("nursery") / "workers.log") as made:
        yield made


@pytest.fixture
def births(office: Any, mother: Nursery) -> Iterator[Nursery]:
    """Workers with quick terms."""
    yield mother
    mother.end()
