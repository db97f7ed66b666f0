"""A small county that the tests of `people` share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from people.lookup import TreePlaces
from people.models import AccountEvent, Body, Place, PlaceName, Post, User
from people.tree import plant
from tests import people

LONG_AGO = date(2020, 1, 1)


def empty_land() -> None:
    """Takes the prepared world away: these tests plant their own."""
    for model in (AccountEvent, Post, Body, PlaceName, Place, User):
        model._base_manager.all()._raw_delete("default")


@pytest.fixture(autouse=True)
def _own_land(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        empty_land()


@pytest.fixture
def real_commits(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """No transaction around the test; the prepared world stands again after it."""
    with django_db_blocker.unblock():
        empty_land()
        try:
            yield
        finally:
            empty_land()
            people.build_land()
            connection.close()


@pytest.fixture
def county(db: None) -> Place:
    return plant(None, "county", "澜川县", "990121", LONG_AGO)


@pytest.fixture
def town(county: Place) -> Place:
    return plant(county, "township", "枫树坪镇", "990121104", LONG_AGO, "1")


@pytest.fixture
def village(town: Place) -> Place:
    return plant(town, "village", "河湾村", "990121104200", LONG_AGO)


@pytest.fixture
def school(town: Place) -> Body:
    return Body.objects.create(kind="SCHOOL", name="枫树坪镇中心小学", place=town)


@pytest.fixture
def officer(db: None) -> User:
    user = User.objects.enrol("anbo", "安柏", "10000000001")
    user.set_password("河湾村2026")
    user.save()
    return user


@pytest.fixture
def places() -> TreePlaces:
    return TreePlaces()


@pytest.fixture(autouse=True)
def cheap_passwords(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
