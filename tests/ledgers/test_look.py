"""What a form asks of another record while it is filled: declared columns, in sight, nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ledgers.registry import live
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
NOWHERE = "019a0000-0000-7000-8000-000000000000"


@pytest.fixture
def kept(officer):
    return people.register(officer).records[0]


def address() -> str:
    return reverse("look", args=[live("risk_assessments").form_edition])


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("village_officer", True),
        ("other_village_officer", False),
        ("township_supervisor", True),
        ("county_admin", True),
    ],
)
def test_who_sees_it(world, kept, name, seen):
    said = people.client(name).get(address(), {"link": "child", "uid": kept.uid})
    assert said.status_code == 200 and "no-store" in said["Cache-Control"]
    told = said.json()
    assert ("birth_date" in told) is seen
    assert not {"name", "id_card", "mother_phone"} & told.keys()


def test_a_citizen_is_asked_to_sign_in(world, kept):
    said = people.client("citizen").get(address(), {"link": "child", "uid": kept.uid})
    assert said.status_code == 302


@pytest.mark.parametrize("asked", [{}, {"link": "psy_band", "uid": NOWHERE}, {"link": "nothing"}])
def test_only_what_the_form_looks_up(world, asked):
    assert people.client("village_officer").get(address(), asked).status_code == 404


def test_nobody_s_uid_says_nothing(world):
    for uid in (NOWHERE, "x", ""):
        said = people.client("village_officer").get(address(), {"link": "child", "uid": uid})
        assert said.json() == {}
