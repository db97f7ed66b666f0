"""The pack's own rules through the gate: who counts as left behind, what is asked, what is doubted."""

from __future__ import annotations

import pytest

from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import answers, change, codes, problems, send

pytestmark = pytest.mark.django_db
FILLED = "2026-11-20"
CALLED = {"guardian_confirm_mode": "PHONE", "guardian_confirm_at": "2026-11-20T09:30"}
FATHER_AWAY = {
    "migration_type": "F_OUT_M_INC",
    "incapacity_reason": "ILL",
    "guardian_actual": "ONE",
}
FATHER_AWAY |= {"guardian_type": "2", "guardian_quality": "POOR"}
MOTHER_AWAY = FATHER_AWAY | {"migration_type": "M_OUT_F_INC"}
REFUSED = "rule.broken"


def unregistered(**changes):
    """A dossier whose day of birth no number tells."""
    return people.dossier(**{"household_reg": "N", "id_card": None} | changes)


ANOTHER = {"name": "是另一个孩子"}
"""Made up children are much alike."""


def both(officer, dossier=None, reasons=None, **registration):
    """A dossier and its registration in one sitting."""
    parts = (
        Part("children", unregistered() if dossier is None else dossier, reasons=ANOTHER),
        Part(
            "left_behind",
            people.registration(**registration),
            links={"child": 0},
            reasons=reasons or {},
        ),
    )
    return send(officer, *parts)


def alone(officer, reasons=None, **dossier):
    """A dossier by itself."""
    why = ANOTHER | (reasons or {})
    return send(officer, Part("children", unregistered(**dossier), reasons=why))


# ---- who counts as left behind ----


@pytest.mark.parametrize(
    ("filled", "born", "years"),
    [
        (FILLED, "2010-11-19", None),
        (FILLED, "2010-11-20", None),
        (FILLED, "2010-11-21", "15"),
        ("2026-03-01", "2010-03-01", None),
        ("2026-03-01", "2010-03-02", "15"),
        ("2024-02-29", "2008-02-29", None),
        ("2024-02-28", "2008-02-29", "15"),
        (FILLED, FILLED, "0"),
    ],
)
def test_sixteen_on_the_day_of_filling(officer, filled, born, years):
    school = {"school_status": "JS", "grade": "J3"} if born < "2012" else {"school_status": "PRE"}
    result = both(officer, unregistered(birth_date=born, **school), fill_date=filled, **CALLED)
    if years is None:
        assert problems(result) == {(REFUSED, "fill_date")}
        assert "已满16周岁" in result.problems[0].text
    else:
        assert result.ok, result.problems
        assert answers(result.records[1])["age_at_ref"] == years


@pytest.mark.parametrize(
    ("child", "words"),
    [
        ({"hukou_type": "URBAN"}, "不是农村户籍"),
        ({"hukou_type": "UNKNOWN"}, "不是农村户籍"),
        ({"lives_with_parents": "yes"}, "与父母一起"),
        ({}, None),
        ({"household_reg": "N", "hukou_type": None}, None),
    ],
)
def test_what_makes_a_child_left_behind(officer, child, words):
    result = both(officer, people.dossier(**child))
    assert result.ok is (words is None), result.problems
    if words:
        assert problems(result) == {(REFUSED, "migration_type")}
        assert words in result.problems[0].text


def test_a_parent_at_home_who_can_care(officer):
    away = {"migration_type": "NONE", "father_work_place": None, "mother_work_place": None}
    result = both(officer, **away)
    assert problems(result) == {("answer.constraint", "migration_type")}


def test_a_dossier_alone_asks_none_of_this(officer):
    assert alone(officer, birth_date="2009-01-01", school_status="OUT").ok
    assert alone(officer, lives_with_parents="yes").ok


def test_the_dossier_of_a_kept_record_is_judged_too(officer):
    kept = alone(officer, lives_with_parents="yes").records[0]
    later = Part("left_behind", people.registration(child=kept.uid))
    assert problems(send(officer, later)) == {(REFUSED, "migration_type")}
    assert send(officer, change(kept, lives_with_parents="no")).ok
    assert send(officer, later).ok


# ---- what is asked only when it applies ----


@pytest.mark.parametrize(
    ("given", "kept", "dropped"),
    [
        ({}, {"father_work_place", "mother_work_place"}, {"incapacity_reason"}),
        (FATHER_AWAY, {"father_work_place", "incapacity_reason"}, {"mother_work_level"}),
        (MOTHER_AWAY, {"mother_leave_date", "incapacity_reason"}, {"father_leave_date"}),
        (FATHER_AWAY | {"has_entrusted": "no"}, {"has_entrusted"}, {"entrusted_phone"}),
        (CALLED, {"guardian_confirm_at"}, set()),
        (CALLED | {"guardian_confirm_mode": "SIGN"}, set(), {"guardian_confirm_at"}),
    ],
)
def test_a_registration_keeps_what_applies(officer, given, kept, dropped):
    result = both(officer, **given)
    assert result.ok, result.problems
    found = answers(result.records[1])
    assert kept <= found.keys()
    assert not dropped & found.keys()


@pytest.mark.parametrize(
    ("given", "kept", "dropped"),
    [
        ({"hukou_type": "RURAL", "hukou_detail": "3组"}, set(), {"hukou_type", "hukou_detail"}),
        (
            {"health_status": "D", "disability_type": "61", "disability_level": "2"},
            {"disability_type"},
            {"illness_name"},
        ),
        ({"health_status": "H", "disability_type": "61"}, set(), {"disability_type"}),
        (
            {"health_status": "S", "illness_name": "示例病", "illness_since": "2026-11"},
            {"illness_name", "illness_since"},
            set(),
        ),
        ({"father_name": {"$missing": "deceased"}}, {"father_name"}, {"father_phone"}),
        ({"caregiver_name": {"$missing": "none"}}, set(), {"caregiver_phone"}),
        ({"school_status": "OUT", "birth_date": "2011-01-01"}, set(), {"school", "grade"}),
    ],
)
def test_a_dossier_keeps_what_applies(officer, given, kept, dropped):
    result = alone(officer, **given)
    assert result.ok, result.problems
    found = answers(result.records[0])
    assert kept <= found.keys()
    assert not dropped & found.keys()


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"migration_type": "F_OUT_M_INC"}, {"incapacity_reason"}),
        ({"father_work_level": None}, {"father_work_level"}),
        ({"mother_leave_date": None}, {"mother_leave_date"}),
        ({"entrusted_birth": None, "entrusted_addr": None}, {"entrusted_birth", "entrusted_addr"}),
        ({"guardian_confirm_mode": "PHONE"}, {"guardian_confirm_at"}),
    ],
)
def test_what_applies_is_required(officer, given, asked):
    found = problems(both(officer, **given))
    assert {question for code, question in found if code == "answer.required"} == asked


# ---- what cannot be ----


@pytest.mark.parametrize(
    ("given", "question"),
    [
        ({"birth_date": "2026-11-22", "school_status": "PRE"}, "birth_date"),
        ({"sibling_count": 11}, "sibling_count"),
        ({"aid_enjoyed": ["DIBAO", "NONE"]}, "aid_enjoyed"),
        ({"health_status": "S", "illness_name": "甲", "illness_since": "2026-12"}, "illness_since"),
    ],
)
def test_a_dossier_refuses(officer, given, question):
    assert ("answer.constraint", question) in problems(alone(officer, **given))


@pytest.mark.parametrize("aid", [["NONE"], ["DIBAO", "EDU"], ["OTH"]])
def test_none_stands_alone(officer, aid):
    assert alone(officer, aid_enjoyed=aid).ok


@pytest.mark.parametrize(
    ("filled", "born", "grown"),
    [
        (FILLED, "2008-11-20", True),
        (FILLED, "2008-11-21", False),
        ("2026-02-28", "2008-02-29", False),
        ("2026-03-01", "2008-02-29", True),
    ],
)
def test_who_is_entrusted_is_grown_up(officer, filled, born, grown):
    result = both(officer, fill_date=filled, entrusted_birth=born)
    wanted = set() if grown else {("answer.constraint", "entrusted_birth")}
    assert problems(result) == wanted


@pytest.mark.parametrize(
    ("given", "question"),
    [
        ({"fill_date": "2026-11-22"}, "fill_date"),
        ({"father_leave_date": "2026-12"}, "father_leave_date"),
        ({"mother_leave_date": "2027-01"}, "mother_leave_date"),
    ],
)
def test_no_day_to_come(officer, given, question):
    assert problems(both(officer, **given)) == {("answer.constraint", question)}


@pytest.mark.parametrize("code", ["61", "62", "63", "64", "51", "99"])
def test_grandparents_are_grandparents(officer, code):
    row = {"_id": "0a1b2c3d4e5f", "gp_relation": code, "gp_name": "罗柏"}
    grown = code in {"61", "62", "63", "64"}
    assert alone(officer, grandparents=[row]).ok is grown


def test_the_dead_have_no_telephone(officer):
    row = {"_id": "0a1b2c3d4e5f", "gp_relation": "61", "gp_phone": "10000001234"}
    rows = [row | {"gp_name": {"$missing": "deceased"}}, row | {"_id": "1a", "gp_name": "罗柏"}]
    (one, two) = answers(alone(officer, grandparents=rows).records[0])["grandparents"]
    assert "gp_phone" not in one and two["gp_phone"] == "10000001234"


@pytest.mark.parametrize(("status", "grade", "ok"), [("KG", "K2", True), ("JS", "P6", False)])
def test_the_class_fits_the_school(officer, status, grade, ok):
    assert alone(officer, school_status=status, grade=grade).ok is ok


# ---- what is doubted ----


@pytest.mark.parametrize(
    ("born", "status", "doubted"),
    [
        ("2023-11-21", "PS", False),
        ("2023-11-22", "PS", True),
        ("2020-11-22", "PRE", False),
        ("2020-11-21", "PRE", True),
        ("2011-11-22", "OUT", True),
        ("2011-11-21", "OUT", False),
        ("2013-01-11", "PS", False),
        ("2013-01-11", "DROP", False),
    ],
)
def test_school_age(officer, born, status, doubted):
    grade = {"grade": "P1"} if status == "PS" else {}
    given = {"birth_date": born, "school_status": status, **grade}
    result = alone(officer, **given)
    assert problems(result) == ({("rule.doubt", "school_status")} if doubted else set())
    assert alone(officer, {"school_status": "跳级"}, **given).ok


@pytest.mark.parametrize(
    "given", [{"birth_date": "2013-01-12"}, {"sex": "1"}, {"birth_date": "2013-01-12", "sex": "1"}]
)
def test_a_number_that_says_otherwise_needs_a_reason(officer, given):
    first = send(officer, Part("children", people.dossier(**given)))
    assert problems(first) == {("rule.doubt", "id_mismatch_reason")}
    given = given | {"id_mismatch_reason": "户口簿上登记错了"}
    kept = send(officer, Part("children", people.dossier(**given))).records[0]
    assert answers(kept)["id_mismatch_reason"] == "户口簿上登记错了"
    told = {"birth_date": "2013-01-11", "sex": "2"}
    assert send(officer, change(kept, **told)).ok
    assert "id_mismatch_reason" not in answers(kept)


def test_a_reason_without_need_is_not_kept(officer):
    dossier = people.dossier(id_mismatch_reason="没有")
    kept = send(officer, Part("children", dossier)).records[0]
    assert "id_mismatch_reason" not in answers(kept)


@pytest.mark.parametrize(
    ("actual", "kind", "quality", "agrees"),
    [
        ("NONE", "1", "POOR", True),
        ("NONE", "1", "FAIR", False),
        ("NONE", "5", "GOOD", False),
        ("ONE", "2", "POOR", True),
        ("ONE", "4", "FAIR", False),
        ("GP", "3", "POOR", True),
        ("GP", "4", "FAIR", True),
        ("REL", "5", "GOOD", True),
        ("REL", "1", "POOR", False),
        ("GP", "2", "POOR", False),
        ("GP", "3", "GOOD", False),
        ("GP", "4", "GOOD", False),
        ("GP", "5", "FAIR", False),
    ],
)
def test_three_words_on_one_care(officer, actual, kind, quality, agrees):
    said = {"guardian_actual": actual, "guardian_type": kind, "guardian_quality": quality}
    result = both(officer, **said)
    assert problems(result) == (set() if agrees else {("rule.doubt", "guardian_quality")})
    assert both(officer, reasons={"guardian_quality": "督导员也在场"}, **said).ok


def test_both_away_and_nobody_entrusted(officer):
    result = both(officer, has_entrusted="no")
    assert problems(result) == {("rule.doubt", "has_entrusted")}
    assert both(officer, reasons={"has_entrusted": "还在找人"}, has_entrusted="no").ok
    assert both(officer, has_entrusted="no", **FATHER_AWAY).ok


def test_an_update_of_something_else_is_not_doubted_again(officer):
    reasons = {"has_entrusted": "还在找人"}
    kept = both(officer, reasons=reasons, has_entrusted="no").records[1]
    assert send(officer, change(kept, signer_head="paper", fill_date="2026-11-19")).ok
    assert codes(send(officer, change(kept, has_entrusted="yes"))) == {"answer.required"}
