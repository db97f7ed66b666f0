"""Who is registered, before anyone has a name: codes dealt so that all sums are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from random import Random

from demo.county import FULL, Township, Village
from demo.dealing import deck, rng, shares

REFERENCE = date(2026, 9, 30)
SCHOOL_CUT = date(2026, 8, 31)
YOUNG, MIDDLE, OLD = "0-5", "6-13", "14-15"

AGE_GROUPS = {YOUNG: 2892, MIDDLE: 8983, OLD: 991}
SEXES = {"1": 7012, "2": 5854}
ACTUAL = {"GP": 11965, "REL": 489, "ONE": 393, "NONE": 19}
HEALTH = {"H": 12789, "D": 64, "S": 13}
REGISTERED = {"Y": 12853, "N": 13}
LEVELS = {"1": 39, "2": 219, "3": 1029, "4": 3860, "5": 7719}
"""Of risk, the worst first."""
ETHNICITY = {"01": 960, "06": 20, "15": 8, "12": 5, "03": 4, "13": 3}
WORK_LEVEL = {"3": 550, "2": 400, "4": 3, "9": 47}
_AGES = {
    YOUNG: {0: 4, 1: 12, 2: 17, 3: 20, 4: 23, 5: 24},
    MIDDLE: {6: 24, 7: 25, 8: 26, 9: 26, 10: 26, 11: 25, 12: 24, 13: 24},
}
_OLD_SCHOOL = {"JS": 72, "SS": 14, "VS": 8, "OUT": 5, "DROP": 1}
_NURSERY = {"KG": 84, "PRE": 16}
_CARE = {("3", "POOR"): 2, ("4", "FAIR"): 30, ("5", "GOOD"): 68}
"""Type and quality of guardianship, the worst first."""
HIGH = {"1", "2", "3"}
"""The levels of who has but one parent, and that one away or unable."""
_LOST = {
    "": 57,
    "father deceased": 17,
    "mother deceased": 6,
    "father unknown": 6,
    "mother unknown": 14,
}
TURNING = (2, 5, 8)
"""Days of the month after the day of reference on which some are 16 and still registered."""


@dataclass(slots=True)
class Draft:
    """One child as codes of the lists; the two forms are written from it."""

    town: Township
    village: Village
    group: str
    sex: str
    actual: str
    health: str
    registered: str
    ethnicity: str
    work_level: str
    birth: date = REFERENCE
    level: str = ""
    lost: str = ""
    """The parent who died or is gone, and which of the two."""
    school_status: str = ""
    grade: str = ""
    guardian_type: str = ""
    quality: str = ""

    @property
    def years(self) -> int:
        return age(self.birth, REFERENCE)

    @property
    def school_age(self) -> int:
        return age(self.birth, SCHOOL_CUT)


def age(birth: date, day: date) -> int:
    """Full years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


type Totals = Mapping[str, int]
_TABLES: tuple[Totals, ...] = (AGE_GROUPS, SEXES, ACTUAL, HEALTH, REGISTERED, LEVELS)


def plan(towns: Sequence[Township]) -> list[Draft]:
    """All children of these townships, as many in every village as the county says.

    The one full township is dealt first and by itself, the others what it leaves of the county's
    sums: so the small demonstration is a part of the large one, and both are exact.
    """
    left: tuple[Totals, ...] = _TABLES
    drafts: list[Draft] = []
    for stage in _stages(towns):
        found = _dealt(stage, left)
        left = tuple(_less(table, got) for table, got in zip(left, _sums(found), strict=True))
        drafts += found
    return drafts


def _stages(towns: Sequence[Township]) -> Iterator[Sequence[Township]]:
    full = [town for town in towns if town.code == FULL]
    yield from filter(None, (full, [town for town in towns if town.code != FULL]))


def _less(table: Totals, got: Totals) -> dict[str, int]:
    return {value: count - got.get(value, 0) for value, count in table.items()}


def _sums(drafts: Sequence[Draft]) -> Iterator[Totals]:
    for name in ("group", "sex", "actual", "health", "registered", "level"):
        yield Counter(getattr(draft, name) for draft in drafts)


def _dealt(towns: Sequence[Township], tables: Sequence[Totals]) -> list[Draft]:
    label = "+".join(town.code for town in towns)
    random = rng("plan", label)
    homes = [(t, v) for t in towns for v in t.villages for _ in range(v.children)]
    *own, levels = tables
    decks = [deck(len(homes), table, random) for table in (*own, ETHNICITY, WORK_LEVEL)]
    dealt = zip(homes, *decks, strict=True)
    drafts = [Draft(town, village, *codes) for (town, village), *codes in dealt]
    _deal_ages(drafts, random)
    _deal_schools(drafts, random)
    random = rng("levels", label)
    _deal_levels(drafts, levels, random)
    _deal_lost(drafts, random)
    _deal_care(drafts, random)
    return drafts


def _deal_levels(drafts: Sequence[Draft], levels: Totals, random: Random) -> None:
    """Who is alone comes first, who has one unable parent within the third, the ill not last."""
    counts = dict(zip(levels, shares(len(drafts), list(levels.values())), strict=True))
    groups = _split(drafts, _care_of)
    alone, unable, frail, others = (groups.get(key, []) for key in ("NONE", "ONE", "ILL", ""))
    random.shuffle(others)
    spare = max(0, sum(counts[level] for level in HIGH) - len(alone) - len(unable))
    high = [*unable, *others[:spare]]
    random.shuffle(high)
    cards = (level for level, count in counts.items() for _ in range(count))
    order = (*alone, *high, *frail, *others[spare:])
    for draft, level in zip(order, cards, strict=True):
        draft.level = level


def _care_of(draft: Draft) -> str:
    if draft.actual in {"NONE", "ONE"}:
        return draft.actual
    return "" if draft.health == "H" else "ILL"


def _deal_lost(drafts: Iterable[Draft], random: Random) -> None:
    found = [d for d in drafts if d.actual == "GP" and d.level in HIGH]
    for draft, lost in zip(found, deck(len(found), _LOST, random), strict=True):
        draft.lost = lost


def _deal_ages(drafts: Iterable[Draft], random: Random) -> None:
    """A day of birth for everyone; of the oldest the school says how old they are."""
    groups = _split(drafts, lambda draft: draft.group)
    for group, weights in _AGES.items():
        found = groups.get(group, [])
        for draft, years in zip(found, deck(len(found), weights, random), strict=True):
            draft.birth = _born(years, random)
    old = groups.get(OLD, [])
    for draft, status in zip(old, deck(len(old), _OLD_SCHOOL, random), strict=True):
        draft.school_status = status
        draft.birth = _born_for(status, random)
    eldest = [draft for draft in old if draft.school_status in {"SS", "VS", "OUT"}]
    for draft, day in zip(eldest, TURNING, strict=False):
        draft.birth = date(REFERENCE.year - 16, 10, day)


def _born(years: int, random: Random) -> date:
    """Someone of that age; the youngest are nine months old, as their parents left months ago."""
    first = date(REFERENCE.year - years - 1, 10, 1)
    days = 92 if years == 0 else 365
    return first + timedelta(random.randrange(days))


def _born_for(status: str, random: Random) -> date:
    if status in {"SS", "VS", "OUT"}:
        return date(2010, 10, 1) + timedelta(random.randrange(334))
    return _born(random.choice((14, 14, 14, 15)), random)


def _deal_schools(drafts: Sequence[Draft], random: Random) -> None:
    small = [d for d in drafts if d.years <= 5 and d.school_age >= 3]
    for draft, status in zip(small, deck(len(small), _NURSERY, random), strict=True):
        draft.school_status = status
    for draft in drafts:
        place_in_school(draft)


def place_in_school(draft: Draft) -> None:
    """By age, unless it is said already."""
    draft.school_status = draft.school_status or _school_of(draft.school_age)
    draft.grade = _grade_of(draft.school_status, draft.school_age)


def _school_of(years: int) -> str:
    if years < 3:
        return "PRE"
    return "KG" if years < 6 else "PS" if years < 12 else "JS"


def _grade_of(status: str, years: int) -> str:
    """The class of who entered on time; the middle school's last for who is too old."""
    if status == "KG":
        return f"K{min(max(years, 3), 5) - 2}"
    if status == "PS":
        return f"P{years - 5}"
    if status == "JS":
        return f"J{min(years - 11, 3)}"
    return {"SS": "S1", "VS": "V1"}.get(status, "")


def _deal_care(drafts: Iterable[Draft], random: Random) -> None:
    """Type and quality of guardianship, in step with who actually cares."""
    groups = _split(drafts, lambda draft: draft.actual)
    for draft in groups.get("NONE", []):
        draft.guardian_type, draft.quality = "1", "POOR"
    for draft in groups.get("ONE", []):
        draft.guardian_type, draft.quality = "2", "POOR"
    cared = list(chain(groups.get("GP", []), groups.get("REL", [])))
    random.shuffle(cared)
    cared.sort(key=lambda draft: draft.level)
    counts = shares(len(cared), list(_CARE.values()))
    cards = (care for care, count in zip(_CARE, counts, strict=True) for _ in range(count))
    for draft, care in zip(cared, cards, strict=True):
        draft.guardian_type, draft.quality = care


def _split[T, K](items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found
