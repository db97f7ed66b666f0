"""A club lives by chance: whatever is done in whatever order, histories hold and columns are right."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgers.actions.transfer import ACCEPT, REFUSE
from ledgers.derived.checking import verify
from ledgers.errands import TRANSFER
from ledgers.intake import accept_many
from ledgers.keeping.chain import walked
from ledgers.models import Errand, Record
from ledgers.registry import live
from ledgers.submission import GONE, Part
from tests.ledgers.tools import row, send, sent, undone, user

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
CLERKS = {"河湾村": "clerk", "柳坪村": "other_clerk"}
STEPS = {
    "join": 6,
    "train": 8,
    "correct": 2,
    "change": 4,
    "verify": 5,
    "leave": 2,
    "rejoin": 1,
    "confirm": 2,
    "back": 1,
    "flag": 2,
    "charge": 1,
    "hand_over": 2,
    "answer": 3,
    "merge": 1,
    "void": 1,
    "undo": 3,
}
"""What may happen, and how often."""


class Walk:
    """Steps through the club, each drawn from one number after another."""

    def __init__(self, seed: int, places: Any) -> None:
        self.chance = random.Random(seed)
        self.places = {name: places[name].path for name in CLERKS}
        self.people = {name: user(name) for name in (*CLERKS.values(), "manager")}
        self.kept: dict[str, list[str]] = {"members": [], "sessions": []}
        self.done: Counter[str] = Counter()

    def go(self, steps: int) -> None:
        names, often = list(STEPS), list(STEPS.values())
        for _ in range(steps):
            step = self.chance.choices(names, often)[0]
            name, parts = getattr(self, f"_{step}")() or ("", ())
            if parts:
                self._keep(step, accept_many([sent(self.people[name], *parts)])[0])

    def _keep(self, step: str, result: Any) -> None:
        self.done[step] += result.ok
        for one in result.records if result.ok else ():
            if one.uid not in self.kept[one.ledger]:
                self.kept[one.ledger].append(one.uid)

    def _any(self, key: str = "members") -> str:
        return self.chance.choice(self.kept[key]) if self.kept[key] else ""

    def _clerk(self) -> tuple[str, str]:
        place = self.chance.choice([*CLERKS])
        return CLERKS[place], self.places[place]

    def _act(self, name: str, action: str, ledger: str = "members", **said: str) -> Any:
        uid = self._any(ledger)
        part = Part(ledger, {}, uid, action, reason="记一笔", said=said)
        return (name, (part,)) if uid else None

    def _join(self) -> Any:
        name, court = self._clerk()
        one = self.chance.choice
        given = {"name": one(("罗安", "何柏", "安晨")), "sex": one("MF"), "court": court}
        given |= {"phone": f"1000{self.chance.randrange(10**7):07d}", "grade": one("AB")}
        given |= {"fee": one(("", "1200")), "birth_date": one(("", "2001-02-03", "1999-12-31"))}
        return name, (Part("members", given, reasons={"name": "是另一个人"}),)

    def _train(self) -> Any:
        name, _ = self._clerk()
        return name, (Part("sessions", {"member": self._any(), **self._session()}),)

    def _session(self) -> dict[str, str]:
        day = f"2026-0{self.chance.randint(1, 9)}-{self.chance.randint(10, 28)}"
        return {"played_on": day, "came": self.chance.choice(("yes", "no"))}

    def _correct(self) -> Any:
        """A day that was noted wrongly, or for another member."""
        name, _ = self._clerk()
        uid, moved = self._any("sessions"), {"member": self._any()}
        given = moved if self.chance.random() < 0.5 else self._session()
        return (name, (Part("sessions", given, uid, "update"),)) if uid else None

    def _change(self) -> Any:
        name = self.chance.choice([*CLERKS.values(), "manager"])
        uid, one = self._any(), self.chance.choice
        given = one(({"grade": one("AB")}, {"fee": "900"}, {"height": str(one((160, 180)))}))
        return (name, (Part("members", given, uid, "update"),)) if uid else None

    def _verify(self) -> Any:
        return self._act("manager", "verify")

    def _leave(self) -> Any:
        return self._act("manager", "leave")

    def _rejoin(self) -> Any:
        return self._act("manager", "rejoin")

    def _confirm(self) -> Any:
        return self._act(self._clerk()[0], "confirm")

    def _back(self) -> Any:
        return self._act("manager", "return")

    def _flag(self) -> Any:
        return self._act(self._clerk()[0], "flag")

    def _charge(self) -> Any:
        return self._act("manager", "assign", user=str(self.people["clerk"].pk))

    def _hand_over(self) -> Any:
        """The manager moves a member at once, a clerk asks the clerk of the other place."""
        name = self.chance.choice([*CLERKS.values(), "manager"])
        return self._act(name, "transfer", place=self._clerk()[1])

    def _answer(self) -> Any:
        rows = Errand.objects.unscoped("test").filter(kind=TRANSFER, done_at=None)
        asked = rows.order_by("pk").values_list("record__uid", "place_path").first()
        if asked is None:
            return None
        name = next(who for place, who in CLERKS.items() if self.places[place] == asked[1])
        said = {"answer": self.chance.choice((ACCEPT, REFUSE))}
        return name, (Part("members", {}, str(asked[0]), "transfer", said=said),)

    def _merge(self) -> Any:
        return self._act("manager", "merge", record=self._any())

    def _void(self) -> Any:
        return self._act("manager", "void")

    def _undo(self) -> Any:
        uid = self._any()
        undone = Part("members", {}, uid, "undo", undoes=row(uid).version) if uid else None
        return ("manager", (undone,)) if undone else None


def whole() -> None:
    """What the two commands ask, and that the walk left something to ask about."""
    assert [one for key in ("members", "sessions") for one in verify(key)] == []
    rows = Record.objects.unscoped("test")
    assert [broken for _, found in walked(rows) for broken in found] == []
    call_command("changes", "verify")
    call_command("derived", "verify")


@pytest.fixture
def lively(club: Any) -> Any:
    from tests.ledgers.test_scope import person

    person("other_clerk", ("clerk", club.places["柳坪村"]))
    return club


def lived(places: Any, seed: int, steps: int) -> Counter[str]:
    with undone():
        walk = Walk(seed, places)
        walk.go(steps)
        assert walk.done.total() > steps / 4, walk.done
        whole()
        return walk.done


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a_walk(lively: Any, seed: int) -> None:
    lived(lively.places, seed, 100)


@pytest.mark.long
@pytest.mark.parametrize("seed", [2026])
def test_a_long_walk(lively: Any, seed: int) -> None:
    """Two thousand steps, and every kind of step was taken in them."""
    done = lived(lively.places, seed, 2000)
    assert {step for step in STEPS if not done[step]} == set()


def test_what_a_walk_ends_on_counts(lively: Any) -> None:
    """The walk would see it: two trainings of a member, one of them not come to."""
    walk = Walk(7, lively.places)
    walk.go(12)
    uid = next(uid for uid in walk.kept["members"] if row(uid).state not in GONE)
    clerk = next(n for p, n in CLERKS.items() if walk.places[p] == row(uid).place_path)
    for day, came in (("2025-05-01", "yes"), ("2025-05-02", "no")):
        given = {"member": uid, "played_on": day, "came": came}
        assert send(user(clerk), Part("sessions", given)).ok
    book = live("members")
    before = getattr(row(uid), book.slots["trainings"])
    assert before >= 1
    Record.objects.unscoped("test").filter(uid=uid).update(**{book.slots["trainings"]: 99})
    assert [one.column for one in verify("members")] == ["trainings"]
