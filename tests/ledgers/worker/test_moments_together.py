"""Moments, workers and signals: whoever falls wherever, each moment asks once and no task is stranded."""

from __future__ import annotations

import datetime as dt
import random
import signal
import subprocess
import sys
import time

import pytest
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ledgers.clock import now
from ledgers.models import Lease, Schedule
from ledgers.worker import enqueue, status, steering, timetable
from tests.ledgers.tools import together

from . import jobs
from .nursery import ROOT, environment, until
from .test_together import asker, more_rows

pytestmark = pytest.mark.storage
MINUTE = dt.timedelta(minutes=1)
OVER = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)


def planned(number):
    """So many entries whose moment has come."""
    for n in range(number):
        timetable.plan(f"counting-{n}", jobs.note, n, rule="03:30")
    come()


def come():
    ours().update(due_at=now() - MINUTE)


def ours():
    return Schedule.objects.filter(name__contains="counting-")


def asked():
    return DBTaskResult.objects.filter(task_path=jobs.note.module_path).count()


def all_done():
    """Every moment was taken, and what it asked for has ended."""
    ended = not Lease.objects.filter(open=True).exists()
    return ended and not ours().filter(due_at__lte=now()).exists()


def test_each_moment_once_with_three_workers(office, births):
    planned(12)
    for _ in range(3):
        births.worker()
    for moments in range(1, 5):
        assert until(all_done, 30)
        assert asked() == 12 * moments
        come()


def test_looked_at_by_six_at_once(office):
    planned(5)
    assert together(*[timetable.fire] * 6) == [None] * 6
    assert asked() == 5
    assert {row.run for row in ours()} == set(
        DBTaskResult.objects.filter(task_path=jobs.note.module_path).values_list("pk", flat=True)
    )


def test_planned_by_six_at_once(office):
    """Workers that start together."""
    plan = lambda: timetable.plan("counting-0", jobs.note, rule="03:30")  # noqa: E731
    assert together(*[plan] * 6) == [None] * 6
    assert ours().count() == 1


FALLS = """
import os, signal
import django
django.setup()
from ledgers.worker import timetable
timetable.{where} = lambda *args, **more: os.kill(os.getpid(), signal.SIGKILL)
timetable.fire()
"""


@pytest.mark.parametrize("where", ["enqueue", "_follow"])
def test_killed_between_claim_and_task(office, where):
    """The row is claimed, the worker gone: the moment is whole, for the next one."""
    planned(1)
    before = ours().get().due_at
    script = FALLS.format(where=where)
    fallen = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment())
    assert fallen.returncode == -signal.SIGKILL
    assert (asked(), ours().get().due_at) == (0, before)
    timetable.fire()
    timetable.fire()
    assert asked() == 1 and ours().get().last_at == before


def test_stopped_and_done_again_while_it_runs(office, births):
    """The first worker writes nothing more, however soon the second one begins."""
    task = enqueue(jobs.count, 60, asked_by=asker(office))
    births.worker()
    assert until(more_rows(task, 3))
    births.worker()
    steering.stop(task)
    assert status(task).state == TaskResultStatus.FAILED
    steering.retry(task)
    assert until(lambda: status(task).over, 60)
    assert status(task).state == TaskResultStatus.SUCCESSFUL
    assert jobs.written(task) == list(range(60))


def kill_often(office, births, kills, tasks):
    """Three workers of which one falls at every turn; a moment comes at every turn too."""
    chance = random.Random(kills)
    user = asker(office)
    moving = [enqueue(jobs.count, 15, 10, asked_by=user) for _ in range(tasks)]
    still = [enqueue(jobs.refusing, asked_by=user), enqueue(jobs.poisoned, asked_by=user)]
    planned(1)
    moments, workers = 1, [births.worker() for _ in range(3)]
    for _ in range(kills):
        time.sleep(chance.uniform(0.05, 0.6))
        births.signal(workers.pop(chance.randrange(3)), signal.SIGKILL)
        workers.append(births.worker())
        if all(row.due_at > now() for row in ours()):
            come()
            moments += 1
    assert until(all_done, 120), list(Lease.objects.filter(open=True).values())
    return moving, still, moments


def settled(moving, still, moments):
    for task in moving:
        found = status(task)
        done = found.state == TaskResultStatus.SUCCESSFUL
        assert done or found.problem == "work.killed", found
        assert jobs.written(task) == list(range(15 if done else len(jobs.written(task))))
    assert [status(task).problem for task in still] == ["table.not-a-table", "work.failed"]
    assert asked() == moments
    assert not DBTaskResult.objects.exclude(status__in=OVER).exists()
    assert not Lease.objects.exclude(worker="", until=None, open=False).exists()


def test_some_kills(office, births):
    settled(*kill_often(office, births, 5, 8))


@pytest.mark.long
def test_thirty_kills(office, births):
    settled(*kill_often(office, births, 30, 40))
