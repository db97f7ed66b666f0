"""A box to tick: I have read it, I promise it. Not ticked is no answer, never a no."""

from __future__ import annotations

from typing import Any

from ..definition import Question
from ..problems import refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw
from .yes_no import yes_or_no

SHOWN = "已确认"
_TICKS = {"on": "yes", "off": "no", "√": "yes", "✓": "yes", SHOWN: "yes", "OK": "yes"}


class Acknowledge(QuestionType):
    """One checkbox whose only answer is yes."""

    name = "acknowledge"
    label = "确认"
    xlsform = "acknowledge"
    kind = "boolean"
    macro = "acknowledge"
    slot_family = "c"
    coded = True
    sample = "yes"
    good = (
        *(Good(raw, "yes", SHOWN) for raw in ("yes", "on", True, "1", "是", "√", SHOWN, "OK")),
        *(Good(raw, None, "") for raw in ("no", "off", False, "0", "否")),
    )
    bad = (Bad("不同意", "acknowledge.not-a-tick"), Bad({"勾": "是"}, "answer.wrong-shape"))

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        ticked = _TICKS.get(raw.strip(), "") if isinstance(raw, str) else ""
        answer = ticked or yes_or_no(raw)
        if not answer:
            raise refuse("acknowledge.not-a-tick", "同意就打勾，不同意就空着")
        return answer if answer == "yes" else None

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return SHOWN

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return "是"

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"const": "yes"}
