"""The Places port: what it finds, in how few queries, and that it is never long out of date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from forms_catalog.ports import ports
from people.lookup import TreePlaces
from people.models import Body, Place
from people.tree import merge, plant

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def names(refs: Any) -> list[str]:
    return [ref.name for ref in refs]


def test_it_is_plugged_in() -> None:
    assert isinstance(ports.places, TreePlaces)


def test_place(places: TreePlaces, county: Place, village: Place) -> None:
    ref = places.place(village.path)
    assert ref is not None
    assert (ref.name, ref.level, ref.code) == ("河湾村", "village", "990121104200")
    assert ref.full_name == "枫树坪镇 河湾村"
    root = places.place(county.path)
    assert root is not None and root.full_name == "澜川县"
    assert places.place("ZZZZ") is None


@pytest.mark.parametrize(
    "text",
    [
        "河湾村",
        "枫树坪镇 河湾村",
        "枫树坪镇河湾村",
        "澜川县枫树坪镇河湾村",
        "990121104200",
        "９９０１２１１０４２００",
        " 河 湾 村 ",
    ],
)
def test_named(places: TreePlaces, town: Place, village: Place, text: str) -> None:
    assert [ref.path for ref in places.named(text)] == [village.path]
    assert [ref.path for ref in places.named(text, under=town.path)] == [village.path]
    assert [ref.path for ref in places.named(text, under=village.path)] == [village.path]
    assert places.named(text, under="0002") == ()


@pytest.mark.parametrize("code", ["990121104", "990121104000"])
def test_an_upper_code_may_carry_zeros(places: TreePlaces, town: Place, code: str) -> None:
    assert names(places.named(code)) == ["枫树坪镇"]


def test_two_villages_of_one_name(places: TreePlaces, county: Place, village: Place) -> None:
    other = plant(county, "township", "青禾镇")
    plant(other, "village", "河湾村")
    assert len(places.named("河湾村")) == 2
    assert names(places.named("河湾村", under=other.path)) == ["河湾村"]
    assert len(places.named("青禾镇 河湾村")) == 1
    assert places.named("") == () == places.named("没有这个村")


def test_children_and_ancestors(
    places: TreePlaces, county: Place, town: Place, village: Place
) -> None:
    assert names(places.children("")) == ["澜川县"]
    assert names(places.children(town.path)) == ["河湾村"]
    assert places.children(village.path) == ()
    assert names(places.ancestors(village.path)) == ["澜川县", "枫树坪镇", "河湾村"]
    assert places.ancestors("0009") == ()


def test_merged_places_are_known_but_not_offered(
    places: TreePlaces, town: Place, village: Place
) -> None:
    into = plant(town, "village", "青山村")
    merge(village, into, date(2026, 1, 1))
    assert names(places.children(town.path)) == ["青山村"]
    assert places.named("河湾村") == ()
    known = places.place(village.path)
    assert known is not None and known.full_name == "枫树坪镇 河湾村"


def test_bodies(places: TreePlaces, town: Place, village: Place, school: Body) -> None:
    station = Body.objects.create(kind="POLICE", name="派出所", place=village)
    old = Body.objects.create(kind="SCHOOL", name="村小", place=village, ended_on=date(2021, 1, 1))
    assert names(places.bodies(["SCHOOL"])) == [school.name]
    assert set(names(places.bodies([]))) == {school.name, station.name}
    assert names(places.bodies([], under=village.path)) == ["派出所"]
    assert places.bodies(["SCHOOL"], under=village.path) == ()
    known = places.body(old.key)
    assert known is not None and (known.name, known.kind) == ("村小", "SCHOOL")
    assert places.body("x") is None


def test_a_hot_page_costs_no_query(
    places: TreePlaces, village: Place, django_assert_num_queries: Any
) -> None:
    places.place(village.path)
    with django_assert_num_queries(0):
        for _ in range(200):
            places.place(village.path)
            places.named("河湾村")


def test_filling_the_cache_takes_two_queries(
    places: TreePlaces, village: Place, school: Body, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        places.place(village.path)


def test_own_changes_are_seen_at_once_and_rolled_back_ones_are_not(
    places: TreePlaces, town: Place
) -> None:
    assert places.named("新村") == ()
    with pytest.raises(RuntimeError), transaction.atomic():
        plant(town, "village", "新村")
        assert names(places.named("新村")) == ["新村"]
        raise RuntimeError
    assert places.named("新村") == ()
    plant(town, "village", "新村")
    assert names(places.named("新村")) == ["新村"]
