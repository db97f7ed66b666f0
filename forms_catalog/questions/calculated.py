"""A value that the engine works out; kept as text, since a calculation may give anything."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from ..definition import Option, Question, key
from . import _dates, _numbers, yes_no
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy
from .choice import find

_LEVELS = (("choices", ((("name", "1"), ("label", "一级")), (("name", "2"), ("label", "二级")))),)
_WORDS = {**yes_no.WORDS, "true": "是", "false": "否"}


class Calculated(QuestionType):
    """Shown and stored, not asked; `choices` gives words to the codes it may yield."""

    name = "calculated"
    label = "自动计算"
    xlsform = "calculate"
    value_kind = "computed"
    asked = False
    macro = "calculated"
    slot_family = "c"
    sample = "3"
    good: ClassVar[tuple[Good, ...]] = (
        Good(3.0, "3", "3"),
        Good(3.5, "3.5", "3.5"),
        Good("2", "2", "二级", _LEVELS),
        Good("1 2", "1 2", "一级、二级", _LEVELS),
        Good("yes", "yes", "是"),
        Good(True, "true", "是"),
        Good("2026-11-21", "2026-11-21", "2026年11月21日"),
        Good("2026Q3", "2026Q3", "2026Q3"),
        Good(math.nan, None, ""),
    )
    bad: ClassVar[tuple[Bad, ...]] = (Bad(["甲"], "answer.wrong-shape"),)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """Where the value and its words come from, besides `calculation`."""

        choices: Any = key("name|map:option", part=Option, note="结果是编码时，编码的文字")
        decision: str = key("name", since="logic", note="取哪张决策表的结果")

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        if isinstance(raw, bool):
            return "true" if raw else "false"
        if isinstance(raw, float) and not math.isfinite(raw):
            return None
        text = tidy(raw)
        return _numbers.canonical(raw, self.name) if isinstance(raw, float) else text

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        if words := _labels(question, answer, ctx):
            return words
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", answer):
            return _dates.words(answer)
        return _WORDS.get(answer, str(answer))

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        shown = self.show(answer, question, ctx)
        is_figure = shown == answer and re.match(_numbers.PATTERN, answer)
        return _numbers.number(answer) if is_figure else shown

    def slot(self, answer: Answer) -> Any:
        return answer[:32]


def _labels(question: Question, answer: str, ctx: Context) -> str:
    """The words of a code, or of several with blanks between them; '' where one has none."""
    if not question.option("choices"):
        return ""
    whole = find(question, answer, ctx)
    found = [whole] if whole else [find(question, code, ctx) for code in answer.split()]
    return "、".join(option.label for option in found if option) if all(found) else ""
