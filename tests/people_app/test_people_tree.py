"""The tree in the database: growing, renaming, merging, and what never happens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from forms_catalog.problems import Refused
from people.fields import PathField
from people.models import Body, Place, PlaceName
from people.models.stamp import Kept, current_stamp
from people.tree import merge, plant, range_of, rename

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def test_plants_take_the_next_segment(county: Place, town: Place) -> None:
    first = plant(town, "village", "甲村")
    second = plant(town, "village", "乙村")
    assert (county.path, town.path) == ("0001", "00010001")
    assert (first.path, second.path) == ("000100010001", "000100010002")
    assert plant(None, "county", "邻县").path == "0002"


def test_segments_sort_alike_on_every_database(county: Place) -> None:
    numbers = [1, 9, 10, 35, 36, 36 * 36]
    for number in numbers:
        path = county.path + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[0]
        Place(path=f"{county.path}{_base36(number)}", parent=county, level="t", name=path).save()
    found = list(
        Place.objects.filter(parent=county).order_by("path").values_list("path", flat=True)
    )
    assert found == sorted(found)
    assert [int(path[4:], 36) for path in found] == numbers
    assert Place.objects.filter(parent=county).aggregate(m=Max("path"))["m"] == found[-1]


def _base36(number: int) -> str:
    from people.paths import segment

    return segment(number)


def test_range_finds_the_place_and_all_below(county: Place, town: Place, village: Place) -> None:
    plant(county, "township", "青禾镇")
    start, end = range_of(town.path)
    assert list(Place.objects.filter(path__gte=start, path__lt=end)) == [town, village]


def test_the_path_column_compares_bytes(county: Place) -> None:
    """SQLite does by itself; PostgreSQL is told to by collation C."""
    assert PathField().db_parameters(connection).get("collation") == (
        "C" if connection.vendor == "postgresql" else None
    )


@pytest.mark.parametrize("how", ["row", "rows", "body", "name"])
def test_nothing_is_deleted(village: Place, school: Body, how: str) -> None:
    deletes = {
        "row": village.delete,
        "rows": Place.objects.filter(pk=village.pk).delete,
        "body": school.delete,
        "name": PlaceName.objects.all().delete,
    }
    with pytest.raises(Kept):
        deletes[how]()


def test_the_path_is_written_once(village: Place) -> None:
    loaded = Place.objects.get(pk=village.pk)
    for place in (village, loaded):
        place.path = "0009"
        with pytest.raises(Kept):
            place.save()
    with pytest.raises(Kept):
        Place.objects.filter(pk=village.pk).update(path="0009")
    with pytest.raises(Kept):
        Place.objects.bulk_update([loaded], ["path"])


def test_rename_keeps_the_past(village: Place) -> None:
    day = date(2026, 3, 1)
    assert rename(village, "河湾社区", "990121104001", day, "0") is True
    village.refresh_from_db()
    assert (village.name, village.code, village.kind) == ("河湾社区", "990121104001", "0")
    spans = list(village.names.values_list("name", "since", "until"))
    assert spans == [("河湾村", date(2020, 1, 1), day), ("河湾社区", day, None)]


def test_rename_to_the_same_changes_nothing(village: Place) -> None:
    assert rename(village, village.name, village.code) is False
    assert village.names.count() == 1


def test_rename_twice_on_one_day_corrects(village: Place) -> None:
    rename(village, "错村", village.code)
    rename(village, "对村", village.code)
    assert list(village.names.values_list("name", flat=True)) == ["河湾村", "对村"]


@pytest.mark.parametrize(
    ("since", "code"),
    [(date(2019, 1, 1), "place.before"), (date.today() + timedelta(days=9), "place.future")],
)
def test_rename_refuses_impossible_days(village: Place, since: date, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rename(village, "新村", village.code, since)
    assert code_of(refused) == code
    village.refresh_from_db()
    assert village.name == "河湾村"


def test_a_code_belongs_to_one_living_place(town: Place, village: Place) -> None:
    with pytest.raises(Refused) as refused:
        plant(town, "village", "假村", village.code)
    assert code_of(refused) == "place.code-taken"


def test_merge_ends_one_and_names_its_successor(town: Place, village: Place) -> None:
    into = plant(town, "village", "青山村")
    merge(village, into, date(2026, 1, 1))
    village.refresh_from_db()
    assert (village.ended_on, village.successor) == (date(2026, 1, 1), into)
    assert plant(town, "village", "新村", village.code).path == "000100010003"


def test_merge_refusals(county: Place, town: Place, village: Place) -> None:
    other = plant(county, "township", "青禾镇")
    ended, into = plant(town, "village", "旧村"), plant(town, "village", "新村")
    merge(ended, into, timezone.localdate())
    table: list[tuple[Place, Place, str]] = [
        (village, village, "place.no-match"),
        (village, town, "place.no-match"),
        (town, other, "place.has-parts"),
        (ended, village, "place.ended"),
        (village, ended, "place.ended"),
    ]
    for place, target, code in table:
        with pytest.raises(Refused) as refused:
            merge(place, target, timezone.localdate())
        assert code_of(refused) == code
    with pytest.raises(Refused):
        plant(ended, "group", "一组")


def test_no_seventh_level(county: Place) -> None:
    place = county
    for depth in range(2, 7):
        place = plant(place, f"level{depth}", f"第{depth}级")
    with pytest.raises(Refused) as refused:
        plant(place, "level7", "第7级")
    assert code_of(refused) == "place.deep"


def _bulk(town: Place) -> Any:
    return Place.objects.bulk_create(
        [Place(path=f"{town.path}0ZZZ", parent=town, level="village", name="丁村")]
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda town: plant(town, "village", "丙村"),
        lambda town: Place.objects.filter(pk=town.pk).update(ended_on=None),
        lambda town: Body.objects.create(kind="K", name="站", place=town),
        _bulk,
    ],
)
def test_every_change_is_stamped(town: Place, change: Any) -> None:
    before = current_stamp()
    change(town)
    assert current_stamp() != before
