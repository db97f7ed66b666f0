"""A small county that the tests of `people` share."""

from __future__ import annotations

from datetime import date

import pytest

from people.lookup import TreePlaces
from people.models import Body, Place, User
from people.tree import plant

LONG_AGO = date(2020, 1, 1)


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
