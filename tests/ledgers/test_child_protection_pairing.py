"""One of the village, one of the grid or a volunteer, one neighbour: who is missing, and until when."""

from __future__ import annotations

import pytest

from ledgers.derived import values
from ledgers.registry import live
from ledgers.submission import Part
from tests.ledgers import registers
from tests.ledgers.registers import SUPERVISOR, act, director, kept
from tests.ledgers.tools import answers, codes, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
VILLAGE = "village_officer"
NOBODY = {"$missing": "none"}


@pytest.fixture
def one(world):
    return registers.dossier(1)


def pair(of, **changes):
    said = {
        "child": of.uid,
        "cadre_name": "安柏",
        "cadre_phone": "10000001111",
        "second_role": "GRID",
        "second_name": "林川",
        "neighbor_name": "何禾",
        "neighbor_phone": "10000002222",
        "start_date": "2026-11-01",
        "duty": ["STUDY"],
        "freq": "WEEK",
    } | changes
    return send(director("河湾村"), Part("pairings", said))


@pytest.mark.parametrize(
    ("given", "count", "complete"),
    [
        ({}, "3", "yes"),
        ({"second_role": "VOL"}, "3", "yes"),
        ({"second_name": NOBODY}, "2", "no"),
        ({"cadre_name": NOBODY, "cadre_phone": None}, "2", "no"),
        ({"second_name": NOBODY, "neighbor_name": NOBODY, "neighbor_phone": None}, "1", "no"),
    ],
)
def test_three_people(one, given, count, complete):
    found = kept(pair(one, **given))
    assert (answers(found)["role_count"], answers(found)["complete"]) == (count, complete)
    assert values(live("children"), row(one))["pair_complete"] == complete


def test_only_one_pairing_is_open(one):
    first = kept(pair(one))
    assert "record.open-already" in codes(pair(one, start_date="2026-11-10"))
    ended = act(VILLAGE, first, "end", end_date="2026-11-15", end_reason="志愿者搬走了")
    assert ended.ok, ended.problems
    assert not values(live("children"), row(one))["pair_complete"]
    assert pair(one, start_date="2026-11-16").ok


def test_an_end_needs_its_day_and_reason(one):
    first = kept(pair(one))
    assert problems(act(VILLAGE, first, "end")) == {
        ("answer.required", "end_date"),
        ("answer.required", "end_reason"),
    }


@pytest.mark.parametrize(
    ("given", "question"), [({"second_role": "PARTY"}, "second_role"), ({"duty": []}, "duty")]
)
def test_what_a_pairing_needs(one, given, question):
    assert question in {name for _, name in problems(pair(one, **given))}


def test_help_is_logged_without_touching_the_rest(one):
    first = kept(pair(one))
    assert act(SUPERVISOR, first, "verify").ok
    line = {"r_date": "2026-11-10", "r_text": "辅导功课", "r_person": "林川"}
    logged = act(VILLAGE, first, "log", records=[line])
    assert logged.ok, logged.problems
    assert row(first).state == "CHECKED"
    assert str(values(live("pairings"), row(first))["last_log"]) == "2026-11-21"


def test_a_change_of_people_is_verified_again(one):
    first = kept(pair(one))
    assert act(SUPERVISOR, first, "verify").ok
    assert act(VILLAGE, first, "update", neighbor_name="罗谷").ok
    assert row(first).state == "ACTIVE"
