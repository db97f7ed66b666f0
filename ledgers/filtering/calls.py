"""Functions in a filter: what each means for the cases of its arguments."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from forms_catalog.expressions import Environment
from forms_catalog.expressions.functions import FUNCTIONS
from forms_catalog.expressions.values import to_text

from . import sources
from .comparing import ordered
from .formulas import Formula, both, opposite
from .sums import negative
from .unfit import CALCULATE, Unfit
from .values import (
    Along,
    Cases,
    Const,
    Leaf,
    Text,
    Yearly,
    always,
    combined,
    constant,
    number_of,
    numeric,
    of_truth,
    spelled,
    truth,
)
from .words import WORDS

_NEVER = frozenset({"random", "randomize", "uuid", "once", "position", "current", "instance"})
_OWN = frozenset({"number", "string", "boolean", "string-length", "normalize-space"})
"""Without an argument they speak of the answer that is being checked."""
_STEPS = frozenset({"int", "round", "number", "date", "decimal-date-time", "string", "date-time"})
"""What rises where its first argument rises."""
_CALENDAR = (sources.Days, sources.Moments, sources.Minutes)
_DATES = ("Y", "m", "d", "H", "M", "S", "3")


@dataclass(frozen=True)
class Call:
    """A function by name, with the clock it runs by."""

    name: str
    env: Environment

    def run(self, *values: Any) -> Any:
        known = FUNCTIONS[self.name].run
        if known is None:
            raise Unfit(f"“{self.name}”不能用来筛选", CALCULATE)
        return known(self.env, *values)


def called(name: str, env: Environment, args: list[Cases]) -> Cases:
    """The value of a function; raises Unfit."""
    known = FUNCTIONS.get(name)
    bare = not args and name in _OWN
    if known is None or name in _NEVER or bare or not known.low <= len(args) <= known.high:
        raise Unfit(f"“{name}”不能用来筛选", CALCULATE)
    if name in _WHOLE:
        return _WHOLE[name](*args)
    return combined(partial(_of_leaves, Call(name, env)), *args)


def _of_leaves(call: Call, *leaves: Leaf) -> Cases:
    if all(isinstance(leaf, Const) for leaf in leaves):
        return constant(call.run(*(leaf.value for leaf in leaves if isinstance(leaf, Const))))
    if call.name in WORDS:
        found = WORDS[call.name](*map(spelled, leaves))
    else:
        found = _SPECIAL.get(call.name, _stepped)(call, *leaves)
    if found is None:
        raise Unfit(f"“{call.name}”在这里不能用来筛选", CALCULATE)
    return of_truth(found) if isinstance(found, bool) or not isinstance(found, tuple) else found


def _stepped(call: Call, first: Leaf, *rest: Leaf) -> Cases | None:
    """A function of one column and fixed values, run for each value that decides."""
    if not all(isinstance(leaf, Const) for leaf in rest):
        return None
    values = [leaf.value for leaf in rest if isinstance(leaf, Const)]

    def step(value: Any) -> Any:
        return call.run(value, *values)

    if isinstance(first, Yearly):
        return always(first.then(step))
    if call.name not in _STEPS:
        return None
    if isinstance(first, Along):
        return _along(call, first, step)
    if isinstance(first, Text) and call.name == "string":
        return always(first)
    if call.name in ("int", "round", "number"):
        return combined(partial(_of_leaves, call), number_of(first), *map(always, rest))
    return None


def _along(call: Call, first: Along, step: Callable[[Any], Any]) -> Cases | None:
    if call.name == "number":
        return number_of(first)
    if call.name == "string" and isinstance(first.ends[0], float):
        return None
    found = first.then(step)
    if call.name == "date" and first.shift is not None and first.shift == int(first.shift):
        found = replace(found, shift=first.shift)
    return always(found) if all(end != "" for end in found.ends) else None


# ---- functions that look at whole arguments ----


def _if(when: Cases, then: Cases, other: Cases) -> Cases:
    held = truth(when)
    cases = [(both(held, case), leaf) for case, leaf in then]
    cases += [(both(opposite(held), case), leaf) for case, leaf in other]
    return combined(always, tuple(cases))


def _coalesce(one: Cases, other: Cases) -> Cases:
    found: list[tuple[Formula, Leaf]] = []
    for case, leaf in one:
        blank = isinstance(leaf, Const) and (leaf.value == "" or leaf.value != leaf.value)
        found += [(both(case, c), b) for c, b in other] if blank else [(case, leaf)]
    return combined(always, tuple(found))


def _absolute(value: Cases) -> Cases:
    number = combined(number_of, value)
    below = ordered("<", number, constant(0.0))
    return _if(of_truth(below), negative(number), number)


def _whether(test: Callable[[Cases], Formula]) -> Callable[[Cases], Cases]:
    return lambda value: of_truth(test(value))


_WHOLE: dict[str, Callable[..., Cases]] = {
    "if": _if,
    "coalesce": _coalesce,
    "abs": _absolute,
    "not": _whether(lambda value: opposite(truth(value))),
    "boolean": _whether(truth),
}


def _present(call: Call, *values: Leaf) -> Cases:
    """Whatever is no constant is an answer."""
    shown = [leaf.value if isinstance(leaf, Const) else "x" for leaf in values]
    return constant(call.run(*shown))


def _extreme(call: Call, *values: Leaf) -> Cases | None:
    """The greater or the smaller of one column and fixed values."""
    kept = [leaf.value for leaf in values if isinstance(leaf, Const)]
    moving = [leaf for leaf in values if not isinstance(leaf, Const)]
    if len(moving) != 1 or not isinstance(moving[0], Along) or not numeric(moving[0]):
        return None
    return always(moving[0].then(lambda value: call.run(value, *kept)))


def _format(call: Call, date: Leaf, pattern: Leaf) -> Cases | None:
    if not isinstance(date, Along) or not isinstance(pattern, Const):
        return None
    form = to_text(pattern.value)
    signs = [sign for sign in re.findall("%(.)", form, re.DOTALL) if sign != "%"]

    def step(value: Any) -> Any:
        return call.run(value, form)

    if tuple(signs) == _DATES[: len(signs)]:
        found = date.then(step)
        return always(found) if all(end != "" for end in found.ends) else None
    source = date.source if date.plain else None
    if isinstance(source, _CALENDAR) and set(signs) <= {"m", "n", "b", "d", "e"}:
        return always(Yearly(source.field, step))
    text = "这样写的日期排不出先后，不能用来筛选"
    raise Unfit(text, "年写成 '%Y'，年月写成 '%Y-%m'，只看月份写成 '%m'")


_SPECIAL: dict[str, Callable[..., Any]] = {
    "count": _present,
    "min": _extreme,
    "max": _extreme,
    "count-non-empty": _present,
    "format-date": _format,
    "format-date-time": _format,
}
