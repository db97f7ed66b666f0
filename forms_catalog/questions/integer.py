"""A count: whole numbers only."""

from __future__ import annotations

from typing import Any

from ..definition import Question
from ..problems import refuse
from ._numbers import canonical, column
from .base import Answer, Bad, Context, Good, QuestionType, Raw

MOST = 10**15 - 1


class Integer(QuestionType):
    """A whole number, its sign allowed."""

    name = "integer"
    label = "整数"
    xlsform = "integer"
    kind = "integer"
    slot_family = "n"
    slot_whole = False
    width = "w11"
    inputmode = "numeric"
    sample = 3
    good = (
        Good(" 12 ", 12, "12"),
        Good("１２，８６６", 12866, "12866"),
        Good(3.0, 3, "3"),
        Good("-7", -7, "-7"),
        Good("007", 7, "7"),
        Good(0, 0, "0"),
    )
    bad = (
        Bad("3.5", "integer.not-whole"),
        Bad("3个", "integer.not-a-number"),
        Bad("三", "integer.not-a-number"),
        Bad("3²", "integer.not-a-number"),
        Bad("1,5", "integer.not-a-number"),
        Bad("1" * 16, "integer.too-long"),
        Bad(True, "answer.wrong-shape"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        text = canonical(raw, self.name, example="3")
        if "." in text:
            raise refuse("integer.not-whole", "请写整数，不带小数")
        return int(text)

    def edit(self, answer: Answer, question: Question, ctx: Context) -> Any:
        return str(answer)

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return int(answer)

    def slot(self, answer: Answer) -> Any:
        return column(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "integer", "minimum": -MOST, "maximum": MOST}
