"""Households around the planned children: brothers and sisters share parents and a door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from demo import names
from demo.county import GROUPS
from demo.numbers import FEMALE, MALE, Identities, phone
from demo.plan import Draft

PATERNAL_MAN, PATERNAL_WOMAN, MATERNAL_MAN, MATERNAL_WOMAN = "61", "62", "63", "64"
MEN = {PATERNAL_MAN, MATERNAL_MAN, "81", "83", "85", "87", "89"}
KIN = {"83": 4, "84": 3, "81": 3, "82": 2, "85": 2, "86": 1, "87": 1, "88": 1, "89": 1, "90": 1}
"""Uncles and aunts, and how often it is they who care."""
MOST_SIBLINGS = 3
SPACING = 330
"""Fewer days than this lie between twins only."""


@dataclass(slots=True)
class Person:
    """A grown-up; `gone` is the reason that stands for the name: deceased or unknown."""

    name: str
    birth: date
    id_card: str
    phone: str
    gone: str = ""


@dataclass(slots=True)
class Child:
    """A draft that has become somebody."""

    draft: Draft
    name: str = ""
    id_card: str = ""
    mismatch: str = ""
    """Why the number says another birthday or sex."""
    oddities: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Family:
    """Parents, grandparents by their relation, who cares, and the children in order of age."""

    children: list[Child]
    father: Person
    mother: Person
    grandparents: dict[str, Person]
    caregiver: Person | None
    relation: str
    group: int
    door: int
    away: str
    """BOTH, F_OUT_M_INC or M_OUT_F_INC."""
    incapable: str = ""
    entrusted: bool = False
    filled: datetime | None = None
    number: int = 0
    """Of its household, in the village."""


def families(drafts: Sequence[Draft], random: Random, ids: Identities) -> Iterator[Family]:
    """The families of one village."""
    for number, members in enumerate(_households(drafts, random), 1):
        yield _family([Child(draft) for draft in members], number, random, ids)


def _households(drafts: Sequence[Draft], random: Random) -> list[list[Draft]]:
    """Puts children together who could be brothers and sisters by all that is known of them."""
    homes: list[list[Draft]] = []
    for draft in drafts:
        fitting = [home for home in homes if _fits(draft, home)]
        if fitting and random.random() < 0.55:
            home = random.choice(fitting)
            _as_twin(draft, home[0])
            home.append(draft)
        else:
            homes.append([draft])
    return [sorted(home, key=lambda draft: draft.birth) for home in homes]


def _fits(draft: Draft, home: Sequence[Draft]) -> bool:
    first = home[0]
    same = ("actual", "ethnicity", "work_level", "guardian_type", "registered", "lost")
    if len(home) >= MOST_SIBLINGS or any(getattr(draft, n) != getattr(first, n) for n in same):
        return False
    gaps = [abs((draft.birth - other.birth).days) for other in home]
    return max(gaps) < 9 * 365 and (min(gaps) > SPACING or _could_be_twins(draft, home))


def _could_be_twins(draft: Draft, home: Sequence[Draft]) -> bool:
    same = ("years", "school_age", "school_status")
    return len(home) == 1 and all(getattr(draft, n) == getattr(home[0], n) for n in same)


def _as_twin(draft: Draft, first: Draft) -> None:
    """Born the same day, whoever is too near in age to be anything else."""
    if abs((draft.birth - first.birth).days) <= SPACING:
        draft.birth = first.birth


def _family(members: list[Child], number: int, random: Random, ids: Identities) -> Family:
    eldest = members[0].draft
    father, mother = _parents(eldest, random, ids)
    away, incapable = _away(eldest, father, mother, random)
    elders = _grandparents(eldest, father, mother, random, ids)
    relation, caregiver = _caregiver(eldest, father, mother, elders, away, random, ids)
    _name(members, father, mother, random, ids)
    group, door = random.randrange(GROUPS) + 1, number + random.randrange(3)
    return Family(
        members,
        father,
        mother,
        elders,
        caregiver,
        relation,
        group,
        door,
        away,
        incapable,
        entrusted=eldest.actual in {"GP", "REL"} and random.random() < 0.985,
        number=number,
    )


def _grown(birth: date, male: bool, name: str, random: Random, ids: Identities) -> Person:
    return Person(name, birth, ids.take(birth, MALE if male else FEMALE), phone(random))


def _earlier(day: date, random: Random, years: tuple[int, int, int]) -> date:
    low, high, most = years
    return day - timedelta(days=int(random.triangular(low, high, most) * 365.25))


def _parents(eldest: Draft, random: Random, ids: Identities) -> tuple[Person, Person]:
    father_birth = _earlier(eldest.birth, random, (21, 36, 25))
    mother_birth = _earlier(eldest.birth, random, (20, 32, 23))
    father = _grown(father_birth, True, names.person(random), random, ids)
    mother = _grown(mother_birth, False, names.person(random), random, ids)
    return father, mother


def _away(eldest: Draft, father: Person, mother: Person, random: Random) -> tuple[str, str]:
    """Which parents are away, and why the one who is not cannot care."""
    if eldest.actual == "ONE":
        incapable = random.choice(("ILL", "ILL", "DIS", "DIS", "MENTAL", "PRISON"))
        return random.choice(("F_OUT_M_INC", "F_OUT_M_INC", "M_OUT_F_INC")), incapable
    if not eldest.lost:
        return "BOTH", ""
    who, why = eldest.lost.split()
    (father if who == "father" else mother).gone = why
    away = "M_OUT_F_INC" if who == "father" else "F_OUT_M_INC"
    return away, "DEAD" if why == "deceased" else "LOST"


def _grandparents(
    eldest: Draft, father: Person, mother: Person, random: Random, ids: Identities
) -> dict[str, Person]:
    found = {}
    for relation in (PATERNAL_MAN, PATERNAL_WOMAN, MATERNAL_MAN, MATERNAL_WOMAN):
        below = father if relation in {PATERNAL_MAN, PATERNAL_WOMAN} else mother
        male = relation in MEN
        birth = _earlier(below.birth, random, (20, 30, 22))
        family_name = below.name[0] if male else names.surname(random)
        name = family_name + names.elder(random, male)
        found[relation] = _grown(birth, male, name, random, ids)
        if random.random() < _death(birth, male):
            found[relation].gone = "deceased"
        elif below is mother and random.random() < (1.0 if mother.gone == "unknown" else 0.05):
            found[relation].gone = "unknown"
    return found


def _death(birth: date, male: bool) -> float:
    years = 2026 - birth.year
    return min(0.6, max(0.01, (years - 50) * (0.012 if male else 0.008)))


def _caregiver(
    eldest: Draft,
    father: Person,
    mother: Person,
    elders: dict[str, Person],
    away: str,
    random: Random,
    ids: Identities,
) -> tuple[str, Person | None]:
    if eldest.actual == "NONE":
        return "", None
    if eldest.actual == "ONE":
        return ("52", mother) if away == "F_OUT_M_INC" else ("51", father)
    if eldest.actual == "REL":
        return _kin(father, mother, random, ids)
    weights = {PATERNAL_WOMAN: 45, PATERNAL_MAN: 25, MATERNAL_WOMAN: 20, MATERNAL_MAN: 10}
    alive = {key: weight for key, weight in weights.items() if not elders[key].gone}
    if not alive:
        elders[PATERNAL_WOMAN].gone = ""
        return PATERNAL_WOMAN, elders[PATERNAL_WOMAN]
    relation = random.choices(list(alive), list(alive.values()))[0]
    return relation, elders[relation]


def _kin(father: Person, mother: Person, random: Random, ids: Identities) -> tuple[str, Person]:
    """An uncle or an aunt; brothers of a parent carry the parent's surname."""
    relation = random.choices(list(KIN), list(KIN.values()))[0]
    birth = _earlier(father.birth, random, (-8, 10, 1))
    own = {"81": father, "83": father, "85": mother, "88": mother, "90": father}.get(relation)
    surname = own.name[0] if own else names.surname(random)
    return relation, _grown(birth, relation in MEN, surname + names.given(random), random, ids)


def _name(
    members: list[Child], father: Person, mother: Person, random: Random, ids: Identities
) -> None:
    surname = (father if random.random() < 0.97 else mother).name[0]
    taken: set[str] = set()
    for child in members:
        given = names.given(random)
        while given in taken:
            given = names.given(random)
        taken.add(given)
        child.name = surname + given
        if child.draft.registered == "Y":
            child.id_card = ids.take(child.draft.birth, child.draft.sex)
