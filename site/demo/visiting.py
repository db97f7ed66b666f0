"""Visits of the last quarter: as often as the level asks, most of them at home, few in vain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo import posts
from demo.answers import ON_PAPER, Answers, given, missing
from demo.children import Sitting
from demo.county import FULL
from demo.dealing import rng

ZONE = ZoneInfo("Asia/Shanghai")
QUARTER, LAST = date(2026, 7, 1), date(2026, 9, 30)
LAST_MONTH = date(2026, 9, 1)
EVERY = {"1": 7, "2": 7, "3": 15, "4": 30, "5": 30}
"""Days between two visits of a level."""
HIGH = ("1", "2")
_ACTIONS = (
    "看了作业，讲了用火用电的安全",
    "和老人聊了孩子的饮食，提醒按时打疫苗",
    "给父母打了视频电话，约好每周联系一次",
    "讲了防溺水，记下老师反映的情况",
    "看了孩子的房间，帮着把药收好",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: its number of the child's, when it was, what was written down."""

    number: int
    when: datetime
    answers: Answers
    level: str

    @property
    def checked(self) -> bool:
        """The supervisor looks at those of high risk, the last days' are still to come."""
        return self.level in HIGH and self.when.date() < LAST - timedelta(days=8)


def visits(item: Sitting) -> Iterator[Visit]:
    """Outside the full township only the last month of those at low risk, for brevity."""
    random = rng("visits", item.key)
    low = item.level in ("4", "5") and item.village[:9] != FULL
    first = max(LAST_MONTH if low else QUARTER, item.when.date() + timedelta(days=4))
    step = EVERY[item.level]
    day, number = first + timedelta(random.randrange(min(step, 12))), 0
    while day <= LAST:
        number += 1
        clock = time(random.randrange(8, 19), random.randrange(60))
        when = datetime.combine(day, clock, ZONE)
        found = _answers(item, when, random)
        yield Visit(number, when, found, item.level)
        day += timedelta(5 if found["saw_child"] == "no" else max(3, step - random.randrange(3)))


def _answers(item: Sitting, when: datetime, random: Random) -> Answers:
    """Of the form `home_visit`, without the link to the dossier."""
    method = _method(item, random)
    seen = random.random() > 0.015
    remote = method in ("PHONE", "VIDEO")
    caregiver, alone = item.family.caregiver, item.family.caregiver is None
    years = item.person.draft.years
    bad = alone and years < 16
    result = "REPORT" if bad else ("ABSENT" if not seen else _result(item.level, random))
    return given(
        [
            ("visit_at", when.strftime("%Y-%m-%dT%H:%M")),
            ("visit_method", method),
            ("visitors", [_visitor(item)]),
            ("saw_child", "yes" if seen and not remote else "no"),
            ("not_seen_reason", "" if seen and not remote else _why(remote, random)),
            ("talked_alone", "yes" if seen and not remote and years >= 8 else ""),
            ("interviewee", caregiver.name if caregiver else missing("none")),
            ("interviewee_relation", item.family.relation if caregiver else ""),
            ("guard_state", "GONE" if alone else random.choices(("IN", "AWAY"), (95, 5))[0]),
            ("alone_living", "yes" if bad else "no"),
            ("under8_unattended", ("yes" if alone else "no") if _under8(item, when) else ""),
            ("parent_contact", "yes" if random.random() < 0.78 else "no"),
            ("school_state", _school(item, random)),
            ("psy_state", ["NORMAL"] if random.random() < 0.9 else ["LOW"]),
            ("safety_hazard", ["0"] if random.random() < 0.93 else ["8"]),
            ("life_state", "HARD" if item.level in HIGH and random.random() < 0.3 else "OK"),
            ("network_use", random.choices(("MODERATE", "LONG", "ADDICT"), (80, 17, 3))[0]),
            ("visit_result", result),
            ("problem", _problem(result)),
            ("action", random.choice(_ACTIONS)),
            ("sign_g", ON_PAPER if caregiver else ""),
            ("sign_v", ON_PAPER),
        ]
    )


def _method(item: Sitting, random: Random) -> str:
    if item.level in HIGH:
        return random.choices(("HOME", "SCHOOL"), (96, 4))[0]
    at_school = item.person.draft.school_status in ("KG", "PS", "JS", "SS", "VS")
    weights = (78, 14 if at_school else 0, 5, 2, 1)
    return random.choices(("HOME", "SCHOOL", "CENTER", "PHONE", "VIDEO"), weights)[0]


def _visitor(item: Sitting) -> Answers:
    code = item.village
    director = posts.account(posts.username_of(code), code[:6]).name
    return {"_id": "000000000001", "visitor_name": director, "visitor_post": "VILL_DIR"}


def _why(remote: bool, random: Random) -> str:
    if remote:
        return "孩子这几天跟着外婆走亲戚"
    return random.choice(("孩子去镇上补习了", "一家人去赶集了", "孩子住校，没到放假"))


def _under8(item: Sitting, when: datetime) -> bool:
    born, day = item.person.draft.birth, when.date()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < 8


def _result(level: str, random: Random) -> str:
    weights = (40, 45, 15) if level in HIGH else (92, 7, 1)
    return random.choices(("OK", "WATCH", "HELP"), weights)[0]


def _problem(result: str) -> str:
    found = {
        "WATCH": "孩子最近话少，成绩有些下滑",
        "HELP": "家里缺过冬的衣被",
        "REPORT": "孩子独自生活，已报警并报告督导员",
    }
    return found.get(result, "")


def _school(item: Sitting, random: Random) -> str:
    status = item.person.draft.school_status
    if status in ("PRE", "OUT"):
        return "PRE"
    return "DROP" if status == "DROP" else random.choices(("NORMAL", "ABSENT"), (97, 3))[0]
