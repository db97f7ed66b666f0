"""All duties of the house, compiled: what each reads, and from which ledger it sees that it was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from forms_catalog.definition import Calendar, Duty, Escalate, Remind
from forms_catalog.expressions import Environment, names, parse, walk
from forms_catalog.expressions.running import compiled
from forms_catalog.expressions.values import Value
from forms_catalog.logic.derived import Take, Way
from forms_catalog.problems import Refused

from ..derived.house import Column
from ..registry import Live, all_live, calendar
from .cadence import Cadence, dates_of
from .calendar import PLAIN, Days, days_of
from .spans import Span, span_of

type Work = Callable[[Environment], Value]
type Names = frozenset[str]
CLOCK = frozenset(
    ["_today", "_ref", "_now", "_age", "_turns_14", "_turns_16", "_turns_18", "_period_start"]
)
_CALLS = frozenset({"today", "now"})
NOTHING = Span(0, "d")


@dataclass(frozen=True, slots=True)
class Asked:
    """An expression ready to be asked; `names` is what it reads."""

    work: Work
    names: Names
    timely: bool
    """Whether it comes out otherwise on another day."""


@dataclass(frozen=True, eq=False, slots=True)
class Rule:
    """One duty of a ledger."""

    duty: Duty
    ledger: Live
    cadence: Cadence
    applies: Asked | None
    ends: Asked | None
    base: Asked | None
    due: tuple[tuple[Asked | None, Span | Asked], ...]
    done: Asked | None
    """Over the record itself; None where another ledger's records say so."""
    column: Column | None
    """How those are found."""
    grace: Span = NOTHING

    @property
    def name(self) -> str:
        return self.duty.name

    @property
    def series(self) -> str:
        return self.duty.series or self.duty.name

    @property
    def source(self) -> Live | None:
        return self.column.source if self.column else None

    @property
    def asked(self) -> Sequence[Asked]:
        due = [part for pair in self.due for part in pair]
        found = (self.applies, self.ends, self.base, self.done, *due)
        return [one for one in found if isinstance(one, Asked)]

    @property
    def final_too(self) -> bool:
        """It speaks of the state itself, so the end of a record's life is not its own end."""
        return self.applies is not None and "_state" in self.applies.names

    @property
    def short(self) -> bool:
        """Counted from a moment, not from a day."""
        return any(isinstance(worth, Span) and worth.short for _, worth in self.due)

    @property
    def steps(self) -> tuple[Remind | Escalate, ...]:
        return (*self.duty.remind, *self.duty.escalate)


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """The duties of a ledger that are one clock: the first that applies is the one that runs."""

    name: str
    ledger: Live
    rules: tuple[Rule, ...]

    def rule(self, name: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.name == name), None)

    @property
    def own(self) -> Names:
        """What of the record itself decides anything."""
        read = frozenset().union(*(one.names for rule in self.rules for one in rule.asked))
        told = (rule.column.own for rule in self.rules if rule.column)
        return read.union(*told)

    @property
    def moments(self) -> Names:
        """What is read to the minute: the day that a column keeps is too early."""
        return frozenset().union(*(r.base.names for r in self.rules if r.short and r.base))

    @property
    def timely(self) -> bool:
        return any(one.timely for rule in self.rules for one in rule.asked)


@dataclass(eq=False)
class House:
    """The series by the ledger that has them, the rules by the ledger whose records end a round."""

    days: Days
    of: dict[str, list[Series]] = field(default_factory=dict)
    seen_in: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))

    def series(self, ledger: str, name: str) -> Series | None:
        """By its own name, or by that of one of its duties."""
        found = self.of.get(ledger, ())
        return next((s for s in found if s.name == name or s.rule(name)), None)

    def rule(self, ledger: str, name: str) -> Rule | None:
        found = (series.rule(name) for series in self.of.get(ledger, ()))
        return next((rule for rule in found if rule), None)


def house() -> House:
    """The same until a ledger or the calendar is published."""
    books = tuple(all_live().values())
    return _house(books, calendar())


@lru_cache(maxsize=4)
def _house(books: tuple[Live, ...], told: Calendar | None) -> House:
    made = House(days_of(told) if told else PLAIN)
    by_key = {book.key: book for book in books}
    for book in books:
        found: dict[str, list[Rule]] = defaultdict(list)
        for duty in book.rules.duties:
            if rule := _rule(duty, book, by_key):
                found[rule.series].append(rule)
                if rule.source:
                    made.seen_in[rule.source.key].append(rule)
        if found:
            made.of[book.key] = [Series(n, book, tuple(rules)) for n, rules in found.items()]
    return made


def _rule(duty: Duty, book: Live, books: Mapping[str, Live]) -> Rule | None:
    """None for one that cannot be kept yet: what it needs is not published."""
    resolved = duty.resolved_by
    column = _column(duty, book, books)
    if resolved and resolved.ledger and column is None:
        return None
    return Rule(
        duty,
        book,
        cadence_of(duty),
        _asked(duty.applies_to),
        _asked(duty.ends_when),
        _asked(duty.from_),
        tuple(_due(duty)),
        _asked(resolved.where) if resolved and column is None else None,
        column,
        span_of(duty.grace) or NOTHING,
    )


def cadence_of(duty: Duty) -> Cadence:
    every = span_of(duty.every) if isinstance(duty.every, str) else None
    dates = () if isinstance(duty.every, str) else dates_of(duty.every)
    dense = span_of(duty.dense.every) if duty.dense else None
    return Cadence(every, dates, dense, duty.dense.periods if duty.dense else ())


def _due(duty: Duty) -> Sequence[tuple[Asked | None, Span | Asked]]:
    rows: Any = [(None, duty.due)] if isinstance(duty.due, str) else duty.due
    pairs = [row if isinstance(row, tuple) else (row.when, row.then) for row in rows]
    found = []
    for when, then in pairs:
        worth = span_of(then) or _asked(then) if then else None
        if worth:
            found.append((_asked(when) if when else None, worth))
    return found


def _asked(text: str) -> Asked | None:
    if not text:
        return None
    try:
        node = parse(text)
    except Refused:
        return None
    read = names(node)
    calls = {str(part.value) for part in walk(node) if part.op == "call"}
    return Asked(compiled(node), read, bool(calls & _CALLS or read & CLOCK))


def _column(duty: Duty, book: Live, books: Mapping[str, Live]) -> Column | None:
    """The records that say it was done, as derived columns find theirs."""
    resolved = duty.resolved_by
    source = books.get(resolved.ledger) if resolved and resolved.ledger else None
    if source is None or resolved is None:
        return None
    by = resolved.by or pointing(source, book)
    if not by:
        return None
    read = names(parse(resolved.where)) if resolved.where else frozenset()
    own = frozenset(n.removeprefix("_own.") for n in read if n.startswith("_own."))
    theirs = frozenset(n for n in read if not n.startswith("_own.")) | {source.rules.happened_on}
    like = next(iter(source.questions.values()))
    return Column(
        book,
        like,
        "",
        Take("latest", "_happened_on"),
        Way(source.key, by),
        source,
        where=resolved.where,
        own=own,
        theirs=theirs,
    )


def pointing(source: Live, book: Live) -> str:
    """Their question that points at records of a ledger."""
    found = (q.name for q in source.questions.values() if q.option("record", "") == book.key)
    return next(found, "")
