"""The assessment of risk in September: what the officer saw at home, in step with what is registered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo import names, posts
from demo.answers import ON_PAPER, Answers, given
from demo.dealing import rng
from demo.families import Child, Family
from demo.plan import age

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY, DAYS = date(2026, 9, 1), 21
REGISTERED_BEFORE = date(2026, 5, 1)
_MIND = {"GOOD": {"H": 90, "B": 10}, "FAIR": {"H": 60, "B": 38, "S": 2}}
_MIND["POOR"] = {"H": 40, "B": 45, "S": 15}
_HAZARDS = {"4": 5, "8": 5, "7": 2, "6": 2}
_SCHOOL = {"PRE": "NA", "DROP": "DROP", "OUT": "DROP"}


def assessed_on(registered: datetime, label: str) -> datetime | None:
    """A working day of September for who was registered by spring; the others are still to be done."""
    if registered.date() >= REGISTERED_BEFORE:
        return None
    random = rng("risk-day", label)
    day = FIRST_DAY + timedelta(random.randrange(DAYS))
    day += timedelta(7 - day.weekday() if day.weekday() > 4 else 0)
    return datetime.combine(day, time(random.randrange(8, 18), random.randrange(60)), ZONE)


def assessment(family: Family, child: Child, aid: object, when: datetime, label: str) -> Answers:
    """Answers of the form `risk_assessment`, without the link to the dossier."""
    random, draft = rng("risk", label), child.draft
    years = age(draft.birth, when.date())
    alone = "yes" if draft.actual == "NONE" else "no"
    return given(
        [
            ("assess_date", when.date().isoformat()),
            ("emergency_screen", ["5"] if random.random() < 0.004 else ["0"]),
            ("guardian_actual", draft.actual),
            ("migration_type", family.away),
            ("alone_living", alone),
            ("under8_unattended", alone if years < 8 else ""),
            ("open_report", "yes" if random.random() < 0.003 else "no"),
            *_at_home(family, child, aid, years, random),
            *_around(family, child, random),
            ("assessors", _assessors(child, random)),
        ]
    )


def _pick(weights: Mapping[str, float], random: Random) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _at_home(
    family: Family, child: Child, aid: object, years: int, random: Random
) -> Iterable[tuple[str, object]]:
    quality = child.draft.quality
    poor = isinstance(aid, list) and "DIBAO" in aid
    broken = family.father.gone or family.mother.gone
    troubled = years >= 10 and quality != "GOOD" and random.random() < 0.12
    yield "psy_band", _pick(_MIND[quality], random)
    yield "bad_behavior", [random.choice("124")] if troubled else []
    yield "safety_hazard", ["0"] if random.random() < 0.8 else [_pick(_HAZARDS, random)]
    yield "income_band", "LOW" if poor else _pick({"HIGH": 45, "MID": 55}, random)
    yield "family_band", "BROKEN" if broken else _pick({"FULL": 92, "SINGLE": 8}, random)
    yield "caregiver_band", "NONE" if child.draft.actual == "NONE" else quality
    yield "main_risk", ["GUARD"] if quality != "GOOD" else ["LIFE" if poor else "PSY"]


def _around(family: Family, child: Child, random: Random) -> Iterable[tuple[str, object]]:
    state = _pick({"SIGNED": 88, "EXPIRED": 5, "NONE": 7}, random)
    yield "letter_needed", "yes" if family.entrusted else "no"
    yield "letter_state", state if family.entrusted else ""
    yield "contact_band", _pick({"WEEK": 70, "MONTH": 25, "LESS": 5}, random)
    yield "habit_band", _pick({"N": 95, "Y": 5}, random)
    usual = _pick({"N": 97, "ABSENT": 3}, random)
    yield "school_band", _SCHOOL.get(child.draft.school_status, usual)
    yield "pair_roles", _pick({"3": 60, "2": 25, "1": 10, "0": 5}, random)


def _assessors(child: Child, random: Random) -> list[Answers]:
    """The director of the village and somebody who came along."""
    director = posts.account(posts.username_of(child.draft.village.code)).name
    people = ((director, "VILL_DIR"), (names.person(random), random.choice(("GRID", "VILL_SEC"))))
    return [
        {"_id": f"{number:012x}", "as_name": name, "as_post": post, "as_sign": ON_PAPER}
        for number, (name, post) in enumerate(people, 1)
    ]
