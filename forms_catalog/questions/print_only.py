"""A box on paper: a seal, a handwritten line; the screen does not ask for it."""

from __future__ import annotations

from typing import Any

from ..definition import Question
from .base import Answer, Context, Good, QuestionType, Raw


class PrintOnly(QuestionType):
    """Room to write by hand."""

    name = "print_only"
    label = "仅打印"
    xlsform = "note"
    from_xlsform = False
    asked = False
    stored = False
    good = (Good("手写的", None, ""), Good({"甲": "乙"}, None, ""))

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        return None

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "null"}
