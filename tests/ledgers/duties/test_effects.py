"""Actions that begin and end duties; places that change; rules that ask for too much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms_catalog import burden
from forms_catalog.definition import Ledger
from forms_catalog.packs import Folder
from forms_catalog.ports import ports
from ledgers.duties import effects, planning
from ledgers.models import Record
from ledgers.registry import live
from tests.ledgers.duties import world as made
from tests.ledgers.duties.world import now, rounds
from tests.ledgers.tools import row

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def acting(here: Any, time: Any, tmp_path: Path, monkeypatch: Any) -> Any:
    """`confirm` ends going there, `finish` is left alone, an update begins it anew."""
    was = made.little._LIFE
    life = was.replace(
        "label: 确认, from: [OPEN], who: [worker]",
        "label: 确认, from: [OPEN], who: [worker], effects: [{end: going}]",
    ).replace(
        "label: 更新, from: [any], who: [worker]",
        "label: 更新, from: [any], who: [worker], effects: [{start: often, when: \"${name} = '新'\"}]",
    )
    monkeypatch.setattr(made.little, "_LIFE", life)
    used = made.little.ledger
    monkeypatch.setattr(
        made.little,
        "ledger",
        lambda key, *what: (
            used(key, *what) if key == "hubs" else used(key, *what).replace(life, was)
        ),
    )
    return made.use(tmp_path)


def test_ended_is_ended_while_it_applies(acting: Any, time: Any):
    hub = acting.opened("hubs", name="甲", kind="A")
    acting.act(hub, "confirm")
    assert rounds(hub) == [("often", "2026-03-09", "ended")]
    time.go(days=3)
    acting.visit(hub, on="2026-03-05", ok="yes")
    assert len(rounds(hub)) == 1
    acting.changed(hub, kind=None)
    acting.changed(hub, kind="A")
    assert rounds(hub)[-1][2] == "open"


def test_begun_anew(acting: Any, time: Any):
    hub = acting.opened("hubs", name="甲", kind="A")
    time.go(days=3)
    acting.changed(hub, name="新")
    assert [(due, state) for _, due, state in rounds(hub)] == [
        ("2026-03-09", "ended"),
        ("2026-03-12", "open"),
    ]


def test_where_the_record_goes_its_duty_goes_late_as_it_is(here: Any, time: Any, world: Any):
    hub = here.opened("hubs", name="甲", kind="A")
    time.to("2026-03-20")
    elsewhere = world.places["高田村"].path
    Record.objects.unscoped("test").filter(pk=row(hub).pk).update(place_path=elsewhere)
    book = live("hubs")
    assert book
    planning.plan(book, [row(hub).pk])
    kept = now(hub)
    assert kept and kept.place_path == elsewhere and kept.due.isoformat() == "2026-03-09"


def test_a_name_that_nobody_knows_begins_nothing(here: Any):
    class Plan:
        ledger, questions, pk = live("hubs"), {}, 1

    assert list(effects._spots(Plan(), "nothing")) == []  # type: ignore[arg-type]


def test_a_rule_that_would_ask_for_a_million_is_refused_with_the_count(
    here: Any, time: Any, tmp_path: Path, monkeypatch: Any
):
    for name in "甲乙":
        here.opened("hubs", name=name, kind="A")
    rules = Folder(tmp_path).get("ledger", "hubs")
    assert isinstance(rules, Ledger)
    found = ports.uses.rounds_a_year(rules)
    assert found["often"] > 2 * 52 and found["confirm"] == 8 and found["seldom"] == 0
    assert list(burden.too_many(rules)) == []
    monkeypatch.setattr(burden, "MOST", 100)
    (problem,) = burden.too_many(rules)
    assert problem.code == "duty.too-many" and dict(problem.data)["count"] == str(found["often"])
