"""Whole years between a birthday and another day, and the expression that counts them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from forms_catalog.expressions import Node, parse, same
from forms_catalog.expressions.values import NAN, to_date

_FORMS = tuple(
    parse(text)
    for text in (
        "format-date(${_day}, '%Y') - format-date(${_born}, '%Y')"
        " - if(format-date(${_day}, '%m%d') < format-date(${_born}, '%m%d'), 1, 0)",
        "format-date(${_day}, '%Y') - format-date(${_born}, '%Y')"
        " - if(format-date(${_born}, '%m%d') > format-date(${_day}, '%m%d'), 1, 0)",
    )
)


def age_at(born: Any, day: Any) -> float:
    """Who is born on 29 February is a year older from 1 March on."""
    one, other = to_date(born), to_date(day)
    if one is None or other is None:
        return NAN
    return float(other.year - one.year - ((other.month, other.day) < (one.month, one.day)))


def day_of_age(born: dt.date, years: int) -> dt.date:
    """The first day of an age."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return dt.date(born.year + years, 3, 1)


def age_in(node: Node) -> tuple[Node, Node] | None:
    """(birthday, day) when the node counts whole years, else None."""
    for form in _FORMS:
        found: dict[str, Node] = {}
        if _fits(form, node, found):
            return found["_born"], found["_day"]
    return None


def _fits(form: Node, node: Node, found: dict[str, Node]) -> bool:
    if form.op == "name":
        return same(found.setdefault(form.value, node), node)
    return (
        form.op == node.op
        and form.value == node.value
        and len(form.args) == len(node.args)
        and all(_fits(*pair, found) for pair in zip(form.args, node.args, strict=True))
    )
