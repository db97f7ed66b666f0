"""Answers of the two forms, written from a family: only here are the questions' names known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from demo import numbers
from demo.county import FULL, Village, group_name
from demo.dealing import rng
from demo.families import Child, Family, Person
from demo.plan import Draft
from demo.schools import School

Answers = dict[str, object]
ON_PAPER: object = {"paper": "yes"}
IN_SCHOOL = {"KG", "PS", "JS", "SS", "VS"}
_IN_PROVINCE = ("示例省云澜市", "示例省望江市", "示例省清浦市")
_ELSEWHERE = ("东海省滨湾市", "东海省宁浦市", "南岭省珠浦市", "南岭省禾安市", "江北省临川湾市")
_WORK_PLACES = {"2": _IN_PROVINCE, "3": _ELSEWHERE, "4": ("境外",)}


def missing(reason: str) -> dict[str, str]:
    return {"$missing": reason}


def given(pairs: Iterable[tuple[str, object]]) -> Answers:
    """What was answered; an empty answer is left out, as a patch leaves it out."""
    return {name: value for name, value in pairs if value not in ("", None, [])}


def _shared(family: Family) -> Random:
    """The same throws for every child of a family, so that brothers and sisters agree."""
    return rng("family", family.father.id_card)


def dossier(family: Family, child: Child, known: Sequence[School], random: Random) -> Answers:
    """Answers of the form `child`."""
    draft, shared = child.draft, _shared(family)
    return given(
        [
            *_identity(family, child, draft, shared),
            *_health(draft, random),
            *_school(draft, known, random),
            *_parent("father", family.father, shared),
            *_parent("mother", family.mother, shared),
            ("grandparents", _grandparents(family)),
            ("sibling_count", len(family.children) - 1),
            ("income_source", ["WORK", "FARM"] if shared.random() < 0.6 else ["WORK"]),
            *_caregiver(family),
            ("aid_enjoyed", _aid(draft, random)),
        ]
    )


def _identity(
    family: Family, child: Child, draft: Draft, random: Random
) -> Iterable[tuple[str, object]]:
    registered = draft.registered == "Y"
    village = draft.village
    hukou = village if random.random() < 0.96 else random.choice(draft.town.villages)
    address = f"{group_name(family.group)}{family.door}号"
    return (
        ("name", child.name),
        ("household_reg", draft.registered),
        ("id_card", child.id_card),
        ("sex", draft.sex),
        ("birth_date", draft.birth.isoformat()),
        ("id_mismatch_reason", child.mismatch),
        ("ethnicity", draft.ethnicity),
        ("hukou_type", "RURAL" if registered else ""),
        ("hukou_place", hukou.code if registered else ""),
        ("residence_place", village.code),
        ("village_group", _group(draft, village, family.group)),
        ("residence_detail", address),
        ("lives_with_parents", "no"),
    )


def _group(draft: Draft, village: Village, number: int) -> str:
    """Groups carry no code of their own: they are found by their full name."""
    if draft.town.code != FULL:
        return ""
    return f"{draft.town.name}{village.name}{group_name(number)}"


def _health(draft: Draft, random: Random) -> Iterable[tuple[str, object]]:
    if draft.health == "D":
        kind, level = random.choice(("61", "62", "63", "64", "65")), random.choice("234")
        yield from (("disability_type", kind), ("disability_level", level))
    if draft.health == "S":
        yield "illness_name", random.choice(("先天性心脏病", "再生障碍性贫血", "肾病综合征"))
        yield "illness_since", f"{random.randrange(2020, 2026)}-{random.randrange(1, 13):02d}"
    yield "health_status", draft.health


def _school(draft: Draft, known: Sequence[School], random: Random) -> Iterable[tuple[str, object]]:
    status = draft.school_status
    yield "school_status", status
    if status not in IN_SCHOOL:
        return
    fitting = [item for item in known if status in item.stages and _near(item, draft)]
    yield "school", _choose(fitting, draft, random)
    yield "grade", draft.grade
    yield "class_name", f"{random.randrange(1, 5)}班"
    yield "boarding", "yes" if random.random() < _boards(draft) else "no"
    yield "head_teacher_phone", numbers.phone(random)


def _near(school: School, draft: Draft) -> bool:
    """The county's own schools take everyone, a township's those of the township."""
    return len(school.place_code) == 6 or school.place_code.startswith(draft.town.code)


def _choose(fitting: Sequence[School], draft: Draft, random: Random) -> str:
    """Teaching points keep the three lowest classes; the central school has the rest."""
    small = [item for item in fitting if len(item.place_code) == 12]
    central = [item for item in fitting if len(item.place_code) < 12]
    if small and draft.grade in {"P1", "P2", "P3"} and random.random() < 0.35:
        return random.choice(small).key
    return random.choice(central).key


def _boards(draft: Draft) -> float:
    upper = 0.25 if draft.grade in {"P4", "P5", "P6"} else 0.0
    return {"JS": 0.7, "SS": 0.95, "VS": 0.95}.get(draft.school_status, upper)


def _parent(who: str, parent: Person, random: Random) -> Iterable[tuple[str, object]]:
    if parent.gone:
        yield f"{who}_name", missing(parent.gone)
        return
    known = random.random() < 0.7
    yield f"{who}_name", parent.name
    yield f"{who}_birth", parent.birth.isoformat()
    yield f"{who}_id", parent.id_card if known else ""
    reason = random.choice(("unknown", "none"))
    yield f"{who}_phone", parent.phone if random.random() < 0.96 else missing(reason)


def _grandparents(family: Family) -> list[Answers]:
    """Four rows; of the dead only that they died. Rows carry identities that never change."""
    rows = []
    for relation, person in family.grandparents.items():
        own = hashlib.sha256(person.id_card.encode()).hexdigest()[:12]
        row: Answers = {"_id": own, "gp_relation": relation}
        if person.gone:
            rows.append(row | {"gp_name": missing(person.gone)})
            continue
        row |= {"gp_name": person.name, "gp_birth": person.birth.isoformat()}
        rows.append(row | {"gp_phone": person.phone})
    return rows


def _caregiver(family: Family) -> Iterable[tuple[str, object]]:
    person = family.caregiver
    if person is None:
        return (("caregiver_name", missing("none")),)
    return (
        ("caregiver_name", person.name),
        ("caregiver_relation", family.relation),
        ("caregiver_birth", person.birth.isoformat()),
        ("caregiver_phone", person.phone),
    )


_POOR = {"1": 0.5, "2": 0.45, "3": 0.35, "4": 0.22, "5": 0.06}
"""How often a child's family has the minimum allowance, by the level of risk."""


def _aid(draft: Draft, random: Random) -> list[str]:
    found = ["DIBAO"] if random.random() < _POOR[draft.level] else []
    if draft.health == "S":
        found.append("MED")
    if draft.health == "D":
        found.append("DISAB2")
    if draft.school_status in {"PS", "JS", "SS", "VS"} and random.random() < 0.18:
        found.append("EDU")
    return found or ["NONE"]


def registration(family: Family, child: Child, when: datetime) -> Answers:
    """Answers of the form `left_behind_registration`, without the link to the dossier."""
    draft, random = child.draft, _shared(family)
    left = _left(family, when.date(), random)
    return given(
        [
            ("fill_date", when.date().isoformat()),
            ("migration_type", family.away),
            *_work("father", draft, left, random if family.away != "M_OUT_F_INC" else None),
            *_work("mother", draft, left, random if family.away != "F_OUT_M_INC" else None),
            ("incapacity_reason", family.incapable),
            *_entrusted(family, draft, random),
            ("guardian_actual", draft.actual),
            ("guardian_type", draft.guardian_type),
            ("guardian_quality", draft.quality),
            ("signer_fill", ON_PAPER),
            ("signer_head", ON_PAPER),
            ("signer_guardian", ON_PAPER),
            *_confirmed(when, random),
        ]
    )


def _left(family: Family, filled: date, random: Random) -> date:
    """When the parents left: after the youngest was born, half a year before the reference day."""
    first = max(date(2022, 10, 1), family.children[-1].draft.birth + timedelta(days=30))
    last = min(date(2026, 3, 31), filled)
    return first + timedelta(random.randrange(max(1, (last - first).days)))


def _work(
    who: str, draft: Draft, left: date, random: Random | None
) -> Iterable[tuple[str, object]]:
    """Where a parent works who is away; `random` is None for the one at home."""
    if random is None:
        return
    places = _WORK_PLACES.get(draft.work_level, ())
    yield f"{who}_work_place", random.choice(places) if places else missing("unknown")
    yield f"{who}_work_level", draft.work_level
    known = random.random() < 0.98
    yield f"{who}_leave_date", f"{left:%Y-%m}" if known else missing("unknown")


def _entrusted(family: Family, draft: Draft, random: Random) -> Iterable[tuple[str, object]]:
    person = family.caregiver
    if not family.entrusted or person is None:
        return (("has_entrusted", "no"),)
    return (
        ("has_entrusted", "yes"),
        ("entrusted_name", person.name),
        ("entrusted_birth", person.birth.isoformat()),
        ("entrusted_id", person.id_card if random.random() < 0.95 else missing("unknown")),
        ("entrusted_phone", person.phone),
        ("entrusted_relation", family.relation),
        ("entrusted_addr", f"{draft.village.name}{group_name(family.group)}{family.door}号"),
    )


def _confirmed(when: datetime, random: Random) -> Iterable[tuple[str, object]]:
    mode = random.choices(("PAPER", "PHONE", "SIGN"), (60, 30, 10))[0]
    yield "guardian_confirm_mode", mode
    if mode == "PHONE":
        called = when - timedelta(minutes=random.randrange(10, 120))
        yield "guardian_confirm_at", called.strftime("%Y-%m-%dT%H:%M")
