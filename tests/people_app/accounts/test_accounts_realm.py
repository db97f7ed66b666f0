"""Who looks after whom: by the right of a role and the place of a post, never beside or above."""

from __future__ import annotations

from typing import Any

import pytest

from people.accounts.ports import RoleRef, registry
from people.accounts.realm import realm_of, roles_at
from people.models import Body, Place, Post, User

from .conftest import account, office, post

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

WHOLLY, PARTLY, NOT = True, False, None


@pytest.mark.parametrize(
    ("by", "whom", "seen"),
    [
        ("township_supervisor", "village_officer", WHOLLY),
        ("township_supervisor", "teacher", WHOLLY),
        ("township_supervisor", "twice", PARTLY),
        ("township_supervisor", "township_supervisor", NOT),
        ("township_supervisor", "county_admin", NOT),
        ("township_supervisor", "boss", NOT),
        ("county_admin", "village_officer", WHOLLY),
        ("county_admin", "township_supervisor", WHOLLY),
        ("county_admin", "twice", WHOLLY),
        ("county_admin", "inspector", NOT),
        ("county_admin", "county_admin", NOT),
        ("county_admin", "boss", NOT),
        ("boss", "county_admin", WHOLLY),
        ("boss", "inspector", WHOLLY),
        ("boss", "boss", PARTLY),
        ("village_officer", "village_officer", NOT),
        ("village_officer", "other_village_officer", NOT),
        ("inspector", "village_officer", NOT),
        ("teacher", "village_officer", NOT),
    ],
)
def test_who_looks_after_whom(land: Any, by: str, whom: str, seen: bool | None) -> None:
    found = account(by, whom)
    assert (found.managed if found else None) is seen


def test_a_right_of_yesterday_is_none(land: Any) -> None:
    Post.objects.filter(user__username="township_supervisor").update(until="2026-01-01")
    assert not office("township_supervisor").realm
    User.objects.filter(username="county_admin").update(is_active=False)
    assert not office("county_admin").realm


def test_a_superuser_is_out_of_reach_of_all_but_the_whole_house(land: Any) -> None:
    User.objects.filter(username="village_officer").update(is_superuser=True)
    assert account("township_supervisor", "village_officer").managed is False
    assert account("boss", "village_officer").managed is True


def test_who_left_belongs_to_whom_they_belonged_to(land: Any) -> None:
    Post.objects.filter(user__username="village_officer").update(until="2026-01-01")
    assert account("township_supervisor", "village_officer").managed is True
    post("village_officer", "village_director", place="高田村")
    assert account("township_supervisor", "village_officer") is None


@pytest.mark.parametrize(
    ("by", "place", "given"),
    [
        ("township_supervisor", "河湾村", {"village_director"}),
        ("township_supervisor", "枫树坪镇", set()),
        ("township_supervisor", "高田村", set()),
        ("county_admin", "枫树坪镇", {"child_supervisor"}),
        ("county_admin", "澜川县", set()),
        ("boss", "澜川县", {"county_office", "inspector"}),
        ("village_officer", "河湾村", set()),
    ],
)
def test_what_may_be_given(land: Any, by: str, place: str, given: set[str]) -> None:
    found = roles_at(office(by).realm, Place.objects.get(name=place))
    assert {role.key for role in found} == given


def test_what_may_be_given_at_bodies_and_nowhere(land: Any) -> None:
    school = Body.objects.get(key="school1")
    assert [r.key for r in roles_at(office("township_supervisor").realm, school)] == [
        "school_officer"
    ]
    assert roles_at(office("county_admin").realm, None) == []
    nowhere = {role.key for role in roles_at(office("boss").realm, None)}
    assert "administrator" in nowhere and not nowhere & {"family", "system", "any_reporter"}


def test_places_whose_paths_only_look_alike_are_not_below(land: Any) -> None:
    realm = realm_of(User.objects.get(username="township_supervisor"))
    town = Place.objects.get(name="枫树坪镇")
    assert {p.name for p in Place.objects.filter(realm.of_places())} >= {"河湾村", "柳坪村"}
    assert town not in Place.objects.filter(realm.of_places())
    assert set(Post.objects.filter(realm.of_posts()).values_list("user__username", flat=True)) == {
        "village_officer",
        "other_village_officer",
        "twice",
        "teacher",
    }


@pytest.mark.parametrize(
    ("held_at", "level", "kinds", "nowhere"),
    [
        ("place:village", "village", (), False),
        ("body:SOCIAL,CARE", "", ("SOCIAL", "CARE"), False),
        ("body:COURT + shares", "", ("COURT",), False),
        ("shares", "", (), True),
        ("system", "", (), True),
        ("ledger:calls", "", (), True),
        ("none", "", (), False),
        ("engine", "", (), False),
    ],
)
def test_where_a_role_is_held(held_at: str, level: str, kinds: Any, nowhere: bool) -> None:
    role = RoleRef("r", "甲", held_at)
    assert (role.level, role.kinds, role.nowhere) == (level, kinds, nowhere)


def test_the_house_plugs_its_templates_in(land: Any) -> None:
    assert registry.roles()["village_director"].title and next(iter(registry.levels())) == "county"
