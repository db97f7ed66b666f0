"""What is covered, what is missing: by court, by bank, upwards; a rate without a denominator is none."""

from __future__ import annotations

import datetime as dt

import pytest

from forms_catalog.packs import Folder
from ledgers.registry import live
from ledgers.rounds import added, by_child, by_place, grouped, setting_of, units_at
from tests.ledgers.rounds.conftest import PACK

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def tally(club, winter, place="澜川县"):
    info = club.round(winter["season"])
    found = added(by_place(club.setting(), info, club.path(place)).values())
    return found.total, found.covered, found.left_out, found.other, found.missing, found.rate


def test_the_pack_is_clean():
    assert Folder(PACK).check() == []


def test_a_ledger_without_coverage_has_no_setting(club):
    assert setting_of(live("lockers")) is None


def test_nothing_is_covered_at_first(club, winter):
    assert tally(club, winter) == (5, 0, 0, 0, 5, 0.0)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({"01": "OPENED"}, (5, 1, 0, 0, 4, 20.0)),
        ({"01": "OPENED", "02": "ASKED"}, (5, 2, 0, 0, 3, 40.0)),
        ({"01": "NOBODY", "02": "REFUSED"}, (5, 0, 0, 2, 5, 0.0)),
        ({"01": "EMPTY"}, (5, 0, 1, 0, 4, 0.0)),
        ({"01": "EMPTY", "02": "OPENED"}, (5, 1, 1, 0, 3, 25.0)),
    ],
)
def test_each_result_counts_as_the_template_says(club, winter, results, expected):
    for number, found in results.items():
        club.check("keeper", winter["season"], winter[number], found)
    assert tally(club, winter) == expected


def test_without_a_denominator_there_is_no_rate(club, winter):
    for number in ("01", "02", "03", "04"):
        club.check("keeper", winter["season"], winter[number], "EMPTY")
    assert tally(club, winter, "河湾村") == (4, 0, 4, 0, 0, None)
    assert tally(club, winter, "高田村") == (0, 0, 0, 0, 0, None)


def test_nearly_all_is_not_a_hundred():
    from ledgers.rounds import Tally

    assert Tally(total=9000, covered=8999).rate == 99.9
    assert not Tally(total=9000, covered=8999).done
    assert not Tally().done, "nothing to do is not done"
    assert Tally(total=2, left_out=2).done


def test_a_void_result_and_one_of_another_season_do_not_count(club, winter):
    autumn = club.season("秋季", "2026-07-01", "2026-09-25")
    club.check("keeper", autumn, winter["01"], "OPENED")
    kept = club.check("keeper", winter["season"], winter["02"], "OPENED")
    club.act("keeper", "locker_checks", kept, "void")
    assert tally(club, winter)[1] == 0


def test_a_unit_that_is_gone_counts_no_more(club, winter):
    club.check("keeper", winter["season"], winter["01"], "OPENED")
    club.act("keeper", "lockers", winter["01"], "close")
    assert tally(club, winter) == (4, 0, 0, 0, 4, 0.0)


def test_up_the_tree(club, winter):
    club.check("keeper", winter["season"], winter["01"], "OPENED")
    info = club.round(winter["season"])
    found = by_child(by_place(club.setting(), info, club.path("澜川县")), club.path("澜川县"))
    told = {path: (one.covered, one.due) for path, one in found.items()}
    assert told == {club.path("枫树坪镇"): (1, 5), club.path("青禾镇"): (0, 0)}
    town = club.path("枫树坪镇")
    found = by_child(by_place(club.setting(), info, town), town)
    assert {p: one.due for p, one in found.items()} == {
        club.path("河湾村"): 4,
        club.path("柳坪村"): 1,
    }


def test_by_name_in_their_groups(club, winter):
    for number, found in {"01": "OPENED", "02": "NOBODY", "04": "ASKED"}.items():
        club.check("keeper", winter["season"], winter[number], found)
    keeper, info, place = club.user("keeper"), club.round(winter["season"]), club.path("河湾村")
    units = units_at(keeper, club.setting(), info, place)
    groups = grouped(keeper, club.setting(), units, place)
    told = [
        (g.title, [(u.title, u.kept.words if u.kept else "", u.missing) for u in g.units])
        for g in groups
    ]
    assert told == [
        ("乙排", []),
        (
            "甲排",
            [("02号柜", "没有人在", True), ("03号柜", "", True), ("01号柜", "打开看过", False)],
        ),
        ("", [("04号柜", "问过使用人", False)]),
    ]
    assert [group.tally.rate for group in groups] == [None, pytest.approx(33.3), 100.0]
    assert [group.tally.done for group in groups] == [False, False, True]


def test_places_are_units_too(club):
    season = club.season("场地", "2026-10-01", "2026-12-25", "枫树坪镇")
    answers = {"season": season, "court": club.path("河湾村"), "fit": "GOOD"}
    club.send("keeper", "court_checks", **answers)
    setting, info = club.setting("court_checks"), club.round(season, "court_checks")
    town = club.path("枫树坪镇")
    found = by_place(setting, info, town)
    assert {p: (t.covered, t.due) for p, t in found.items()} == {
        club.path("河湾村"): (1, 1),
        club.path("柳坪村"): (0, 1),
    }
    units = units_at(club.user("steward"), setting, info, town)
    assert [(u.title, u.missing) for u in units] == [("河湾村", False), ("柳坪村", True)]
    club.send("keeper", "court_checks", **answers | {"fit": "BAD"})
    assert by_place(setting, info, town)[club.path("河湾村")].other == 1, "the newest stands"


def test_the_number_of_queries_does_not_grow(club, winter, django_assert_max_num_queries):
    info, setting, place = club.round(winter["season"]), club.setting(), club.path("枫树坪镇")
    for number in ("01", "02", "03"):
        club.check("keeper", winter["season"], winter[number], "OPENED")
    by_place(setting, info, place)
    with django_assert_max_num_queries(4):
        by_place(setting, info, place)


def test_the_day_of_today_is_inside(club, winter):
    assert club.round(winter["season"]).ends == dt.date(2026, 12, 25)
