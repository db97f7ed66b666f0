"""What was written changes columns elsewhere: these are worked out anew, in the same transaction.

A change touches a record; whatever reads what it touched is marked; marked columns are worked out
in the order in which they read one another, and what differs then is a touch again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forms_catalog.logic.derived import PLACE
from people.paths import line_of
from people.prepared import Prepared, even

from ..models import Link, Record
from ..submission import GONE, UNDO
from .house import Column, House, Names, house
from .likes import likes
from .others import WHY
from .rows import Book, Row, Seen, chunks, load, store
from .taking import pools, taken, worked_out

if TYPE_CHECKING:
    from ..intake.plan import Plan


@dataclass(frozen=True, slots=True)
class Touch:
    """A record that is not what it was; `changed` None: in everything.

    `was` is where its questions pointed before, `places` where it stood and stands.
    """

    ledger: str
    pk: int
    changed: Names | None = None
    action: str = ""
    was: Mapping[str, int] = field(default_factory=dict)
    places: frozenset[str] = frozenset()

    def concerns(self, read: Names) -> bool:
        return self.changed is None or bool(self.changed & read)


def follow(plans: Sequence[Plan]) -> list[Touch]:
    """At the end of the transaction that wrote them; gives what is not what it was because of them."""
    found = house()
    if not found.of:
        return []
    told = [_touch(plan) for plan in plans]
    opened = {plan.pk for plan in plans if plan.opens}
    run = _Run(found, opened)
    run.go([touch for touch in told if _matters(found, touch)])
    return run.written


def stir(touches: Sequence[Touch]) -> list[Touch]:
    """What rests on records that the engine itself has touched; inside a transaction."""
    run = _Run(house(), frozenset())
    run.go([touch for touch in touches if _matters(run.house, touch)])
    return run.written


def refresh(ledger: str, pks: Collection[int]) -> list[Touch]:
    """Works out every derived column of these records anew; inside a transaction."""
    run = _Run(house(), frozenset())
    for column in run.house.of.get(ledger, ()):
        run.mark(column, pks)
    run.go([])
    return run.written


def _matters(found: House, touch: Touch) -> bool:
    return touch.ledger in found.of or touch.ledger in found.readers


def _touch(plan: Plan) -> Touch:
    old, action = plan.record, plan.undone or plan.part.action
    if old is None:
        return Touch(plan.ledger.key, plan.pk, None, action, {}, frozenset({plan.place}))
    moved = {"_state"} if plan.state != old.state else set()
    moved |= {PLACE} if plan.place != old.place_path else set()
    gone = bool(moved) and bool({plan.state, old.state} & set(GONE))
    changed = None if gone or plan.undone == UNDO else frozenset(plan.diff) | moved
    was: dict[str, int] = {}
    for name in plan.diff:
        uid = plan.before.get(name)
        question = plan.questions.get(name)
        spot = plan.known.spot(uid) if isinstance(uid, str) and _points(question) else None
        was |= {name: spot[0]} if spot else {}
    places = frozenset({plan.place, old.place_path})
    return Touch(plan.ledger.key, plan.pk, changed, action, was, places)


def _points(question: Any) -> bool:
    return question is None or question.type == "record"


@Prepared
def _links_of(sources: Any) -> Any:
    links = Link.objects.unscoped(WHY).filter(source__in=sources)
    return links.values_list("source_id", "question", "target_id")


@Prepared
def _pointing(question: Any, targets: Any) -> Any:
    links = Link.objects.unscoped(WHY).filter(question=question, target__in=targets)
    return links.values_list("target_id", "source_id", "source__ledger_id")


class _Run:
    """One transaction's worth of following."""

    def __init__(self, found: House, opened: Collection[int]) -> None:
        self.house = found
        self.opened = opened
        self.pointed: set[int] = set()
        """Records that any of those touched points at: the others of the new ones have nobody."""
        self.links: dict[int, dict[str, set[int]]] = {}
        self.marked: dict[Column, set[int]] = defaultdict(set)
        self.rows: dict[str, dict[int, Row]] = defaultdict(dict)
        self.books: dict[str, Book] = {}
        self.written: list[Touch] = []
        self.unsaved: dict[str, tuple[set[str], set[int]]] = defaultdict(lambda: (set(), set()))

    def mark(self, column: Column, pks: Iterable[int]) -> None:
        self.marked[column].update(pks)

    def go(self, touches: Sequence[Touch]) -> None:
        self.spread(touches)
        for level in range(max(self.house.level.values(), default=-1) + 1):
            now = [column for column in self.marked if self.house.level[column] == level]
            batch = {column: self.marked.pop(column) for column in now}
            touched = self.work({column: pks for column, pks in batch.items() if pks})
            self.written += touched
            self.spread(touched)
        self.save()

    # ---- who reads what was touched ----

    def spread(self, touches: Sequence[Touch]) -> None:
        if not touches:
            return
        hooks = self._hooks(touches)
        self.pointed |= {pk for found in hooks.values() for pks in found.values() for pk in pks}
        reached: dict[Column, set[int]] = defaultdict(set)
        placed: dict[Column, set[str]] = defaultdict(set)
        for touch in touches:
            for column in self.house.of.get(touch.ledger, ()):
                if touch.concerns(column.own) or column.action == touch.action != "":
                    self.mark(column, (touch.pk,))
            for column in self._readers(touch):
                if column.by == PLACE:
                    placed[column] |= {p for path in touch.places for p in line_of(path)}
                else:
                    own = {touch.pk}
                    reached[column] |= hooks[touch.pk].get(column.by, set()) if column.by else own
        self._through(reached)
        self._in_places(placed)

    def _readers(self, touch: Touch) -> Iterator[Column]:
        for column in self.house.readers.get(touch.ledger, ()):
            read = column.theirs | ({column.by} if column.by else set())
            if touch.concerns(read) or column.action == touch.action != "":
                yield column

    def _hooks(self, touches: Sequence[Touch]) -> Mapping[int, Mapping[str, set[int]]]:
        """Record -> question -> the records that it points at, or pointed at before."""
        asked = {touch.pk for touch in touches if touch.ledger in self.house.readers}
        new = asked - self.links.keys()
        self.links |= {pk: defaultdict(set) for pk in new}
        for chunk in chunks(new):
            for pk, question, target in _links_of(sources=even(chunk)):
                self.links[pk][question].add(target)
        for touch in touches:
            for question, target in touch.was.items():
                self.links.setdefault(touch.pk, defaultdict(set))[question].add(target)
        return {touch.pk: self.links.get(touch.pk, {}) for touch in touches}

    def _through(self, reached: Mapping[Column, set[int]]) -> None:
        """Records are reached directly, or stand where the question of the reader points."""
        asked: dict[str, set[int]] = defaultdict(set)
        bare = set(self.opened) - self.pointed
        for column, pks in reached.items():
            if column.via:
                asked[column.via] |= pks - bare
            else:
                self.mark(column, pks)
        for via, pks in asked.items():
            near: dict[int, set[tuple[int, int]]] = defaultdict(set)
            for chunk in chunks(pks):
                for target, source, ledger in _pointing(question=via, targets=even(chunk)):
                    near[target].add((source, ledger))
            for column in (c for c in reached if c.via == via):
                here = column.ledger.id
                found = {pk for hook in reached[column] for pk, own in near[hook] if own == here}
                self.mark(column, found)

    def _in_places(self, placed: Mapping[Column, set[str]]) -> None:
        rows = Record.objects.unscoped(WHY)
        for column, paths in placed.items():
            near = rows.filter(ledger=column.ledger.id, place_path__in=sorted(paths))
            self.mark(column, near.values_list("pk", flat=True))

    # ---- working out ----

    def work(self, batch: Mapping[Column, set[int]]) -> list[Touch]:
        """Of one level; what differs is written and touches others."""
        by_ledger: dict[str, list[Column]] = defaultdict(list)
        for column in batch:
            by_ledger[column.ledger.key].append(column)
        return [
            Touch(key, pk, frozenset(names), places=frozenset({self.rows[key][pk].place}))
            for key, columns in by_ledger.items()
            for pk, names in self._work(key, columns, batch).items()
        ]

    def _work(
        self, key: str, columns: Sequence[Column], batch: Mapping[Column, set[int]]
    ) -> dict[int, list[str]]:
        rows, book = self._rows(key, set().union(*(batch[c] for c in columns))), self._book(key)
        found: dict[Column, Mapping[int, Any]] = {}
        for column in columns:
            if column.work is not None:
                near = [rows[pk] for pk in batch[column] if pk in rows]
                found[column] = {row.pk: worked_out(column, Seen(book, row)) for row in near}
        bare = set(self.opened) - self.pointed
        for pool in pools([column for column in columns if column.work is None]):
            pks = set().union(*(batch[column] for column in pool.columns))
            near_rows = {pk: rows[pk] for pk in pks if pk in rows}
            if not (near_rows.keys() <= bare and pool.by != PLACE and not pool.columns[0].via):
                self.save()  # what others hold is read from the table
            found |= taken(pool, near_rows, book, bare) if near_rows else {}
        return self._written(key, found, rows)

    def _written(
        self, key: str, found: Mapping[Column, Mapping[int, Any]], rows: Mapping[int, Row]
    ) -> dict[int, list[str]]:
        """What differs is held, and written with what follows from it."""
        names: dict[int, list[str]] = defaultdict(list)
        slots, pks = self.unsaved[key]
        for column, held in found.items():
            for pk, value in held.items():
                if rows[pk].held[column.slot] != value:
                    rows[pk].held[column.slot] = value
                    slots.add(column.slot)
                    names[pk].append(column.name)
        pks.update(names)
        return names

    def save(self) -> None:
        """One statement a ledger: a record writes what it holds where only others have changed."""
        for key, (slots, pks) in self.unsaved.items():
            store(sorted(slots), {pk: self.rows[key][pk].held for pk in sorted(pks)})
        self.unsaved.clear()

    def _rows(self, key: str, pks: set[int]) -> dict[int, Row]:
        known = self.rows[key]
        if missing := pks - known.keys():
            live = self.house.books[key]
            known |= load(live, missing, self._reads_answers(key))
        return {pk: known[pk] for pk in pks if pk in known}

    def _reads_answers(self, key: str) -> bool:
        questions = self.house.books[key].questions
        return any(column.own & questions.keys() for column in self.house.of[key])

    def _book(self, key: str) -> Book:
        if key not in self.books:
            live = self.house.books[key]
            self.books[key] = Book(live, likes(live))
        return self.books[key]
