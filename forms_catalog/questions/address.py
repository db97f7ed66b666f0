"""Where somebody lives, down to the door; the place itself is a question of its own."""

from __future__ import annotations

import unicodedata
from typing import Any

from ..definition import Question
from ..problems import refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy

LIMIT = 200


class Address(QuestionType):
    """An address on one line."""

    name = "address"
    label = "详细地址"
    sample = "示例村第3组12号"
    good = (
        Good(" 河湾村  第3组\n12号 ", "河湾村 第3组 12号", "河湾村 第3组 12号"),
        Good("河湾村１２号", "河湾村１２号", "河湾村１２号"),
    )
    bad = (Bad("长" * 201, "address.too-long"), Bad({"a": "河湾村"}, "answer.wrong-shape"))

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        text = tidy(raw)
        if len(text) > LIMIT:
            raise refuse("address.too-long", f"地址最多写{LIMIT}个字，现在是{len(text)}个字")
        return text

    def normal(self, answer: Answer) -> str:
        return "".join(unicodedata.normalize("NFKC", answer).split()).casefold()

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "maxLength": LIMIT}
