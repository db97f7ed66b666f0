"""Derived columns follow every change, in the transaction that makes it."""

from __future__ import annotations

from typing import Any

import pytest

from ledgers.derived.checking import verify
from ledgers.submission import Part
from tests.ledgers.derived.little import Little, held, use
from tests.ledgers.tools import row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def little(world: Any, tmp_path: Any) -> Little:
    use(tmp_path)
    return Little()


def test_a_new_record_counts_nothing(little):
    hub = little.opened("hubs", name="一", kind="A")
    assert held(hub, "visits", "seen", "last", "total", "mood", "urgent", "labels") == [
        "0", "no", "", "0", "", "no", "NONE",
    ]  # fmt: skip


def test_a_visit_reaches_its_hub(little):
    hub = little.opened("hubs", name="一", kind="A", size="5")
    little.visit(hub, on="2026-03-02", ok="yes", cost="4.5", mood="G")
    little.visit(hub, on="2026-01-02", ok="no", cost="6.25", mood="X")
    assert held(hub, "visits", "seen", "last", "begun", "total", "mood", "was", "dear") == [
        "2", "yes", "2026-03-02", "2026-01-02", "10.75", "G", "X", "1",
    ]  # fmt: skip
    assert held(hub, "urgent", "mean", "busy", "labels") == ["yes", "5.375", "no", "SEEN DEAR"]
    assert held(hub, "stage", "told", "sure") == ["OPEN", "2026-03-02", ""]


def test_a_correction_counts(little):
    hub = little.opened("hubs", name="一")
    visit = little.visit(hub, on="2026-03-02", ok="yes", cost="4")
    little.changed(visit, ok="no", cost="7")
    assert held(hub, "seen", "last", "total") == ["no", "", "7"]


def test_both_ends_of_a_link_that_moves(little):
    one, two = little.opened("hubs", name="一"), little.opened("hubs", name="二", kind="B")
    visit = little.visit(one, on="2026-03-02", cost="4")
    little.changed(visit, hub=two.uid)
    assert held(one, "visits", "total", "told") == ["0", "0", ""]
    assert held(two, "visits", "total", "told") == ["1", "4", "2026-03-02"]
    assert held(visit, "hub_kind", "beside") == ["B", "1"]


def test_what_is_taken_back_counts_no_more(little):
    hub = little.opened("hubs", name="一")
    little.visit(hub, on="2026-01-02", cost="1")
    visit = little.visit(hub, on="2026-03-02", cost="4")
    little.act(visit, "undo", undoes=1)
    assert row(visit).state == "_void"
    assert held(hub, "visits", "total", "told") == ["1", "1", "2026-01-02"]


def test_a_change_that_is_taken_back(little):
    hub = little.opened("hubs", name="一")
    visit = little.visit(hub, on="2026-03-02", cost="4")
    little.changed(visit, cost="9")
    little.act(visit, "undo", undoes=2)
    assert held(hub, "total") == "4"


def test_a_state_counts(little):
    hub = little.opened("hubs", name="一")
    visit = little.visit(hub, on="2026-03-02", mood="G")
    little.act(visit, "finish")
    assert held(hub, "mood", "stage", "was") == ["", "DONE", "G"]


def test_a_reason_instead_of_an_answer(little):
    hub = little.opened("hubs", name="一")
    little.visit(hub, on="2026-03-02", mood={"$missing": "unknown"})
    assert held(hub, "mood") == "!unknown"


def test_the_latest_of_one_day_is_the_later_one(little):
    hub = little.opened("hubs", name="一")
    little.visit(hub, on="2026-03-02", mood="G")
    little.visit(hub, on="2026-03-02", mood="X")
    assert held(hub, "mood", "was") == ["X", "G"]


def test_what_is_derived_of_what_is_derived(little):
    """Visits make a hub urgent, an urgent hub counts in its area and shows on its visits."""
    area = little.opened("areas", name="东")
    hub = little.opened("hubs", name="一", kind="A", area=area.uid)
    first = little.visit(hub, on="2026-03-02")
    assert held(area, "hubs", "urgent_hubs", "best") == ["1", "0", "1"]
    little.visit(hub, on="2026-03-03")
    assert held(area, "hubs", "urgent_hubs", "best") == ["1", "1", "2"]
    assert held(first, "hub_kind", "hub_urgent", "beside") == ["A", "yes", "2"]
    little.changed(hub, kind="B")
    assert held(area, "urgent_hubs") == "0"
    assert held(first, "hub_kind", "hub_urgent") == ["B", "no"]


def test_a_condition_on_the_record_itself(little):
    hub = little.opened("hubs", name="一", size="5")
    little.visit(hub, cost="7")
    assert held(hub, "dear") == "1"
    little.changed(hub, size="9")
    assert held(hub, "dear") == "0"


def test_an_action_of_its_own(little):
    hub = little.opened("hubs", name="一")
    little.act(hub, "confirm")
    assert held(hub, "sure") == "2026-11-21"
    little.act(hub, "undo", undoes=row(hub).version)
    assert held(hub, "sure") == "", "what was taken back was not done"
    little.act(hub, "undo", undoes=row(hub).version)
    assert held(hub, "sure") == "2026-11-21", "unless that was taken back in turn"
    assert verify("hubs") == []


def test_what_lies_in_the_place(little):
    hub = little.opened("hubs", name="一")
    area = little.opened("areas", name="东")
    assert held(area, "around") == "0"
    little.visit(hub)
    assert held(area, "around") == "1"


def test_no_version_and_no_change_comes_of_it(little):
    hub = little.opened("hubs", name="一")
    before = row(hub)
    little.visit(hub, on="2026-03-02")
    assert (row(hub).version, row(hub).updated_at) == (before.version, before.updated_at)


def test_an_update_leaves_what_it_does_not_touch(little):
    hub = little.opened("hubs", name="一")
    little.visit(hub, on="2026-03-02", cost="3")
    little.changed(hub, name="二")
    assert held(hub, "visits", "total") == ["1", "3"]


def test_a_sitting_of_several(little):
    """Both new, the one pointing at the other."""
    parts = (
        Part("hubs", {"name": "一", "kind": "A"}),
        Part("visits", {"ok": "yes"}, links={"hub": 0}),
    )
    hub, visit = send(little.worker, *parts).records
    assert held(hub, "visits", "seen") == ["1", "yes"]
    assert held(visit, "hub_kind") == "A"
