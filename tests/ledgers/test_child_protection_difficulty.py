"""A child in difficulty: the village reports, the township checks, the county decides; nobody posts it up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from ledgers.registry import all_live, live, role_held_at
from ledgers.rosters import roster
from ledgers.rosters.drawing import Drawing
from ledgers.rosters.taking import Taking
from ledgers.submission import Part
from tests import people
from tests.ledgers import registers
from tests.ledgers.registers import (
    COUNTY,
    SUPERVISOR,
    act,
    difficulty_answers,
    director,
    kept,
    user,
)
from tests.ledgers.tools import answers, codes, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
VILLAGE = "village_officer"
CHECKED = {"town_opinion": "属实", "town_date": "2026-11-12"}
ACCEPTED = {"county_opinion": "ACCEPT", "county_date": "2026-11-15"}


@pytest.fixture
def reported(world):
    answers = difficulty_answers(registers.dossier(1))
    return kept(send(director("河湾村"), Part("difficulty", answers)))


def test_from_the_village_to_the_county(reported):
    assert act(SUPERVISOR, reported, "verify", **CHECKED).ok
    assert act(COUNTY, reported, "approve", **ACCEPTED).ok
    found = answers(reported)
    assert row(reported).state == "RECOGNISED"
    assert (found["entry_date"], found["recheck_date"]) == ("2026-11-15", "2027-11-15")


@pytest.mark.parametrize(
    ("who", "action", "given", "code"),
    [
        (VILLAGE, "approve", ACCEPTED, "action.wrong-state"),
        (SUPERVISOR, "approve", ACCEPTED, "action.wrong-state"),
        (VILLAGE, "verify", CHECKED, "action.not-yours"),
        (SUPERVISOR, "verify", {}, "answer.required"),
        (COUNTY, "reject", ACCEPTED, "action.wrong-state"),
    ],
)
def test_each_in_turn(reported, who, action, given, code):
    assert code in codes(act(who, reported, action, **given))


@pytest.mark.parametrize(
    ("who", "action", "given", "state"),
    [
        (SUPERVISOR, "approve", ACCEPTED, None),
        (COUNTY, "approve", ACCEPTED | {"county_opinion": "REJECT"}, None),
        (COUNTY, "reject", ACCEPTED, None),
        (COUNTY, "reject", ACCEPTED | {"county_opinion": "REJECT"}, "REJECTED"),
        (COUNTY, "return", {}, "RETURNED"),
        (COUNTY, "approve", ACCEPTED, "RECOGNISED"),
    ],
)
def test_the_county_alone_decides(reported, who, action, given, state):
    assert act(SUPERVISOR, reported, "verify", **CHECKED).ok
    assert act(who, reported, action, **given).ok is (state is not None)
    assert row(reported).state == (state or "CHECKED")


@pytest.mark.parametrize(
    ("father", "mother", "weak", "combo"),
    [
        ("DIS", "ILL", "1HH", "FACTO"),
        ("PRISON", "DRUG", "1JJ", "FACTO"),
        ("LOST", "LOST", "1AA", "FACTO"),
        ("DIS", "CUST", "2HJ", "FACTO"),
        ("LOST", "ILL", "2HA", "FACTO"),
        ("LOST", "PRISON", "3AJ", "FACTO"),
        ("DEAD", "DIS", "4DH", "FACTO"),
        ("PRISON", "MISS", "4DJ", "FACTO"),
        ("DEAD", "LOST", "4DA", "FACTO"),
        ("REVOKED", "DEPORT", None, "FACTO"),
        ("DEAD", "DEAD", None, "ORPHAN"),
        ("DEAD", "MISS", None, "CHECK"),
        ("DEAD", "NONE", None, "NO"),
        ("NONE", "LOST", None, "NO"),
    ],
)
def test_father_and_mother_together(world, father, mother, weak, combo):
    said = difficulty_answers(
        registers.dossier(1), father_condition=father, mother_condition=mother
    )
    found = answers(kept(send(director("河湾村"), Part("difficulty", said))))
    assert (found.get("weak_type"), found.get("facto_combo")) == (weak, combo)


@pytest.mark.parametrize(
    ("child", "given", "proposed"),
    [
        ({}, {"difficulty_type": "EMERG"}, "TEMP"),
        ({}, {"difficulty_type": "LOWINC"}, "LIFE"),
        ({"aid_enjoyed": ["DIBAO"]}, {"difficulty_type": "ABUSE"}, "LIFE GUARD"),
        (
            {"health_status": "S", "illness_name": "示例病"},
            {"difficulty_type": "EMERG"},
            "SELF TEMP",
        ),
        ({}, {"difficulty_type": "OTH"}, None),
    ],
)
def test_the_table_proposes_classes(world, child, given, proposed):
    plain = {"father_condition": None, "mother_condition": None}
    said = difficulty_answers(registers.dossier(1, **child), **plain | given)
    found = answers(kept(send(director("河湾村"), Part("difficulty", said))))
    assert found.get("proposed_class") == proposed


@pytest.mark.parametrize(
    ("given", "question", "code"),
    [
        ({"difficulty_desc": "很可怜"}, "difficulty_desc", "answer.constraint"),
        ({"father_condition": None}, "father_condition", "answer.required"),
        ({"bank_account": "6222000012345678"}, "bank_account", "answer.constraint"),
        ({"difficulty_class": []}, "difficulty_class", "answer.required"),
        ({"guardian_phone": None}, "guardian_phone", "answer.required"),
    ],
)
def test_what_a_registration_needs(world, given, question, code):
    said = difficulty_answers(registers.dossier(1), **given)
    found = send(director("河湾村"), Part("difficulty", said))
    assert (code, question) in problems(found)


# ---- no public rosters ----


def test_no_state_and_no_action_makes_anything_public():
    folder = Path(settings.PACKS_DIR) / settings.PACK
    words = [
        (folder / "ledgers" / f"{name}.yaml").read_text() for name in ("difficulty", "children")
    ]
    for book in ("difficulty", "children", "left_behind"):
        rules = live(book).rules
        labels = [item.label for item in (*rules.states, *rules.actions, *rules.views)]
        assert not any("公示" in label or "公开" in label for label in labels)
    assert words


def test_nobody_without_an_account_sees_a_register():
    for book in all_live().values():
        held = {role: role_held_at(role) for role in (item.name for item in book.rules.access)}
        assert "none" not in held.values(), book.key


@pytest.mark.parametrize("name", ["left_behind_roster", "difficulty_roster"])
def test_a_roster_masks_and_asks_for_an_account(world, name):
    child = registers.dossier(1)
    registers.left_behind(child)
    registers.in_difficulty(child)
    book = live("left_behind" if name.startswith("left") else "difficulty")
    item = roster(book, name)
    assert item
    for who in (VILLAGE, SUPERVISOR, COUNTY):
        sheets = Drawing(user(who), item, registers.path("澜川县")).sheets()
        [line] = [line for sheet in sheets for line in sheet.lines]
        assert "罗安" in line
        numbers = [cell for cell in line if "*" in cell]
        assert all(len(cell.strip("*")) <= 4 for cell in numbers)
    assert Drawing(user("other_village_officer"), item, registers.path("柳坪村")).sheets() == []
    village = registers.path("河湾村")
    levels = [Taking(user(who), item, village).level for who in (VILLAGE, SUPERVISOR, COUNTY)]
    assert levels == ["yes", "yes", "approval"]


@pytest.mark.parametrize(
    "address",
    ["/ledgers/difficulty/", "/ledgers/left_behind/", "/ledgers/children/", "/ledgers/households/"],
)
def test_a_citizen_is_sent_to_the_door(world, address):
    page = people.client("citizen").get(address)
    assert page.status_code in (302, 404) and "罗安" not in page.text
