"""What is different from the season before: lockers that are new, gone, found otherwise."""

from __future__ import annotations

import datetime as dt

import pytest

from ledgers.rounds import compared
from ledgers.rounds.comparing import CHANGED, GONE, NEW
from ledgers.rounds.counting import plain
from ledgers.sight import eyes
from tests.ledgers.rounds.conftest import age

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def difference(club, winter, last, place="澜川县"):
    user, setting = club.user("steward"), club.setting()
    sight = eyes(user, setting.ledger, club.path(place))
    info, then = club.round(winter["season"]), club.round(last)
    return compared(setting, info, then, club.path(place), sight)


@pytest.fixture
def autumn(club, winter):
    """Three lockers were there and checked; 04 was made after the season had ended."""
    season = club.season("秋季", "2026-07-01", "2026-09-25")
    for number in ("01", "02", "03", "11"):
        age(winter[number], dt.date(2026, 1, 1))
    club.check("keeper", season, winter["01"], "OPENED", rust="no", things=2, seen_on="2026-08-01")
    club.check("keeper", season, winter["02"], "NOBODY", rust="no")
    club.check("keeper", season, winter["03"], "OPENED")
    return season


def test_new_gone_changed(club, winter, autumn):
    here = winter["season"]
    club.check("keeper", here, winter["01"], "OPENED", rust="yes", things=2, seen_on="2026-11-01")
    club.check("keeper", here, winter["02"], "NOBODY", rust="no")
    club.act("keeper", "lockers", winter["03"], "close")
    found = {one.unit: one for one in difference(club, winter, autumn).units}
    key = {number: plain(winter[number]) for number in ("01", "02", "03", "04", "11")}
    assert {unit: one.kind for unit, one in found.items()} == {
        key["01"]: CHANGED,
        key["03"]: GONE,
        key["04"]: NEW,
    }
    assert found[key["01"]].columns == (("生锈", "否", "是"),)


def test_what_was_left_out_is_not_gone(club, winter, autumn):
    club.check("other_keeper", autumn, winter["11"], "EMPTY")
    club.act("other_keeper", "lockers", winter["11"], "close")
    assert difference(club, winter, autumn, "柳坪村").units == []


def test_counts_by_place(club, winter, autumn):
    found = difference(club, winter, autumn)
    assert found.by_child(club.path("枫树坪镇")) == {club.path("河湾村"): {NEW: 1}}
    assert (found.count(NEW), found.count(GONE)) == (1, 0)
