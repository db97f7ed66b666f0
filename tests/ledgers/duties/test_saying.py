"""Reminders and escalations: each once, none lost, whatever the clock and the worker do."""

from __future__ import annotations

from typing import Any

import pytest

from ledgers.duties import saying
from ledgers.models import Duty
from tests.ledgers.duties.world import now

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def run() -> None:
    for pks in saying.due_now():
        saying.say(pks)


@pytest.fixture
def hub(here: Any, time: Any, words: Any) -> Any:
    """Due on 9 March."""
    return here.opened("hubs", name="甲", kind="A", size="9")


def test_the_chain(hub: Any, time: Any, words: Any):
    told = []
    for day in range(3, 20):
        time.to(f"2026-03-{day:02d}")
        before = len(words.told)
        run()
        told += [(day, name) for name in words.names[before:]]
    assert told == [(6, "soon"), (9, "today"), (10, "late"), (16, "many")]


def test_to_whom_and_with_which_words(hub: Any, time: Any, words: Any):
    for day in ("2026-03-06", "2026-03-10"):
        time.to(day)
        run()
    soon, _, late = words.told
    assert soon["to"] == ("worker@record",) and late["to"] == ("worker@village",)
    assert late["values"]["_late_days"] == 1 and "_late_days" not in soon["values"]
    assert "甲" not in str(words.told)


def test_twice_on_a_day_is_once(hub: Any, time: Any, words: Any):
    time.to("2026-03-09")
    run()
    run()
    assert words.names == ["soon", "today"]


def test_days_that_were_missed_are_caught_up(hub: Any, time: Any, words: Any):
    time.to("2026-03-30")
    run()
    assert words.names == ["today", "late", "many"]


def test_a_reminder_of_what_is_due_already_is_pointless(hub: Any, time: Any, words: Any):
    time.to("2026-03-10")
    run()
    assert "soon" not in words.names


def test_a_clock_set_back_says_nothing_again(hub: Any, time: Any, words: Any):
    for day in ("2026-03-10", "2026-03-06", "2026-03-10"):
        time.to(day)
        run()
    assert words.names == ["today", "late"]


def test_a_visit_stops_the_chain(here: Any, hub: Any, time: Any, words: Any):
    time.to("2026-03-10")
    run()
    here.visit(hub, on="2026-03-10", ok="yes")
    time.to("2026-03-16")
    run()
    assert words.names == ["today", "late", "soon"]


def test_a_condition_that_does_not_hold(here: Any, time: Any, words: Any):
    here.opened("hubs", name="甲", kind="A", size="2")
    time.to("2026-03-20")
    run()
    assert words.names == ["today", "late"]


def test_killed_between_saying_and_noting(hub: Any, time: Any, words: Any, monkeypatch: Any):
    time.to("2026-03-10")
    monkeypatch.setattr(saying.keeping, "store", lambda kept: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run()
    monkeypatch.undo()
    kept = now(hub)
    assert kept and kept.told == [] and kept.next_at


def test_a_notice_that_speaks_of_many_is_one_for_a_place(
    here: Any, time: Any, words: Any, monkeypatch: Any
):
    monkeypatch.setattr(saying, "counts", lambda key: key == "late")
    for name in "甲乙丙":
        here.opened("hubs", name=name, kind="A", size="2")
    time.to("2026-03-10")
    run()
    late = [one for one in words.told if one["notice"] == "late"]
    assert [one["values"]["_count"] for one in late] == [3]
    assert late[0]["record"] is None and len(late[0]["records"]) == 3
    run()
    assert len([one for one in words.told if one["notice"] == "late"]) == 1


def test_what_is_open_and_nothing_more_to_say_is_left_alone(hub: Any, time: Any, words: Any):
    time.to("2026-04-20")
    run()
    assert saying.due_now() == []
    assert Duty.objects.unscoped("test").filter(state="open", series="going").count() == 1
