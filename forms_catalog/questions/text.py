"""Short text on one line."""

from __future__ import annotations

from typing import Any

from ..definition import Question
from ..problems import refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy

LIMIT = 200


class Text(QuestionType):
    """What fits on one line and has no form of its own."""

    name = "text"
    label = "一行文字"
    xlsform = "text"
    slot_family = "t"
    sample = "示例文字"
    good = (
        Good("  河 湾  ", "河 湾", "河 湾"),
        Good(3, "3", "3"),
        Good(3.0, "3", "3"),
        Good("甲\x00乙\n丙", "甲乙 丙", "甲乙 丙"),
    )
    bad = (
        Bad("长" * 201, "text.too-long"),
        Bad(["甲"], "answer.wrong-shape"),
        Bad(990121201301110025, "answer.lost-digits"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        text = tidy(raw)
        if len(text) > LIMIT:
            raise refuse("text.too-long", f"最多写{LIMIT}个字，现在是{len(text)}个字")
        return text

    def slot(self, answer: Answer) -> Any:
        return answer[:120]

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "maxLength": LIMIT}
