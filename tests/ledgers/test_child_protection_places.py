"""Where a record belongs: to where the child lives; what a number says is doubted, never obeyed."""

from __future__ import annotations

import pytest

from ledgers.submission import Part
from tests import people
from tests.ledgers import registers
from tests.ledgers.registers import director, kept, path, user
from tests.ledgers.tools import answers, child, codes, id_card, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]


@pytest.mark.parametrize(
    ("hukou", "home", "who"),
    [
        ("柳坪村", "河湾村", "河湾村"),
        ("高田村", "河湾村", "河湾村"),
        ("河湾村", "柳坪村", "柳坪村"),
    ],
)
def test_a_record_belongs_to_where_the_child_lives(world, hukou, home, who):
    there = {"hukou_place": path(hukou), "residence_place": path(home)}
    found = kept(send(director(who), Part("children", child(1, **there))))
    registration = kept(
        send(director(who), Part("left_behind", people.registration(child=found.uid)))
    )
    assert {row(found).place_path, row(registration).place_path} == {path(home)}


def test_the_village_of_the_household_book_alone_does_not_register(world):
    there = {"hukou_place": path("河湾村"), "residence_place": path("柳坪村")}
    result = send(director("河湾村"), Part("children", child(1, **there)))
    assert problems(result) == {("place.out-of-reach", "residence_place")}


def test_the_code_in_a_number_is_no_place(world):
    """It is that of no village of the county, and nobody asks."""
    assert id_card(1)[:6] == "990121"
    found = kept(send(director("河湾村"), Part("children", child(1))))
    assert row(found).place_path == path("河湾村")


@pytest.mark.parametrize(
    ("given", "why"),
    [({"birth_date": "2013-01-12"}, "户口簿上日期登记错了"), ({"sex": "1"}, "性别登记错了")],
)
def test_a_number_against_birth_or_sex_is_doubted_and_kept_with_a_reason(world, given, why):
    said = people.dossier(**given)
    doubted = send(director("河湾村"), Part("children", said))
    assert not doubted.ok and all(problem.warn for problem in doubted.problems)
    reasons = dict.fromkeys(("birth_date", "sex", "id_mismatch_reason"), why)
    told = Part("children", said | {"id_mismatch_reason": why}, reasons=reasons)
    result = send(director("河湾村"), told)
    assert result.ok, result.problems
    assert answers(result.records[0])["id_mismatch_reason"] == why


def test_every_mask_leaves_the_last_four(world):
    found = registers.dossier(1)
    page = people.client("village_officer").get(f"/records/{found.uid}/")
    if page.status_code == 200:
        assert id_card(1) not in page.text and id_card(1)[-4:] in page.text


def test_a_household_stands_in_a_group_of_its_village(world):
    there = registers.group("01", village="柳坪村")
    answers = {"village": path("河湾村"), "village_group": there.uid, "household_no": "001"}
    said = answers | {"head_name": "罗柏", "kind": "HOME"}
    assert not send(director("河湾村"), Part("households", said)).ok


@pytest.mark.parametrize(
    ("number", "ok"), [("01", True), ("1", False), ("001", False), ("一", False)]
)
def test_groups_are_numbered_by_two_digits(world, number, ok):
    said = {"village": path("河湾村"), "group_no": number, "group_name": "上湾组"}
    result = send(director("河湾村"), Part("village_groups", said))
    assert result.ok is ok
    assert ok or problems(result) == {("answer.constraint", "group_no")}


def test_a_number_of_a_group_or_household_is_given_once(world):
    within = registers.group("01")
    again = {"village": path("河湾村"), "group_no": "01", "group_name": "下湾组"}
    assert "record.duplicate" in codes(send(director("河湾村"), Part("village_groups", again)))
    registers.household("001", within)
    second = {
        "village": path("河湾村"),
        "village_group": within.uid,
        "household_no": "001",
        "head_name": "何谷",
        "kind": "HOME",
    }
    assert "record.duplicate" in codes(send(director("河湾村"), Part("households", second)))
    other = registers.group("01", village="柳坪村")
    assert registers.household("001", other, village="柳坪村")


def test_a_group_with_households_is_not_closed(world):
    within = registers.group("01")
    registers.household("001", within)
    closed = Part("village_groups", {}, within.uid, "close", reason="并到第2组")
    assert codes(send(user("village_officer"), closed)) == {"action.guard"}
