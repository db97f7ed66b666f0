"""A column that is new or means something else is filled for the records that were there before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ledgers.derived import filling
from ledgers.derived.checking import verify
from ledgers.derived.offering import pending
from ledgers.models import Lease, Ledger, Record
from ledgers.publishing import publish_all
from ledgers.registry import forget, live
from tests.ledgers.derived.little import HUBS, VISITS, Little, held, pack, use

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
FEW = HUBS.replace("  begun: {label: 最早走访, from: visits, take: min(on)}\n", "")


@pytest.fixture
def little(world: Any, tmp_path: Any) -> Little:
    use(tmp_path, hubs=FEW)
    found = Little()
    for name in "甲乙丙丁":
        hub = found.opened("hubs", name=name)
        found.visit(hub, on="2026-02-03", cost="2")
    return found


def again(tmp_path: Any, **changes: str) -> None:
    from forms_catalog.applying import apply

    apply(pack(tmp_path, **changes))
    publish_all()


def hubs() -> list[Any]:
    book = live("hubs")
    return list(Record.objects.unscoped("test").filter(ledger=book.id).order_by("pk"))


def test_a_new_column_of_few_records_is_filled_at_once(little, tmp_path):
    again(tmp_path, hubs=HUBS)
    assert [held(one, "begun") for one in hubs()] == ["2026-02-03"] * 4
    assert pending(live("hubs")) == set()


def test_a_column_that_means_something_else(little, tmp_path):
    again(tmp_path, hubs=FEW.replace("take: sum(cost)", "take: max(cost)"))
    assert verify("hubs") == []
    assert held(hubs()[0], "total") == "2"


def test_no_column_moves(little, tmp_path):
    before = dict(live("hubs").slots)
    again(tmp_path, hubs=HUBS)
    slots = dict(live("hubs").slots)
    assert before.items() <= slots.items() and "begun" in slots
    again(tmp_path, hubs=FEW)
    assert live("hubs").slots == slots, "a column that is gone keeps its place"


class Killed(Exception):
    """The worker is gone."""


class Hand(SimpleNamespace):
    """What a task holds in its hand; it breaks after so many checkpoints."""

    def __init__(self, most: int = 99, cursor: Any = None) -> None:
        super().__init__(most=most, cursor=cursor, done=0, total=0, seen=[])

    def progress(self, done: int, total: int | None = None) -> None:
        self.done, self.total = done, self.total if total is None else total

    def checkpoint(self, cursor: Any) -> None:
        if len(self.seen) == self.most:
            raise Killed
        self.seen.append(cursor)
        self.cursor = cursor


def test_many_records_are_filled_by_a_worker(little, tmp_path, monkeypatch):
    """Killed on the way it goes on where it was; only then is the column offered."""
    monkeypatch.setattr(filling, "BATCH", 2)
    again(tmp_path, hubs=HUBS)
    assert Lease.objects.filter(key="derived:hubs", open=True).count() == 1
    assert pending(live("hubs")) == {"begun"}
    first, ids = Hand(most=1), [one.pk for one in hubs()]
    with pytest.raises(Killed):
        filling.fill.func(first, "hubs")
    assert [held(one, "begun") for one in hubs()] == ["2026-02-03"] * 2 + [""] * 2
    second = Hand(cursor=first.cursor)
    filling.fill.func(second, "hubs")
    assert [cursor[0] for cursor in second.seen] == [ids[3]]
    assert [held(one, "begun") for one in hubs()] == ["2026-02-03"] * 4
    assert pending(live("hubs")) == set()


def test_other_definitions_begin_anew(little, tmp_path, monkeypatch):
    monkeypatch.setattr(filling, "BATCH", 2)
    again(tmp_path, hubs=HUBS)
    hand = Hand(cursor=[10**9, "of another definition"])
    filling.fill.func(hand, "hubs")
    assert len(hand.seen) == 2 and pending(live("hubs")) == set()


def test_what_others_read_is_filled_when_the_other_ledger_changes(little, tmp_path):
    """A source that dates its records by another question changes who is the latest."""
    before = dict(Ledger.objects.get(key="hubs").filled)
    again(tmp_path, hubs=FEW, visits=VISITS)
    assert Ledger.objects.get(key="hubs").filled == before
    path = tmp_path / "ledgers" / "visits.yaml"
    path.write_text(path.read_text().replace("happened_on: on\n", ""))
    from forms_catalog.applying import apply
    from forms_catalog.packs import Folder

    apply(Folder(tmp_path))
    publish_all()
    after = Ledger.objects.get(key="hubs").filled
    assert {name for name, mark in after.items() if before[name] != mark} >= {"mood", "told"}
    assert pending(live("hubs")) == set() and verify("hubs") == []


def test_nothing_to_fill_in_a_world_without(world):
    forget()
    filling.fill_all()
    assert not Lease.objects.filter(key__startswith="derived:").exists()
