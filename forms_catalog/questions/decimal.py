"""A measure: a number that may have decimals, kept as text so that no digit changes."""

from __future__ import annotations

from typing import Any

from ..definition import Question
from ._numbers import PATTERN, canonical, column, number
from .base import Answer, Bad, Context, Good, QuestionType, Raw


class Decimal(QuestionType):
    """Length, weight, area, rate."""

    name = "decimal"
    label = "小数"
    xlsform = "decimal"
    kind = "decimal"
    slot_family = "n"
    slot_whole = False
    width = "w11"
    inputmode = "decimal"
    sample = "3.5"
    good = (
        Good("3.50", "3.5", "3.5"),
        Good("３．５", "3.5", "3.5"),
        Good("3。5", "3.5", "3.5"),
        Good(".5", "0.5", "0.5"),
        Good("-0.0", "0", "0"),
        Good("1,234.5", "1234.5", "1234.5"),
        Good(0.1 + 0.2, "0.3", "0.3"),
        Good(1e-7, "0.0000001", "0.0000001"),
    )
    bad = (
        Bad("1e5", "decimal.not-a-number"),
        Bad("3.", "decimal.not-a-number"),
        Bad("半", "decimal.not-a-number"),
        Bad("50%", "decimal.not-a-number"),
        Bad("0.1234567890123456", "decimal.too-long"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        return canonical(raw, self.name)

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return number(answer)

    def slot(self, answer: Answer) -> Any:
        return column(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN}
