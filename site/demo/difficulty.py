"""Who is in difficulty, and of which kind: dealt over the county, so that the sums are exact."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

from demo import numbers
from demo.answers import Answers, given
from demo.children import key_of
from demo.county import FULL, Township, townships
from demo.dealing import deck, rng, shares
from demo.families import Child, Family

LEFT_BEHIND_TOO = 310
ALONE = {
    "FACTO": 96, "NOCARE": 100, "PRISON": 64, "SEVDIS": 170, "SEVILL": 120,
    "DIBAO": 170, "LOWINC": 60, "EMERG": 40,
}  # fmt: skip
"""Of the 1,130 in difficulty 310 are left behind too, and poor; the main kind of the others."""
CLASSES = {
    "FACTO": "GUARD", "NOCARE": "GUARD", "PRISON": "GUARD", "SEVDIS": "SELF", "SEVILL": "SELF",
    "DIBAO": "LIFE", "LOWINC": "LIFE", "EMERG": "TEMP",
}  # fmt: skip
COMBINATIONS = {
    ("DIS", "PRISON"): 12,
    ("DRUG", "ILL"): 21,
    ("LOST", "PRISON"): 25,
    ("DEAD", "LOST"): 38,
}
"""Of the 96 nobody takes care of: what became of father and mother."""
_WORDS = {
    "FACTO": "父母双方都不能照顾孩子，孩子跟着爷爷奶奶生活，由村里帮着申请补贴。",
    "NOCARE": "照看的人年纪大、常生病，平时没有人管孩子的生活和学习。",
    "PRISON": "父亲正在服刑，母亲一个人在镇上打零工，孩子有时没有人接。",
    "SEVDIS": "孩子有二级残疾，要长期做康复，家里一个人专门照顾。",
    "SEVILL": "孩子患了重病，每个月要到市里复查，花费大。",
    "DIBAO": "家里是低保户，收入少，孩子上学的开支由学校减免一部分。",
    "LOWINC": "家里去年受了灾，收入少，已经列入防返贫监测。",
    "EMERG": "家里房子着了火，现在借住在亲戚家，正在等修好。",
}


@cache
def too(town: str) -> frozenset[str]:
    """The keys of those in a township who are left behind and in difficulty."""
    towns = _towns(town[:6])
    counts = shares(LEFT_BEHIND_TOO, [item.children for item in towns])
    many = dict(zip((item.code for item in towns), counts, strict=True))[town]
    children = next(item.children for item in towns if item.code == town)
    return frozenset(sorted(key_of(f"{town}:{n}") for n in range(children))[:many])


@cache
def alone(town: str) -> tuple[str, ...]:
    """The kinds of the others of a township."""
    towns = _towns(town[:6])
    cards = deck(sum(ALONE.values()), ALONE, rng("difficulty", town[:6]))
    first = 0
    for item, count in zip(towns, shares(len(cards), [t.children for t in towns]), strict=True):
        if item.code == town:
            return tuple(cards[first : first + count])
        first += count
    raise KeyError(town)


def _towns(county: str) -> list[Township]:
    """The full one first, so that the sizes nest."""
    return sorted(townships(county), key=lambda town: town.code != FULL)


def registration(
    family: Family, child: Child, kind: str, filled: date, label: str, poor: bool
) -> Answers:
    """Answers of the form `difficulty_registration`, without the link to the dossier."""
    random = rng("difficulty", label)
    guardian = family.caregiver or family.father
    father, mother = _conditions(kind, random.choice(list(COMBINATIONS)))
    classes = [CLASSES[kind]]
    if poor and "LIFE" not in classes:
        classes.append("LIFE")
    return given(
        [
            ("fill_date", filled.isoformat()),
            ("difficulty_type", kind),
            ("father_condition", father),
            ("mother_condition", mother),
            ("difficulty_class", classes),
            ("difficulty_since", f"{random.randrange(2022, 2025)}-{random.randrange(1, 13):02d}"),
            ("difficulty_desc", _WORDS[kind]),
            ("guardian_name", guardian.name),
            ("guardian_birth", guardian.birth.isoformat()),
            ("guardian_relation", family.relation or "51"),
            ("guardian_id", guardian.id_card),
            ("guardian_phone", numbers.phone(random)),
            ("guardian_health", random.choice(("HEALTHY", "WEAK", "CHRONIC", "WEAK"))),
            ("family_size", str(len(family.children) + random.randrange(2, 5))),
            ("housing", random.choices(("SAFE", "C", "RENT", "BORROW"), (85, 7, 4, 4))[0]),
            ("monthly_income", str(random.randrange(4, 12) * 100)),
            ("need_type", _needs(kind)),
        ]
    )


def _conditions(kind: str, combination: tuple[str, str]) -> tuple[str, str]:
    if kind == "FACTO":
        return combination
    return {"PRISON": ("PRISON", "NONE"), "NOCARE": ("NONE", "NONE")}.get(kind, ("", ""))


def _needs(kind: str) -> list[str]:
    found = {"GUARD": ["GUARD", "LIFE"], "SELF": ["MED"], "LIFE": ["LIFE"], "TEMP": ["LIFE"]}
    return found[CLASSES[kind]]


def checked(filled: datetime) -> tuple[datetime, datetime]:
    """When the township has looked at it, and when the county has decided."""
    return filled + timedelta(days=6), filled + timedelta(days=13)
