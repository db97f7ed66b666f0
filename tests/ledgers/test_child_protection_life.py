"""A dossier and its registrations from the first day to the last: who, from where, with which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledgers import errands
from ledgers.derived import values
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers import cases, registers
from tests.ledgers.registers import COUNTY, SUPERVISOR, act, kept, leaving, path, telling, verified
from tests.ledgers.tools import answers, child, codes, problems, row, send, user

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
VILLAGE, OTHER = "village_officer", "other_village_officer"


@pytest.fixture
def one(world):
    return registers.dossier(1)


@pytest.fixture
def registered(one):
    return registers.left_behind(one)


def column(record, name):
    return values(live(record.ledger), row(record))[name]


@pytest.mark.parametrize("ledger", ["children", "left_behind"])
def test_it_comes_back_is_mended_and_goes_on(officer, ledger):
    first = people.register(officer).records[ledger == "left_behind"]
    assert codes(act(SUPERVISOR, first, "return", reason="")) == {"action.reason-missing"}
    assert act(SUPERVISOR, first, "return", reason="住址没有写清楚").ok
    assert row(first).state == "RETURNED"
    assert errands.mine(officer, errands.RETURNED)
    assert codes(act(VILLAGE, first, "update")) == {"action.wrong-state"}
    assert act(VILLAGE, first, "resubmit").ok
    assert row(first).state == "SUBMITTED" and not errands.mine(officer, errands.RETURNED)
    verified(first)
    assert act(VILLAGE, first, "confirm").ok
    assert row(first).state == "VERIFIED"


@pytest.mark.parametrize(
    ("who", "action", "code"),
    [
        (SUPERVISOR, "verify", "action.wrong-state"),
        (VILLAGE, "void", "action.not-yours"),
        (COUNTY, "end", "action.not-yours"),
        (COUNTY, "return", "action.wrong-state"),
        (OTHER, "confirm", "record.unknown"),
        (SUPERVISOR, "void", None),
        (COUNTY, "void", None),
        (VILLAGE, "flag", None),
    ],
)
def test_who_may_do_what_with_a_dossier(one, who, action, code):
    result = act(who, one, action)
    assert codes(result) == ({code} if code else set())


def test_the_last_confirmation_is_a_column(one):
    assert act(VILLAGE, one, "confirm").ok
    assert str(column(one, "last_confirm")) == "2026-11-21"


def test_categories_come_from_the_registrations_in_force(one):
    assert column(one, "categories") == "OTH"
    registration = registers.left_behind(one)
    assert column(one, "categories") == "LBC"
    registers.in_difficulty(one)
    assert column(one, "categories") == "LBC DIF", "one dossier, two registrations"
    assert act(SUPERVISOR, registration, "void").ok
    assert column(one, "categories") == "DIF"


def test_only_one_registration_is_open(one, registered):
    again = Part("left_behind", people.registration(child=one.uid, fill_date="2026-11-21"))
    assert "record.open-already" in codes(send(user(VILLAGE), again))
    assert act(SUPERVISOR, registered, "end", reason="父母返乡").ok
    assert send(user(VILLAGE), again).ok, "later there may be another one"


def test_an_end_dates_itself(registered):
    assert act(SUPERVISOR, registered, "end", reason="父母返乡").ok
    assert answers(registered)["exit_date"] == "2026-11-21"
    assert answers(registered)["entry_date"] == "2026-11-20"


def test_a_dossier_ends_after_its_registrations(one, registered):
    result = act(SUPERVISOR, one, "end", reason="迁出本县")
    assert codes(result) == {"action.guard"} and "留守登记" in result.problems[0].text
    assert act(SUPERVISOR, registered, "end", reason="迁出本县").ok
    assert act(SUPERVISOR, one, "end", reason="迁出本县").ok
    assert row(one).state == "ENDED"


def test_registrations_move_with_the_dossier(one, registered):
    goal = path("柳坪村")
    moved = Part("children", {}, one.uid, "transfer", said={"place": goal})
    assert send(user(SUPERVISOR), moved).ok
    assert {row(one).place_path, row(registered).place_path} == {goal}


def test_two_dossiers_of_one_child_become_one(one, registered):
    nameless = {"household_reg": "N", "id_card": None}
    again = Part("children", child(1) | nameless)
    assert codes(send(user(VILLAGE), again)) == {"record.similar"}
    other = kept(send(user(VILLAGE), replace(again, reasons={"name": "还不能肯定"})))
    verified(other)
    seen = registers.visit(other)
    result = send(
        user(SUPERVISOR), Part("children", {}, one.uid, "merge", said={"record": other.uid})
    )
    assert result.ok, result.problems
    assert answers(kept(seen))["child"] == one.uid
    assert answers(registered)["child"] == one.uid


@pytest.mark.parametrize("reason", ["BACK", "MOVE", "DEAD", "DUP"])
def test_a_child_with_an_open_case_cannot_leave(one, registered, reason):
    more = {"back_date": "2026-11-10", "back_place": "家里"} if reason == "BACK" else {}
    more |= {"transfer_to": "示例省云澜市"} if reason == "MOVE" else {}
    before = kept(leaving(one, reason, lbc_record=registered.uid, **more))
    case = kept(cases.case(one))
    assert column(one, "open_cases") == 1
    passed = act(SUPERVISOR, before, "verify", t_review="PASS")
    assert codes(passed) == {"action.guard"} and "个案" in passed.problems[0].text
    later = leaving(one, reason, lbc_record=registered.uid, change_date="2026-11-19", **more)
    assert problems(later) == {("answer.constraint", "exit_reason")}
    moved = Part("children", {}, one.uid, "transfer", said={"place": path("柳坪村")})
    assert codes(send(user(SUPERVISOR), moved)) == {"action.guard"}
    assert act(COUNTY, case, "void", "查清了，是误会").ok
    assert act(SUPERVISOR, before, "verify", t_review="PASS").ok
    assert row(registered).state == "ENDED"


def test_news_of_a_child_with_an_open_case_can_be_told(one, registered):
    kept(cases.case(one))
    told = leaving(one, "INFO", lbc_record=registered.uid)
    assert not telling(told)
    assert act(SUPERVISOR, kept(told), "verify", t_review="PASS").ok
    assert row(registered).state == "VERIFIED"
