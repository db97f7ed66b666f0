"""= != < <= > >= between two cases: which part of a column's order they hold for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import Q
from django.db.models.lookups import Exact

from forms_catalog.expressions.values import (
    NEAR,
    Value,
    equal,
    to_number,
    to_text,
)

from .formulas import Formula, Opaque, both, codes, opposite
from .functions import Plain
from .sources import Months
from .sums import difference
from .unfit import CALCULATE, Unfit
from .values import (
    Along,
    Cases,
    Const,
    Leaf,
    Text,
    Yearly,
    combined,
    number_of,
    of_truth,
    spelled,
    through_the_year,
    truth,
    where,
)

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def ordered(op: str, one: Cases, other: Cases) -> Formula:
    return truth(combined(lambda a, b: of_truth(_order(op, a, b)), *_numbers(one, other)))


def _numbers(*values: Cases) -> tuple[Cases, ...]:
    return tuple(combined(number_of, value) for value in values)


def _order(op: str, one: Leaf, other: Leaf) -> Formula:
    """Of two numbers."""
    if isinstance(other, Const):
        return _against(op, one, other.value)
    if isinstance(one, Const):
        return _against(_TURNED[op], other, one.value)
    return truth(combined(lambda gap: of_truth(_against(op, gap, 0.0)), difference(one, other)))


def _against(op: str, leaf: Leaf, number: float) -> Formula:
    holds = _HOLDS[op]
    if isinstance(leaf, Const):
        return holds(leaf.value, number)
    if number != number:
        return False
    if isinstance(leaf, Yearly):
        return through_the_year(leaf, lambda value: holds(to_number(value), number))
    assert isinstance(leaf, Along)
    return where(leaf, lambda value: holds(to_number(value), number), op[0] == ">")


def equals(one: Cases, other: Cases) -> Formula:
    return truth(combined(lambda a, b: of_truth(_equal(a, b)), one, other))


def _equal(one: Leaf, other: Leaf) -> Formula:
    if isinstance(one, Const):
        one, other = other, one
    if isinstance(one, Const) and isinstance(other, Const):
        return equal(one.value, other.value)
    if isinstance(other, Const):
        return _equal_to(one, other.value)
    return _equal_columns(one, other)


def _equal_to(leaf: Leaf, value: Value) -> Formula:
    if isinstance(value, bool):
        held = truth(((True, leaf),))
        return held if value else opposite(held)
    if isinstance(leaf, Yearly):
        return through_the_year(leaf, lambda found: equal(found, value))
    if isinstance(value, float | int) or _is_number(leaf):
        number = to_number(value)
        made = combined(lambda a: of_truth(_near(a, number)), number_of(leaf))
        return truth(made)
    text = to_text(value)
    if isinstance(leaf, Text):
        return codes(leaf.field, text) if text else False
    assert isinstance(leaf, Along)
    return _same_text(leaf, text)


def _is_number(leaf: Leaf) -> bool:
    return isinstance(leaf, Along) and isinstance(leaf.ends[0], float)


def _near(leaf: Leaf, number: float) -> Formula:
    if number != number:
        return False
    if isinstance(leaf, Const | Yearly):
        return _equal(leaf, Const(number))
    assert isinstance(leaf, Along)

    def least(value: Value) -> bool:
        found = to_number(value)
        return found >= number or abs(found - number) < NEAR

    def most(value: Value) -> bool:
        found = to_number(value)
        return found <= number or abs(found - number) < NEAR

    return both(where(leaf, least, True), where(leaf, most, False))


def _same_text(leaf: Along, text: str) -> Formula:
    """Texts of dates rise with them."""
    return both(
        where(leaf, lambda value: to_text(value) >= text, True),
        where(leaf, lambda value: to_text(value) <= text, False),
    )


def _equal_columns(one: Leaf, other: Leaf) -> Formula:
    if _kept_as_text(one) or _kept_as_text(other):
        one, other = spelled(one), spelled(other)
    if isinstance(one, Text) and isinstance(other, Text):
        pair = Exact(Plain(one.field), Plain(other.field))
        return one.field == other.field or Opaque(one.field, Q(pair))
    kinds = {type(leaf.ends[0]) for leaf in (one, other) if isinstance(leaf, Along)}
    if kinds == {dt.date} and any(isinstance(leaf, Text) and leaf.undated for leaf in (one, other)):
        return False
    numbers = float in kinds
    if not numbers and (kinds != {dt.date} or not _both_along(one, other)):
        raise Unfit("这两列存的不是同一类值，不能相比", CALCULATE)
    first, second = _numbers(((True, one),), ((True, other),))
    return truth(combined(lambda a, b: of_truth(_same_number(a, b)), first, second))


def _same_number(one: Leaf, other: Leaf) -> Formula:
    if isinstance(other, Const):
        return _near(one, other.value)
    if isinstance(one, Const):
        return _near(other, one.value)
    return truth(combined(lambda gap: of_truth(_near(gap, 0.0)), difference(one, other)))


def _kept_as_text(leaf: Leaf) -> bool:
    months = isinstance(leaf, Along) and isinstance(leaf.source, Months)
    return months or isinstance(leaf, Text)


def _both_along(one: Leaf, other: Leaf) -> bool:
    return isinstance(one, Along) and isinstance(other, Along)
