"""The page of the background: what runs, waits and failed, in words; its buttons, and who has them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ledgers.clock import now
from ledgers.models import Lease, Schedule
from ledgers.worker import claims, enqueue, status, timetable
from people.models import Post
from tests import people

from . import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
HREF = "/worker/"


@pytest.fixture
def keeper(world) -> Client:
    timetable.keep()
    return people.client("county_admin")


def shown(client):
    html = client.get(HREF).content.decode()
    return html[html.index("<main") : html.index("</main")]


def part(html, name):
    """One section of the page."""
    return html[html.index(f'aria-labelledby="{name}"') :].split("</section>")[0]


def test_an_idle_house(keeper):
    html = shown(keeper)
    assert "现在没有正在做的" in html and "没有排队的" in html
    assert "每天03:30" in part(html, "schedules") and "还没有做过" in html


def test_how_far_it_is_and_whose(keeper, officer, quick):
    enqueue(jobs.titled, asked_by=officer)
    claim = claims.take("me")
    claims.keep(claim, done=1234, total=5000)
    html = part(shown(keeper), "running")
    assert "数一数" in html and officer.get_full_name() in html and "1,234 / 5,000" in html
    assert str(claim.id) in html


def test_what_waits_is_stopped(keeper, officer, once):
    task = enqueue(jobs.titled, asked_by=officer)
    assert task in part(shown(keeper), "waiting")
    response = keeper.post(HREF, {"stop": task})
    assert (response.status_code, response["Location"]) == (302, HREF)
    html = part(shown(keeper), "failed")
    assert "这件事被人停下了" in html and task[:8] in html
    keeper.post(HREF, {"retry": task})
    once()
    assert jobs.seen == [officer]


def test_a_failure_says_why_and_nothing_else(keeper, officer, tries):
    """Neither arguments nor classes nor what an exception said."""
    for job in (jobs.poisoned, jobs.refusing):
        enqueue(job, asked_by=officer)
    tries(6)
    html = shown(keeper)
    assert "程序出了错" in html and "不合要求" in html
    assert jobs.SECRET not in html and "RuntimeError" not in html and "jobs" not in html


def test_tried_again_later(keeper, officer, once, settings):
    settings.WORKER = {"again": (300,) * 4}
    enqueue(jobs.poisoned, asked_by=officer)
    once()
    assert "做了1次没有做完" in part(shown(keeper), "waiting")


def test_pressed_too_late(keeper, officer, once):
    task = enqueue(jobs.note, asked_by=officer)
    once()
    response = keeper.post(HREF, {"stop": task})
    assert response.status_code == 422 and "刚才已经变了" in response.content.decode()
    assert status(task).problem == ""


def test_a_timetable_is_paused(keeper):
    keeper.post(HREF, {"pause": "old_tasks"})
    assert Schedule.objects.get(name="old_tasks").paused
    assert "暂停了" in part(shown(keeper), "schedules")
    keeper.post(HREF, {"resume": "old_tasks"})
    assert not Schedule.objects.get(name="old_tasks").paused


def test_what_this_program_does_not_know_is_not_shown(keeper):
    Schedule.objects.filter(name="old_tasks").update(task="ledgers.chores.old_tasks.gone")
    assert part(shown(keeper), "schedules").count("<tr") == len(timetable.chores)


def test_nobody_works(keeper, officer):
    enqueue(jobs.note, asked_by=officer)
    assert "好像没有程序" not in shown(keeper)
    DBTaskResult.objects.update(enqueued_at=now() - timezone.timedelta(minutes=5))
    assert "好像没有程序" in shown(keeper)
    claims.take("me")
    assert "好像没有程序" not in shown(keeper)


def test_a_long_queue_is_cut(keeper, officer):
    for _ in range(53):
        enqueue(jobs.note, asked_by=officer)
    html = part(shown(keeper), "waiting")
    assert html.count("<tr") == 51 and "后面还有3件" in html


def test_the_number_of_questions_does_not_grow(keeper, officer):
    asked = []
    for more in (1, 1, 20):  # the first time what stays for a moment is read too
        for _ in range(more):
            enqueue(jobs.titled, asked_by=officer)
        with CaptureQueriesContext(connection) as seen:
            keeper.get(HREF)
        asked.append(len(seen))
    assert asked[1] == asked[2] <= 30


@pytest.mark.parametrize(
    ("role", "place", "seen"),
    [
        ("administrator", "", True),
        ("county_office", "澜川县", True),
        ("county_office", "枫树坪镇", False),
        ("child_supervisor", "枫树坪镇", False),
        ("inspector", "澜川县", False),
    ],
)
def test_who_looks_after_the_house(role, place, seen, world):
    """The right stands in the role, the whole house or its root in the post."""
    user = world.users["other_village_officer"]
    Post.objects.filter(user=user).delete()
    Post.objects.create(user=user, role=role, place=world.places.get(place), since=people.SINCE)
    client = people.client(user.username)
    assert client.get(HREF).status_code == (200 if seen else 404)
    assert (f'href="{HREF}"' in client.get("/work/").content.decode()) is seen
    task = enqueue(jobs.note, asked_by=user)
    client.post(HREF, {"stop": task})
    assert Lease.objects.get(pk=task).open is not seen
