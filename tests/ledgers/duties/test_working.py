"""Whole ledgers: after a template's change, on a new day, again and again the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ledgers.duties import working
from ledgers.models import Duty, Ledger
from ledgers.registry import live
from tests.ledgers.duties import world as made
from tests.ledgers.duties.world import DUTIES, rounds

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def everything() -> list[Any]:
    rows = Duty.objects.unscoped("test").order_by("id")
    return list(rows.values_list("record", "series", "due", "state", "current", "next_at"))


def plan() -> int:
    book = live("hubs")
    assert book
    return working.plan_now(book)


def day() -> None:
    call_command("duties", "day", stdout=made.Path("/dev/null").open("w"))


def test_planned_again_nothing_changes(here: Any, time: Any):
    for name in "甲乙":
        here.visit(here.opened("hubs", name=name, kind="A"), on="2026-03-02", ok="yes")
    before = everything()
    assert plan() == 0 and everything() == before


def test_a_new_cadence_moves_what_is_open_and_nobody_is_late_by_it(
    here: Any, time: Any, tmp_path: Path
):
    hub = here.opened("hubs", name="甲", kind="A")
    time.to("2026-03-07")
    made.use(tmp_path, DUTIES.replace("every: 7d", "every: 4d"))
    assert rounds(hub) == [("often", "2026-03-07", "open")]
    made.use(tmp_path, DUTIES.replace("every: 7d", "every: 20d"))
    assert rounds(hub) == [("often", "2026-03-22", "open")]


def test_a_duty_that_is_gone_is_taken_away(here: Any, time: Any, tmp_path: Path):
    hub = here.opened("hubs", name="甲", kind="A")
    made.use(tmp_path, "")
    assert rounds(hub) == [("often", "2026-03-09", "ended")]
    assert Ledger.objects.get(key="hubs").planned == ""


def test_a_new_duty_reaches_the_records_that_were_there(here: Any, time: Any, tmp_path: Path):
    made.use(tmp_path, "")
    hub = here.opened("hubs", name="甲", kind="A")
    here.visit(hub, on="2026-03-01", ok="yes")
    made.use(tmp_path)
    assert rounds(hub) == [("often", "2026-03-08", "open")]


def test_who_was_not_there_for_long_is_not_late_by_a_new_rule(here: Any, time: Any, tmp_path: Path):
    made.use(tmp_path, "")
    hub = here.opened("hubs", name="甲", kind="A")
    here.visit(hub, on="2026-01-01", ok="yes")
    made.use(tmp_path)
    assert rounds(hub) == [("often", "2026-03-09", "open")]


def test_dates_go_on_though_nobody_did_anything(here: Any, time: Any):
    hub = here.opened("hubs", name="甲")
    time.to("2026-09-16")
    day()
    day()
    assert rounds(hub, "confirm") == [
        ("confirm", "2026-03-25", "missed"),
        ("confirm", "2026-06-25", "missed"),
        ("confirm", "2026-09-25", "open"),
    ]


def test_only_what_another_day_changes_is_looked_at(here: Any):
    book = live("hubs")
    assert book and working.timely(book) == ["confirm"]


def test_a_clock_set_back_moves_nothing(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A", size="1")
    time.to("2026-03-12")
    here.visit(hub, on="2026-03-12", ok="yes")
    book, before = live("hubs"), rounds(hub)
    assert book and before[-1] == ("often", "2026-03-19", "open")
    for day in ("2026-03-05", "2026-03-12"):
        time.to(day)
        working.plan_now(book)
        assert rounds(hub) == before
