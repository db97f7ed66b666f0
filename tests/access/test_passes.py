"""One-time passes: looked at as often as one likes, spent once, ended with everything else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from people.access import end_all, passes
from people.models import AccessPass, User
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def token_of(made: passes.Pass) -> str:
    return made.url_path.strip("/").rpartition("/")[2]


def issued(user: User) -> str:
    return token_of(passes.issue(user, None))


def test_a_pass_is_an_address_of_128_bits_kept_as_a_digest(world: Any) -> None:
    officer, county = world.users["village_officer"], world.users["county_admin"]
    made = passes.issue(officer, county)
    row = AccessPass.objects.get()
    assert made.url_path == f"/in/{token_of(made)}/" and len(token_of(made)) == 22
    assert timedelta(days=13, hours=23) < made.until - timezone.now() <= timedelta(days=14)
    assert (row.user, row.by) == (officer, county)
    assert token_of(made) not in str(vars(row)) and len(row.digest) == 64


def test_a_pass_is_good_once(world: Any) -> None:
    token = issued(world.users["village_officer"])
    assert passes.holder(token) == passes.redeem(token) == world.users["village_officer"]
    assert passes.redeem(token) is None and passes.holder(token) is None


def test_a_new_pass_ends_the_earlier_one_of_that_person_only(world: Any) -> None:
    first, other = (issued(world.users[n]) for n in ("village_officer", "county_admin"))
    second = issued(world.users["village_officer"])
    assert passes.redeem(first) is None
    assert passes.redeem(second) and passes.redeem(other)


@pytest.mark.parametrize("why", ["late", "disabled", "ended", "garbled"])
def test_a_pass_that_is_good_no_more(world: Any, why: str) -> None:
    officer = world.users["village_officer"]
    token = issued(officer)
    if why == "late":
        AccessPass.objects.update(until=timezone.now())
    elif why == "disabled":
        User.objects.filter(pk=officer.pk).update(is_active=False)
    elif why == "ended":
        end_all(officer)
    else:
        token = token.swapcase()
    assert passes.holder(token) is None and passes.redeem(token) is None


def test_end_all_ends_sessions_and_passes_of_that_person_only(world: Any) -> None:
    officer, county = people.client("village_officer"), people.client("county_admin")
    token = issued(world.users["village_officer"])
    end_all(world.users["village_officer"])
    assert officer.get("/work/").status_code == 302 and passes.redeem(token) is None
    assert county.get("/work/").status_code == 200
    assert people.client("village_officer").get("/work/").status_code == 200


def test_the_page_asks_and_a_look_spends_nothing(world: Any) -> None:
    path = passes.issue(world.users["village_officer"], None).url_path
    for _ in range(3):
        looked = Client().get(path)
        assert looked.status_code == 200 and "您是何晨柏吗？" in looked.content.decode()
        assert "no-store" in looked["Cache-Control"]
    phone = Client()
    assert Client().head(path).status_code == 200
    assert phone.post(path).status_code == 302 and phone.get("/work/").status_code == 200
    again = Client()
    for answer in (again.get(path), again.post(path)):
        assert answer.status_code == 410 and "何晨柏" not in answer.content.decode()
    assert again.get("/work/").status_code == 302


def test_the_page_needs_its_own_token_of_the_form(world: Any) -> None:
    path = passes.issue(world.users["village_officer"], None).url_path
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    assert Client().get(path).status_code == 200
