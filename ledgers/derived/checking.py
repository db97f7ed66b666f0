"""Derived columns worked out from scratch, record by record and in plain words, to be held against the table.

Nothing here asks the database to count, and links are read off the answers: what `following` keeps
is judged by another way of getting there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from forms_catalog import editions
from forms_catalog.expressions import Environment, parse
from forms_catalog.expressions.evaluating import run
from forms_catalog.expressions.values import Value, to_boolean
from forms_catalog.logic.derived import HAPPENED, OWN, PLACE
from forms_catalog.logic.worth import value_of

from ..clock import civil, moment
from ..intake.writing import slot_value
from ..models import Change, Link, Record
from ..registry import Live
from ..submission import GONE, UNDO, UNDONE
from .house import Column, House, house
from .likes import likes
from .reading import worth
from .rows import STEADY, held_of

WHY = "derived columns are verified"
READ = ("pk", "uid", "number", "place_path", "state", "created_at", "edition_id", "answers")


@dataclass(frozen=True, slots=True)
class Difference:
    """A column that does not hold what it should."""

    ledger: str
    number: str
    column: str


@dataclass(eq=False, slots=True)
class Plain:
    """A record as it stands."""

    pk: int
    uid: str
    number: str
    place: str
    state: str
    created_at: dt.datetime
    edition: int
    answers: Mapping[str, Any]
    book: Live
    held: dict[str, Any] = field(default_factory=dict)
    """What the table holds, by slot."""
    known: dict[str, Any] = field(default_factory=dict)
    """What was worked out, by column."""


def verify(key: str) -> list[Difference]:
    """Every difference of one ledger, by age of its records."""
    world = _World(house())
    return [
        Difference(key, plain.number, column.name)
        for plain in world.records(key).values()
        for column in world.house.of.get(key, ())
        if world.worked_out(column, plain) != plain.held[column.slot]
    ]


class _World:
    """The records of the ledgers that are spoken of, each ledger read once."""

    def __init__(self, found: House) -> None:
        self.house = found
        self._records: dict[str, dict[str, Plain]] = {}
        self._pointing: dict[tuple[str, str], dict[str, list[Plain]]] = {}
        self._days: dict[str, dict[int, list[dt.date]]] = {}

    def records(self, key: str) -> dict[str, Plain]:
        """By outside identity."""
        if key not in self._records:
            book = self.house.books[key]
            slots = sorted(set(book.slots.values()))
            rows = Record.objects.unscoped(WHY).filter(ledger=book.id).order_by("pk")
            found: dict[str, Plain] = {}
            for values in rows.values_list(*READ, *slots).iterator():
                pk, uid, number, place, state, made, edition, answers = values[: len(READ)]
                held = dict(zip(slots, values[len(READ) :], strict=True))
                found[str(uid)] = Plain(
                    pk, str(uid), number, place, state, made, edition, answers, book, held
                )
            self._records[key] = found
        return self._records[key]

    def standing(self, key: str) -> list[Plain]:
        return [plain for plain in self.records(key).values() if plain.state not in GONE]

    def worked_out(self, column: Column, plain: Plain) -> Any:
        if column.name not in plain.known:
            plain.known[column.name] = self._value(column, plain)
        return plain.known[column.name]

    def _value(self, column: Column, plain: Plain) -> Any:
        if column.work is not None:
            found = column.work(_Own(self, plain))
            return held_of(column.like, column.slot, found)
        if column.source is None:
            return _of_days(column.take.how, self.days(column.action).get(plain.pk, []))
        others = [
            other for other in self._others(column, plain) if self._counts(column, other, plain)
        ]
        if column.action:
            days = [day for other in others for day in self.days(column.action).get(other.pk, [])]
            return _of_days(column.take.how, days)
        return self._taken(column, others)

    def _others(self, column: Column, plain: Plain) -> Iterable[Plain]:
        assert column.source is not None
        key = column.source.key
        if column.by == PLACE:
            return [
                o for o in self.standing(key) if plain.place and o.place.startswith(plain.place)
            ]
        pointed = plain.answers.get(column.via) if column.via else plain.uid
        if column.by:
            return self.pointing(key, column.by).get(str(pointed), [])
        found = self.records(key).get(str(pointed))
        return [found] if found and found.state not in GONE else []

    def pointing(self, key: str, by: str) -> dict[str, list[Plain]]:
        """What the answers of a ledger point at -> the records that do."""
        if (key, by) not in self._pointing:
            found: dict[str, list[Plain]] = defaultdict(list)
            linked = self._linked(key, by) if by.startswith("_") else {}
            for other in self.standing(key):
                found[str(linked.get(other.pk) or other.answers.get(by))].append(other)
            self._pointing[key, by] = found
        return self._pointing[key, by]

    def _linked(self, key: str, by: str) -> dict[int, str]:
        """What no answer says: where a record hangs on another one."""
        links = Link.objects.unscoped(WHY).filter(question=by)
        links = links.filter(source__ledger=self.house.books[key].id)
        return {pk: str(uid) for pk, uid in links.values_list("source_id", "target__uid")}

    def days(self, action: str) -> dict[int, list[dt.date]]:
        if action not in self._days:
            found: dict[int, list[dt.date]] = defaultdict(list)
            self._days[action] = found
            gone: set[tuple[int, int]] = set()
            rows = Change.objects.unscoped(WHY).filter(action__in=(action, UNDO))
            told = ("record_id", "version", "action", "happened_on", "diff")
            for pk, version, did, day, diff in rows.order_by("-version").values_list(*told):
                if (pk, version) in gone:
                    continue
                if did == UNDO:
                    gone.add((pk, diff.get(UNDONE, (None, 0))[1]))
                else:
                    found[pk].append(day)
        return self._days[action]

    def _counts(self, column: Column, other: Plain, plain: Plain) -> bool:
        if not column.where:
            return True
        return to_boolean(run(parse(column.where), _Other(self, other, plain)))

    def held(self, plain: Plain, name: str) -> Any:
        """What a column of a record should hold."""
        own = {"_state": plain.state, "_place": plain.place}
        if name in own:
            return own[name]
        column = self.house.column(plain.book.key, name)
        if column is not None:
            return self.worked_out(column, plain)
        question = _questions(plain).get(name)
        slot = plain.book.slots.get(name, "")
        return slot_value(question, plain.answers.get(name), slot) if slot else None

    def _taken(self, column: Column, others: list[Plain]) -> Any:
        take = column.take
        if take.how == "exists":
            return "yes" if others else "no"
        if take.how == "count":
            return Decimal(len(others))
        if take.how in ("latest", "first", "one"):
            by_age = sorted(others, key=lambda other: (self.happened(other), other.pk))
            last = by_age[-1:] if take.how == "latest" else by_age[:1]
            return next((self._what(column, other) for other in last), None)
        held = [self._what(column, other) for other in others]
        return _reckoned(take.how, [one for one in held if one is not None])

    def _what(self, column: Column, other: Plain) -> Any:
        what = column.take.what
        return self.happened(other) if what == HAPPENED else self.held(other, what)

    def happened(self, other: Plain) -> dt.date:
        answer = other.answers.get(other.book.rules.happened_on)
        try:
            return dt.date.fromisoformat(str(answer)[:10])
        except ValueError:
            return civil(other.created_at)


def _questions(plain: Plain) -> Mapping[str, Any]:
    """As the record's own edition asks them."""
    return plain.book.questions if plain.book.rows_of else editions.bundle(plain.edition).own


def _reckoned(how: str, held: list[Any]) -> Any:
    reckon: Mapping[str, Callable[[list[Any]], Any]] = {"max": max, "min": min}
    told = [one for one in held if not str(one).startswith("!")]
    if how == "sum":
        return sum(told, Decimal(0))
    return reckon[how](told) if told else None


def _of_days(how: str, days: list[dt.date]) -> Any:
    if how == "exists":
        return "yes" if days else "no"
    if how == "count":
        return Decimal(len(days))
    return _reckoned("min" if how in ("min", "first") else "max", list(days))


class _Own(Environment):
    """A record as its own calculations see it."""

    def __init__(self, world: _World, plain: Plain) -> None:
        super().__init__(STEADY)
        self.world, self.plain = world, plain

    def name(self, name: str) -> Value:
        if name == "_created":
            return moment(self.plain.created_at)
        like = likes(self.plain.book).get(name)
        if like or name in ("_state", "_place"):
            held = self.world.held(self.plain, name)
            return worth(like, held) if like else held
        question = self.plain.book.questions.get(name)
        answer = self.plain.answers.get(name)
        sealed = isinstance(answer, dict) and "$sealed" in answer
        return value_of(question, answer) if question and not sealed else ""


class _Other(Environment):
    """One of the others as a condition sees it: its columns, and `_own` of the record that asks."""

    def __init__(self, world: _World, other: Plain, plain: Plain) -> None:
        super().__init__(STEADY)
        self.world, self.other, self.own_sight = world, other, _Own(world, plain)

    def name(self, name: str) -> Value:
        if name.startswith(OWN):
            return self.own_sight.name(name.removeprefix(OWN))
        if name == "_created":
            return moment(self.other.created_at)
        held = self.world.held(self.other, name)
        like = likes(self.other.book).get(name) or self.other.book.questions.get(name)
        return worth(like, held) if like else held or ""
