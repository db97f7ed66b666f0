"""The assessment of risk in September: what was seen at home, so that it comes to the level planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo import names, posts
from demo.answers import ON_PAPER, Answers, given
from demo.dealing import rng
from demo.families import Child, Family
from demo.plan import REFERENCE, age

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY, DAYS = date(2026, 9, 1), 21
BANDS = {"1": (40, 84), "2": (40, 54), "3": (55, 69), "4": (70, 84), "5": (85, 100)}
"""Points of a level. Nobody is put into the first by points: a rule of the form does it."""
ONE_PARENT = (55, 92)
"""Whoever has one unable parent is in the third level however many points there are."""
CARE = {"GOOD": 15, "FAIR": 8, "POOR": 3, "NONE": 0}
FULL_MARKS = 65
"""What there is but for age, health and who cares."""
_SCHOOL = {"PRE": ("NA", 5), "DROP": ("DROP", 0), "OUT": ("DROP", 0)}


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing that is looked at: what may be found, best first, with the points it costs."""

    name: str
    found: Sequence[tuple[object, int]]
    often: float


_SIGHTS = (
    Sight("psy_band", (("H", 0), ("B", 3), ("S", 5)), 2),
    Sight("safety_hazard", ((["0"], 0), (["4"], 10)), 1.5),
    Sight("contact_band", (("WEEK", 0), ("MONTH", 5), ("LESS", 10)), 4),
    Sight("habit_band", (("N", 0), ("Y", 5)), 0.5),
    Sight("pair_roles", (("3", 0), ("2", 3), ("0", 5)), 3),
)
_BEHAVIOR = Sight("bad_behavior", (([], 0), (["4"], 5)), 0.6)
_INCOME = Sight("income_band", (("HIGH", 0), ("MID", 5), ("LOW", 10)), 3)
_ATTENDS = Sight("school_band", (("N", 0), ("ABSENT", 3)), 0.25)
_LETTER = Sight("letter_state", (("SIGNED", 0), ("EXPIRED", 3), ("NONE", 5)), 0.12)
_HAZARDS = (["4"], ["8"], ["4", "8"], ["6"], ["7"])
_BEHAVIORS = (["1"], ["2"], ["4"])


def assessed_on(registered: datetime, label: str) -> datetime:
    """A working day of September, after the registration."""
    random = rng("risk-day", label)
    day = FIRST_DAY + timedelta(random.randrange(DAYS))
    day = min(max(day, registered.date() + timedelta(1)), REFERENCE)
    day += timedelta(7 - day.weekday() if day.weekday() > 4 else 0)
    return datetime.combine(day, time(random.randrange(8, 18), random.randrange(60)), ZONE)


def assessment(family: Family, child: Child, aid: object, when: datetime, label: str) -> Answers:
    """Answers of the form `risk_assessment`, without the link to the dossier."""
    random, draft = rng("risk", label), child.draft
    years = age(draft.birth, when.date())
    alone = draft.actual == "NONE"
    urgent, reported = _forced(draft.level, alone, random)
    poor = isinstance(aid, list) and "DIBAO" in aid
    fixed = dict(_known(family, child))
    points = FULL_MARKS + _points(child, years) - sum(cost for _, cost in fixed.values())
    seen = _seen(
        list(_sights(family, child, years, poor)), points, _band(family, draft.level), random
    )
    said: Answers = {name: answer for name, (answer, _) in fixed.items()} | seen
    return given(
        [
            ("assess_date", when.date().isoformat()),
            ("emergency_screen", ["5"] if urgent else ["0"]),
            ("guardian_actual", draft.actual),
            ("migration_type", family.away),
            ("alone_living", "yes" if alone else "no"),
            ("under8_unattended", ("yes" if alone else "no") if years < 8 else ""),
            ("open_report", "yes" if reported else "no"),
            *said.items(),
            ("letter_needed", "yes" if family.entrusted else "no"),
            ("main_risk", _main_risk(draft.quality, poor)),
            ("assessors", _assessors(child, random)),
        ]
    )


def oddities(said: Mapping[str, object]) -> Iterator[str]:
    if said.get("letter_state") == "EXPIRED":
        yield "letter-expired"
    if said["emergency_screen"] != ["0"] or said["open_report"] == "yes":
        yield "level-by-rule"


def _forced(level: str, alone: bool, random: Random) -> tuple[bool, bool]:
    """What makes the first level of a child somebody cares for: an emergency or an open report."""
    urgent = random.random() < 0.5
    return (urgent, not urgent) if level == "1" and not alone else (False, False)


def _band(family: Family, level: str) -> tuple[int, int]:
    return ONE_PARENT if level == "3" and family.away != "BOTH" else BANDS[level]


def _points(child: Child, years: int) -> int:
    """What age, health and who cares give."""
    by_age = 3 if years <= 5 else 5 if years <= 10 else 10
    care = CARE["NONE" if child.draft.actual == "NONE" else child.draft.quality]
    return by_age + care + (10 if child.draft.health == "H" else 0)


def _known(family: Family, child: Child) -> Iterator[tuple[str, tuple[object, int]]]:
    """What the registration says already, with the points it costs."""
    draft = child.draft
    yield "caregiver_band", ("NONE" if draft.actual == "NONE" else draft.quality, 0)
    if draft.school_status in _SCHOOL:
        answer, points = _SCHOOL[draft.school_status]
        yield "school_band", (answer, 5 - points)
    if "unknown" in draft.lost or family.incapable == "PRISON":
        yield "family_band", ("BROKEN", 5)
    elif draft.lost:
        yield "family_band", ("SINGLE", 3)


def _sights(family: Family, child: Child, years: int, poor: bool) -> Iterator[Sight]:
    draft, whole = child.draft, ("FULL", 0)
    yield from _SIGHTS
    yield Sight("income_band", _INCOME.found[1:] if poor else _INCOME.found, _INCOME.often)
    if years >= 10:
        yield _BEHAVIOR
    if draft.school_status not in _SCHOOL:
        yield _ATTENDS
    if family.entrusted:
        yield _LETTER
    if not draft.lost and family.incapable != "PRISON":
        yield Sight("family_band", (whole, ("SINGLE", 3)) if draft.level != "5" else (whole,), 0.7)


def _seen(
    sights: Sequence[Sight], points: int, band: tuple[int, int], random: Random
) -> dict[str, object]:
    """Finds one thing after another worse, until there are as many points as wanted."""
    low, high = band
    steps = dict.fromkeys(sights_by_name := {sight.name: sight for sight in sights}, 0)
    points -= sum(sight.found[0][1] for sight in sights)
    aim = random.randint(low, max(low, min(high, points)))
    while worse := list(_worse(sights_by_name, steps, points, aim if points <= high else low)):
        name, cost, _ = random.choices(worse, [often for *_, often in worse])[0]
        steps[name] += 1
        points -= cost
    return {name: _answer(sight, steps[name], random) for name, sight in sights_by_name.items()}


def _worse(
    sights: Mapping[str, Sight], steps: Mapping[str, int], points: int, least: int
) -> Iterator[tuple[str, int, float]]:
    for name, sight in sights.items():
        if steps[name] + 1 < len(sight.found):
            cost = sight.found[steps[name] + 1][1] - sight.found[steps[name]][1]
            if points - cost >= least:
                yield name, cost, sight.often / (1 + 2 * steps[name])


def _answer(sight: Sight, step: int, random: Random) -> object:
    """The usual answer of a step, where several cost the same one of them."""
    if step and sight.name == "safety_hazard":
        return random.choice(_HAZARDS)
    if step and sight.name == "bad_behavior":
        return random.choice(_BEHAVIORS)
    if sight.found[step][0] == "2":
        return random.choice("21")
    return sight.found[step][0]


def _main_risk(quality: str, poor: bool) -> list[str]:
    if quality != "GOOD":
        return ["GUARD"]
    return ["LIFE" if poor else "PSY"]


def _assessors(child: Child, random: Random) -> list[Answers]:
    """The director of the village and somebody who came along."""
    code = child.draft.village.code
    director = posts.account(posts.username_of(code), code[:6]).name
    people = ((director, "VILL_DIR"), (names.person(random), random.choice(("GRID", "VILL_SEC"))))
    return [
        {"_id": f"{number:012x}", "as_name": name, "as_post": post, "as_sign": ON_PAPER}
        for number, (name, post) in enumerate(people, 1)
    ]
