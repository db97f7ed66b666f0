"""An amount in yuan."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ..definition import Question
from ..problems import refuse
from ._numbers import canonical, column, number
from ._width import fold
from .base import Answer, Bad, Context, Good, QuestionType, Raw

_SIGNS = re.compile(r"^¥\s*|\s*元$")


class Money(QuestionType):
    """Yuan and fen; the sign is allowed, for money taken back."""

    name = "money"
    label = "金额（元）"
    kind = "decimal"
    slot_family = "n"
    slot_whole = False
    width = "w11"
    unit = "元"
    inputmode = "decimal"
    sample = "1234.5"
    good = (
        Good("1234.50", "1234.5", "1,234.50 元"),
        Good("￥１，２３４．５０元", "1234.5", "1,234.50 元"),
        Good(600, "600", "600.00 元"),
        Good("-3.05", "-3.05", "-3.05 元"),
        Good("999999999999999", "999999999999999", "999,999,999,999,999.00 元"),
    )
    bad = (
        Bad("3.005", "money.too-fine"),
        Bad("3万元", "money.not-a-number"),
        Bad("三百", "money.not-a-number"),
        Bad("12,34", "money.not-a-number"),
        Bad("1" * 16, "money.too-long"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        text = canonical(_SIGNS.sub("", fold(raw)), self.name)
        if len(text.partition(".")[2]) > 2:
            raise refuse("money.too-fine", "金额写到分，小数点后最多2位")
        return text

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return f"{Decimal(answer):,.2f} 元"

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return number(answer)

    def slot(self, answer: Answer) -> Any:
        return column(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,1}[1-9])?$"}
