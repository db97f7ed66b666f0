"""A task ends done, tried again, or failed with a code; what people said stays out of every trace."""

from __future__ import annotations

import logging

import pytest
from axes.models import AccessLog
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ledgers.models import Lease
from ledgers.worker import Stopped, Work, claims, enqueue, problem, status
from ledgers.worker.looking import WORDS
from ledgers.worker.terms import MOST_STARTS, Terms

from . import jobs
from .quick import WORKER

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
DONE, FAILED, READY = (
    TaskResultStatus.SUCCESSFUL,
    TaskResultStatus.FAILED,
    TaskResultStatus.READY,
)


def test_done(officer, once):
    task = enqueue(jobs.count, 3, 0, asked_by=officer)
    assert (status(task).state, status(task).attempts) == (READY, 0)
    once()
    now = status(task)
    assert (now.state, now.done, now.total, now.attempts, now.problem) == (DONE, 3, 3, 1, "")
    assert now.asked <= now.started <= now.finished
    assert now.over and now.again is None and now.asked_by == officer.pk
    assert jobs.written(task) == [0, 1, 2]


def test_a_poisoned_task_ends_failed(officer, once, tries):
    task = enqueue(jobs.poisoned, asked_by=officer)
    once()
    assert (status(task).state, status(task).problem) == (READY, "work.failed")
    assert status(task).again > timezone.now() - timezone.timedelta(seconds=1)
    tries(9)
    now = status(task)
    assert (now.state, now.problem, now.attempts) == (FAILED, "work.failed", 5)
    assert len(jobs.seen) == 5 and now.finished


def test_the_pauses_grow():
    assert Terms().again == tuple(sorted(Terms().again)) and Terms().again[:3] == (5, 30, 120)
    assert Terms().most_attempts == Terms(**WORKER).most_attempts == 5


def test_no_trace_holds_what_people_said(officer, tries, caplog):
    with caplog.at_level(logging.DEBUG):
        for job in (jobs.poisoned, jobs.refusing):
            enqueue(job, asked_by=officer)
        tries(6)
    assert "RuntimeError" in caplog.text and "jobs.py" in caplog.text
    assert jobs.SECRET not in caplog.text
    for row in [*DBTaskResult.objects.values(), *Lease.objects.values()]:
        assert jobs.SECRET not in str(row)
    assert {row.traceback for row in DBTaskResult.objects.all()} == {""}
    kinds = {row.exception_class_path for row in DBTaskResult.objects.all()}
    assert kinds == {"builtins.RuntimeError", ""}


def test_a_refusal_is_not_tried_again(officer, once):
    task = enqueue(jobs.refusing, asked_by=officer)
    once()
    now = status(task)
    assert (now.state, now.problem, now.attempts) == (FAILED, "table.not-a-table", 1)


def test_what_moves_may_fall_often(officer, tries):
    task = enqueue(jobs.creeping, 12, asked_by=officer)
    tries(12)
    assert (status(task).state, status(task).attempts) == (DONE, 12)


def test_but_not_for_ever(officer, tries):
    task = enqueue(jobs.creeping, 12, asked_by=officer)
    Lease.objects.update(starts=MOST_STARTS - 1)
    tries(1)
    assert status(task).state == FAILED


def test_a_checkpoint_and_its_rows_stand_or_fall_together(officer, tries):
    task = enqueue(jobs.half, asked_by=officer)
    tries(1)
    assert Lease.objects.get().cursor == 1
    assert jobs.written(task) == [0]


def test_a_disabled_person_works_no_more(officer, once):
    task = enqueue(jobs.note, asked_by=officer)
    officer.is_active = False
    officer.save()
    once()
    now = status(task)
    assert (now.state, now.problem, jobs.seen) == (FAILED, "work.person-disabled", [])


def test_the_person_is_read_anew(officer, once):
    enqueue(jobs.note, asked_by=officer)
    type(officer).objects.filter(pk=officer.pk).update(name="另一个名字")
    once()
    assert jobs.seen[0][0].name == "另一个名字"


@pytest.mark.parametrize("path", ["tests.ledgers.worker.jobs.gone", "no.such", "os.path.join"])
def test_a_task_nobody_knows_any_more(path, officer, once):
    task = enqueue(jobs.note, asked_by=officer)
    DBTaskResult.objects.update(task_path=path)
    once()
    assert (status(task).state, status(task).problem) == (FAILED, "work.unknown")


def test_every_code_has_words():
    for code in WORDS:
        said = problem(code)
        assert said.code == code and said.text and said.remedy
    assert problem("table.not-a-table").text


def claimed(officer, job=jobs.count, *args):
    enqueue(job, *args, asked_by=officer)
    claim = claims.take("me")
    return claim, Work(claim, officer, lambda: False)


def test_who_lost_the_lease_writes_nothing(officer, quick):
    claim, work = claimed(officer)
    Lease.objects.update(until=timezone.now() - timezone.timedelta(seconds=1))
    claims.reap()
    assert claims.take("other").start == claim.start + 1
    with pytest.raises(Stopped) as stop:
        jobs.count.func(work, 5)
    assert stop.value.why == "lost"
    assert not AccessLog.objects.exists()
    for end in (
        lambda: claims.succeed(claim, 5, 5),
        lambda: claims.fail(claim, "work.failed"),
        lambda: claims.try_again(claim, "work.failed", ""),
        lambda: claims.give_back(claim),
    ):
        with pytest.raises(claims.Lost):
            end()
    assert status(str(claim.id)).state == TaskResultStatus.RUNNING


def test_a_killer_ends_failed(officer, quick):
    """A task that takes every worker with it."""
    task = enqueue(jobs.note, asked_by=officer)
    for start in range(1, 6):
        assert claims.take("me").start == start
        assert claims.take("other") is None
        Lease.objects.update(until=timezone.now() - timezone.timedelta(seconds=1))
        claims.reap()
    assert (status(task).state, status(task).problem) == (FAILED, "work.killed")
    assert claims.take("me") is None


def test_a_live_lease_is_left_alone(officer, quick):
    claim, _ = claimed(officer)
    claims.reap()
    assert claims.held(claim).exists()


def test_a_cursor_is_small(officer, quick):
    _, work = claimed(officer)
    with pytest.raises(ValueError, match="cursor"):
        work.checkpoint("x" * 3000)


def test_progress_is_written_once_a_second(officer, quick, django_assert_num_queries):
    _, work = claimed(officer)
    with django_assert_num_queries(0):
        for done in range(1000):
            work.progress(done, 1000)
    work._written -= 2
    with django_assert_num_queries(1):
        work.progress(700)
    lease = Lease.objects.get()
    assert (lease.done, lease.total) == (700, 1000)


def test_an_idle_house_asks_twice_and_locks_nothing(db, quick, django_assert_num_queries):
    with django_assert_num_queries(2) as asked:
        claims.reap()
        assert claims.take("me") is None
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
