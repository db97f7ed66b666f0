"""+ - * div mod: along one column with a fixed number, or of two columns in doubles."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from forms_catalog.expressions.values import NAN, to_number

from . import computing, sources
from .formulas import either, opposite
from .unfit import CALCULATE, Unfit
from .values import (
    NOT_ZERO,
    Along,
    Cases,
    Const,
    Leaf,
    Yearly,
    always,
    combined,
    constant,
    number_of,
    where,
)


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
        return _from(op, one, other, lambda value: run(one.value, to_number(value)))
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
    return always(_made(made, _how(leaf), op, number))


def _from(op: str, one: Const, leaf: Leaf, step: Callable[[Any], float]) -> Cases:
    """A number and then a column."""
    number = one.value
    if isinstance(leaf, Yearly):
        return always(leaf.then(step))
    assert isinstance(leaf, Along)
    if op == "div":
        return _doubles(op, one, leaf)
    if op == "mod":
        raise Unfit("除以一列的值不能用来筛选", CALCULATE)
    if op == "+":
        return _with(op, leaf, number, step)
    way = -1 if op == "-" or number < 0 else 1
    return always(_made(leaf.then(step, way), number, op, _how(leaf)))


def _made(made: Along, one: Any, op: str, other: Any) -> Along:
    """With how it came about, when the database can do the same."""
    return made if one is None or other is None else replace(made, how=(one, op, other))


def difference(one: Leaf, other: Leaf) -> Cases:
    """One column minus another: in days between two dates, else in doubles."""
    if isinstance(one, Along) and isinstance(other, Along):
        first, second = one.source, other.source
        if isinstance(first, sources.Days) and isinstance(second, sources.Days):
            return _days(one, other, first, second)
    return _doubles("-", one, other)


def _days(one: Along, other: Along, first: sources.Days, second: sources.Days) -> Cases:
    if one.shift is None or other.shift is None:
        return _doubles("-", one, other)
    shift = one.shift - other.shift
    if first == second:
        return constant(shift)
    gap = computing.Days2(first.field, second.field)
    return always(Along(gap, lambda days: days + shift, plain=False, shift=None))


def _doubles(op: str, one: Leaf, other: Leaf) -> Cases:
    parts = [_how(leaf) for leaf in (one, other)]
    if op == "mod" or None in parts:
        raise Unfit("两列算过之后的结果不能用来筛选", CALCULATE)
    how = (parts[0], op, parts[1])
    along = Along(computing.Doubles(how), lambda value: value, shift=None)
    if op != "div":
        return always(along)
    assert isinstance(other, Along)
    there = either(*(where(other, test, rising) for test, rising in NOT_ZERO))
    return ((there, along), (opposite(there), Const(NAN)))


def _how(leaf: Leaf) -> Any:
    """How the database makes the number, None when it cannot."""
    if isinstance(leaf, Const):
        return leaf.value
    if not isinstance(leaf, Along) or leaf.how or not leaf.plain:
        return leaf.how if isinstance(leaf, Along) else None
    if isinstance(leaf.source, computing.Doubles):
        return leaf.source.how
    return (leaf.source.field,) if isinstance(leaf.source, sources.Numbers) else None
