"""The prepared world, with a second holder here and there, and its superiors' offices."""

from __future__ import annotations

from typing import Any

import pytest

from people.accounts.office import Office
from people.models import Body, Place, Post, User
from tests import people


@pytest.fixture(autouse=True)
def _own_land() -> None:
    """The land of all tests stays: roles and places are those of the pack."""


@pytest.fixture
def land(world: Any) -> Any:
    """A person of two townships, a school's officer, an administrator, a second of the county."""
    post("twice", "village_director", place="柳坪村")
    post("twice", "village_director", place="高田村")
    post("teacher", "school_officer", body="school1")
    post("boss", "administrator")
    post("inspector", "inspector", place="澜川县")
    return people.world()


def post(username: str, role: str, place: str = "", body: str = "", **days: Any) -> Post:
    user, _ = User.objects.get_or_create(
        username=username, defaults={"name": username.title(), "password": "!"}
    )
    return Post.objects.create(
        user=user,
        role=role,
        place=Place.objects.get(name=place) if place else None,
        body=Body.objects.get(key=body) if body else None,
        since=days.pop("since", people.SINCE),
        **days,
    )


def office(username: str) -> Office:
    return Office(User.objects.get(username=username))


def account(by: str, username: str) -> Any:
    return office(by).named(username)
