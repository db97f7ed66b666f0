"""Every line of age is drawn on the day that counts: of filling, of the visit, of the round; never today."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ledgers.queries import Ask, listing
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers import registers
from tests.ledgers.registers import director, kept, minor, survey, telling, user
from tests.ledgers.tools import CLOCK, codes, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
NAMELESS = {"household_reg": "N", "id_card": None}
OUT = {"school_status": "OUT", "school": None, "grade": None, "boarding": None}


def born(day, number=1, **changes):
    school = OUT if day < "2011" else {}
    return registers.dossier(number, **NAMELESS, birth_date=day, **school, **changes)


@pytest.mark.parametrize(
    ("day", "filled", "ok"),
    [
        ("2008-11-10", "2026-11-10", False),
        ("2008-11-11", "2026-11-10", True),
        ("2008-11-11", "2026-11-11", False),
        ("2008-02-29", "2026-02-28", True),
        ("2008-02-29", "2026-03-01", False),
    ],
)
def test_in_difficulty_until_eighteen_on_the_day_of_filling(world, day, filled, ok):
    said = registers.difficulty_answers(born(day), fill_date=filled)
    result = send(director("河湾村"), Part("difficulty", said))
    assert result.ok is ok, result.problems
    assert ok or codes(result) == {"rule.broken"}


def test_whoever_is_too_old_to_be_left_behind_may_still_be_in_difficulty(world):
    child = born("2010-01-05")
    registration = people.registration(child=child.uid)
    refused = send(director("河湾村"), Part("left_behind", registration))
    assert problems(refused) == {("rule.broken", "fill_date")}
    said = registers.difficulty_answers(child)
    assert send(director("河湾村"), Part("difficulty", said)).ok


@pytest.mark.parametrize(("day", "ok"), [("2008-11-20", False), ("2009-01-01", True)])
def test_only_who_is_under_eighteen_stands_on_the_list_of_a_household(world, day, ok):
    during = registers.round_of()
    home = registers.household("001", registers.group("01"))
    result = survey(during, home, "DONE", minor_list=[minor(mn_birth=day)])
    assert (not telling(result)) is ok, result.problems


@pytest.mark.parametrize(
    ("reason", "day", "changed", "ok"),
    [
        ("AGE16", "2010-11-18", "2026-11-18", True),
        ("AGE16", "2010-11-19", "2026-11-18", False),
        ("AGE18", "2010-11-18", "2026-11-18", False),
    ],
)
def test_leaving_for_age_is_not_before_the_birthday(world, reason, day, changed, ok):
    child = born(day)
    registration = registers.left_behind(child, fill_date="2026-11-01")
    told = registers.leaving(child, reason, change_date=changed, lbc_record=registration.uid)
    assert (not telling(told)) is ok, told.problems


def test_turning_sixteen_ends_one_registration_alone(world):
    child = born("2010-11-18")
    registration = registers.left_behind(child, fill_date="2026-11-01")
    difficulty = registers.in_difficulty(child)
    both = {"lbc_record": registration.uid, "dif_record": difficulty.uid}
    assert problems(registers.leaving(child, "AGE16", **both)) == {
        ("answer.constraint", "registration")
    }
    told = kept(registers.leaving(child, "AGE16", lbc_record=registration.uid))
    assert registers.act(registers.SUPERVISOR, told, "verify", t_review="PASS").ok
    assert (row(registration).state, row(difficulty).state) == ("ENDED", "RECOGNISED")


def test_who_turns_sixteen_soon_has_a_view(world, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: CLOCK)
    soon = born("2010-12-10")
    later = born("2011-01-10", number=2)
    for child in (soon, later):
        registers.left_behind(child)
    book = live("children")
    view = next(item for item in book.rules.views if item.name == "turning16")
    page = listing(user("county_admin"), book, Ask(where=view.filter))
    assert [str(row.uid) for row in page.records] == [soon.uid]
