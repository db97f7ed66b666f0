"""Staying signed in over a long form: asked by POST, answered without a page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.chrome import ENDS
from tests import people

pytestmark = pytest.mark.django_db


def test_staying_begins_the_time_anew(world: object) -> None:
    client = people.client("village_officer")
    session = client.session
    session.set_expiry(600)
    session.save()
    answer = client.post(reverse("stay"))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert 500 < answer.json()["ends"] - timezone.now().timestamp() <= 600
    assert client.session[ENDS] == answer.json()["ends"]
    assert answer.cookies["sessionid"].value == session.session_key


def test_who_is_not_signed_in_is_told_so() -> None:
    assert Client().post(reverse("stay")).status_code == 401
    assert Client().get(reverse("stay")).status_code == 405


def test_pages_say_when_it_ends_and_whose_copies_are_whose(world: object) -> None:
    page = people.client("village_officer").get(reverse("work")).content.decode()
    other = people.client("township_supervisor").get(reverse("work")).content.decode()
    token = page.split('data-user="')[1][:16]
    assert len(token) == 16 and token not in other
    assert 'data-ends="' in page and "data-user" not in Client().get("/login/").content.decode()


def test_the_end_does_not_move_by_looking(world: object) -> None:
    client = people.client("village_officer")
    session = client.session
    session[ENDS] = 1_900_000_000
    session.save()
    for _ in range(2):
        assert 'data-ends="1900000000"' in client.get(reverse("work")).content.decode()
