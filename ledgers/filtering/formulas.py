"""Conditions on columns as a small algebra of two truth values: NULL never leaks through a NOT.

`Codes` and `Span` are sets of what one column may hold, nothing at all (NULL) among it, so that
and, or and not over one column are set arithmetic; `Opaque` is what only the database can test.
An `Opaque` says nothing about NULL: whoever makes one stands it beside a guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from .sources import Source

type Formula = bool | Codes | Span | Opaque | Group


@dataclass(frozen=True)
class Codes:
    """The column holds one of these values, or (`outside`) anything else; None is NULL."""

    field: str
    values: frozenset[str | None]
    outside: bool = False

    def has(self, value: str | None) -> bool:
        return (value in self.values) is not self.outside


@dataclass(frozen=True)
class Span:
    """The source lies in one of these closed ranges, or (`null`) there is nothing in it."""

    source: Source
    ranges: tuple[tuple[int, int], ...]
    null: bool = False


@dataclass(frozen=True)
class Opaque:
    """What only the database can tell of a column; `test` tells the same of one text."""

    field: str
    q: Q
    test: Callable[[str], bool] | None = None
    positive: bool = True

    def holds(self, text: str) -> bool:
        assert self.test is not None
        return self.test(text) is self.positive


@dataclass(frozen=True)
class Group:
    """`every`: all of the parts, else any of them."""

    every: bool
    parts: tuple[Formula, ...]


def codes(field: str, *values: str | None) -> Formula:
    """One of these texts; what no database can hold is none of them."""
    kept = frozenset(value for value in values if value is None or sayable(value))
    return Codes(field, kept) if kept else False


def sayable(text: str) -> bool:
    """Neither database takes a NUL, nor half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def opposite(formula: Formula) -> Formula:
    if isinstance(formula, bool):
        return not formula
    if isinstance(formula, Codes):
        return replace(formula, outside=not formula.outside)
    if isinstance(formula, Opaque):
        return replace(formula, positive=not formula.positive)
    if isinstance(formula, Group):
        return Group(not formula.every, tuple(map(opposite, formula.parts)))
    return Span(formula.source, _gaps(formula), not formula.null)


def _gaps(span: Span) -> tuple[tuple[int, int], ...]:
    found, low = [], span.source.low
    for start, end in span.ranges:
        if start > low:
            found.append((low, start - 1))
        low = end + 1
    return (*found, (low, span.source.high)) if low <= span.source.high else tuple(found)


def both(*parts: Formula) -> Formula:
    """All of them."""
    return _joined(True, parts)


def either(*parts: Formula) -> Formula:
    """Any of them."""
    return _joined(False, parts)


def _joined(every: bool, parts: Iterable[Formula]) -> Formula:
    """Flattened, sets of one column put together, constants and repetitions left out."""
    kept: list[Formula] = []
    for part in _flat(every, parts):
        if isinstance(part, bool):
            if part is not every:
                return part
        elif part not in kept:
            kept.append(part)
    for step in (_merged, _tested, _absorbed):
        kept = step(every, kept)
        if any(part is (not every) for part in kept):
            return not every
        kept = [part for part in kept if not isinstance(part, bool)]
    if len(kept) < 2:
        return kept[0] if kept else every
    return Group(every, tuple(kept))


def _flat(every: bool, parts: Iterable[Formula]) -> Iterable[Formula]:
    for part in parts:
        if isinstance(part, Group) and part.every is every:
            yield from part.parts
        else:
            yield part


def _merged(every: bool, parts: list[Formula]) -> list[Formula]:
    found: dict[Any, Formula] = {}
    for number, part in enumerate(parts):
        key: Any = number
        if isinstance(part, Codes):
            key = part.field
        elif isinstance(part, Span):
            key = part.source
        before = found.get(key)
        found[key] = part if before is None else _one(every, before, part)
    return list(found.values())


def _one(every: bool, one: Any, other: Any) -> Formula:
    """Two sets of the same column as one; `a or b` is `not (not a and not b)`."""
    if isinstance(one, bool) or isinstance(other, bool):
        return all((one, other)) if every else any((one, other))
    if not every:
        return opposite(_one(True, opposite(one), opposite(other)))
    return _codes(one, other) if isinstance(one, Codes) else _span(one, other)


def _codes(one: Codes, other: Codes) -> Formula:
    if one.outside and other.outside:
        return Codes(one.field, one.values | other.values, True)
    finite, rest = (other, one) if one.outside else (one, other)
    kept = frozenset(value for value in finite.values if rest.has(value))
    return Codes(one.field, kept) if kept else False


def _span(one: Span, other: Span) -> Formula:
    pairs = [(max(a, c), min(b, d)) for a, b in one.ranges for c, d in other.ranges]
    kept = tuple(sorted((a, b) for a, b in pairs if a <= b))
    null = one.null and other.null
    return Span(one.source, kept, null) if kept or null else False


def _tested(every: bool, parts: list[Formula]) -> list[Formula]:
    """Where a column is held to a few values, what can be told of each is told now."""
    for found in parts:
        if isinstance(found, Codes) and found.outside is not every:
            tests = [
                p for p in parts if isinstance(p, Opaque) and p.test and p.field == found.field
            ]
            kept = frozenset(
                value
                for value in found.values
                if all((value is not None and p.holds(value)) is every for p in tests)
            )
            if tests:
                left: Formula = replace(found, values=kept) if kept else not every
                return [left if p is found else p for p in parts if p not in tests]
    return parts


def _absorbed(every: bool, parts: list[Formula]) -> list[Formula]:
    """`a or (not a and b)` is `a or b`."""
    turned = [opposite(p) for p in parts if not isinstance(p, Group)]
    found = []
    for part in parts:
        if isinstance(part, Group):
            inner = tuple(p for p in part.parts if p not in turned)
            part = part if len(inner) == len(part.parts) else _joined(not every, inner)
        found.append(part)
    return found


def size(formula: Formula) -> int:
    """How many comparisons it takes."""
    if isinstance(formula, Group):
        return sum(map(size, formula.parts))
    return len(formula.ranges) if isinstance(formula, Span) else 1
