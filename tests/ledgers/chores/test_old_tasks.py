"""What is over for a month is forgotten; what is young, or not over, stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from ledgers.chores import old_tasks
from ledgers.clock import now
from ledgers.models import Lease
from ledgers.worker import enqueue, status
from tests.ledgers.worker import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
DAY = dt.timedelta(days=1)


def tidy():
    task = enqueue(old_tasks.old_tasks, asked_by=None)
    call_command("worker", "--once")
    return status(task)


@pytest.mark.parametrize(
    ("state", "days", "stays"),
    [
        ("SUCCESSFUL", 31, False),
        ("FAILED", 31, False),
        ("SUCCESSFUL", 29, True),
        ("FAILED", 29, True),
    ],
)
def test_what_is_over(officer, state, days, stays):
    task = enqueue(jobs.note, asked_by=officer)
    rows = DBTaskResult.objects.filter(pk=task)
    rows.update(status=state, finished_at=now() - days * DAY, enqueued_at=now() - days * DAY)
    Lease.objects.filter(pk=task).update(open=False)
    tidy()
    assert rows.exists() is Lease.objects.filter(pk=task).exists() is stays


def test_what_is_not_over_stays_however_old(officer):
    later = now() + DAY
    task = enqueue(jobs.note, asked_by=officer, after=later)
    DBTaskResult.objects.filter(pk=task).update(enqueued_at=now() - 400 * DAY)
    tidy()
    assert status(task) and not status(task).over


def test_many_go_in_small_steps(officer, monkeypatch):
    monkeypatch.setattr(old_tasks, "AT_ONCE", 3)
    for _ in range(7):
        enqueue(jobs.note, asked_by=officer)
    long_ago = now() - 31 * DAY
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=long_ago)
    found = tidy()
    assert (found.done, found.total, found.problem) == (7, 7, "")
    assert DBTaskResult.objects.count() == Lease.objects.count() == 1
