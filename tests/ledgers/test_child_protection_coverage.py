"""Denominators first: groups and households, then a result a household; no denominator shows a dash."""

from __future__ import annotations

import datetime as dt

import pytest

from ledgers.derived import values
from ledgers.models import Message
from ledgers.notices.rounds import scheduled
from ledgers.notices.telling import opened
from ledgers.registry import live
from ledgers.rounds import added, by_place, grouped, round_of, setting_of, units_at
from tests import people
from tests.ledgers import registers
from tests.ledgers.registers import COUNTY, SUPERVISOR, act, kept, path, survey, user
from tests.ledgers.tools import codes, problems, row

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
VILLAGE = "village_officer"


@pytest.fixture
def homes(world):
    """Four households in one group, none in another one."""
    within, _ = registers.group("01"), registers.group("02")
    return [registers.household(f"{n:03d}", within) for n in (1, 2, 3, 4)]


def setting():
    found = setting_of(live("coverage_surveys"))
    assert found
    return found


def tally(during, place="澜川县"):
    return added(by_place(setting(), round_of(setting(), during.uid), path(place)).values())


@pytest.mark.parametrize(
    ("results", "covered", "due", "rate"),
    [
        ([], 0, 4, 0.0),
        (["DONE"], 1, 4, 25.0),
        (["PHONE"], 1, 4, 25.0),
        (["NA"], 1, 4, 25.0),
        (["ABSENT"], 0, 4, 0.0),
        (["REFUSE"], 0, 4, 0.0),
        (["EMPTY"], 0, 3, 0.0),
        (["DONE", "PHONE", "NA", "EMPTY"], 3, 3, 100.0),
        (["DONE", "PHONE", "NA", "ABSENT"], 3, 4, 75.0),
        (["DONE", "PHONE", "NA"], 3, 4, 75.0),
        (["EMPTY", "EMPTY", "EMPTY", "EMPTY"], 0, 0, None),
    ],
)
def test_which_results_count(homes, results, covered, due, rate):
    during = registers.round_of()
    for home, result in zip(homes, results, strict=False):
        assert kept(survey(during, home, result))
    found = tally(during)
    assert (found.covered, found.due, found.rate) == (covered, due, rate)


def gaps():
    return Message.objects.unscoped("test").filter(notice="coverage_gap", channel="inbox")


def told():
    return {opened(row)["text"] for row in gaps()}


def test_every_monday_a_village_is_told_what_is_missing(homes):
    during = registers.round_of()
    kept(survey(during, homes[0], "DONE"))
    scheduled(dt.date(2026, 11, 16))
    assert told() == {"河湾村在“2026年第4季度”里还有3户没有排查到。"}
    for home, result in zip(homes[1:], ("ABSENT", "EMPTY"), strict=False):
        kept(survey(during, home, result))
    scheduled(dt.date(2026, 11, 23))
    assert told() == {
        "河湾村在“2026年第4季度”里还有3户没有排查到。",
        "河湾村在“2026年第4季度”里还有2户没有排查到，其中1户去过了还要再去。",
    }
    assert {row.user.username for row in gaps()} == {VILLAGE, SUPERVISOR}


def test_where_no_household_is_registered_there_is_no_rate(world):
    during = registers.round_of()
    assert tally(during).rate is None
    page = people.client(COUNTY).get(f"/ledgers/coverage_surveys/rounds/{during.uid}/")
    if page.status_code == 200:
        assert ">—" in page.text and ">100%" not in page.text


def test_a_group_is_covered_when_all_its_households_are(homes):
    during = registers.round_of()
    for home in homes[:3]:
        kept(survey(during, home, "DONE"))
    told, info = setting(), round_of(setting(), during.uid)
    units = units_at(user(VILLAGE), told, info, path("河湾村"))
    groups = grouped(user(VILLAGE), told, units, path("河湾村"))
    assert [group.tally.done for group in groups if group.tally.total] == [False]
    assert [unit.missing for unit in units].count(True) == 1
    kept(survey(during, homes[3], "NA"))
    assert tally(during).done


def test_a_household_has_one_result_a_round(homes):
    during = registers.round_of()
    first = kept(survey(during, homes[0], "ABSENT"))
    assert codes(survey(during, homes[0], "DONE")) == {"record.duplicate"}
    mended = act(VILLAGE, first, "update", result="DONE", pop="5", minor_list=[registers.minor()])
    assert mended.ok, mended.problems
    assert tally(during).covered == 1


def test_a_closed_household_is_not_asked_for(homes):
    during = registers.round_of()
    assert act(VILLAGE, homes[0], "close", closed_reason="户口迁走").ok
    assert tally(during).due == 3


@pytest.mark.parametrize(
    ("result", "given", "question"),
    [
        ("DONE", {"minor_list": []}, "minor_list"),
        ("NA", {"pop": None}, "pop"),
        ("REFUSE", {"refuse_note": None}, "refuse_note"),
        ("ABSENT", {"recheck": None}, "recheck"),
    ],
)
def test_what_a_result_needs(homes, result, given, question):
    found = survey(registers.round_of(), homes[0], result, **given)
    assert ("answer.required", question) in problems(found)


def test_more_minors_than_people_are_doubted(homes):
    two = [registers.minor(), registers.minor(mn_name="罗雨")]
    found = survey(registers.round_of(), homes[0], "DONE", pop="1", minor_list=two)
    assert codes(found) == {"rule.broken"}


def test_the_register_knows_what_was_found_and_who_is_in_it(homes):
    child = registers.dossier(1, household=homes[0].uid)
    registers.left_behind(child)
    kept(survey(registers.round_of(), homes[0], "DONE"))
    told = values(live("households"), row(homes[0]))
    assert (told["child_count"], told["lbc_count"], told["dif_count"]) == (1, 1, 0)
    assert told["last_result"] == "DONE" and str(told["last_survey"]) == "2026-11-20"
    closed = act(VILLAGE, homes[0], "close", closed_reason="户口迁走")
    assert codes(closed) == {"action.guard"}


def test_the_supervisor_looks_again(homes):
    found = kept(survey(registers.round_of(), homes[0], "DONE"))
    assert act(SUPERVISOR, found, "verify", t_check="SAME").ok
