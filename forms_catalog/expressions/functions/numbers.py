"""Functions over numbers and lists of numbers; blanks are skipped, never counted as nought."""

from __future__ import annotations

import math
import random as dice
from collections.abc import Iterator
from typing import Any

from ..values import NAN, rounded, to_boolean, to_number
from .base import MANY, function
from .texts import each, whole


@function("number", 0, 1)
def number(env: Any, *value: Any) -> float:
    return to_number(value[0] if value else env.own)


@function("int", 1)
def integer(env: Any, value: Any) -> float:
    found = to_number(value)
    return float(math.trunc(found)) if math.isfinite(found) else NAN


@function("round", 1, 2)
def round_(env: Any, value: Any, digits: Any = 0) -> float:
    return rounded(to_number(value), whole(digits))


@function("abs", 1, tier=2)
def absolute(env: Any, value: Any) -> float:
    return abs(to_number(value))


@function("pow", 2, tier=2)
def power(env: Any, base: Any, exponent: Any) -> float:
    """Whole powers by multiplying, so that every machine and the browser give the same digits."""
    one, times = to_number(base), to_number(exponent)
    try:
        found = _whole_power(one, times) if _is_small(times) else math.pow(one, times)
    except (OverflowError, ValueError, ZeroDivisionError):
        found = math.inf
    if math.isfinite(found) or not (math.isfinite(one) and math.isfinite(times)):
        return found
    env.warn("expression.no-number")
    return NAN


def _is_small(exponent: float) -> bool:
    return exponent.is_integer() and abs(exponent) <= 1024


def _whole_power(square: float, exponent: float) -> float:
    found, left = 1.0, int(abs(exponent))
    while left:
        if left % 2:
            found *= square
        left, square = left // 2, square * square
    return 1 / found if exponent < 0 else found


def figures(values: tuple[Any, ...]) -> Iterator[float]:
    """The numbers among values and items of lists; what is blank or no number is skipped."""
    for value in values:
        for item in each(value):
            found = to_number(item)
            if found == found:
                yield found


@function("sum", 1, MANY)
def total(env: Any, *values: Any) -> float:
    return sum(figures(values), 0.0)


@function("min", 1, MANY)
def least(env: Any, *values: Any) -> Any:
    return min(figures(values), default="")


@function("max", 1, MANY)
def most(env: Any, *values: Any) -> Any:
    return max(figures(values), default="")


@function("count", 1)
def count(env: Any, value: Any) -> float:
    return float(len(value)) if isinstance(value, list) else float(value != "")


@function("count-non-empty", 1, tier=2)
def count_non_empty(env: Any, value: Any) -> float:
    return float(sum(1 for item in each(value) if item not in ("", {})))


@function("checklist", 2, MANY, tier=2)
def checklist(env: Any, least: Any, most: Any, *values: Any) -> bool:
    """Whether at least and at most so many hold; -1 means no bound."""
    held = sum(to_boolean(item) for value in values for item in each(value))
    return _between(held, to_number(least), to_number(most))


@function("weighted-checklist", 2, MANY, tier=2)
def weighted_checklist(env: Any, least: Any, most: Any, *pairs: Any) -> bool:
    weights = zip(pairs[::2], pairs[1::2], strict=False)
    held = sum(to_number(weight) for value, weight in weights if to_boolean(value))
    return to_number(least) <= held <= to_number(most)


def _between(held: float, least: float, most: float) -> bool:
    return (least < 0 or held >= least) and (most < 0 or held <= most)


@function("random", 0, tier=2, server=True, steady=False)
def random(env: Any) -> float:
    return dice.random()


@function("randomize", 1, 2, tier=2, server=True, steady=False)
def randomize(env: Any, values: Any, seed: Any = None) -> list[Any]:
    """A list in another order, the same for the same seed (Park-Miller, as the specification says)."""
    found = list(each(values))
    start = float(dice.randrange(1, 2**31)) if seed is None else abs(to_number(seed))
    state = (int(start % 2147483647) if math.isfinite(start) else 0) or 1
    for at in range(len(found) - 1, 0, -1):
        state = state * 48271 % 2147483647
        other = int((state - 1) / 2147483646 * (at + 1))
        found[at], found[other] = found[other], found[at]
    return found


@function("boolean", 1)
def boolean(env: Any, value: Any) -> bool:
    return to_boolean(value)


@function("not", 1)
def negation(env: Any, value: Any) -> bool:
    return not to_boolean(value)


@function("true", 0)
def true(env: Any) -> bool:
    return True


@function("false", 0)
def false(env: Any) -> bool:
    return False


@function("position", 0, 1, tier=2)
def position(env: Any, where: Any = None) -> float:
    """The number of the row that asks, from 1."""
    return float(env.position)


@function("uuid", 0, 1, tier=2, server=True, steady=False)
def uuid(env: Any, length: Any = None) -> str:
    import uuid as ids

    found = str(ids.uuid4())
    return found if length is None else found.replace("-", "")[: max(whole(length), 0)]
