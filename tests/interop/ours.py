"""What our own judge makes of a case, in the same words as JavaRosa's answers are kept."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from forms_catalog.expressions import Plain, judged, run
from forms_catalog.expressions.values import Identity, Rows, Value, to_date, to_moment, to_text

from .case import Case
from .forms import columns_of, kind_of
from .java import ZONE


def answer(case: Case) -> Value:
    """A number, truth, text, date or moment; raises Refused."""
    now = dt.datetime.fromisoformat(case.now).astimezone(ZONE).replace(tzinfo=None)
    values = {name: value(said, case.kinds.get(name, "")) for name, said in case.answers.items()}
    own = "" if case.own is None else value(case.own)
    if case.row:
        table, number = case.row
        values = {**values, **values[table][number - 1]}
    env = Plain(values, now, own, lists(case), choices(case))
    env.position = case.row[1] if case.row else 1
    return run(judged(case.expr), env)


def value(said: Any, kind: str = "") -> Value:
    if said is None or said == "" or isinstance(said, dict):
        return ""
    kind = kind_of(said, kind).split(":")[0]
    if kind == "rows":
        return Rows({key: value(cell) for key, cell in row.items()} for row in said)
    if isinstance(said, list):
        return " ".join(map(str, said))
    make = {"date": to_date, "moment": to_moment, "identity": Identity}.get(kind)
    return (make(said) or "") if make else said


def lists(case: Case) -> dict[str, list[dict[str, Value]]]:
    return {name: [option(c, said) for c, said in o.items()] for name, o in case.lists.items()}


def option(code: Any, said: Mapping[str, Any]) -> dict[str, Value]:
    return {"name": str(code), **{key: str(one) for key, one in columns_of(said).items()}}


def choices(case: Case) -> dict[str, str]:
    return {name: kind.partition(":")[2] for name, kind in case.kinds.items() if ":" in kind}


def agree(ours: Value, theirs: Mapping[str, Any]) -> bool:
    """Whether two answers are one; NaN and no end of numbers are blank here."""
    if "error" in theirs:
        return False
    if "number" in theirs:
        return blank(ours)
    if "date" in theirs:
        return isinstance(ours, dt.date) and stamp(ours) == theirs["date"]
    said = theirs["value"]
    if said == "":
        return blank(ours)
    if isinstance(said, bool) or isinstance(ours, bool):
        return said is ours
    if isinstance(said, float) and isinstance(ours, (int, float)):
        return math.isclose(said, ours, rel_tol=1e-14, abs_tol=1e-12)
    return type(ours) in (str, Identity) and said == ours


def blank(ours: Value) -> bool:
    return ours == "" or (isinstance(ours, float) and not math.isfinite(ours))


def stamp(day: dt.date) -> str:
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    return to_text(moment)


def stored(ours: Value) -> str:
    """What a calculation keeps of it."""
    return to_text(ours)
