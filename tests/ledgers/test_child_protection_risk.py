"""The pack's assessment of risk through the gate: points, levels at their edges, what forces a level."""

from __future__ import annotations

import datetime as dt

import pytest

from forms_catalog.definition import FormDefinition
from forms_catalog.logic import Setting, evaluate, program_of
from forms_catalog.questions import Context
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import answers, change, problems, send

pytestmark = pytest.mark.django_db
DAY = "2026-11-20"
TWO = [{"as_name": "何晨柏", "as_post": "VILL_DIR"}, {"as_name": "安柏恩", "as_post": "GRID"}]
BEST = {
    "assess_date": DAY,
    "emergency_screen": ["0"],
    "guardian_actual": "GP",
    "migration_type": "BOTH",
    "alone_living": "no",
    "open_report": "no",
    "psy_band": "H",
    "safety_hazard": ["0"],
    "income_band": "HIGH",
    "family_band": "FULL",
    "caregiver_band": "GOOD",
    "letter_needed": "no",
    "contact_band": "WEEK",
    "habit_band": "N",
    "school_band": "N",
    "pair_roles": "3",
    "main_risk": ["LIFE"],
    "assessors": [row | {"as_sign": "paper"} for row in TWO],
}
"""Full marks for a healthy child of eleven or more."""
HAZARD, POOR, FAR = {"safety_hazard": ["7"]}, {"income_band": "LOW"}, {"contact_band": "LESS"}
THIRTY = HAZARD | POOR | FAR
YOUNG = {"birth_date": "2020-11-20", "school_status": "PRE"}


def child(officer, **changes):
    """A dossier; one of six years may be out of school, with a reason."""
    dossier = people.dossier(**{"household_reg": "N", "id_card": None} | changes)
    result = send(officer, Part("children", dossier, reasons={"school_status": "路远"}))
    assert result.ok, result.problems
    return result.records[0]


def assess(officer, kept, **changes):
    return send(officer, Part("risk_assessments", BEST | {"child": kept.uid} | changes))


def rated(officer, kept, **changes):
    """The answers of an accepted assessment."""
    result = assess(officer, kept, **changes)
    assert result.ok, result.problems
    return answers(result.records[0])


# ---- points ----


@pytest.mark.parametrize(
    ("given", "question", "points"),
    [
        ({}, "health_score", "10"),
        ({"psy_band": "B"}, "psy_score", "2"),
        ({"psy_band": "S"}, "psy_score", "0"),
        ({}, "behavior_score", "5"),
        ({"bad_behavior": ["4"]}, "behavior_score", "0"),
        ({"safety_hazard": ["1", "8"]}, "hazard_score", "0"),
        ({"income_band": "MID"}, "income_score", "5"),
        (POOR, "income_score", "0"),
        ({"family_band": "SINGLE"}, "family_score", "2"),
        ({"family_band": "BROKEN"}, "family_score", "0"),
        ({"caregiver_band": "FAIR"}, "caregiver_score", "8"),
        ({"caregiver_band": "POOR"}, "caregiver_score", "3"),
        ({"caregiver_band": "NONE"}, "caregiver_score", "0"),
        ({"letter_needed": "yes", "letter_state": "SIGNED"}, "letter_score", "5"),
        ({"letter_needed": "yes", "letter_state": "EXPIRED"}, "letter_score", "2"),
        ({"letter_needed": "yes", "letter_state": "NONE"}, "letter_score", "0"),
        ({"letter_needed": "no", "letter_state": "NONE"}, "letter_score", "5"),
        ({"contact_band": "MONTH"}, "parent_link_score", "5"),
        (FAR, "parent_link_score", "0"),
        ({"habit_band": "Y"}, "caregiver_habit", "0"),
        ({"school_band": "NA"}, "school_score", "5"),
        ({"school_band": "ABSENT"}, "school_score", "2"),
        ({"school_band": "DROP"}, "school_score", "0"),
        ({"pair_roles": "2"}, "support_score", "2"),
        ({"pair_roles": "0"}, "support_score", "0"),
    ],
)
def test_points(officer, given, question, points):
    best = {"health_score": 10, "hazard_score": 10, "income_score": 10, "caregiver_score": 15}
    best |= {"parent_link_score": 10}
    found = rated(officer, child(officer), **given)
    assert found[question] == points
    assert int(found["total"]) == 100 - best.get(question, 5) + int(points)


@pytest.mark.parametrize(
    ("born", "years", "points"),
    [
        ("2020-11-21", "5", "3"),
        ("2020-11-20", "6", "5"),
        ("2015-11-21", "10", "5"),
        ("2015-11-20", "11", "10"),
        ("2009-05-01", "17", "10"),
    ],
)
def test_points_for_age(officer, born, years, points):
    status = "PRE" if born > "2019" else "OUT"
    kept = child(officer, birth_date=born, school_status=status)
    found = rated(officer, kept, under8_unattended="no")
    assert (found["age"], found["age_score"]) == (years, points)


@pytest.mark.parametrize(
    "state",
    [
        {"health_status": "D", "disability_type": "61", "disability_level": "2"},
        {"health_status": "S", "illness_name": "示例病"},
    ],
)
def test_health_comes_from_the_dossier(officer, state):
    kept = child(officer)
    assert rated(officer, kept)["child_health"] == "H"
    assert send(officer, change(kept, **state)).ok
    found = rated(officer, kept, assess_date="2026-11-21")
    assert (found["child_health"], found["health_score"]) == (state["health_status"], "0")


# ---- levels ----

SIXTY = THIRTY | {"caregiver_band": "NONE", "psy_band": "S", "bad_behavior": ["1"]}
SIXTY |= {"habit_band": "Y"}
LEVELS = [
    ({}, 100, "5"),
    ({"caregiver_band": "NONE"}, 85, "5"),
    (HAZARD | {"psy_band": "B", "family_band": "SINGLE"}, 84, "4"),
    (THIRTY, 70, "4"),
    (
        HAZARD
        | {"caregiver_band": "FAIR", "habit_band": "Y", "psy_band": "B"}
        | {"family_band": "SINGLE", "school_band": "ABSENT"},
        69,
        "3",
    ),
    (THIRTY | {"caregiver_band": "NONE"}, 55, "3"),
    (
        HAZARD
        | POOR
        | {"caregiver_band": "POOR", "letter_needed": "yes", "letter_state": "EXPIRED"}
        | {"school_band": "ABSENT", "pair_roles": "1", "habit_band": "Y"},
        54,
        "2",
    ),
    (SIXTY, 40, "2"),
    (
        THIRTY
        | {"caregiver_band": "POOR", "family_band": "SINGLE", "psy_band": "B"}
        | {"school_band": "ABSENT", "bad_behavior": ["1"], "habit_band": "Y"},
        39,
        "1",
    ),
]


@pytest.mark.parametrize(("given", "total", "level"), LEVELS)
def test_levels_at_their_edges(officer, given, total, level):
    found = rated(officer, child(officer), **given)
    assert found["total"] == str(total)
    assert (found["level"], found["score_level"]) == (level, level)
    assert "floor_level" not in found


FORCED = [
    ({"emergency_screen": ["1"]}, "1"),
    ({"emergency_screen": ["2", "6"]}, "1"),
    ({"guardian_actual": "NONE"}, "1"),
    ({"alone_living": "yes"}, "1"),
    ({"open_report": "yes"}, "1"),
    ({"migration_type": "F_OUT_M_INC"}, "3"),
    ({"migration_type": "M_OUT_F_INC"}, "3"),
    ({"migration_type": "M_OUT_F_INC", "open_report": "yes"}, "1"),
]


@pytest.mark.parametrize(("given", "level"), FORCED)
def test_what_forces_a_level(officer, given, level):
    found = rated(officer, child(officer), **given)
    assert (found["floor_level"], found["level"]) == (level, level)
    assert (found["total"], found["score_level"]) == ("100", "5")


@pytest.mark.parametrize(
    ("born", "forced"), [("2018-11-21", "2"), ("2018-11-20", None), ("2010-01-11", None)]
)
def test_nobody_minds_a_child_under_eight(officer, born, forced):
    kept = child(officer, birth_date=born, school_status="PRE")
    found = rated(officer, kept, under8_unattended="yes")
    assert found.get("floor_level") == forced
    assert found["level"] == (forced or "5")
    assert ("under8_unattended" in found) is bool(forced)


@pytest.mark.parametrize(("born", "forced"), [("2010-11-21", "1"), ("2010-11-20", None)])
def test_living_alone_below_sixteen(officer, born, forced):
    kept = child(officer, birth_date=born, school_status="OUT")
    found = rated(officer, kept, alone_living="yes")
    assert found.get("floor_level") == forced
    assert ("alone_living" in found) is bool(forced)


def test_a_forced_level_is_never_lighter_than_the_points(officer):
    worst = LEVELS[-1][0] | {"migration_type": "F_OUT_M_INC"}
    found = rated(officer, child(officer), **worst)
    assert (found["score_level"], found["floor_level"], found["level"]) == ("1", "3", "1")


@pytest.mark.parametrize(
    ("given", "again"),
    [
        ({}, "2027-05-21"),
        ({"migration_type": "F_OUT_M_INC"}, "2027-05-21"),
        (SIXTY, "2027-01-19"),
        ({"open_report": "yes"}, "2026-12-20"),
    ],
)
def test_when_to_assess_again(officer, given, again):
    assert rated(officer, child(officer), **given)["next_assess"] == again


# ---- why ----


def settled(**changes):
    """What the form makes of answers that need not be complete."""
    ledger = live("risk_assessments")
    assert isinstance(ledger.bundle.form, FormDefinition)
    known = {"birth_date": dt.date(2013, 1, 11), "health_status": "H"}
    setting = Setting(
        now=dt.datetime(2026, 11, 21, 9, 0),
        ctx=Context(options=ledger.bundle.options),
        lookup=lambda link, column: known[column],
    )
    given = {name: value for name, value in (BEST | changes).items() if value is not None}
    return evaluate(program_of(ledger.bundle), given | {"child": "x"}, setting)


def test_every_result_says_why(world):
    told = settled(open_report="yes", caregiver_band="FAIR", alone_living="yes").told
    assert told["forced_level"].why == ("不满16周岁脱离监护单独生活",)
    assert told["by_score"].why == ("总分85分或更高",)
    assert told["caregiver_score"].why == ("照看人能力一般",)
    assert told["age_score"].why == ("11周岁及以上",)


JUDGED = ["psy_band", "safety_hazard", "income_band", "family_band", "caregiver_band"]
JUDGED += ["letter_needed", "contact_band", "habit_band", "school_band", "pair_roles"]


@pytest.mark.parametrize("question", [*JUDGED, "assess_date"])
def test_an_unfinished_form_has_no_level(world, question):
    found = settled(**{question: None}).answers
    assert not {"total", "score_level", "level"} & found.keys()


def test_an_empty_form_has_nothing(world):
    found = settled(**dict.fromkeys(BEST)).answers
    assert not {"total", "level", "floor_level", "hazard_score", "letter_score"} & found.keys()


# ---- what is refused ----


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"emergency_screen": ["0", "1"]}, ("answer.constraint", "emergency_screen")),
        ({"safety_hazard": ["4", "0"]}, ("answer.constraint", "safety_hazard")),
        ({"assess_date": "2026-11-22"}, ("answer.constraint", "assess_date")),
        ({"assessors": BEST["assessors"][:1]}, ("rule.broken", "assessors")),
        ({"letter_needed": "yes"}, ("answer.required", "letter_state")),
        ({"alone_living": None}, ("answer.required", "alone_living")),
        (THIRTY | {"main_risk": None}, ("answer.required", "main_risk")),
        ({"pair_roles": None}, ("answer.required", "pair_roles")),
    ],
)
def test_refuses(officer, given, found):
    assert problems(assess(officer, child(officer), **given)) == {found}


def test_a_child_under_eight_is_asked_about(officer):
    kept = child(officer, **YOUNG)
    assert problems(assess(officer, kept)) == {("answer.required", "under8_unattended")}
    assert assess(officer, kept, under8_unattended="no").ok


def test_who_is_steady_needs_no_main_risk(officer):
    assert "main_risk" not in rated(officer, child(officer), main_risk=None)


def test_results_are_not_typed(officer):
    typed = {"total": "1", "level": "1", "psy_score": "0", "child_health": "S"}
    found = rated(officer, child(officer), **typed)
    assert (found["total"], found["level"], found["psy_score"]) == ("100", "5", "5")


def test_one_a_day_and_in_the_child_s_village(world, officer):
    kept = child(officer)
    assert assess(officer, kept).ok
    assert problems(assess(officer, kept)) == {("record.duplicate", "child")}
    other = world.users["other_village_officer"]
    assert not assess(other, kept, assess_date="2026-11-19").ok


def test_checked_by_the_township_and_then_left_alone(world, officer):
    kept = assess(officer, child(officer)).records[0]
    assert send(officer, change(kept, psy_band="B")).ok
    verify = Part("risk_assessments", {}, kept.uid, "verify")
    assert not send(officer, verify).ok
    assert send(world.users["township_supervisor"], verify).ok
    assert problems(send(officer, change(kept, psy_band="S"))) == {("action.wrong-state", "")}
