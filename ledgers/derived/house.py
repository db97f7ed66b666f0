"""All derived columns of the house, compiled: what each reads, and in which order they are worked out."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any

from forms_catalog.definition import Decision, DerivedColumn, Question, to_bytes
from forms_catalog.expressions import Environment, is_expression, names, parse
from forms_catalog.expressions.running import compiled
from forms_catalog.expressions.values import Value, first, to_boolean, to_text
from forms_catalog.logic.derived import HAPPENED, OWN, PLACE, Grounds, Take, Way, take_of

from ..registry import Live, all_live
from .likes import fits, grounds_of

type Names = frozenset[str]
type Work = Callable[[Environment], Value]
ORDERED = ("latest", "first")
OWN_WORK = Take("own")


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """One derived column. `own` and `theirs` are the names it reads of this record and of the others.

    `work` gives the value of a calculation or decision; `where` says of one of the others, seen
    from this record, whether it counts.
    """

    ledger: Live
    like: Question
    slot: str
    take: Take = OWN_WORK
    way: Way | None = None
    source: Live | None = None
    action: str = ""
    where: str = ""
    own: Names = frozenset()
    theirs: Names = frozenset()
    work: Work | None = None
    digest: str = ""

    @property
    def name(self) -> str:
        return self.like.name

    @property
    def by(self) -> str:
        return self.way.by if self.way else ""

    @property
    def via(self) -> str:
        return self.way.via if self.way else ""

    @property
    def many(self) -> bool:
        """Taken from any number of records that point at this one, or lie in its place."""
        return bool(self.by)

    @property
    def looks_back(self) -> bool:
        """Whether its condition speaks of this record too."""
        return OWN in self.where


@dataclass(eq=False)
class House:
    """The columns by the ledger that has them and by the ledger that they read; `level` by their order."""

    books: dict[str, Live]
    of: dict[str, list[Column]] = field(default_factory=lambda: defaultdict(list))
    readers: dict[str, list[Column]] = field(default_factory=lambda: defaultdict(list))
    level: dict[Column, int] = field(default_factory=dict)

    def column(self, ledger: str, name: str) -> Column | None:
        return next((item for item in self.of.get(ledger, ()) if item.name == name), None)


def house() -> House:
    """The same until a ledger is published."""
    return _house(tuple(all_live().values()))


@lru_cache(maxsize=4)
def _house(books: tuple[Live, ...]) -> House:
    made = House({book.key: book for book in books})
    grounds = grounds_of(books)
    for book in books:
        for column in _columns(book, grounds, made.books):
            made.of[book.key].append(column)
            if column.source is not None:
                made.readers[column.source.key].append(column)
    for column in [item for found in made.of.values() for item in found]:
        _level(column, made, ())
    return made


def _columns(book: Live, grounds: Grounds, books: Mapping[str, Live]) -> Iterable[Column]:
    likes = grounds.likes(book.key)
    items: list[DerivedColumn | Decision] = [*book.rules.derived, *book.rules.decisions]
    for item in items:
        like = likes.get(item.name)
        duty = isinstance(item, DerivedColumn) and item.duty  # kept with the duties
        if like is not None and fits(book, like) and not duty:
            yield _column(book, like, item, grounds, books)


def _column(
    book: Live,
    like: Question,
    item: DerivedColumn | Decision,
    grounds: Grounds,
    books: Mapping[str, Live],
) -> Column:
    slot = book.slots[like.name]
    if isinstance(item, Decision):
        work, own = _table(item)
        return Column(book, like, slot, work=work, own=own, digest=_digest(item))
    if item.calculation:
        node = parse(item.calculation)
        work, own = _single(compiled(node)), names(node)
        return Column(book, like, slot, work=work, own=own, digest=_digest(item))
    way = grounds.way(book.key, item)
    source = books.get(way.source) if way and (way.by or way.via) else None
    return _taken(Column(book, like, slot, way=way, source=source), item)


def _taken(column: Column, item: DerivedColumn) -> Column:
    way, source, take = column.way, column.source, take_of(item.take) or Take("count")
    read = names(parse(item.where)) if item.where else frozenset()
    own = {name.removeprefix(OWN) for name in read if name.startswith(OWN)}
    own |= {way.via} if way and way.via else set()
    own |= {PLACE} if way and way.by == PLACE else set()
    theirs = {name for name in read if not name.startswith(OWN)} | {take.what} - {""}
    if source and (take.how in ORDERED or take.what == HAPPENED):
        theirs |= {source.rules.happened_on}
    return replace(
        column,
        take=take,
        action=item.action,
        where=item.where,
        own=frozenset(own),
        theirs=frozenset(theirs),
        digest=_digest(item, column, theirs),
    )


def _digest(
    item: DerivedColumn | Decision, column: Column | None = None, theirs: Iterable[str] = ()
) -> str:
    """Changes with whatever changes what the column holds."""
    said = {k: v for k, v in asdict(item).items() if v and k not in ("label", "note", "was")}
    found: list[Any] = [said]
    if column and column.way and column.source:
        way, source = column.way, column.source
        read = sorted([name, source.slots.get(name, "")] for name in theirs)
        found += [way.source, way.by, way.via, read, source.rules.happened_on]
    return hashlib.sha256(to_bytes({"said": found})).hexdigest()[:16]


def _single(run: Work) -> Work:
    return lambda env: first(run(env))


def _table(item: Decision) -> tuple[Work, Names]:
    """The result of the first row that holds, or of all with blanks between; and what the rows read."""
    lines: list[tuple[Work | None, Work]] = []
    read: Names = frozenset()
    for row in item.rows:
        when = parse(row.when) if row.when else None
        then = parse(row.then) if is_expression(row.then) else None
        read = read.union(*(names(node) for node in (when, then) if node))
        gives = compiled(then) if then else _always(row.then)
        lines.append((compiled(when) if when else None, gives))

    def work(env: Environment) -> Value:
        held: list[str] = []
        for when, gives in lines:
            if not (not held if when is None else to_boolean(when(env))):
                continue
            if item.hit != "all":
                return first(gives(env))
            held.append(to_text(gives(env)))
        return " ".join(held)

    return work, read


def _always(value: Any) -> Work:
    return lambda env: value


def _level(column: Column, made: House, above: tuple[Column, ...]) -> int:
    """One more than the highest of what it reads; a ring, which the checks refuse, ends somewhere."""
    if column in above:
        return 0
    if column not in made.level:
        read = [made.column(column.ledger.key, name) for name in column.own]
        if column.source is not None:
            read += [made.column(column.source.key, name) for name in column.theirs]
        below = [_level(item, made, (*above, column)) for item in read if item is not None]
        made.level[column] = max(below, default=-1) + 1
    return made.level[column]
