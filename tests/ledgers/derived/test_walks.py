"""Whatever happens in whatever order, the columns hold what plain reckoning says."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgers.derived.checking import verify
from ledgers.intake import accept_many
from ledgers.models import Record
from ledgers.registry import live
from ledgers.submission import Part
from tests.ledgers.derived.little import use
from tests.ledgers.tools import row, sent, undone, user

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
LEDGERS = ("areas", "hubs", "visits")
DAYS = [f"2026-0{month}-1{day}" for month in range(1, 6) for day in range(4)]


class Walk:
    """Steps through the little world, each drawn from one number after another."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.worker = user("worker")
        self.kept: dict[str, list[str]] = {key: [] for key in LEDGERS}
        self.accepted = 0

    def go(self, steps: int) -> None:
        while steps > 0:
            batch = [self._step() for _ in range(self.chance.choice((1, 1, 1, 4)))]
            steps -= len(batch)
            parts = [sent(self.worker, *part) for part in batch if part]
            for result in accept_many(parts):
                self.accepted += result.ok
                for one in result.records:
                    if result.ok and one.uid not in self.kept[one.ledger]:
                        self.kept[one.ledger].append(one.uid)

    def _step(self) -> tuple[Part, ...]:
        kind = self.chance.choice(
            ("open", "open", "open", "together", "change", "move", "act", "undo")
        )
        return getattr(self, f"_{kind}")()

    def _answers(self, key: str) -> dict[str, Any]:
        one, maybe = self.chance.choice, self._maybe
        if key == "areas":
            return {"name": "东", "reach": maybe("1")}
        if key == "hubs":
            found = {
                "kind": maybe(one("AB")),
                "size": maybe(one("2468")),
                "area": self._any("areas"),
            }
            return {"name": "站", **found}
        mood = one(["G", "M", "X", {"$missing": "unknown"}])
        return {
            "hub": self._any("hubs"),
            "on": maybe(one(DAYS)),
            "ok": maybe(one(("yes", "no"))),
            "cost": maybe(one(("0.1", "0.2", "3", "7.25"))),
            "mood": maybe(mood),
        }

    def _maybe(self, answer: Any) -> Any:
        return answer if self.chance.random() < 0.8 else None

    def _any(self, key: str) -> str | None:
        return self.chance.choice(self.kept[key]) if self.kept[key] else None

    def _open(self) -> tuple[Part, ...]:
        key = self.chance.choice(("areas", "hubs", "hubs", "visits", "visits", "visits"))
        return (Part(key, self._answers(key)),)

    def _together(self) -> tuple[Part, ...]:
        visit = self._answers("visits")
        visit.pop("hub")
        return Part("hubs", self._answers("hubs")), Part("visits", visit, links={"hub": 0})

    def _change(self) -> tuple[Part, ...]:
        key = self.chance.choice(LEDGERS)
        uid, answers = self._any(key), self._answers(key)
        some = {n: a for n, a in answers.items() if self.chance.random() < 0.5}
        return (Part(key, some, uid, "update"),) if uid else ()

    def _move(self) -> tuple[Part, ...]:
        """The link points at another one, or at none."""
        key, name, other = self.chance.choice(
            (("hubs", "area", "areas"), ("visits", "hub", "hubs"))
        )
        uid = self._any(key)
        return (Part(key, {name: self._any(other)}, uid, "update"),) if uid else ()

    def _act(self) -> tuple[Part, ...]:
        key = self.chance.choice(LEDGERS)
        uid = self._any(key)
        return (Part(key, {}, uid, self.chance.choice(("confirm", "finish"))),) if uid else ()

    def _undo(self) -> tuple[Part, ...]:
        key = self.chance.choice(LEDGERS)
        uid = self._any(key)
        return (Part(key, {}, uid, "undo", undoes=row(uid).version),) if uid else ()


def differences() -> list[Any]:
    return [one for key in LEDGERS for one in verify(key)]


@pytest.fixture
def little(world: Any, tmp_path: Any) -> None:
    use(tmp_path)


def walked(seed: int, steps: int) -> None:
    with undone():
        walk = Walk(seed)
        walk.go(steps)
        assert walk.accepted > steps / 3
        assert differences() == []


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a_walk(little, seed):
    walked(seed, 50)


@pytest.mark.long
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_long_walks(little, seed):
    walked(seed, 200)


def test_what_is_wrong_is_told_and_mended(little, capsys):
    walk = Walk(7)
    walk.go(40)
    book = live("hubs")
    spoiled = Record.objects.unscoped("test").filter(ledger=book.id).order_by("pk").first()
    Record.objects.unscoped("test").filter(pk=spoiled.pk).update(**{book.slots["visits"]: 99})
    assert [(one.number, one.column) for one in differences()] == [(spoiled.number, "visits")]
    with pytest.raises(CommandError):
        call_command("derived", "verify")
    assert f"hubs  {spoiled.number}  visits" in capsys.readouterr().out
    call_command("derived", "rebuild", "--now")
    call_command("derived", "verify")
