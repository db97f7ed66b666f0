"""What people of the world write in the registers of the shipped pack, through the gate, in short words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from forms_catalog.problems import Problem
from ledgers.submission import Kept, Part, Result
from people.models import Place
from tests import people
from tests.ledgers.tools import CLOCK, child, send, user

DIRECTOR = {"河湾村": "village_officer", "柳坪村": "other_village_officer"}
SUPERVISOR, COUNTY = "township_supervisor", "county_admin"
RURAL = {"hukou_type": "RURAL"}
BOTH_GONE = {"father_condition": "DEAD", "mother_condition": "LOST"}


def path(name: str) -> str:
    return Place.objects.get(name=name).path


def director(village: str) -> Any:
    return user(DIRECTOR[village])


def kept(result: Result) -> Kept:
    """The record that the last part wrote."""
    assert result.ok, result.problems
    return result.records[-1]


def telling(result: Result) -> list[Problem]:
    return [problem for problem in result.problems if not problem.warn]


def act(who: str, record: Kept, action: str, reason: str = "核实过了", **answers: Any) -> Result:
    return send(user(who), Part(record.ledger, answers, record.uid, action, reason=reason))


def verified(*records: Kept) -> None:
    for record in records:
        assert act(SUPERVISOR, record, "verify").ok


def dossier(number: int, village: str = "河湾村", **changes: Any) -> Kept:
    """A child of the village in the register."""
    there = dict.fromkeys(("hukou_place", "residence_place"), path(village))
    found = kept(send(director(village), Part("children", child(number, **there) | changes)))
    verified(found)
    return found


def left_behind(of: Kept, village: str = "河湾村", **changes: Any) -> Kept:
    """Registered and verified."""
    answers = people.registration(child=of.uid, **changes)
    found = kept(send(director(village), Part("left_behind", answers)))
    verified(found)
    return found


def difficulty_answers(of: Kept, **changes: Any) -> dict[str, Any]:
    return {
        "fill_date": "2026-11-10",
        "child": of.uid,
        "difficulty_type": "FACTO",
        "difficulty_class": ["GUARD"],
        "difficulty_desc": "父亲去世，母亲失去联系两年多，孩子跟着爷爷奶奶生活。",
        "guardian_name": "罗柏",
        "guardian_relation": "61",
        "guardian_phone": "10000005678",
        "guardian_health": "WEAK",
        "family_size": "3",
        "need_type": ["LIFE"],
        **BOTH_GONE,
    } | changes


def in_difficulty(of: Kept, village: str = "河湾村", **changes: Any) -> Kept:
    """Reported, checked and recognised."""
    answers = difficulty_answers(of, **changes)
    found = kept(send(director(village), Part("difficulty", answers)))
    assert act(SUPERVISOR, found, "verify", town_opinion="属实", town_date="2026-11-12").ok
    assert act(COUNTY, found, "approve", county_opinion="ACCEPT", county_date="2026-11-15").ok
    return found


def visit(of: Kept, village: str = "河湾村", **changes: Any) -> Result:
    answers = {
        "child": of.uid,
        "visit_at": "2026-11-20T09:30",
        "visit_method": "HOME",
        "visitors": [{"visitor_name": "何晨柏", "visitor_post": "VILL_DIR"}],
        "saw_child": "yes",
        "interviewee": "罗柏",
        "interviewee_relation": "61",
        "guard_state": "IN",
        "alone_living": "no",
        "parent_contact": "yes",
        "school_state": "NORMAL",
        "safety_hazard": ["0"],
        "life_state": "OK",
        "visit_result": "OK",
        "action": "看了作业，讲了用火用电的安全",
        "sign_g": "paper",
        "sign_v": "paper",
    } | changes
    return send(director(village), Part("home_visits", answers))


def leaving(of: Kept, reason: str, village: str = "河湾村", **changes: Any) -> Result:
    """A change written down by the village: which registrations is said by `changes`."""
    which = {"lbc_record": "LBC", "dif_record": "DIF"}
    answers = {
        "child": of.uid,
        "change_date": "2026-11-18",
        "exit_reason": reason,
        "registration": [code for name, code in which.items() if name in changes],
    } | changes
    return send(director(village), Part("change_records", answers))


def group(number: str, village: str = "河湾村") -> Kept:
    answers = {"village": path(village), "group_no": number, "group_name": f"第{int(number)}组"}
    return kept(send(director(village), Part("village_groups", answers)))


def household(number: str, within: Kept, village: str = "河湾村", **changes: Any) -> Kept:
    answers = {
        "village": path(village),
        "village_group": within.uid,
        "household_no": number,
        "head_name": "罗柏",
        "kind": "HOME",
        "pop": "5",
    } | changes
    return kept(send(director(village), Part("households", answers)))


def round_of(title: str = "2026年第4季度", **changes: Any) -> Kept:
    answers = {
        "title": title,
        "kind": "QUARTER",
        "scope_place": path("澜川县"),
        "ref_date": "2026-12-31",
        "start_date": "2026-11-01",
        "end_date": "2026-12-25",
        "full": "yes",
    } | changes
    return kept(send(user(COUNTY), Part("rounds", answers)))


def survey(
    during: Kept, home: Kept, result: str, village: str = "河湾村", **changes: Any
) -> Result:
    answers: dict[str, Any] = {"round": during.uid, "household": home.uid, "result": result}
    answers |= {"visit_date": "2026-11-20"}
    if result in ("DONE", "PHONE", "NA"):
        answers |= {"pop": "5"}
    if result in ("DONE", "PHONE"):
        answers |= {"minor_list": [minor()]}
    answers |= {"refuse_note": "门没开"} if result == "REFUSE" else {}
    answers |= {"recheck": "2026-11-25"} if result == "ABSENT" else {}
    return send(director(village), Part("coverage_surveys", answers | changes))


def minor(**changes: Any) -> dict[str, Any]:
    return {
        "mn_name": "罗谷",
        "mn_sex": "1",
        "mn_birth": "2013-01-11",
        "mn_status": ["LBC"],
    } | changes


def on(day: str) -> dict[str, Any]:
    """The clock of a submission."""
    return {"clock": dt.datetime.combine(dt.date.fromisoformat(day), CLOCK.timetz())}
