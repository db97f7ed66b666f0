"""Workers die again and again: every task ends done or failed with its reason, none is stranded."""

from __future__ import annotations

import random
import signal
import time
from typing import Any

import pytest
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ledgers.models import Lease
from ledgers.worker import enqueue, status

from . import jobs
from .nursery import Nursery, until

pytestmark = pytest.mark.storage
ROWS, PAUSE = 60, 15
CREW = 2
REASONS = {
    "refusing": {"table.not-a-table", "work.killed"},
    "poisoned": {"work.failed", "work.killed"},
    "half": {"work.failed", "work.killed"},
}
"""Why a task may fail; one that goes on from where it stood never does."""
KILLS = [6, pytest.param(30, marks=pytest.mark.long)]


def work(user: Any, kills: int) -> dict[str, str]:
    """Tasks of every temper: task -> what it does."""
    kinds = [jobs.count, jobs.count, jobs.refusing, jobs.poisoned, jobs.half, jobs.titled]
    found = {}
    for number in range(2 * kills):
        job = kinds[number % len(kinds)]
        args = (ROWS, PAUSE) if job is jobs.count else ()
        found[enqueue(job, *args, asked_by=user)] = job.func.__name__
    return found


def killed(births: Nursery, tasks: dict[str, str], kills: int) -> None:
    """One after the other, at any moment of their work, each followed by a new one."""
    chance = random.Random(kills)
    crew = [births.worker() for _ in range(CREW)]
    for _ in range(kills):
        before = done(tasks)
        assert until(lambda before=before: done(tasks) != before, 60)
        time.sleep(chance.random() / 4)
        dying = crew.pop(chance.randrange(CREW))
        births.signal(dying, signal.SIGKILL)
        crew.append(births.worker())


def done(tasks: dict[str, str]) -> tuple[int, int]:
    """How far it has come, in tasks and in rows."""
    rows = Lease.objects.filter(task__in=tasks)
    return sum(rows.values_list("starts", flat=True)), sum(rows.values_list("done", flat=True))


@pytest.mark.parametrize("kills", KILLS)
def test_none_is_stranded(office: Any, births: Nursery, kills: int) -> None:
    tasks = work(office.users["village_officer"], kills)
    killed(births, tasks, kills)
    assert until(lambda: all(status(task).over for task in tasks), 60 + 4 * kills)
    for task, name in tasks.items():
        now = status(task)
        if name in REASONS:
            assert now.problem in REASONS[name], (name, now)
            assert now.state == TaskResultStatus.FAILED, (name, now)
        else:
            assert now.state == TaskResultStatus.SUCCESSFUL, (name, now)
        if name == "count":
            assert jobs.written(task) == list(range(ROWS))
    assert not Lease.objects.filter(open=True).exists()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) <= {"SUCCESSFUL", "FAILED"}
