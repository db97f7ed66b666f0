"""A task is stopped from outside, or done again: by hand, at once, and never twice."""

from __future__ import annotations

import pytest
from axes.models import AccessLog
from django.tasks import TaskResultStatus

from forms_catalog.problems import Refused
from ledgers.models import Lease
from ledgers.worker import Stopped, Work, claims, enqueue, status, steering

from . import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
DONE, FAILED, READY = (
    TaskResultStatus.SUCCESSFUL,
    TaskResultStatus.FAILED,
    TaskResultStatus.READY,
)


def refused(act, task):
    with pytest.raises(Refused) as caught:
        act(task)
    return next(iter(caught.value)).code


def test_what_waits_is_stopped(officer, once):
    task = enqueue(jobs.note, asked_by=officer, unique="book:1")
    steering.stop(task)
    once()
    now = status(task)
    assert (now.state, now.problem, jobs.seen) == (FAILED, "work.stopped", [])
    assert now.finished
    assert enqueue(jobs.note, asked_by=officer, unique="book:1") != task


def test_what_runs_is_stopped(officer, quick):
    """The worker that is at it notices at its next checkpoint, and undoes what came after the last."""
    task = enqueue(jobs.count, 5, asked_by=officer)
    claim = claims.take("me")
    steering.stop(task)
    with pytest.raises(Stopped) as stop:
        jobs.count.func(Work(claim, officer, lambda: False), 5)
    assert stop.value.why == "lost"
    assert not AccessLog.objects.exists()
    assert (status(task).state, status(task).problem) == (FAILED, "work.stopped")
    with pytest.raises(claims.Lost):
        claims.succeed(claim, 5, 5)
    claims.reap()
    assert status(task).state == FAILED


def test_what_failed_is_done_again(officer, once, tries, monkeypatch):
    """From where it stood, for who asked for it."""
    monkeypatch.setattr(jobs, "write", fails := Failing(jobs.write))
    task = enqueue(jobs.count, 4, 0, asked_by=officer, unique="book:1")
    tries(9)
    assert (status(task).state, Lease.objects.get().cursor) == (FAILED, 2)
    starts = status(task).attempts
    fails.well = True
    steering.retry(task)
    assert (status(task).state, status(task).problem, status(task).finished) == (READY, "", None)
    assert enqueue(jobs.count, 4, 0, asked_by=officer, unique="book:1") == task
    once()
    now = status(task)
    assert (now.state, now.attempts, now.asked_by) == (DONE, starts + 1, officer.pk)
    assert jobs.written(task) == [0, 1, 2, 3]


class Failing:
    """Writes two rows, then falls until it is well."""

    def __init__(self, write):
        self.write, self.well = write, False

    def __call__(self, work, number):
        if number == 2 and not self.well:
            raise RuntimeError
        self.write(work, number)


def test_all_its_attempts_anew(officer, tries):
    task = enqueue(jobs.poisoned, asked_by=officer)
    tries(6)
    steering.retry(task)
    tries(4)
    assert status(task).state == READY
    tries(1)
    assert (status(task).state, len(jobs.seen)) == (FAILED, 10)


def test_not_beside_the_same_asked_for_again(officer, tries):
    task = enqueue(jobs.refusing, asked_by=officer, unique="book:1")
    tries(1)
    other = enqueue(jobs.note, asked_by=officer, unique="book:1")
    assert refused(steering.retry, task) == "work.asked-again"
    assert (status(task).state, status(other).state) == (FAILED, READY)


def test_who_left_is_not_worked_for(officer, tries, once):
    task = enqueue(jobs.refusing, asked_by=officer)
    tries(1)
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    steering.retry(task)
    once()
    assert (status(task).state, status(task).problem) == (FAILED, "work.person-disabled")


def test_pressed_too_late(officer, once):
    task = enqueue(jobs.note, asked_by=officer)
    assert refused(steering.retry, task) == "work.moved-on"
    once()
    assert refused(steering.stop, task) == "work.moved-on"
    assert refused(steering.retry, task) == "work.moved-on"
    assert status(task).state == DONE


@pytest.mark.parametrize("id", ["x", "0193d0a0-6a6b-7c3e-8000-000000000001"])
def test_no_such_task(id, monkeypatch):
    monkeypatch.setattr(steering, "PAUSE", 0)
    assert refused(steering.stop, id) in ("work.unknown", "work.moved-on")
