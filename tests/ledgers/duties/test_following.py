"""What is registered moves duties in the same transaction."""

from __future__ import annotations

from typing import Any

import pytest

from ledgers.models import Duty
from tests.ledgers.duties.world import now, rounds

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_a_record_that_fits_has_one_round(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A", size="9")
    assert rounds(hub) == [("often", "2026-03-09", "open")]
    assert rounds(hub, "once") == []


def test_what_does_not_fit_has_none(here: Any, time: Any):
    assert rounds(here.opened("hubs", name="甲")) == []


def test_a_visit_ends_a_round_and_begins_the_next(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    time.go(days=5)
    here.visit(hub, on="2026-03-06", ok="yes")
    assert rounds(hub) == [("often", "2026-03-09", "done"), ("often", "2026-03-13", "open")]


def test_a_visit_that_does_not_count_ends_nothing(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    here.visit(hub, on="2026-03-04", ok="no")
    assert rounds(hub) == [("often", "2026-03-09", "open")]


@pytest.mark.parametrize(("day", "state"), [("2026-03-10", "done"), ("2026-03-11", "late")])
def test_grace(here: Any, time: Any, day: str, state: str):
    hub = here.opened("hubs", name="甲", kind="A")
    time.to(day)
    here.visit(hub, on=day, ok="yes")
    assert rounds(hub)[0] == ("often", "2026-03-09", state)


def test_another_level_closes_the_clock_and_opens_the_next(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="B")
    here.visit(hub, on="2026-03-02", ok="yes")
    time.go(days=4)
    here.changed(hub, kind="A")
    assert rounds(hub)[-2:] == [("seldom", "2026-04-01", "ended"), ("often", "2026-03-09", "open")]


def test_who_left_his_round_undone_never_did_it(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    time.go(days=20)
    here.changed(hub, kind="B")
    assert rounds(hub) == [("often", "2026-03-09", "missed"), ("seldom", "2026-04-21", "open")]


def test_a_visit_that_is_taken_back_opens_the_round_again(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    visit = here.visit(hub, on="2026-03-03", ok="yes")
    here.changed(visit, ok="no")
    assert rounds(hub) == [("often", "2026-03-09", "open")]
    here.changed(visit, ok="yes")
    assert rounds(hub)[0] == ("often", "2026-03-09", "done")


def test_a_visit_of_another_day_moves_the_next_round(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    visit = here.visit(hub, on="2026-03-03", ok="yes")
    here.changed(visit, on="2026-03-04")
    assert [due for _, due, _ in rounds(hub)] == ["2026-03-09", "2026-03-11"]


def test_a_visit_that_was_for_another_one(here: Any, time: Any):
    one, other = (here.opened("hubs", name=name, kind="A") for name in "甲乙")
    visit = here.visit(one, on="2026-03-03", ok="yes")
    here.changed(visit, hub=other.uid)
    assert [state for *_, state in rounds(one)] == ["open"]
    assert [state for *_, state in rounds(other)] == ["done", "open"]


def test_so_many_times_and_no_more(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="B")
    for day in ("2026-03-05", "2026-03-20", "2026-04-02"):
        here.visit(hub, on=day, ok="yes")
    assert [state for *_, state in rounds(hub)] == ["done", "done"]
    here.changed(hub, kind="A")
    assert rounds(hub)[-1] == ("often", "2026-04-09", "open")


def test_once(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    assert rounds(hub, "once") == [("once", "2026-03-07", "open")]
    here.changed(hub, size="3")
    assert rounds(hub, "once") == [("once", "2026-03-07", "done")]
    here.changed(hub, size=None)
    assert [state for *_, state in rounds(hub, "once")] == ["done", "open"]


def test_what_is_final_is_done_with(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    here.act(hub, "finish")
    assert rounds(hub) == [("often", "2026-03-09", "ended")]
    assert now(hub) is None and now(hub, "confirm") is None


def test_what_was_opened_by_mistake_is_done_with(here: Any, time: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    here.act(hub, "undo", undoes=1)
    assert Duty.objects.unscoped("test").filter(state="open").count() == 0


def test_days_of_the_year(here: Any, time: Any):
    hub = here.opened("hubs", name="甲")
    assert rounds(hub, "confirm") == [("confirm", "2026-03-25", "open")]
    time.to("2026-03-20")
    here.act(hub, "confirm")
    assert rounds(hub, "confirm") == [
        ("confirm", "2026-03-25", "done"),
        ("confirm", "2026-06-25", "open"),
    ]


def test_dense(here: Any, time: Any):
    time.to("2026-12-02")
    hub = here.opened("hubs", name="甲", kind="A")
    assert rounds(hub) == [("often", "2026-12-05", "open")]
