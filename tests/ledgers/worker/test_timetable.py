"""The timetable: each moment asks once, what was missed asks once, a changed rule begins anew."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django_tasks_db.models import DBTaskResult

from forms_catalog.problems import Refused
from ledgers.clock import now
from ledgers.models import Lease, Schedule
from ledgers.worker import enqueue, status, timetable
from ledgers.worker.asking import SCHEDULED

from . import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _told():
    timetable._told.clear()


def planned(*args, job=jobs.note, rule="03:30", due=-MINUTE):
    timetable.plan("counting", job, *args, rule=rule)
    Schedule.objects.filter(name="counting").update(due_at=now() + due)
    return row()


def row():
    return Schedule.objects.get(name="counting")


def asked():
    return DBTaskResult.objects.filter(task_path=jobs.note.module_path).count()


def test_a_moment_asks_once(once):
    before = planned(7, "left-school")
    for _ in range(3):
        once()
    assert jobs.seen == [(None, 7, "left-school")]
    after = row()
    assert after.last_at == before.due_at and after.due_at > now()
    assert status(str(after.run)).over
    assert DBTaskResult.objects.get(pk=after.run).priority == SCHEDULED


def test_nothing_before_its_moment(once):
    planned(due=MINUTE)
    once()
    assert jobs.seen == []


def test_what_was_missed_asks_once():
    planned(due=-dt.timedelta(days=40))
    for _ in range(3):
        timetable.fire()
    assert asked() == 1


def test_a_moment_waits_for_the_one_before_it():
    """Two of the same do not run beside one another, and no moment is lost."""
    planned()
    timetable.fire()
    due = now() - MINUTE
    Schedule.objects.update(due_at=due)
    timetable.fire()
    assert (asked(), row().due_at) == (1, due)
    Lease.objects.update(open=False)
    timetable.fire()
    assert asked() == 2


def test_a_changed_rule_begins_anew():
    old = planned(due=dt.timedelta(days=3))
    timetable.plan("counting", jobs.note, rule="03:30")
    assert row().due_at == old.due_at
    timetable.plan("counting", jobs.note, rule="every 10 minutes")
    assert now() < row().due_at <= now() + 10 * MINUTE
    assert Schedule.objects.filter(name="counting").count() == 1


def test_a_changed_task_keeps_its_moment():
    old = planned(1)
    timetable.plan("counting", jobs.titled, rule="03:30")
    assert (row().due_at, row().task, row().args) == (old.due_at, jobs.titled.module_path, [])


def test_paused_and_resumed():
    """The moments of a pause do not come after it."""
    planned()
    timetable.pause("counting")
    timetable.fire()
    assert asked() == 0
    timetable.resume("counting")
    timetable.fire()
    assert asked() == 0 and row().due_at > now()


@pytest.mark.parametrize("act", [timetable.pause, timetable.resume])
def test_what_is_not_there_has_moved_on(act):
    with pytest.raises(Refused) as refused:
        act("nothing")
    assert next(iter(refused.value)).code == "schedule.moved-on"


@pytest.mark.parametrize(
    ("column", "code"),
    [({"task": "no.such.task"}, "work.unknown"), ({"rule": "?"}, "schedule.rule-unknown")],
)
def test_what_another_release_planned_is_left_to_it(column, code, caplog):
    old = planned()
    Schedule.objects.update(**column)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            timetable.fire()
    assert (asked(), row().due_at) == (0, old.due_at)
    assert caplog.text.count(code) == 1


def test_only_ids_are_planned():
    with pytest.raises(ValueError, match="never what people said"):
        timetable.plan("counting", jobs.note, jobs.SECRET, rule="03:30")
    with pytest.raises(Refused):
        timetable.plan("counting", jobs.note, rule="now and then")
    assert not Schedule.objects.filter(name="counting").exists()


def test_the_house_finds_its_own(once):
    once()
    found = {name: chore.rule for name, chore in timetable.chores.items()}
    rows = dict(Schedule.objects.values_list("name", "rule"))
    assert {"old_tasks", "old_imports"} <= found.keys() and rows.items() >= found.items()
    moments = dict(Schedule.objects.values_list("name", "due_at"))
    timetable.keep()
    assert dict(Schedule.objects.values_list("name", "due_at")) == moments


def test_asked_by_hand_beside_the_timetable(officer, once):
    """What comes round may be asked for by somebody too."""
    planned(1)
    enqueue(jobs.note, 2, asked_by=officer)
    once()
    assert sorted(args for _, *args in jobs.seen) == [[1], [2]]
