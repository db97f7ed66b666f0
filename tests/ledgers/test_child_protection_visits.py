"""Which visits count, what a visit may not leave unsaid, and what the dossier shows of them."""

from __future__ import annotations

import pytest

from ledgers.derived import values
from ledgers.registry import live
from ledgers.submission import Part
from tests.ledgers import registers
from tests.ledgers.registers import SUPERVISOR, act, director, kept, visit
from tests.ledgers.test_child_protection_risk import BEST, FAR, HAZARD, POOR, THIRTY
from tests.ledgers.tools import answers, codes, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
WORSE = {"psy_band": "S", "family_band": "BROKEN"}
WORST = WORSE | {"habit_band": "Y", "school_band": "DROP"}
LEVELS = {
    "1": {"open_report": "yes"},
    "2": HAZARD | POOR | FAR | WORST,
    "3": THIRTY | WORSE,
    "4": THIRTY,
    "5": {},
}
"""What an assessment says so that it comes to a level."""


@pytest.fixture
def one(world):
    return registers.dossier(1)


def at_level(of, level):
    said = BEST | {"child": of.uid} | LEVELS[level]
    found = kept(send(director("河湾村"), Part("risk_assessments", said)))
    assert answers(found)["level"] == level
    registers.verified(found)


def column(record, name):
    return values(live(record.ledger), row(record))[name]


@pytest.mark.parametrize(
    ("method", "counts_at"),
    [("HOME", "12345"), ("SCHOOL", "345"), ("CENTER", "345"), ("PHONE", ""), ("VIDEO", "")],
)
@pytest.mark.parametrize("level", "12345")
def test_what_counts_by_level_and_method(one, level, method, counts_at):
    at_level(one, level)
    found = answers(kept(visit(one, visit_method=method)))
    assert found["child_level"] == level
    assert found["counts"] == ("yes" if level in counts_at else "no")


@pytest.mark.parametrize("method", ["HOME", "SCHOOL", "PHONE"])
def test_a_visit_in_vain_never_counts(one, method):
    unseen = {"saw_child": "no", "not_seen_reason": "去外婆家了", "visit_result": "ABSENT"}
    found = kept(visit(one, visit_method=method, **unseen))
    assert answers(found)["counts"] == "no"
    assert column(one, "last_visit") is None or not column(one, "last_visit")
    assert str(column(one, "last_contact")) == "2026-11-20"
    assert kept(visit(one, visit_at="2026-11-21T08:00"))
    assert str(column(one, "last_visit")) == "2026-11-21"


def test_a_void_visit_is_no_visit(one):
    found = kept(visit(one))
    assert act(SUPERVISOR, found, "void", reason="记错了孩子").ok
    assert not column(one, "last_visit") and not column(one, "last_contact")


@pytest.mark.parametrize(
    ("given", "question", "code"),
    [
        ({"visit_at": "2026-11-22T09:00"}, "visit_at", "answer.constraint"),
        ({"visit_at": "2026-11-10T09:00"}, "late_reason", "answer.required"),
        ({"saw_child": "no"}, "not_seen_reason", "answer.required"),
        ({"visitors": []}, "visitors", "answer.required"),
        ({"alone_living": "yes"}, "visit_result", "answer.constraint"),
        ({"visit_result": "WATCH"}, "problem", "answer.required"),
        ({"safety_hazard": ["0", "8"]}, "safety_hazard", "answer.constraint"),
        ({"sign_g": None}, "sign_g", "answer.required"),
    ],
)
def test_what_a_visit_may_not_leave_unsaid(one, given, question, code):
    assert (code, question) in problems(visit(one, **given))


@pytest.mark.parametrize(("born", "asked"), [("2018-11-20", False), ("2018-11-21", True)])
def test_unattended_is_asked_of_who_is_under_eight_that_day(world, born, asked):
    nameless = {"household_reg": "N", "id_card": None, "birth_date": born, "grade": "P1"}
    child = registers.dossier(2, **nameless)
    result = visit(child)
    assert (("answer.required", "under8_unattended") in problems(result)) is asked
    said = {"under8_unattended": "yes", "visit_result": "REPORT", "problem": "没有大人在"}
    answered = visit(child, visit_at="2026-11-20T15:00", **said)
    assert answered.ok
    assert ("under8_unattended" in answers(kept(answered))) is asked


def test_the_supervisor_says_how_it_was_checked(one):
    found = kept(visit(one))
    assert codes(act(SUPERVISOR, found, "verify")) == {"answer.required"}
    assert act(SUPERVISOR, found, "verify", t_accompany="WITH").ok
    assert row(found).state == "CHECKED"
