"""One person, one dossier; end = start + new - left, each with its reason, before a quarter is closed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from ledgers.periods import balance, closing
from ledgers.periods.reckoning import summed
from ledgers.periods.spans import span_named
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers import registers
from tests.ledgers.registers import SUPERVISOR, act, kept, leaving, path
from tests.ledgers.tools import answers, codes, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
VILLAGE = "village_officer"


@pytest.fixture
def books(world, monkeypatch):
    """The figures of the county in the quarter that runs."""
    now = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)

    def told(ledger="left_behind"):
        span = span_named("quarter", "2026Q4")
        assert span
        found = closing.reckoning(live(ledger), span, now + dt.timedelta(seconds=1)).books()
        assert balance.broken(live(ledger), found.figures) == [] and found.odd == []
        return summed(found.figures).get(path("澜川县"), [0, 0, 0, 0])

    return told


def left(child, registration, reason, **more):
    told = kept(leaving(child, reason, lbc_record=registration.uid, **more))
    assert act(SUPERVISOR, told, "verify", t_review="PASS").ok
    return told


def test_the_books_of_a_quarter(books):
    children = [registers.dossier(number) for number in (1, 2, 3)]
    found = [registers.left_behind(child) for child in children]
    assert books() == [0, 3, 0, 3]
    left(children[0], found[0], "BACK", back_date="2026-11-10", back_place="家里")
    assert books() == [0, 3, 1, 2]
    left(children[1], found[1], "MOVE", transfer_to="示例省云澜市")
    assert books() == [0, 3, 2, 1]
    assert books("children") == [0, 3, 0, 3], "the dossier stays"


def test_what_is_not_verified_is_in_no_book(books):
    child = registers.dossier(1)
    kept(
        send(
            registers.director("河湾村"), Part("left_behind", people.registration(child=child.uid))
        )
    )
    assert books() == [0, 0, 0, 0]


def test_moving_balances_in_every_village(books):
    child = registers.dossier(1)
    registers.left_behind(child)
    goal = path("柳坪村")
    moved = Part("children", {}, child.uid, "transfer", said={"place": goal})
    assert send(registers.user(SUPERVISOR), moved).ok
    assert books() in ([0, 2, 1, 1], [0, 1, 0, 1])


@pytest.mark.parametrize(
    ("reason", "ends"), [("NEW", False), ("INFO", False), ("DEAD", True), ("DUP", True)]
)
def test_what_a_reason_ends(books, reason, ends):
    child = registers.dossier(1)
    registration = registers.left_behind(child)
    told = left(child, registration, reason)
    assert row(told).state == "DONE"
    assert (row(registration).state == "ENDED") is ends
    assert (answers(registration).get("exit_date") == "2026-11-18") is ends
    assert answers(told)["quarter"] == "2026Q4"


def test_what_is_not_passed_goes_back(books):
    child = registers.dossier(1)
    registration = registers.left_behind(child)
    told = kept(leaving(child, "DUP", lbc_record=registration.uid))
    assert codes(act(SUPERVISOR, told, "verify", t_review="RETURN")) == {"action.guard"}
    assert act(SUPERVISOR, told, "return", reason="不是重复的").ok
    assert row(registration).state == "VERIFIED"


def test_both_registrations_can_end_at_once(books):
    child = registers.dossier(1)
    registration, poor = registers.left_behind(child), registers.in_difficulty(child)
    told = kept(leaving(child, "DEAD", lbc_record=registration.uid, dif_record=poor.uid))
    assert act(SUPERVISOR, told, "verify", t_review="PASS").ok
    assert {row(registration).state, row(poor).state} == {"ENDED"}
    assert answers(poor)["exit_date"] == "2026-11-18"


def test_the_registration_is_that_of_the_child(books):
    one, other = registers.dossier(1), registers.dossier(2)
    registration = registers.left_behind(other)
    found = leaving(one, "DUP", lbc_record=registration.uid)
    assert problems(found) == {("answer.constraint", "lbc_record")}


@pytest.mark.parametrize(
    ("reason", "question"),
    [("BACK", "back_date"), ("MOVE", "transfer_to"), ("FOLLOW", "transfer_to")],
)
def test_a_reason_asks_for_more(books, reason, question):
    child = registers.dossier(1)
    registration = registers.left_behind(child)
    found = leaving(child, reason, lbc_record=registration.uid)
    assert ("answer.required", question) in problems(found)


def test_a_registration_that_waits_cannot_end(books):
    child = registers.dossier(1)
    sent = Part("left_behind", people.registration(child=child.uid))
    waiting = kept(send(registers.director("河湾村"), sent))
    told = kept(leaving(child, "DUP", lbc_record=waiting.uid))
    assert codes(act(SUPERVISOR, told, "verify", t_review="PASS")) == {"action.wrong-state"}
    assert row(told).state == "SUBMITTED"
