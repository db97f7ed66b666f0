"""What JavaRosa does otherwise, each as a change of our own judge: a difference must be one of these."""

from __future__ import annotations

import datetime as dt
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from forms_catalog.expressions import parse, running, values
from forms_catalog.expressions.functions import FUNCTIONS
from forms_catalog.expressions.nodes import Node
from forms_catalog.expressions.values import Identity, Rows, Value, days_of

BEYOND = 2**31
_GREENWICH = dt.datetime(1970, 1, 1, 8)
_DAY = 86_400_000
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
    value = values.first(value)
    return value.date().isoformat() if isinstance(value, dt.datetime) else str(inner(value))


def whole_days(inner: Change, value: Value) -> float:
    """A moment as a number is its day."""
    value = values.first(value)
    return float(inner(value.date() if isinstance(value, dt.datetime) else value))


def fractional(inner: Change, env: Any, value: Value, *more: Value) -> float:
    """abs and pow see the time of day of a moment, unless it is a question's."""
    return float(inner(env, days_of(value) if isinstance(value, dt.datetime) else value, *more))


def not_a_number(inner: Change, value: Value) -> str:
    value = values.first(value)
    if isinstance(value, float) and value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return str(inner(value))


def java_digits(inner: Change, number: float) -> str:
    """Beyond 32 bits, or far behind the point, a number has an exponent."""
    number = float(number)
    size = abs(number)
    if not math.isfinite(number):
        return str(inner(number))
    if size < 1e-12:
        return "0"
    if (number.is_integer() and size < BEYOND) or 1e-3 <= size < 1e7:
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


def decimal_comma(inner: Change, value: Value) -> float:
    value = values.first(value)
    return float(inner(value.replace(",", ".") if type(value) is str else value))


def number_of_anything(inner: Change, value: Value) -> float:
    """The digits of a person are a number like any other."""
    value = values.first(value)
    return float(inner(str(value) if isinstance(value, Identity) else value))


def blank_table(inner: Change, value: Value) -> Value:
    return "" if isinstance(value, Rows) else inner(value)


def single_value(inner: Change, value: Value) -> bool:
    """Whether a list holds is asked of the value of its one cell; a row has none."""
    if isinstance(value, list):
        value = "" if isinstance(value, Rows) else values.first(value)
    return bool(inner(value))


# ---- functions ----


def code_units(inner: Change, env: Any, *args: Value) -> float:
    """A rare character counts as two."""
    text = values.to_text(args[0] if args else env.own)
    return float(len(text.encode("utf-16-le")) // 2)


def cut_units(inner: Change, env: Any, text: Value, *where: Value) -> str:
    """substr between two halves of a rare character leaves a half."""
    data = values.to_text(text).encode("utf-16-be")
    halves = "".join(chr(int.from_bytes(data[at : at + 2])) for at in range(0, len(data), 2))
    found = str(inner(env, halves, *where)).encode("utf-16-be", "surrogatepass")
    return found.decode("utf-16-be", "replace").replace("\ufffd", "?")


def infinite(inner: Change, env: Any, one: float, other: float) -> float:
    if other == 0 and one == one and one != 0:
        return float("inf") if one > 0 else float("-inf")
    return float(inner(env, one, other))


def never_negative(inner: Change, env: Any, *args: Value) -> Value:
    """max begins with the least number above nought, which it takes for the least of all."""
    found = inner(env, *args)
    return found if found == "" else max(found, 0.0)


def of_greenwich(inner: Change, env: Any, value: Value) -> Value:
    """Days are counted from midnight of Greenwich, for dates too; numbers stay as they are."""
    value = values.first(value)
    if value == "" or isinstance(value, (int, float)):
        return value
    found = values.to_moment(value)
    return (found - _GREENWICH) / dt.timedelta(milliseconds=1) / _DAY if found else math.nan


def to_greenwich(inner: Change, value: Value) -> Value:
    """A number is days since midnight of Greenwich, in whole milliseconds."""
    value = values.first(value)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        return inner(value)
    return _GREENWICH + dt.timedelta(milliseconds=int(value * _DAY))


def keeps_time(inner: Change, env: Any, value: Value) -> Value:
    """date() of a text with a time of day leaves the time where it is."""
    value = values.first(value)
    whole = isinstance(value, str) and "T" in value
    return FUNCTIONS["date-time"].run(env, value) if whole else inner(env, value)  # type: ignore[misc]


def blank_index(inner: Change, env: Any, chosen: Value, index: Value) -> str:
    """An index that is no number is the first."""
    at = values.to_number(index)
    return str(inner(env, chosen, index if at == at else 0))


def other_places(inner: Change, env: Any, value: Value, digits: Value = 0) -> float:
    """Beyond 30 places there is no number; before the point negatives are cut, not rounded."""
    at, number = values.to_number(digits), values.to_number(value)
    if abs(at) > 30:
        return math.nan
    if at <= -1 and math.isfinite(number):
        unit = 10 ** -int(at)
        return float(math.trunc(number / unit + 0.5) * unit)
    return float(inner(env, value, digits))


def nothing_is_chosen(inner: Change, env: Any, chosen: Value, code: Value) -> bool:
    """Of nothing, nothing is chosen: selected('', '') holds."""
    return values.to_text(chosen) == values.to_text(code).strip() == "" or bool(
        inner(env, chosen, code)
    )


def cut_days(inner: Change, env: Any, value: Value) -> Value:
    """Days before 1970 are cut towards it."""
    value = values.first(value)
    days = isinstance(value, float) and math.isfinite(value)
    return inner(env, float(math.trunc(value)) if days else value)


def no_number_stays(inner: Change, env: Any, *args: Value) -> Value:
    """date(), min() and max() of no number give no number, not a blank."""
    found = inner(env, *args)
    blank = len(args) == 1 and values.first(args[0]) == "" and not isinstance(args[0], list)
    return math.nan if found == "" and not blank else found


def of_no_table(inner: Change, env: Any, *args: Value) -> Value:
    """A table among the factors is one that does not hold."""
    return inner(env, *["" if isinstance(arg, Rows) else arg for arg in args])


def of_any_day(inner: Change, env: Any, value: Value) -> Value:
    """decimal-time of a number is its part, of a date nought, of a blank blank."""
    value = values.first(value)
    if value == "":
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value - math.floor(value) if math.isfinite(value) else math.nan
    timed = isinstance(value, dt.datetime) or (isinstance(value, str) and ":" in value)
    return inner(env, value) if timed or not values.to_date(value) else 0.0


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
    "no-number-as-text": {
        "to_text": not_a_number,
        **dict.fromkeys(("date", "min", "max"), no_number_stays),
    },
    "digits": {"number_text": java_digits},
    "infinity": {"div": infinite},
    "list-as-truth": {"to_boolean": single_value},
    "max-of-negatives": {"max": never_negative},
    "days-of-greenwich": {"decimal-date-time": of_greenwich, "to_moment": to_greenwich},
    "date-with-time": {"date": keeps_time},
    "blank-index": {"selected-at": blank_index},
    "places": {"round": other_places},
    "selected-nothing": {"selected": nothing_is_chosen},
    "days-before-1970": {"date": cut_days},
    "decimal-time": {"decimal-time": of_any_day},
    "decimal-comma": {"to_number": decimal_comma},
    "identity-as-number": {"to_number": number_of_anything},
    "rare-characters": {"string-length": code_units, "substr": cut_units},
    "table-as-value": {"first": blank_table, "checklist": of_no_table},
    "index-below-one": {"indexed-repeat": at_least_one},
    "numbered-predicate": {"_kept": no_numbers},
}
