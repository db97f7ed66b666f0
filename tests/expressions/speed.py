"""How long a condition takes in the browser, beside reading a small object, in the same run."""

from __future__ import annotations

import json
from typing import NamedTuple

from forms_catalog.expressions import parse

from .asking import Asked
from .javascript import opened

CONDITION = "${a} = 'x' and selected(${b}, 'y') and ${c} >= 3"
LIMIT = 10.0
ROUNDS = 50_000


class Speed(NamedTuple):
    """Microseconds, the middle of nine turns; `control` is JSON.parse of an object of three keys."""

    evaluate: float
    control: float


def measure() -> Speed:
    """Of the condition of three clauses, all of which are looked at."""
    asked = Asked(parse(CONDITION), {"a": "x", "b": "z y", "c": 4.0})
    with opened() as javascript:
        said = json.dumps(asked.wire())
        found = javascript.page.evaluate(f"text => speed(text, {ROUNDS})", said)
    return Speed(found["evaluate"], found["control"])
