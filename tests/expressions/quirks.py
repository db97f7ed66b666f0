"""What JavaRosa does otherwise, each as a change of our own judge: a difference must be one of these."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from forms_catalog.expressions import parse, running
from forms_catalog.expressions.functions import FUNCTIONS
from forms_catalog.expressions.nodes import Node
from forms_catalog.expressions.values import Rows, Value, days_of, first, to_number

BEYOND = 2**31
ZONE_DAYS = 8 / 24
type Change = Callable[..., Any]
"""Takes what it changes, then the arguments of that."""


def apply(patch: pytest.MonkeyPatch, names: Iterable[str]) -> None:
    """The judge with these quirks of JavaRosa, until the patch is undone."""
    for name in names:
        for target, change in QUIRKS[name].items():
            _change(patch, target, change)
    running.compiled.cache_clear()


def _change(patch: pytest.MonkeyPatch, target: str, change: Change) -> None:
    if target in FUNCTIONS and FUNCTIONS[target].run:
        known = FUNCTIONS[target]
        patch.setitem(FUNCTIONS, target, replace(known, run=partial(change, known.run)))
        return
    for table in (running._SUMS, running._SPECIAL):
        if target in table:
            patch.setitem(table, target, partial(change, table[target]))
            return
    for name, module in list(sys.modules.items()):
        if name.startswith("forms_catalog.expressions") and hasattr(module, target):
            patch.setattr(module, target, partial(change, getattr(module, target)))


# ---- values ----


def date_only(inner: Change, value: Value) -> str:
    """A moment as text is its day."""
    value = first(value)
    return value.date().isoformat() if isinstance(value, dt.datetime) else str(inner(value))


def whole_days(inner: Change, value: Value) -> float:
    """A moment as a number is its day."""
    value = first(value)
    return float(inner(value.date() if isinstance(value, dt.datetime) else value))


def fractional(inner: Change, env: Any, value: Value, *more: Value) -> float:
    """abs and pow see the time of day of a moment, unless it is a question's."""
    return float(inner(env, days_of(value) if isinstance(value, dt.datetime) else value, *more))


def not_a_number(inner: Change, value: Value) -> str:
    value = first(value)
    if isinstance(value, float) and value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return str(inner(value))


def java_digits(inner: Change, number: float) -> str:
    """Beyond 32 bits, or far behind the point, a number has an exponent."""
    number = float(number)
    size = abs(number)
    if size < 1e-12 or (number.is_integer() and size < BEYOND) or 1e-3 <= size < 1e7:
        return str(inner(number))
    digits, _, power = f"{number!r}".partition("e")
    if not power:
        digits, _, power = _scientific(number)
    digits += "" if "." in digits else ".0"
    return f"{digits}E{int(power)}"


def _scientific(number: float) -> tuple[str, str, str]:
    """The shortest digits that read back, with an exponent."""
    for places in range(17):
        said = f"{number:.{places}e}"
        if float(said) == number:
            break
    return said.partition("e")


def single_value(inner: Change, value: Value) -> bool:
    """Whether a list holds is asked of the value of its one cell; a row has none."""
    if isinstance(value, list):
        value = "" if isinstance(value, Rows) else first(value)
    return bool(inner(value))


# ---- functions ----


def infinite(inner: Change, env: Any, one: float, other: float) -> float:
    if other == 0 and one == one and one != 0:
        return float("inf") if one > 0 else float("-inf")
    return float(inner(env, one, other))


def never_negative(inner: Change, env: Any, *values: Value) -> Value:
    """max begins with the least number above nought, which it takes for the least of all."""
    found = inner(env, *values)
    return found if found == "" else max(found, 5e-324)


def of_greenwich(inner: Change, env: Any, value: Value) -> float:
    """Days are counted from midnight of Greenwich, for dates too; numbers stay as they are."""
    value = first(value)
    return float(inner(env, value)) - (0 if isinstance(value, (int, float)) else ZONE_DAYS)


def to_greenwich(inner: Change, value: Value) -> Value:
    """A number is days since midnight of Greenwich."""
    value = first(value)
    return inner(to_number(value) + ZONE_DAYS if isinstance(value, (int, float)) else value)


def keeps_time(inner: Change, env: Any, value: Value) -> Value:
    """date() of a text with a time of day leaves the time where it is."""
    value = first(value)
    whole = isinstance(value, str) and "T" in value
    return FUNCTIONS["date-time"].run(env, value) if whole else inner(env, value)  # type: ignore[misc]


def blank_index(inner: Change, env: Any, chosen: Value, index: Value) -> str:
    """An index that is no number is the first."""
    at = to_number(index)
    return str(inner(env, chosen, index if at == at else 0))


def too_many_places(inner: Change, env: Any, value: Value, digits: Value = 0) -> float:
    at = to_number(digits)
    return float("nan") if abs(at) > 30 else float(inner(env, value, digits))


def at_least_one(inner: Change, node: Node) -> Any:
    """indexed-repeat takes an index below 1 for 1."""
    one, rows, index = node.args[:3]
    low = parse("if(0 < 1, 1, 1)")
    below = low.args[0]._replace(op="<", args=(index, low.args[1]))
    return inner(node._replace(args=(one, rows, low._replace(args=(below, low.args[1], index)))))


def no_numbers(inner: Change, env: Any, rows: Any, test: Change) -> Any:
    """`[1]` holds nowhere; it is `[position() = 1]` that counts."""
    return inner(env, rows, lambda env: found if isinstance(found := test(env), bool) else False)


QUIRKS: Mapping[str, Mapping[str, Change]] = {
    "moment-as-text": {"to_text": date_only},
    "moment-as-number": {"to_number": whole_days, "abs": fractional, "pow": fractional},
    "no-number-as-text": {"to_text": not_a_number},
    "digits": {"number_text": java_digits},
    "infinity": {"div": infinite},
    "list-as-truth": {"to_boolean": single_value},
    "max-of-negatives": {"max": never_negative},
    "days-of-greenwich": {"decimal-date-time": of_greenwich, "to_moment": to_greenwich},
    "date-with-time": {"date": keeps_time},
    "blank-index": {"selected-at": blank_index},
    "places": {"round": too_many_places},
    "index-below-one": {"indexed-repeat": at_least_one},
    "numbered-predicate": {"_kept": no_numbers},
}
