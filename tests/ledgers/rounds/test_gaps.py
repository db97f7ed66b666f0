"""On its days every place is told what a running round still lacks there, until nothing is missing."""

from __future__ import annotations

import datetime as dt

import pytest

from ledgers.notices.rounds import scheduled
from ledgers.notices.telling import opened
from tests.ledgers.notices.conftest import outbox, publish

__all__ = ["publish"]
pytestmark = [pytest.mark.django_db, pytest.mark.storage]
MONDAY = dt.date(2026, 11, 23)
TEXT = "((_village))在“((_round))”里还有((_missing))个柜子没有查到，其中((_unfinished))个要再去"


@pytest.fixture
def gap(club, winter, publish):
    """Every Monday to the keeper of the court."""
    return publish(
        "gap", ledger="locker_checks", on={"every": "week"}, to=["keeper@record"], text=TEXT
    )


def told(gap):
    return {row.user.username: opened(row)["text"] for row in outbox(notice=gap)}


def test_each_place_is_told_what_it_lacks(club, winter, gap):
    club.check("keeper", winter["season"], winter["01"], "OPENED")
    club.check("keeper", winter["season"], winter["02"], "NOBODY")
    club.check("other_keeper", winter["season"], winter["11"], "EMPTY")
    assert scheduled(MONDAY + dt.timedelta(days=1)) == 0
    assert scheduled(MONDAY) == 1 and scheduled(MONDAY) == 0
    assert told(gap) == {"keeper": "河湾村在“冬季”里还有3个柜子没有查到，其中1个要再去"}
    [row] = outbox(notice=gap)
    assert row.record_id is None and row.place_path == club.path("河湾村")


def test_nobody_is_told_of_what_is_done_ended_or_not_begun(club, winter, gap):
    for number in ("01", "02", "03", "04"):
        club.check("keeper", winter["season"], winter[number], "OPENED")
    club.season("明年", "2027-01-01", "2027-02-01")
    assert scheduled(MONDAY) == 1 and set(told(gap)) == {"other_keeper"}
    club.act("steward", "seasons", winter["season"], "close")
    assert scheduled(MONDAY + dt.timedelta(days=7)) == 0


def test_a_condition_asks_of_the_place(club, winter, publish):
    few = {
        "ledger": "locker_checks",
        "on": {"every": "week"},
        "to": ["keeper@record"],
        "text": TEXT,
    }
    key = publish("few", condition="${_missing} >= 2", **few)
    scheduled(MONDAY)
    assert set(told(key)) == {"keeper"}
