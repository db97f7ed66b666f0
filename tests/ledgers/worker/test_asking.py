"""Work is asked for by ids alone, in the caller's transaction, and not twice at once."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from ledgers.clock import now
from ledgers.models import Lease
from ledgers.worker import BULK, INTERACTIVE, SCHEDULED, bell, enqueue, status
from ledgers.worker.terms import Terms

from . import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

UID = "0193d0a0-6a6b-7c3e-8000-000000000001"


@pytest.mark.parametrize(
    "args", [(), (1, 2), (UID,), ("left-school", True, None), ("a" * 64,), ("12345678",)], ids=str
)
def test_ids_are_taken(args, officer, once):
    enqueue(jobs.note, *args, asked_by=officer)
    once()
    assert jobs.seen == [(officer, *args)]


@pytest.mark.parametrize(
    "arg",
    ["990121201301110025", "99012119750102003X", "13800000000", 13800000000, "陈安", "two words",
     "a" * 101, "a\nb", "a@b"],
    ids=lambda arg: str(arg)[:8].strip(),
)  # fmt: skip
def test_people_are_refused(arg, officer):
    with pytest.raises(ValueError, match="never what people said") as caught:
        enqueue(jobs.note, arg, asked_by=officer)
    with pytest.raises(ValueError, match="never what people said"):
        enqueue(jobs.note, asked_by=officer, unique=str(arg))
    assert str(arg) not in str(caught.value)
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("arg", [["a"], {"a": 1}, 1.5, b"a"], ids=str)
def test_only_scalars(arg, officer):
    with pytest.raises(TypeError):
        enqueue(jobs.note, arg, asked_by=officer)


def test_no_commit_no_task(officer):
    with transaction.atomic():
        enqueue(jobs.note, asked_by=officer)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists() and not Lease.objects.exists()


def test_unique_until_it_is_over(officer, once):
    first = enqueue(jobs.note, 1, asked_by=officer, unique="book:1")
    assert enqueue(jobs.note, 2, asked_by=officer, unique="book:1") == first
    other = enqueue(jobs.note, 3, asked_by=officer, unique="book:2")
    plain = {enqueue(jobs.note, 4, asked_by=officer) for _ in range(2)}
    assert len({first, other, *plain}) == 4
    once()
    assert [args for _, args in jobs.seen] == [1, 3, 4, 4]
    assert enqueue(jobs.note, 5, asked_by=officer, unique="book:1") != first


def test_unique_is_free_after_a_failure(officer, once):
    first = enqueue(jobs.refusing, asked_by=officer, unique="book:1")
    once()
    assert status(first).over
    assert enqueue(jobs.note, asked_by=officer, unique="book:1") != first


def test_the_order_is_priority_then_age(officer, once):
    for number, priority in ((1, 0), (2, 5), (3, 0), (4, 5), (5, -5)):
        enqueue(jobs.note, number, asked_by=officer, priority=priority)
        time.sleep(0.002)
    once()
    assert [number for _, number in jobs.seen] == [2, 4, 1, 3, 5]


def test_what_waited_too_long_has_every_third_turn(officer, once):
    """A heap of old tasks is not before everybody either: who waits at a page has the other two."""
    priorities = [BULK, BULK, SCHEDULED] + [INTERACTIVE] * 5
    tasks = [
        enqueue(jobs.note, number, asked_by=officer, priority=priority)
        for number, priority in enumerate(priorities, 1)
    ]
    for place, task in enumerate(tasks[:3]):
        asked = now() - dt.timedelta(seconds=Terms().patience + 60 - place)
        DBTaskResult.objects.filter(pk=task).update(enqueued_at=asked)
    once()
    assert [number for _, number in jobs.seen] == [1, 4, 5, 2, 6, 7, 3, 8]


def test_young_tasks_wait_for_their_priority(officer, once):
    for number, priority in ((1, BULK), (2, SCHEDULED), (3, INTERACTIVE)):
        enqueue(jobs.note, number, asked_by=officer, priority=priority)
    once()
    assert [number for _, number in jobs.seen] == [3, 2, 1]


def test_a_task_without_a_lease_is_taken_too(officer, once):
    jobs.note.enqueue("bare")
    once()
    assert jobs.seen == [(None, "bare")]


def test_the_bell_rings_in_this_process(django_capture_on_commit_callbacks, officer):
    with bell.hung() as mine:
        with django_capture_on_commit_callbacks(execute=True):
            enqueue(jobs.note, asked_by=officer)
        assert bell.wait(mine, 0)
        assert not bell.wait(mine, 0)


@pytest.mark.parametrize("id", ["", "x", UID, None])
def test_no_such_task(id):
    assert status(id) is None
