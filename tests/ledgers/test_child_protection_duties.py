"""The duties of the shipped pack: how often, denser when, closed by which visit, told to whom."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from forms_catalog.definition import Ledger
from forms_catalog.packs import Folder
from ledgers.duties import saying, telling
from ledgers.duties.cadence import Cadence
from ledgers.duties.calendar import days_of
from ledgers.duties.house import cadence_of
from ledgers.models import Duty, Record
from ledgers.registry import live
from tests import people
from tests.ledgers.duties.world import Time, Words

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
PACK = Folder(Path("templates/packs/child_protection"))
RULES = PACK.get("ledger", "children")
assert isinstance(RULES, Ledger)
DUTIES = {duty.name: duty for duty in RULES.duties}
DAYS = days_of(PACK.get("calendar", ""))  # type: ignore[arg-type]


def cadence(level: str) -> Cadence:
    return cadence_of(DUTIES[f"home_visit_{level}"])


@pytest.mark.parametrize(
    ("level", "usual", "dense"),
    [("1", 7, 3), ("2", 7, 3), ("3", 15, 7), ("4", 30, 30), ("5", 30, 30)],
)
def test_key_periods_are_one_step_denser_for_the_first_three_levels(
    level: str, usual: int, dense: int
):
    quiet, summer = dt.date(2026, 3, 20), dt.date(2026, 7, 10)
    assert (cadence(level).after(quiet, DAYS) - quiet).days == usual
    assert (cadence(level).after(summer, DAYS) - summer).days == dense


def test_the_levels_are_one_clock():
    series = {name: duty.series for name, duty in DUTIES.items() if name.startswith("home_visit")}
    assert len(series) == 7 and set(series.values()) == {"home_visit"}


@pytest.mark.parametrize("level", ["1", "2"])
def test_townships_hear_on_the_day_and_the_county_a_day_later(level: str):
    told = [(word.after, *word.to) for word in DUTIES[f"home_visit_{level}"].escalate]
    assert told == [
        ("0d", "child_supervisor@township"),
        ("1d", "child_supervisor@township"),
        ("1d", "county_office@county"),
    ]


@pytest.fixture
def child(world: Any, monkeypatch: Any) -> tuple[Any, Time, Words]:
    """A third-level child whose registration is in force, planned on 20 March."""
    time, words = Time(monkeypatch), Words()
    monkeypatch.setattr(telling, "tell", words)
    time.to("2026-03-20")
    people.register(world.users["village_officer"])
    book = live("children")
    assert book
    rows = Record.objects.unscoped("test").filter(ledger=book.id)
    slots = {book.slots["risk_level"]: "3", book.slots["is_lbc"]: "yes"}
    rows.update(state="VERIFIED", **slots)
    from ledgers.duties import planning

    planning.plan(book, list(rows.values_list("pk", flat=True)))
    return rows.get(), time, words


def visits(record: Any) -> list[tuple[str, str, str]]:
    rows = Duty.objects.unscoped("test").filter(record=record, series="home_visit")
    return [(one.duty, one.due.isoformat(), one.state) for one in rows.order_by("id")]


def test_a_third_level_child_that_nobody_visits(child: tuple[Any, Time, Words]):
    record, time, words = child
    assert visits(record) == [("home_visit_3", "2026-04-04", "open")]
    told = []
    for day in range(1, 20):
        time.to(f"2026-04-{day:02d}")
        before = len(words.told)
        for pks in saying.due_now():
            saying.say(pks)
        told += [
            (day, one["notice"], one["to"][0])
            for one in words.told[before:]
            if one["notice"].startswith("visit")
        ]
    assert told == [
        (1, "visit_due", "village_director@record"),
        (5, "visit_overdue", "child_supervisor@township"),
        (11, "visit_overdue_county", "county_office@county"),
    ]


def test_turning_sixteen_is_asked_for_thirty_days_before(child: tuple[Any, Time, Words]):
    record, time, _ = child
    book = live("children")
    assert book
    from ledgers.duties import planning

    born = {book.slots["birth_date"]: dt.date(2010, 4, 25)}
    found = []
    for day in ("2026-03-25", "2026-03-26"):
        time.to(day)
        Record.objects.unscoped("test").filter(pk=record.pk).update(**born)
        planning.plan(book, [record.pk])
        rows = Duty.objects.unscoped("test").filter(record=record, series="turn16")
        found.append([one.due.isoformat() for one in rows])
    assert found == [[], ["2026-04-25"]]


def test_nothing_of_ours_orders_or_admonishes():
    """Whoever lives and works in a village or township reminds and urges; orders are the police's."""
    said = " ".join(f"{duty.label} {duty.note}" for duty in RULES.duties)
    assert not {"训诫", "责令", "告诫书"} & {
        word for word in ("训诫", "责令", "告诫书") if word in said
    }
