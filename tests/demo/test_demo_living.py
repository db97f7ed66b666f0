"""The registers beside the children's: full, in balance, and the same however often they are filled."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from demo import difficulty, handling, homes, others
from demo.children import sittings
from demo.coming_and_going import ComingAndGoing
from demo.county import GROUPS, township, townships
from demo.founding import Founding
from demo.handling import Handling
from demo.living import Living
from demo.surveying import Surveying
from demo.visiting import EVERY, visits
from ledgers.derived.checking import verify
from ledgers.models import Change, Record
from ledgers.periods import balance
from ledgers.periods.past import Cut
from ledgers.periods.reckoning import Reckoning, summed
from ledgers.periods.spans import span_named
from ledgers.registry import all_live, live
from ledgers.rounds import added, by_place, rounds_of, setting_of
from people.models import Place
from tests.demo.conftest import SMALL

TOWN, CHILDREN = (SMALL,), 53
RUNS = (Founding, Living, ComingAndGoing, Handling, Surveying)


def fill() -> None:
    Surveying("M", TOWN).begin()
    for kind in RUNS:
        kind("M", TOWN).run()
    Surveying("M", TOWN).prepare()
    last = Surveying("M", TOWN)
    last.prepare()
    last.finish()


@pytest.fixture
def filled(small_house: None) -> None:
    fill()


def records(ledger: str, **more: Any) -> Any:
    rows = Record.objects.unscoped("a test counts what was loaded")
    return rows.filter(ledger__key=ledger, **more)


def column(ledger: str, name: str) -> Counter[Any]:
    book = live(ledger)
    assert book
    return Counter(records(ledger).values_list(book.slots[name], flat=True))


@pytest.mark.storage
def test_all_registers_are_full_and_agree(filled: None) -> None:
    gone, poor = others.many("M", TOWN)
    found = homes.villages("M", TOWN)
    doors = [home for _, told in found for home in told]
    assert records("village_groups").count() == GROUPS * len(township(SMALL).villages)
    assert records("households").count() == len(doors)
    assert records("left_behind", state="VERIFIED").count() == CHILDREN
    assert records("left_behind", state="ENDED").count() == gone
    assert records("difficulty").count() == poor + len(difficulty.too(SMALL))
    assert records("mandatory_reports").count() == Handling("M", TOWN).total == 1
    assert records("rounds", state="CLOSED").count() == records("rounds", state="OPEN").count() == 1
    assert column("children", "is_lbc")["yes"] == CHILDREN
    assert all(not verify(book.key) for book in all_live().values() if book.derived)


def test_reports_come_to_every_end(small_house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A false alarm, one that the police know of, and cases as far as they have come."""
    for kind in (Founding, Living):
        kind("M", TOWN).run()
    monkeypatch.setattr(handling, "FULL", SMALL)
    monkeypatch.setattr(handling, "HIGH", ("1", "2", "3", "4", "5"))
    run = handling.Handling("M", TOWN)
    run.run()
    states = Counter(records("mandatory_reports").values_list("state", flat=True))
    assert states == {"VOID": 1, "COMPLETED": 1, "ACCEPTED": 4} and run.total == 6
    cases = sorted(records("protection_cases").values_list("state", flat=True))
    assert cases == ["ASSESSING", "CLOSED", "FOLLOWUP", "SUPPORTING"]
    assert list(records("emergencies").values_list("state", flat=True)) == ["DONE"]
    assert records("case_followups").count() == 3
    written = Change.objects.unscoped("a test counts what was loaded").count()
    handling.Handling("M", TOWN).run()
    assert Change.objects.unscoped("a test counts what was loaded").count() == written


@pytest.mark.storage
def test_the_books_balance_with_the_reasons(filled: None) -> None:
    book, span = live("left_behind"), span_named("quarter", "2026Q3")
    assert book and span
    books = Reckoning(book, span, Cut(span.end, timezone.now()), None).books()
    assert not books.odd and not balance.broken(book, books.figures)
    _, entered, left, closing = summed(books.figures)[Place.objects.get(code=SMALL).path]
    told = column("change_records", "exit_reason")
    assert (entered, left, closing) == (told.pop("NEW"), sum(told.values()), CHILDREN)


@pytest.mark.storage
def test_both_rounds_tell_what_is_missing(filled: None) -> None:
    setting = setting_of(live("coverage_surveys"))  # type: ignore[arg-type]
    assert setting
    county = Place.objects.get(code="990121").path
    now, over = rounds_of(setting, [county])
    rates = [added(by_place(setting, info, county).values()).rate or 0 for info in (now, over)]
    assert now.open and not over.open
    assert rates[0] < 60 and 90 < rates[1] <= 100


def test_a_second_time_nothing_is_written(filled: None) -> None:
    before = Change.objects.unscoped("a test counts what was loaded").count()
    fill()
    assert Change.objects.unscoped("a test counts what was loaded").count() == before


def test_difficulty_is_dealt_to_the_last_of_the_county() -> None:
    codes = [town.code for town in townships()]
    assert sum(len(difficulty.too(code)) for code in codes) == 310
    alone = Counter(kind for code in codes for kind in difficulty.alone(code))
    assert alone == difficulty.ALONE and sum(alone.values()) == 820
    assert others.many("M")[0] == pytest.approx(others.LEFT, abs=12)


def test_visits_are_as_often_as_the_level_asks() -> None:
    for item in sittings("M", TOWN):
        days = [visit.when.date() for visit in visits(item)]
        assert days == sorted(days)
        assert all(day >= item.when.date() for day in days)
        gaps = [(b - a).days for a, b in pairwise(days)]
        assert all(gap <= EVERY[item.level] for gap in gaps)
        assert days[-1] <= dt.date(2026, 9, 30) if days else True
