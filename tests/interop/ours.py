"""What our own judge makes of a case, and whether that is what JavaRosa made of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from forms_catalog.expressions import judged, run, value_of_json
from forms_catalog.expressions.values import Rows, Value, to_text
from tests.expressions.asking import Asked, value_of

from .case import Case
from .forms import columns_of

ZONE = ZoneInfo("Asia/Shanghai")


def answer(case: Case) -> Value:
    """A number, truth, text, date or moment; raises Refused."""
    asked = Asked(
        judged(case.expr),
        {name: _value(case, name, said) for name, said in case.answers.items()},
        dt.datetime.fromisoformat(case.now).astimezone(ZONE).replace(tzinfo=None),
        value_of_json(case.own),
        {name: [_option(*pair) for pair in said.items()] for name, said in case.lists.items()},
        {name: kind.partition(":")[2] for name, kind in case.kinds.items() if ":" in kind},
        case.row,
    )
    return run(asked.node, asked.scene())


def _value(case: Case, name: str, said: Any) -> Value:
    kind = case.kinds.get(name, "")
    if kind and kind != "rows":
        return value_of(said, kind)
    if kind == "rows" or isinstance(value_of_json(said), Rows):
        return Rows({n: _value(case, n, cell) for n, cell in row.items()} for row in said or ())
    return value_of_json(said)


def _option(code: Any, said: Mapping[str, Any]) -> dict[str, Value]:
    return {"name": str(code), **{key: str(one) for key, one in columns_of(said).items()}}


def agree(ours: Value, theirs: Mapping[str, Any]) -> bool:
    """Whether two answers are one; NaN and the end of numbers are blank here."""
    if "error" in theirs:
        return False
    if "date" in theirs:
        return isinstance(ours, dt.date) and _stamp(ours) == theirs["date"]
    said = theirs.get("value", "")
    if said == "":
        return ours == "" or (isinstance(ours, float) and not math.isfinite(ours))
    if isinstance(said, bool) or isinstance(ours, bool):
        return said is ours
    if isinstance(said, float) and isinstance(ours, (int, float)):
        return math.isclose(said, ours, rel_tol=1e-12, abs_tol=1e-12)
    return isinstance(ours, str) and said == ours


def _stamp(day: dt.date) -> str:
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    return to_text(moment)
