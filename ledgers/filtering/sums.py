"""+ - * div mod: along one column with a fixed number, or of two columns in doubles."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from forms_catalog.expressions.values import NAN, to_number

from . import sources
from .unfit import CALCULATE, Unfit
from .values import Along, Cases, Const, Leaf, Yearly, always, combined, constant, number_of


def _div(one: float, other: float) -> float:
    return one / other if other else NAN


def _mod(one: float, other: float) -> float:
    return NAN if other == 0 or math.isinf(one) else math.fmod(one, other)


_OPS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": _div,
    "mod": _mod,
}


def summed(op: str, one: Cases, other: Cases) -> Cases:
    first, second = combined(number_of, one), combined(number_of, other)
    return combined(lambda a, b: _sum(op, a, b), first, second)


def negative(value: Cases) -> Cases:
    return summed("-", constant(0.0), value)


def _sum(op: str, one: Leaf, other: Leaf) -> Cases:
    run = _OPS[op]
    for leaf in (one, other):
        if isinstance(leaf, Const) and leaf.value != leaf.value:
            return constant(NAN)
    if isinstance(one, Const) and isinstance(other, Const):
        return constant(run(one.value, other.value))
    if isinstance(other, Const):
        return _with(op, one, other.value, lambda value: run(to_number(value), other.value))
    if isinstance(one, Const):
        return _from(op, one.value, other, lambda value: run(one.value, to_number(value)))
    return difference(one, other) if op == "-" else _doubles(op, one, other)


def _with(op: str, leaf: Leaf, number: float, step: Callable[[Any], float]) -> Cases:
    """A column and then a number."""
    if isinstance(leaf, Yearly):
        return always(leaf.then(step))
    assert isinstance(leaf, Along)
    if op == "mod" or (op == "div" and not number):
        if op == "div":
            return constant(NAN)
        raise Unfit("余数不能用来筛选", CALCULATE)
    made = leaf.then(step, 1 if op in "+-" or number > 0 else -1)
    if op in "+-" and leaf.shift is not None:
        made = replace(made, shift=leaf.shift + (number if op == "+" else -number))
    return always(made)


def _from(op: str, number: float, leaf: Leaf, step: Callable[[Any], float]) -> Cases:
    """A number and then a column."""
    if isinstance(leaf, Yearly):
        return always(leaf.then(step))
    assert isinstance(leaf, Along)
    if op in ("div", "mod"):
        raise Unfit("除以一列的值不能用来筛选", CALCULATE)
    if op == "+":
        return _with(op, leaf, number, step)
    way = -1 if op == "-" or number < 0 else 1
    return always(leaf.then(step, way))


def difference(one: Leaf, other: Leaf) -> Cases:
    """One column minus another: in days between two dates, else in doubles."""
    if isinstance(one, Along) and isinstance(other, Along):
        first, second = one.source, other.source
        if isinstance(first, sources.Days) and isinstance(second, sources.Days):
            return _days(one, other, first, second)
    return _doubles("-", one, other)


def _days(one: Along, other: Along, first: sources.Days, second: sources.Days) -> Cases:
    if one.shift is None or other.shift is None:
        raise Unfit("两个日期算过之后不能再相比", CALCULATE)
    shift = one.shift - other.shift
    if first == second:
        return constant(shift)
    gap = sources.Days2(first.field, second.field)
    return always(Along(gap, lambda days: days + shift, plain=False, shift=None))


def _doubles(op: str, one: Leaf, other: Leaf) -> Cases:
    parts = [_how(leaf) for leaf in (one, other)]
    if op not in "+-*" or None in parts:
        raise Unfit("两列算过之后的结果不能用来筛选", CALCULATE)
    how = (parts[0], op, parts[1])
    return always(Along(sources.Doubles(repr(how), how), lambda value: value, shift=None))


def _how(leaf: Leaf) -> Any:
    """How the database makes the number, None when it cannot."""
    if not isinstance(leaf, Along) or not leaf.plain:
        return None
    if isinstance(leaf.source, sources.Doubles):
        return leaf.source.how
    return (leaf.source.field,) if isinstance(leaf.source, sources.Numbers) else None
