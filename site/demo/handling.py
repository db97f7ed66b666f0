"""Reports of September, and the cases that came of them: from a false alarm to one that is closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Any
from zoneinfo import ZoneInfo

from demo.answers import ON_PAPER, Answers
from demo.children import Sitting, sittings, towns_of
from demo.county import FULL
from demo.listing import records
from demo.schools import station_of
from demo.sending import Run, act, submit
from ledgers.models import Record

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2026, 9, 2, 9, 20, tzinfo=ZONE)
HIGH = ("1", "2")
ENDS = ("false", "told", "assessed", "supported", "visited", "closed")
"""How far the reports of the full township have come; of the others each has one."""
_SEEN = (
    ("邻居听到孩子整夜哭，灯一直没有亮", "NEIGH", ["4"]),
    ("孩子三天没有来上学，家里没有大人", "SCHOOL", ["6"]),
    ("走访时看到手臂上有旧伤，问起来不说话", "VISIT", ["4"]),
    ("孩子一个人在家，米缸是空的", "VISIT", ["6"]),
)
type Kept = dict[str, str]


class Handling(Run[tuple[int, Sitting]]):
    """One run over those of high risk of whom somebody reported something."""

    @property
    def total(self) -> int:
        return sum(_many(town.code) for town in towns_of(self.size, self.only))

    def __str__(self) -> str:
        return f"强制报告{self.total:,}条，连同应急处置和个案"

    def items(self) -> Iterator[tuple[int, Sitting]]:
        found = (s for s in sittings(self.size, self.only) if s.level in HIGH and not s.waits)
        for town, high in groupby(found, key=lambda item: item.village[:9]):
            yield from enumerate(islice(high, _many(town)))

    def open(self, chunk: Sequence[tuple[int, Sitting]]) -> int:
        new = [item for item in chunk if _key(item[1]) not in self.sent]
        for number, item in chunk:
            self._handled(number, item)
        return len(new)

    def _handled(self, number: int, item: Sitting) -> None:
        end = ENDS[number] if item.village[:9] == FULL else ENDS[1 + int(item.key[0], 16) % 3]
        when, key = FIRST + timedelta(days=3 * number), _key(item)
        report = self._reported(item, number, when)
        if end == "false":
            reason = "孩子在外婆家过夜，已经见到本人"
            self._do(key, "void", report, {}, self.office[item.village[:6]], when, reason)
            return
        self._do(key, "complete", report, _more(item, number, when), self._town(item), when)
        if end == "told":
            return
        ack: Answers = {"confidential_ack": "yes"}
        self._do(key, "dispatch", report, ack, self._town(item), when)
        case = _opened("protection_cases", "report", report)
        self._led(item, end, case, when + timedelta(hours=5))

    def _reported(self, item: Sitting, number: int, when: datetime) -> Kept:
        child = records([item.key])[item.key][0]["uid"]
        said: Answers = {
            "who_hint": f"{item.child['name']}，{item.person.draft.years}岁",
            "fact_first": _SEEN[number % len(_SEEN)][0],
            "found_at": _at(when - timedelta(minutes=20)),
            "child": child,
            "in_danger": "yes" if number == 3 else "no",
        }
        who = self.directors[item.village]
        self.send([submit(_key(item), "mandatory_reports", said, who, when)])
        return records([_key(item)])[_key(item)][0]

    def _led(self, item: Sitting, end: str, case: Kept, when: datetime) -> None:
        """The case on its way, as far as it has come."""
        key, town = f"{_key(item)}-case", self._town(item)
        if end == "supported":
            self._rescued(item, key, case, when)
        else:
            self._do(key, "dispatch_assess", case, _owned(town), town, when)
        if end == "supported":
            self._planned(item, key, case, when + timedelta(days=3))
        elif end in ("visited", "closed"):
            reason = "入户核实，没有伤害，家里已经安排人照看"
            self._do(key, "no_risk", case, {}, town, when + timedelta(days=2), reason)
        if end != "assessed":
            self._followed(item, key, case, when + timedelta(days=9))
        if end == "closed":
            who, reason = self.office[item.village[:6]], "连续回访正常"
            self._do(key, "close", case, {}, who, when + timedelta(days=11), reason)

    def _rescued(self, item: Sitting, key: str, case: Kept, when: datetime) -> None:
        """An emergency: somebody there within the hour, police with their number, then over."""
        town = self._town(item)
        self._do(key, "dispatch_emergency", case, {"urgent": "yes"}, town, when)
        emergency = _opened("emergencies", "case", case)
        there = when + timedelta(minutes=50)
        self._do(
            key, "on_site", emergency, _site(item, there, town[0].get_full_name()), town, there
        )
        over = there + timedelta(hours=2)
        ends: Answers = {"end_at": _at(over), "next": "yes", "sign_town": ON_PAPER}
        self._do(key, "emergency_over", emergency, ends, town, over, action="end_emergency")
        self._do(key, "end_emergency", case, _owned(town), town, over)

    def _planned(self, item: Sitting, key: str, case: Kept, when: datetime) -> None:
        town, office = self._town(item), self.office[item.village[:6]]
        self._do(key, "plan", case, _plan(when, town[0].get_full_name()), town, when)
        day = when + timedelta(days=1)
        said: Answers = {"county_approve": "APPROVE", "approve_date": day.date().isoformat()}
        self._do(key, "approve_plan", case, said, office, day)
        self._do(key, "start_support", case, {}, town, day + timedelta(hours=1))

    def _followed(self, item: Sitting, key: str, case: Kept, when: datetime) -> None:
        said: Answers = {
            "case": case["uid"],
            "follow_at": when.date().isoformat(),
            "progress": [
                {"_id": "000000000001", "pr_action": "每周入户看一次", "pr_percent": "50"}
            ],
            "child_change": "按时上学，愿意说话了",
            "next_step": "GOON",
        }
        self.send([submit(f"{key}-follow", "case_followups", said, self._town(item), when)])

    def _town(self, item: Sitting) -> tuple[Any, int]:
        return self.supervisors[item.village[:9]]

    def _do(
        self,
        key: str,
        name: str,
        record: Kept,
        answers: Answers,
        who: tuple[Any, int],
        when: datetime,
        reason: str = "",
        action: str = "",
    ) -> None:
        said = act(f"{key}-{name}", action or name, record, answers, who, when, reason)
        self.send([said], people_first=True)


def _owned(by: tuple[Any, int]) -> Answers:
    return {"owner": by[0].get_full_name(), "owner_post": "TOWN_SUP"}


def _many(town: str) -> int:
    return len(ENDS) if town == FULL else 1


def _key(item: Sitting) -> str:
    return f"{item.key}-report"


def _opened(ledger: str, question: str, by: Kept) -> Kept:
    """What an action on the other record has opened; there are few of them."""
    rows = Record.objects.unscoped("the demonstration goes on with what it began")
    found = (row for row in rows.filter(ledger__key=ledger) if row.answers[question] == by["uid"])
    return {"uid": str(next(found).uid), "ledger": ledger}


def _at(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M")


def _more(item: Sitting, number: int, when: datetime) -> Answers:
    """What is written down once the police know."""
    fact, way, situation = _SEEN[number % len(_SEEN)]
    return {
        "found_way": way,
        "reporter_org": "VC",
        "mr_situation": situation,
        "fact": f"{fact}。儿童主任随即到家里看过，没有反复问孩子。",
        "severity": "SEVERE" if number == 3 else "PENDING",
        "police_at": _at(when - timedelta(minutes=5)),
        "police_unit": station_of(item.village[:9]).key,
        "report_mode": "110",
        "copy_to": ["MZ", "TOWN"],
        "copy_at": _at(when),
        "confidential_ack": "yes",
    }


def _site(item: Sitting, when: datetime, person: str) -> Answers:
    return {
        "participants": [{"_id": "000000000001", "p_name": person, "p_unit": "MZ"}],
        "arrive_at": _at(when),
        "child_state": "饿着肚子，没有受伤，情绪低落",
        "temp_care_needed": "no",
        "measure": ["1", "4"],
        "order_unit": station_of(item.village[:9]).key,
        "order_no": "示例责令〔2026〕7号",
        "parents_reached": "REACHED",
        "return_deadline": (when + timedelta(days=3)).date().isoformat(),
    }


def _plan(when: datetime, person: str) -> Answers:
    day, last = when.date().isoformat(), (when + timedelta(days=90)).date().isoformat()
    return {
        "family_desc": "父母都在外地打工，家里没有固定的人照看",
        "child_needs": ["LIFE"],
        "child_wish": "想有人一起吃晚饭",
        "goals": [
            {
                "_id": "000000000001",
                "g_goal": "有人照看",
                "g_measure": "每天有大人在",
                "g_due": last,
            }
        ],
        "actions": [
            {
                "_id": "000000000001",
                "ac_text": "每周入户看一次",
                "ac_dept": "MZ",
                "ac_person": person,
                "ac_start": day,
                "ac_due": last,
                "ac_done_mark": "连续三个月正常",
            }
        ],
        "review_cycle": "WEEK",
        "consent_waived": "no",
        "consent": ON_PAPER,
    }
