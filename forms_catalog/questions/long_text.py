"""Several lines: what happened, in the words of the person who writes."""

from __future__ import annotations

from typing import Any

from ..definition import Question
from ..problems import refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy, visible

LIMIT = 5000


class LongText(QuestionType):
    """Paragraphs; line ends are kept."""

    name = "long_text"
    label = "多行文字"
    xlsform = "text multiline"
    macro = "textarea"
    sample = "示例文字，第一行。\n示例文字，第二行。"
    good = (
        Good(" 第一行 \r\n\r\n第二行\n", "第一行\n\n第二行", "第一行\n\n第二行"),
        Good("  段首空两格", "段首空两格", "段首空两格"),
        Good("甲\x00乙\ud800", "甲乙", "甲乙"),
        Good(7, "7", "7"),
    )
    bad = (Bad("长" * 5001, "long-text.too-long"), Bad(["甲"], "answer.wrong-shape"))

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        text = _lines(raw) if isinstance(raw, str) else tidy(raw)
        if len(text) > LIMIT:
            raise refuse("long-text.too-long", f"最多写{LIMIT}个字，现在是{len(text)}个字")
        return text

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "maxLength": LIMIT}


def _lines(raw: str) -> str:
    text = visible(raw.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
