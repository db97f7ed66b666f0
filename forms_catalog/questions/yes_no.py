"""Yes or no, where both are answers."""

from __future__ import annotations

from typing import Any

from ..definition import Question
from ..problems import refuse
from ._width import fold
from .base import Answer, Bad, Context, Good, QuestionType, Raw

WORDS = {"yes": "是", "no": "否"}
_KNOWN = {"是": "yes", "true": "yes", "1": "yes", "否": "no", "false": "no", "0": "no"}
_TICKS = dict.fromkeys("√✓✔☑对", "yes") | dict.fromkeys("×✗✘☒错", "no")
_THERE = {"有": "yes", "无": "no", "没有": "no"}


def yes_or_no(raw: Raw) -> str:
    """`yes`, `no`, or '' for anything else."""
    text = ("no", "yes")[raw] if isinstance(raw, bool) else fold(raw).casefold()
    return text if text in WORDS else _KNOWN.get(text, "")


class YesNo(QuestionType):
    """Two radios."""

    name = "yes_no"
    label = "是或否"
    xlsform = "select_one"
    from_xlsform = False
    kind = "boolean"
    slot_family = "c"
    coded = True
    sample = "yes"
    good = (
        *(Good(raw, "yes", "是") for raw in ("yes", " 是 ", "TRUE", "１", 1, 1.0, True)),
        *(Good(raw, "no", "否") for raw in ("no", "否", "False", "0", 0, False)),
    )
    bad = (
        Bad("没有", "yes-no.not-offered"),
        Bad("不清楚", "yes-no.not-offered"),
        Bad(2, "yes-no.not-offered"),
        Bad(["是", "否"], "answer.wrong-shape"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        answer = yes_or_no(raw)
        if not answer:
            raise refuse("yes-no.not-offered", "请选“是”或“否”")
        return answer

    def uncell(self, value: Raw, question: Question, ctx: Context) -> Raw:
        """Ticks and crosses; 有 and 无 only where the question asks whether there is something."""
        word = fold(value) if isinstance(value, str) else ""
        asked = "有" in question.label and "none" not in question.missing
        return _TICKS.get(word) or (_THERE.get(word) if asked else None) or value

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return WORDS.get(answer, str(answer))

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"enum": list(WORDS)}
