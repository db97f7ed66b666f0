"""The registered children as sittings: what a child director would have typed, child by child."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from demo import answers, reasons, risk
from demo.county import FULL, Township, township, townships
from demo.dealing import rng
from demo.families import Child, Family, families
from demo.names import DOTTED, RARE
from demo.numbers import Identities
from demo.plan import Draft, plan
from demo.schools import School, schools

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY, LAST_DAY = date(2025, 10, 9), date(2026, 9, 28)
SIZES = ("S", "M")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One child registered: who typed it (a village), when, and the answers of both forms.

    `doubts` are the reasons for what each form doubts; `assessed` and `assessment` the answers of
    a later sitting, of those who had it.
    """

    key: str
    village: str
    when: datetime
    child: dict[str, object]
    registration: dict[str, object]
    doubts: tuple[dict[str, str], dict[str, str]]
    assessed: datetime | None
    assessment: dict[str, object]


def towns_of(size: str, only: str | None = None) -> tuple[Township, ...]:
    """S is the one full township, M the county; `only` takes one township whatever the size."""
    if size not in SIZES:
        raise ValueError(f"no size {size!r}")
    if only:
        return (township(only),)
    return (township(FULL),) if size == "S" else townships()


def sittings(size: str = "S", only: str | None = None) -> Iterator[Sitting]:
    """In the order of townships, then of days, so that numbers grow as a year went by."""
    towns = towns_of(size, only)
    known = list(schools(town.code for town in towns))
    ids = Identities()
    drafts = plan(towns)
    for code, found in groupby(drafts, key=lambda draft: draft.town.code):
        yield from _of_township(code, list(found), known, ids)


def _of_township(
    code: str, drafts: Sequence[Draft], known: Sequence[School], ids: Identities
) -> Iterator[Sitting]:
    random = rng("people", code)
    people: list[tuple[Family, Child]] = []
    for _, found in groupby(drafts, key=lambda draft: draft.village.code):
        for family in families(list(found), random, ids):
            people += [(family, child) for child in family.children]
    _rare_names([child for _, child in people], random)
    dated = sorted(((_filled(family, random), number) for number, (family, _) in enumerate(people)))
    for when, number in dated:
        yield _sitting(*people[number], when, f"{code}:{number}", known, random)


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
) -> Sitting:
    dossier = answers.dossier(family, child, known, random)
    registration = answers.registration(family, child, when)
    assessed = risk.assessed_on(when, label)
    aid = dossier["aid_enjoyed"]
    return Sitting(
        key=hashlib.sha256(f"demo:{label}".encode()).hexdigest()[:32],
        village=child.draft.village.code,
        when=when,
        child=dossier,
        registration=registration,
        doubts=(reasons.of_dossier(dossier, when.date()), reasons.of_registration(registration)),
        assessed=assessed,
        assessment=risk.assessment(family, child, aid, assessed, label) if assessed else {},
    )
