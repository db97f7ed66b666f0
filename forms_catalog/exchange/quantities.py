"""Numbers in cells: a measure behind the digits is let go only where the column itself has it."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

from ..problems import Problem, refuse
from ..questions import Raw, type_of
from .columns import Column
from .labels import unit_of
from .moments import Read


def reader(column: Column) -> Read:
    """The text stays text, so that the type judges every digit."""
    unit = unit_of_column(column)

    def read(value: Any) -> tuple[Raw, Problem | None]:
        if isinstance(value, str):
            return _without(value, unit), None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refuse("cell.date-in-number", "这里要填数字，现在存成了日期，请改成数字")
        if not math.isfinite(value) or abs(value) >= 10**15:
            raise refuse("answer.lost-digits", "这个数太长，后几位已经丢了，请核对")
        return value, None

    return read


def unit_of_column(column: Column) -> str:
    """The measure of a column, as its heading or its type says it."""
    if column.question is None:
        return ""
    return unit_of(column.heading) or type_of(column.question).unit


def _without(text: str, unit: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    if unit and plain.casefold().endswith(unit) and len(plain) > len(unit):
        return plain[: -len(unit)].strip()
    return text
