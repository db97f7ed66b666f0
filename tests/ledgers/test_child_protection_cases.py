"""Cases of the shipped pack: the whole life as a table, one open case a child, emergencies, the end."""

from __future__ import annotations

from typing import Any

import pytest

from ledgers.derived import values
from ledgers.models import Link, Record
from ledgers.registry import live
from ledgers.submission import Kept, Part
from tests.ledgers import cases, registers
from tests.ledgers.cases import APPROVED, COUNTY, ON_SITE, PLAN, TOWNSHIP, VILLAGE
from tests.ledgers.registers import act, kept
from tests.ledgers.test_child_protection_risk import BEST
from tests.ledgers.test_child_protection_visits import LEVELS
from tests.ledgers.tools import answers, codes, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
WORKER = "social_worker"
STATES = ["REPORTED", "EMERGENCY", "ASSESSING", "PLANNED", "SUPPORTING", "INTERVENTION"]
STATES += ["FOLLOWUP", "CLOSED", "VOID"]
LIFE = {
    "dispatch_emergency": ("REPORTED ASSESSING SUPPORTING", "EMERGENCY", "T"),
    "dispatch_assess": ("REPORTED", "ASSESSING", "T"),
    "end_emergency": ("EMERGENCY", "ASSESSING", "T"),
    "no_risk": ("ASSESSING", "FOLLOWUP", "T"),
    "plan": ("ASSESSING", "ASSESSING", "WT"),
    "approve_plan": ("ASSESSING", "PLANNED", "TC"),
    "start_support": ("PLANNED", "SUPPORTING", "WT"),
    "intervene": ("SUPPORTING ASSESSING", "INTERVENTION", "TC"),
    "end_intervention": ("INTERVENTION", "FOLLOWUP", "C"),
    "follow_up": ("SUPPORTING FOLLOWUP", "SUPPORTING", "WVT"),
    "to_followup": ("SUPPORTING", "FOLLOWUP", "TC"),
    "close": ("FOLLOWUP", "CLOSED", "TC"),
    "reopen": ("CLOSED FOLLOWUP", "ASSESSING", "TC"),
    "void": ("REPORTED EMERGENCY ASSESSING", "VOID", "C"),
}
"""Action -> from, to, who."""
WHO = {"V": VILLAGE, "T": TOWNSHIP, "C": COUNTY, "W": WORKER}
REASONED = {"no_risk", "intervene", "end_intervention", "follow_up", "close", "reopen", "void"}
OWNED = {"owner": "林安", "owner_post": "TOWN_SUP"}
ASKED: dict[str, dict[str, Any]] = {
    "dispatch_emergency": {"urgent": "yes"},
    "dispatch_assess": OWNED,
    "end_emergency": OWNED,
    "plan": PLAN,
    "approve_plan": APPROVED,
}


@pytest.fixture
def one(world: Any) -> Kept:
    cases.employed(WORKER, "枫树坪镇")
    return registers.dossier(1)


def put(of: Kept, state: str) -> None:
    Record.objects.unscoped("test").filter(uid=of.uid).update(state=state)


def column(record: Kept, name: str) -> Any:
    book = live(record.ledger)
    assert book
    return values(book, row(record))[name]


def assessed(child: Kept, level: str, day: str = "2026-11-20") -> Kept:
    said = BEST | {"child": child.uid, "assess_date": day} | LEVELS[level]
    found = kept(send(cases.village(), Part("risk_assessments", said)))
    registers.verified(found)
    return found


def test_the_whole_life_as_a_table(one: Kept) -> None:
    """Every action from every state by everybody: the right ones go on, the others say why not."""
    case = kept(cases.case(one))
    assert act(TOWNSHIP, case, "dispatch_assess", "", **ASKED["dispatch_assess"]).ok
    assert act(WORKER, case, "plan", "", **PLAN).ok
    assert kept(cases.followed(case))
    told: dict[tuple[str, str, str], str] = {}
    wanted: dict[tuple[str, str, str], str] = {}
    for name, (froms, to, who) in LIFE.items():
        for state in STATES:
            for letter, person in WHO.items():
                key = (name, state, letter)
                right = state in froms.split()
                wanted[key] = to if right and letter in who else "no"
                put(case, state)
                given = ASKED.get(name, {}) if letter in who else {}
                told[key] = _walked(person, case, name, given)
    wrong = {key: (wanted[key], told[key]) for key in wanted if wanted[key] != told[key]}
    assert wrong == {}


def _walked(person: str, case: Kept, name: str, given: dict[str, Any]) -> str:
    from tests.ledgers.tools import undone

    with undone():
        result = act(person, case, name, "核实过了", **given)
        return row(case).state if result.ok else "no"


@pytest.mark.parametrize("name", sorted(REASONED))
def test_what_needs_a_reason(one: Kept, name: str) -> None:
    case = kept(cases.case(one))
    put(case, LIFE[name][0].split()[0])
    who = WHO[LIFE[name][2][-1]]
    assert "action.reason-missing" in codes(act(who, case, name, ""))


def test_one_open_case_a_child(one: Kept) -> None:
    first = cases.dispatched(one)
    case = answers(first)["case"]
    assert row(case).state == "REPORTED"
    assert answers(case)["report"] == first.uid and answers(case)["source"] == "REPORT"
    second = cases.dispatched(one, found_at="2026-11-21T07:00")
    assert answers(second)["case"] == case, "later clues go into the open one"
    cases_ = Record.objects.unscoped("test").filter(ledger__key="protection_cases")
    assert cases_.count() == 1
    links = Link.objects.unscoped("test").filter(question="case", target__uid=case)
    assert links.count() == 2
    held = Kept(case, "", "protection_cases", 1)
    assert column(held, "report_count") == 2
    assert f"{column(held, 'first_report'):%Y-%m-%d}" == "2026-11-21"
    assert "record.open-already" in codes(cases.case(one))
    assert act(COUNTY, held, "void", "查清了，是误会").ok
    third = cases.dispatched(one, found_at="2026-11-21T06:00")
    assert answers(third)["case"] != case, "one that is over is not gone on with by itself"


def test_an_emergency_is_opened_with_its_record(one: Kept) -> None:
    case = answers(cases.dispatched(one, in_danger="yes"))["case"]
    held = Kept(case, "", "protection_cases", 1)
    assert answers(case)["urgent"] == "yes"
    assert "action.guard" in codes(act(TOWNSHIP, held, "dispatch_emergency", "", urgent="no"))
    assert act(TOWNSHIP, held, "dispatch_emergency", "", urgent="yes").ok
    found = Record.objects.unscoped("test").get(ledger__key="emergencies")
    assert found.answers["case"] == case and found.answers["child"] == one.uid
    emergency = Kept(str(found.uid), "", "emergencies", 1)
    ends = {"end_at": "2026-11-21T12:00", "sign_town": "paper", "next": "yes"}
    early = act(TOWNSHIP, emergency, "end_emergency", "", **ends)
    assert "action.guard" in codes(early)
    orders = ON_SITE | {"measure": ["1", "3"]}
    refused = act(TOWNSHIP, emergency, "on_site", "", **orders)
    wanted = {p.place.question for p in refused.problems if p.code == "answer.required"}
    assert wanted == {"order_unit", "order_no"}, "an order is a police act with its number"
    school = act(TOWNSHIP, emergency, "on_site", "", **orders, order_unit="school1", order_no="1")
    assert codes(school) == {"body.unknown"}


def test_nobody_here_gives_orders() -> None:
    """Rule 4: no letter and no action orders or admonishes; F10 only writes down what police did."""
    from pathlib import Path

    from forms_catalog.definition import Ledger
    from forms_catalog.packs import Folder

    pack = Folder(Path("templates/packs/child_protection"))
    for key in ("emergencies", "protection_cases", "mandatory_reports", "guardian_urges"):
        ledger = pack.get("ledger", key)
        assert isinstance(ledger, Ledger)
        for action in ledger.actions:
            assert not any(word in action.label for word in ("责令", "训诫", "告诫")), action.label
            issued = {effect.letter for effect in action.effects if effect.letter}
            ours = {"guardian_remind", "guardian_urge", "guardian_return", "guardian_dissuade"}
            assert issued <= ours


@pytest.mark.parametrize(("level", "who"), [("1", COUNTY), ("2", COUNTY), ("3", TOWNSHIP)])
def test_who_approves_by_level(one: Kept, level: str, who: str) -> None:
    assessed(one, level)
    case = kept(cases.case(one))
    put(case, "ASSESSING")
    assert act(TOWNSHIP, case, "plan", "", **PLAN).ok
    first = act(TOWNSHIP, case, "approve_plan", "", **APPROVED)
    assert first.ok is (who == TOWNSHIP), first.problems
    if who == COUNTY:
        assert codes(first) == {"action.guard"} and "县里批" in first.problems[0].text
        assert act(COUNTY, case, "approve_plan", "", **APPROVED).ok
    assert row(case).state == "PLANNED"


def test_returned_is_not_approved(one: Kept) -> None:
    case = kept(cases.case(one))
    put(case, "ASSESSING")
    assert "action.guard" in codes(act(COUNTY, case, "approve_plan", "", **APPROVED))
    assert act(WORKER, case, "plan", "", **PLAN).ok
    returned = act(COUNTY, case, "approve_plan", "", **APPROVED | {"county_approve": "RETURN"})
    assert codes(returned) == {"action.guard"}


def test_closing_rests_on_a_new_assessment(one: Kept) -> None:
    case = kept(cases.case(one))
    put(case, "SUPPORTING")
    high = assessed(one, "3")
    assert codes(act(TOWNSHIP, case, "to_followup", "")) == {"action.guard"}
    ends = {"next_step": "CLOSE", "close_type": "GOAL", "close_reason": "目标都做到了"}
    refused = cases.followed(case, **ends, risk_now=high.uid)
    assert "answer.constraint" in codes(refused)
    low = assessed(one, "4", "2026-11-21")
    assert act(TOWNSHIP, case, "to_followup", "").ok
    last = kept(cases.followed(case, TOWNSHIP, **ends, risk_now=low.uid))
    assert codes(act(TOWNSHIP, last, "close_case", "")) == {"action.wrong-state"}
    approve = {"approve_opinion": "APPROVE", "approve_date": "2026-11-21"}
    assert act(TOWNSHIP, last, "approve", "", **approve).ok
    assert act(TOWNSHIP, last, "close_case", "").ok
    assert row(case).state == "CLOSED"
    assert act(TOWNSHIP, case, "reopen", "又有新线索").ok
    assert row(case).state == "ASSESSING"
