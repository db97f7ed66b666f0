"""What a part of an expression may be for a row: one of several cases, each with its condition."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from dataclasses import field as dc_field
from typing import Any

from django.db.models import Q

from forms_catalog.expressions.values import NAN, Value, to_boolean, to_number

from .formulas import Formula, Opaque, Span, both, either, opposite, size
from .sources import Days, DayTexts, Months, Source
from .unfit import CALCULATE, Unfit

MOST_CASES = 64
MOST_WORK = 400
"""Comparisons in all the cases of one value."""


@dataclass(frozen=True)
class Const:
    """The same for every row."""

    value: Any


@dataclass(frozen=True)
class Text:
    """A text column that is not blank; `single`: it holds one code without blanks."""

    field: str
    single: bool = False
    identity: bool = False
    undated: bool = False
    """It does not read as a date."""
    byte_order: bool = False
    """Both databases put it in the order of its characters, so that a prefix is a range."""


@dataclass(frozen=True)
class Along:
    """A value that only rises (`way` 1) or only falls (-1) along a source.

    `plain`: it is the source's own value; `shift`: its number is that of the source and so much.
    """

    source: Source
    run: Callable[[Any], Value]
    way: int = 1
    plain: bool = True
    shift: float | None = 0.0
    how: tuple[Any, ...] | None = None
    """How the database makes the number out of columns, for sums of several."""

    def then(self, step: Callable[[Value], Value], way: int = 1) -> Along:
        run = self.run
        return Along(self.source, lambda value: step(run(value)), self.way * way, False, None)

    def value(self, number: int) -> Value:
        return self.run(self.source.at(number))

    @property
    def ends(self) -> tuple[Value, Value]:
        return self.value(self.source.low), self.value(self.source.high)


@dataclass(frozen=True)
class Yearly:
    """A value that depends on the month and the day of a date column alone."""

    field: str
    run: Callable[[dt.date], Value] = dc_field(compare=False)

    def then(self, step: Callable[[Value], Value]) -> Yearly:
        run = self.run
        return replace(self, run=lambda day: step(run(day)))


type Leaf = Const | Text | Along | Yearly
type Cases = tuple[tuple[Formula, Leaf], ...]


def always(leaf: Leaf) -> Cases:
    return ((True, leaf),)


def constant(value: Any) -> Cases:
    return always(Const(value))


def of_truth(formula: Formula) -> Cases:
    return tidy(((formula, Const(True)), (opposite(formula), Const(False))))


def tidy(cases: Iterable[tuple[Formula, Leaf]]) -> Cases:
    """Without what cannot be, equal constants as one case."""
    found: dict[Any, tuple[Formula, Leaf]] = {}
    for number, (formula, leaf) in enumerate(cases):
        if formula is False:
            continue
        key: Any = number
        if isinstance(leaf, Const):
            key = (type(leaf.value), repr(leaf.value))
        before = found.get(key)
        found[key] = (either(before[0], formula), leaf) if before else (formula, leaf)
    if len(found) > MOST_CASES or sum(size(case[0]) for case in found.values()) > MOST_WORK:
        raise Unfit("这一部分的情形太多", CALCULATE)
    return tuple(found.values())


def combined(make: Callable[..., Cases], *values: Cases) -> Cases:
    """The cases of something made of others, case by case."""
    if math.prod(map(len, values)) > 4 * MOST_CASES:
        raise Unfit("这一部分的情形太多", CALCULATE)
    found: list[tuple[Formula, Leaf]] = []
    for chosen in itertools.product(*values):
        formula = both(*(case[0] for case in chosen))
        if formula is not False:
            inner = make(*(case[1] for case in chosen))
            found += [(both(formula, case), leaf) for case, leaf in inner]
    return tidy(found)


def truth(cases: Cases) -> Formula:
    """The condition that a value is true."""
    return either(*(both(formula, _truth(leaf)) for formula, leaf in cases))


def _truth(leaf: Leaf) -> Formula:
    if isinstance(leaf, Const):
        return to_boolean(leaf.value)
    if isinstance(leaf, Yearly):
        return through_the_year(leaf, to_boolean)
    if isinstance(leaf, Along) and isinstance(leaf.ends[0], float):
        below, above = (where(leaf, test, rising) for test, rising in NOT_ZERO)
        return either(below, above)
    return True


NOT_ZERO: tuple[tuple[Callable[[Value], bool], bool], ...] = (
    (lambda value: value < 0, False),
    (lambda value: value > 0, True),
)


def where(along: Along, holds: Callable[[Value], bool], rising: bool) -> Formula:
    """The part of a source where a test holds; `rising`: it begins to hold as the value grows."""
    source = along.source
    upwards = rising == (along.way > 0)
    first = _first(source, lambda number: holds(along.value(number)) is upwards)
    low, high = (first, source.high) if upwards else (source.low, first - 1)
    if low > high:
        return False
    if (low, high) == (source.low, source.high):
        return True
    source.between(low if low > source.low else None, high if high < source.high else None)
    return Span(source, ((low, high),))


def _first(source: Source, holds: Callable[[int], bool]) -> int:
    """The least number from which on the test holds, one too many if it never does."""
    low, high = source.low, source.high + 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def spelled(leaf: Leaf) -> Leaf:
    """A date or month that its column keeps as text, as that text."""
    if isinstance(leaf, Along) and leaf.plain and isinstance(leaf.source, DayTexts | Months):
        return Text(leaf.source.field)
    return leaf


def through_the_year(leaf: Yearly, holds: Callable[[Value], bool]) -> Formula:
    """The days of a year on which a test holds."""
    year = [dt.date(2000, 1, 1) + dt.timedelta(days=n) for n in range(366)]
    kept = {day for day in year if holds(leaf.run(day))}
    if len(kept) in (0, 366):
        return bool(kept)
    name, months = leaf.field, {day.month for day in kept}
    whole = {m for m in months if all(day in kept for day in year if day.month == m)}
    found = Q(**{f"{name}__month__in": sorted(whole)}) if whole else Q()
    for month in sorted(months - whole):
        days = [day.day for day in sorted(kept) if day.month == month]
        found |= Q(**{f"{name}__month": month, f"{name}__day__in": days})
    return Opaque(name, found)


def numeric(along: Along) -> bool:
    """Whether it is a number everywhere; False: nowhere. Raises Unfit in between."""
    ends = [to_number(end) == to_number(end) for end in along.ends]
    if ends[0] is not ends[1]:
        raise Unfit("这一部分不是处处有数可比", CALCULATE)
    return ends[0]


def number_of(leaf: Leaf) -> Cases:
    """A leaf as a number; NaN where it is none."""
    if isinstance(leaf, Const):
        return constant(to_number(leaf.value))
    if isinstance(leaf, Yearly):
        return always(leaf.then(to_number))
    if isinstance(leaf, Text):
        return _number_of_text(leaf)
    if not numeric(leaf):
        return constant(NAN)
    return always(leaf if isinstance(leaf.ends[0], float) else _numbered(leaf))


def _numbered(leaf: Along) -> Along:
    """A date as a number, still known as the column that it is."""
    dated = leaf.plain and isinstance(leaf.source, Days | DayTexts)
    how = ("day", leaf.source) if dated else None
    return replace(leaf.then(to_number), shift=leaf.shift, how=how)


def _number_of_text(leaf: Text) -> Cases:
    from .columns import number_in

    return constant(NAN) if leaf.identity else number_in(leaf.field)
