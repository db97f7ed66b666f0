"""Several workers, real processes and real signals: each task once, and nothing lost."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ledgers.models import Lease
from ledgers.worker import enqueue, status
from ledgers.worker.loop import Worker
from tests.ledgers.tools import together

from . import jobs
from .nursery import nursery, until

pytestmark = pytest.mark.storage


def asker(office):
    return office.users["village_officer"]


def over(task):
    return lambda: status(task).over


def more_rows(task, than):
    return lambda: len(jobs.written(task)) > than


def once_each(task, number):
    assert status(task).state == TaskResultStatus.SUCCESSFUL, status(task)
    assert jobs.written(task) == list(range(number))


def test_a_race_leaves_one(office):
    user = asker(office)
    asking = [lambda: enqueue(jobs.note, asked_by=user, unique="book:9") for _ in range(6)]
    found = together(*asking)
    assert len(set(found)) == 1, found
    assert Lease.objects.filter(key="book:9", open=True).count() == 1
    assert DBTaskResult.objects.count() == 1


@contextmanager
def crew(number):
    """So many workers in threads of this process."""
    workers = [Worker() for _ in range(number)]

    def work(worker):
        try:
            worker.run()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        for thread in threads:
            thread.join(30)


def test_a_key_is_free_as_soon_as_its_task_ends(office):
    """Asked for again and again while workers end it: each asking has a task, one at a time."""
    user = asker(office)

    def again() -> set[str]:
        found: set[str] = set()

        def asks() -> bool:
            found.add(enqueue(jobs.note, asked_by=user, unique="book:9"))
            return len(found) > 2

        assert until(asks)
        return found

    with crew(2):
        found = together(again, again)
        assert not [one for one in found if isinstance(one, Exception)], found
        asked = {task for tasks in found for task in tasks}
        assert until(lambda: all(over(task)() for task in asked))
    assert {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)} == asked
    assert len(jobs.seen) == len(asked) > 1


def test_no_task_runs_twice_at_once(office):
    tasks = [enqueue(jobs.alone, asked_by=asker(office)) for _ in range(30)]
    with crew(4):
        assert until(lambda: all(over(task)() for task in tasks))
        late = enqueue(jobs.alone, asked_by=asker(office))
        assert until(over(late))
    assert sorted(id for id, _ in jobs.seen) == sorted([*tasks, late])
    assert {at_once for _, at_once in jobs.seen} == {1}


def test_killed_five_times(office, births):
    task = enqueue(jobs.count, 60, asked_by=asker(office))
    worker, rows = births.worker(), 0
    for _ in range(5):
        assert until(more_rows(task, rows))
        births.signal(worker, signal.SIGKILL)
        worker, rows = births.worker(), len(jobs.written(task))
    assert until(over(task), 60)
    once_each(task, 60)
    assert status(task).attempts == 6


def test_another_takes_over_what_a_frozen_worker_holds(office, births):
    """And the frozen one, when it wakes up, writes nothing more."""
    task = enqueue(jobs.count, 40, asked_by=asker(office))
    frozen = births.worker()
    assert until(more_rows(task, 0))
    births.signal(frozen, signal.SIGSTOP)
    births.worker()
    assert until(lambda: status(task).attempts == 2)
    births.signal(frozen, signal.SIGCONT)
    assert until(over(task), 60)
    once_each(task, 40)


def test_sigterm_stops_at_the_next_checkpoint(office, births):
    task = enqueue(jobs.count, 100, asked_by=asker(office))
    worker = births.worker()
    assert until(more_rows(task, 2))
    births.signal(worker, signal.SIGTERM)
    assert until(lambda: not births.alive(worker), 10)
    lease = Lease.objects.get()
    assert (status(task).state, lease.until) == (TaskResultStatus.READY, None)
    assert lease.cursor == len(jobs.written(task)) < 100
    births.worker()
    assert until(over(task), 60)
    once_each(task, 100)


def test_an_idle_worker_stops_at_once(office, births):
    worker = births.worker()
    time.sleep(0.5)
    births.signal(worker, signal.SIGTERM)
    assert until(lambda: not births.alive(worker), 5)


def test_a_worker_whose_parent_is_another_ends(office, births):
    worker = births.worker(parent=1)
    assert until(lambda: not births.alive(worker), 10)


def test_disabled_in_the_midst(office, births):
    user = get_user_model().objects.create_user("leaving", password=None)
    task = enqueue(jobs.count, 2000, asked_by=user)
    births.worker()
    assert until(more_rows(task, 0))
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    assert until(over(task), 20)
    assert status(task).problem == "work.person-disabled"
    assert len(jobs.written(task)) < 1000


def test_the_database_goes_away_for_a_while(office, births):
    """Longer than a lease: what a restart of PostgreSQL or a long lock of the file looks like."""
    task = enqueue(jobs.count, 60, asked_by=asker(office))
    births.worker()
    assert until(more_rows(task, 5))
    OUTAGES[connection.vendor](2.5)
    assert until(over(task), 60)
    once_each(task, 60)


def _locked(seconds):
    with transaction.atomic():
        time.sleep(seconds)


def _cut(seconds):
    """Connections are cut and new ones refused."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            time.sleep(seconds)
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


OUTAGES = {"sqlite": _locked, "postgresql": _cut}


@pytest.mark.long
def test_killed_with_the_real_terms(office, tmp_path, settings):
    settings.WORKER = {}
    task = enqueue(jobs.count, 100, asked_by=asker(office))
    with nursery(tmp_path / "workers.log", "patient") as births:
        worker = births.worker()
        assert until(more_rows(task, 3))
        births.signal(worker, signal.SIGKILL)
        rows, since = len(jobs.written(task)), time.monotonic()
        births.worker()
        assert until(more_rows(task, rows), 60)
        assert time.monotonic() - since < 60
        assert until(over(task), 60)
    once_each(task, 100)
