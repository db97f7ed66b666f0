"""Which rounds ask something of a place, which one is open there, which one was before."""

from __future__ import annotations

import pytest

from ledgers.registry import live
from ledgers.rounds import before, open_round, preset, round_of, rounds_of

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def seasons(club):
    return {
        "old": club.season("夏季", "2026-04-01", "2026-06-25"),
        "town": club.season("镇里补查", "2026-11-01", "2026-11-30", "青禾镇"),
        "last": club.season("秋季", "2026-07-01", "2026-09-25"),
        "now": club.season("冬季", "2026-10-01", "2026-12-25"),
        "later": club.season("春季", "2027-01-01", "2027-03-25"),
    }


def open_at(club, place):
    found = open_round(live("locker_checks"), club.path(place))
    return found.title if found else ""


def test_every_round_that_speaks_of_a_place(club, seasons):
    def titles(*names):
        paths = [club.path(name) for name in names]
        return [info.title for info in rounds_of(club.setting(), paths)]

    assert titles("河湾村") == ["春季", "冬季", "秋季", "夏季"]
    assert titles("高田村") == ["春季", "冬季", "镇里补查", "秋季", "夏季"]
    assert titles("澜川县") == titles("高田村")
    assert titles() == []


def test_the_open_one_has_begun_and_not_ended(club, seasons):
    assert open_at(club, "河湾村") == "冬季"
    club.act("steward", "seasons", seasons["now"], "close")
    assert open_at(club, "河湾村") == "秋季", "late, and nobody has ended it"
    for name in ("last", "old"):
        club.act("steward", "seasons", seasons[name], "close")
    assert open_at(club, "河湾村") == ""


def test_a_result_begins_with_the_open_round(club, seasons):
    place = club.path("河湾村")
    assert preset(live("locker_checks"), place) == {"season": seasons["now"]}
    assert preset(live("lockers"), place) == {} == preset(live("locker_checks"), "")


@pytest.mark.parametrize(
    ("name", "expected"), [("now", "秋季"), ("last", "夏季"), ("old", ""), ("town", "秋季")]
)
def test_the_round_before(club, seasons, name, expected):
    found = before(club.setting(), club.round(seasons[name]))
    assert (found.title if found else "") == expected


@pytest.mark.parametrize("uid", ["", "nothing", "019a0000-0000-7000-8000-000000000000"])
def test_no_such_round(club, seasons, uid):
    assert round_of(club.setting(), uid) is None


def test_a_record_of_another_ledger_is_no_round(club, winter):
    assert round_of(club.setting(), winter["01"]) is None


def test_what_of_its_area_lies_in_some_places(club, seasons):
    town, county = club.round(seasons["town"]), club.round(seasons["now"])
    assert town.meets([club.path("澜川县")]) == (club.path("青禾镇"),)
    assert town.meets([club.path("高田村")]) == (club.path("高田村"),)
    assert town.meets([club.path("河湾村")]) == ()
    assert county.meets([club.path("河湾村"), club.path("高田村")]) == tuple(
        sorted([club.path("河湾村"), club.path("高田村")])
    )
