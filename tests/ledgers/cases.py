"""Reports, emergencies and cases of the shipped pack, through the gate, in short words."""

from __future__ import annotations

from typing import Any

from ledgers.submission import Kept, Part, Result
from people.models import Body, Place, Post
from tests.ledgers.registers import act, director, kept, path
from tests.ledgers.tools import send, user
from tests.people import SINCE

VILLAGE, TOWNSHIP, COUNTY = "village_officer", "township_supervisor", "county_admin"
SECRETS = {
    "reporter_name": "安思远",
    "reporter_unit": "枫树坪小学代课老师",
    "reporter_phone": "10000007788",
    "reachable": "晚上八点以后",
}
"""Of who reports: for nobody in the village or the township."""
SAID = {"who_hint": "河湾村的小谷，八九岁", "fact_first": "脸上有伤，说不敢回家"}
FOUND = "2026-11-21T08:00"
MORE = {
    "found_way": "NEIGH",
    "reporter_org": "CIT",
    "mr_situation": ["4"],
    "suspect": "同住的舅舅",
    "fact": "邻居三次听到哭喊，看到手臂上有旧伤",
    "severity": "SEVERE",
    "police_at": "2026-11-21T08:20",
    "report_mode": "110",
    "copy_to": ["MZ"],
    "copy_at": "2026-11-21T08:30",
    "confidential_ack": "yes",
}
PLAN = {
    "family_desc": "奶奶带着，父母都在外地",
    "child_needs": ["LIFE"],
    "child_wish": "想妈妈回来",
    "goals": [{"g_goal": "有人照看", "g_measure": "每天有大人在", "g_due": "2026-12-31"}],
    "actions": [
        {
            "ac_text": "每周入户",
            "ac_dept": "MZ",
            "ac_person": "林安",
            "ac_start": "2026-11-21",
            "ac_due": "2026-12-31",
            "ac_done_mark": "连续四周",
        }
    ],
    "review_cycle": "WEEK",
    "consent": "paper",
}
APPROVED = {"county_approve": "APPROVE", "approve_date": "2026-11-21"}
ON_SITE = {
    "participants": [{"p_name": "林安", "p_unit": "MZ"}],
    "arrive_at": "2026-11-21T17:00",
    "child_state": "手臂有伤，情绪低落",
    "temp_care_needed": "no",
    "measure": ["4"],
    "parents_reached": "UNREACHED",
}


def police() -> Body:
    made, _ = Body.objects.get_or_create(
        key="police1",
        defaults={
            "kind": "POLICE",
            "name": "枫树坪派出所",
            "place": Place.objects.get(name="枫树坪镇"),
        },
    )
    return made


def employed(role: str, place: str) -> Any:
    """A person in a post that the little world lacks."""
    from django.contrib.auth import get_user_model

    person, new = get_user_model().objects.get_or_create(username=role)
    if new:
        Post.objects.create(
            user=person, role=role, place=Place.objects.get(name=place), since=SINCE
        )
    return person


def report(who: str = VILLAGE, **changes: Any) -> Result:
    said = SAID | {"found_at": FOUND, "occur_place": path("河湾村")} | changes
    return send(user(who), Part("mandatory_reports", said))


def reported(child: Kept | None = None, **changes: Any) -> Kept:
    return kept(report(**({"child": child.uid} if child else {}), **changes))


def completed(of: Kept, who: str = TOWNSHIP, **changes: Any) -> Result:
    return act(who, of, "complete", "", police_unit=police().key, **MORE | changes)


def dispatched(child: Kept, **changes: Any) -> Kept:
    """A report that has become a case, or part of one."""
    found = reported(child, **changes)
    assert completed(found).ok
    result = act(TOWNSHIP, found, "dispatch", "", confidential_ack="yes")
    assert result.ok, result.problems
    return found


def case(child: Kept, who: str = TOWNSHIP, **changes: Any) -> Result:
    said = {"child": child.uid, "source": "VISIT", "urgent": "no", "accept_date": "2026-11-21"}
    return send(user(who), Part("protection_cases", said | changes))


def followed(of: Kept, who: str = TOWNSHIP, **changes: Any) -> Result:
    said = {
        "case": of.uid,
        "follow_at": "2026-11-21",
        "progress": [{"pr_action": "每周入户", "pr_percent": 50}],
        "child_change": "胖了一点",
        "next_step": "GOON",
    }
    return send(user(who), Part("case_followups", said | changes))


def village() -> Any:
    return director("河湾村")
