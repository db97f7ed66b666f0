"""The registered children as sittings: what a child director would have typed, child by child."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from demo import answers, oddities, reasons, risk
from demo.county import COUNTIES, COUNTY_CODE, FULL, Township, township, townships
from demo.dealing import rng
from demo.families import Child, Family, families
from demo.names import DOTTED, RARE
from demo.numbers import Identities
from demo.plan import Draft, plan
from demo.schools import School, schools

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY, LAST_DAY = date(2025, 10, 9), date(2026, 9, 28)
SIZES = ("S", "M", "L")
WAITING = 24
"""The last so many registrations of the full township are left for it to verify."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One child registered: who typed it (a village), when, and the answers of both forms.

    `doubts` are the reasons for what each form doubts; `assessment` the answers of a later sitting,
    `level` what it comes to. `waits`: nobody has verified it yet. `oddities` are kinds of those.
    """

    key: str
    village: str
    when: datetime
    child: dict[str, object]
    registration: dict[str, object]
    doubts: tuple[dict[str, str], dict[str, str]]
    assessed: datetime
    assessment: dict[str, object]
    level: str
    waits: bool
    oddities: tuple[str, ...]
    family: Family
    person: Child


def counties_of(size: str) -> tuple[str, ...]:
    return tuple(COUNTIES) if size == "L" else (COUNTY_CODE,)


def towns_of(size: str, only: Sequence[str] = ()) -> tuple[Township, ...]:
    """S is the one full township, M its county, L ten of them; `only` takes some townships.

    The full township comes first, so that each size is the beginning of the next.
    """
    if size not in SIZES:
        raise ValueError(f"no size {size!r}")
    if only or size == "S":
        return tuple(map(township, only or (FULL,)))
    found = [town for county in counties_of(size) for town in townships(county)]
    return tuple(sorted(found, key=lambda town: town.code != FULL))


def sittings(size: str = "S", only: Sequence[str] = ()) -> Iterator[Sitting]:
    """In the order of townships, then of days, so that numbers grow as a year went by."""
    for county, towns in groupby(towns_of(size, only), key=lambda town: town.code[:6]):
        yield from _of_county(county, list(towns))


def _of_county(county: str, towns: Sequence[Township]) -> Iterator[Sitting]:
    known = list(schools(town.code for town in towns))
    ids = Identities(list(COUNTIES).index(county))
    for code, found in groupby(plan(towns), key=lambda draft: draft.town.code):
        yield from _of_township(code, list(found), known, ids)


def people(size: str = "S", only: Sequence[str] = ()) -> Iterator[list[Named]]:
    """A township at a time: who is registered under which key, before anything is answered."""
    for county, towns in groupby(towns_of(size, only), key=lambda town: town.code[:6]):
        ids = Identities(list(COUNTIES).index(county))
        for code, found in groupby(plan(list(towns)), key=lambda draft: draft.town.code):
            folk, _ = _folk(code, list(found), ids)
            yield [(key_of(f"{code}:{n}"), *pair) for n, pair in enumerate(folk)]


type Named = tuple[str, Family, Child]


def key_of(label: str) -> str:
    """The key of a sitting: always the same for the same."""
    return hashlib.sha256(f"demo:{label}".encode()).hexdigest()[:32]


def _of_township(
    code: str, drafts: Sequence[Draft], known: Sequence[School], ids: Identities
) -> Iterator[Sitting]:
    people, random = _folk(code, drafts, ids)
    dated = sorted(((_filled(family, random), number) for number, (family, _) in enumerate(people)))
    waiting = {number for _, number in dated[-WAITING:]} if code == FULL else set()
    for when, number in dated:
        waits = number in waiting
        yield _sitting(*people[number], when, f"{code}:{number}", known, random, waits)


def _folk(
    code: str, drafts: Sequence[Draft], ids: Identities
) -> tuple[list[tuple[Family, Child]], Random]:
    """Everybody of a township, and the throws that go on from there."""
    random = rng("people", code)
    people: list[tuple[Family, Child]] = []
    for _, found in groupby(drafts, key=lambda draft: draft.village.code):
        for family in families(list(found), random, ids):
            people += [(family, child) for child in family.children]
    _rare_names([child for _, child in people], random)
    if code == FULL:
        oddities.plant(people, ids)
    return people, random


def _rare_names(children: Sequence[Child], random: Random) -> None:
    """Names with rare characters, and names with a middle dot, in every township."""
    for child, given in zip(random.sample(children, len(RARE)), RARE, strict=True):
        child.name = child.name[0] + given
    others = [child for child in children if child.draft.ethnicity != "01"]
    for child, name in zip(others, DOTTED, strict=False):
        child.name = name


def _filled(family: Family, random: Random) -> datetime:
    """A working day after the youngest was born and the parents had left; one day a family."""
    if family.filled is None:
        first = max(FIRST_DAY, family.children[-1].draft.birth + timedelta(days=250))
        day = first + timedelta(random.randrange((LAST_DAY - first).days + 1))
        day -= timedelta(max(0, day.weekday() - 4))
        clock = time(random.randrange(8, 18), random.randrange(60))
        family.filled = datetime.combine(day, clock, ZONE)
    return family.filled


def _sitting(
    family: Family,
    child: Child,
    when: datetime,
    label: str,
    known: Sequence[School],
    random: Random,
    waits: bool,
) -> Sitting:
    dossier = answers.dossier(family, child, known, random)
    registration = answers.registration(family, child, when)
    assessed = risk.assessed_on(when, label)
    assessment = risk.assessment(family, child, dossier["aid_enjoyed"], assessed, label)
    odd = {*oddities.seen(family, child), *risk.oddities(assessment)}
    return Sitting(
        key=key_of(label),
        village=child.draft.village.code,
        when=when,
        child=dossier,
        registration=registration,
        doubts=(reasons.of_dossier(dossier, when.date()), reasons.of_registration(registration)),
        assessed=assessed,
        assessment=assessment,
        level=child.draft.level,
        waits=waits,
        oddities=tuple(sorted(odd)),
        family=family,
        person=child,
    )
