"""Words among the questions: shown, never answered."""

from __future__ import annotations

from typing import Any

from ..definition import Question
from .base import Answer, Context, Good, QuestionType, Raw


class Note(QuestionType):
    """Its label is the text; what somebody typed into its column is let go."""

    name = "note"
    label = "说明文字"
    xlsform = "note"
    asked = False
    stored = False
    macro = "note"
    good = (Good("随便写的", None, ""), Good(["甲"], None, ""))

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        return None

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "null"}
