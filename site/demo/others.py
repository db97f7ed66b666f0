"""Children beside the register of those left behind now: in difficulty, or gone since the summer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from random import Random
from zoneinfo import ZoneInfo

from demo import answers, difficulty, reasons
from demo.answers import Answers
from demo.children import key_of, towns_of
from demo.county import Township, Village
from demo.dealing import deck, rng, shares
from demo.families import Child, Family, families
from demo.numbers import Identities
from demo.plan import Draft, place_in_school
from demo.schools import School, schools

ZONE = ZoneInfo("Asia/Shanghai")
LEFT = 515
"""Four in a hundred of a county, in the last quarter."""
REASONS = {"BACK": 50, "FOLLOW": 22, "AGE16": 24, "MOVE": 3, "DUP": 1}
FIRST, DAYS = date(2025, 10, 20), 150
QUARTER, SPAN = date(2026, 7, 2), 85
NUMBERS = 10
"""Counts as a county of its own, so that no number is given twice."""
WAYS = {"FACTO": ("1", "POOR"), "NOCARE": ("3", "POOR")}


@dataclass(frozen=True, slots=True)
class Other:
    """One child: `reason` why it is no longer left behind, or `kind` of its difficulty."""

    key: str
    village: str
    when: datetime
    child: Answers
    registration: Answers
    doubts: tuple[dict[str, str], dict[str, str]]
    reason: str
    kind: str
    left: datetime
    family: Family
    stays: int


def others(size: str, only: Sequence[str] = ()) -> Iterator[Other]:
    """A township after the other, those who are gone first."""
    towns = towns_of(size, only)
    known = list(schools(town.code for town in towns))
    ids = Identities(NUMBERS)
    for town in towns:
        random = rng("others", town.code)
        gone = deck(_gone(town), REASONS, random)
        for number, told in enumerate(chain(gone, difficulty.alone(town.code))):
            yield _other(town, number, told, known, ids, random)


def many(size: str, only: Sequence[str] = ()) -> tuple[int, int]:
    """How many are gone, how many in difficulty."""
    towns = towns_of(size, only)
    return sum(map(_gone, towns)), sum(len(difficulty.alone(town.code)) for town in towns)


def _gone(town: Township) -> int:
    return shares(LEFT, [town.children, 12_866 - town.children])[0]


def _other(
    town: Township,
    number: int,
    told: str,
    known: Sequence[School],
    ids: Identities,
    random: Random,
) -> Other:
    reason, kind = (told, "") if told in REASONS else ("", told)
    key, village = key_of(f"other:{town.code}:{number}"), random.choice(town.villages)
    when = _moment(FIRST, DAYS, random)
    left = _moment(QUARTER, SPAN, random)
    draft = _draft(town, village, reason, kind, left, random)
    family = next(families([draft], random, ids))
    family.number = 900 + number
    child = family.children[0]
    dossier = _dossier(family, child, kind, known, random)
    registration = answers.registration(family, child, when) if reason else {}
    stays = 2 if random.random() < 0.97 else random.randrange(2)
    doubts = (
        reasons.of_dossier(dossier, when.date()),
        reasons.of_registration(registration) if reason else {},
    )
    return Other(
        key, village.code, when, dossier, registration, doubts, reason, kind, left, family, stays
    )


def _moment(first: date, days: int, random: Random) -> datetime:
    """A working day."""
    day = first + timedelta(random.randrange(days))
    day -= timedelta(max(0, day.weekday() - 4))
    return datetime.combine(day, time(random.randrange(9, 17), random.randrange(60)), ZONE)


def _draft(
    town: Township, village: Village, reason: str, kind: str, left: datetime, random: Random
) -> Draft:
    draft = Draft(
        town,
        village,
        "",
        random.choice("12"),
        "GP" if reason or kind in ("FACTO", "NOCARE") else "ONE",
        {"SEVDIS": "D", "SEVILL": "S"}.get(kind, "H"),
        "Y",
        "01",
        "3",
        level="4",
    )
    draft.birth = _birth(reason, left.date(), random)
    place_in_school(draft)
    draft.guardian_type, draft.quality = WAYS.get(kind, ("5", "GOOD") if reason else ("4", "FAIR"))
    return draft


def _birth(reason: str, left: date, random: Random) -> date:
    if reason == "AGE16":
        return date(left.year - 16, left.month, 1)
    return date(2026, 9, 30) - timedelta(days=random.randrange(4 * 365, 14 * 365))


def _dossier(
    family: Family, child: Child, kind: str, known: Sequence[School], random: Random
) -> Answers:
    found = answers.dossier(family, child, known, random)
    if kind:
        found["lives_with_parents"] = "no" if kind in ("FACTO", "NOCARE") else "yes"
    if kind == "DIBAO":
        found["aid_enjoyed"] = ["DIBAO"]
    return found
