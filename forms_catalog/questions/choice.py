"""One option of a list; the answer is its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..definition import Option, Question, key
from ..problems import refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy

_SEX = (("choices", ((("name", "M"), ("label", "男")), (("name", "F"), ("label", "女")))),)


def find(question: Question, text: str, ctx: Context) -> Option | None:
    """An option by its code, else by its label (spreadsheets carry labels)."""
    options = ctx.choices(question)
    return next((o for o in options if o.name == text), None) or next(
        (o for o in options if o.label == text), None
    )


def written(option: Option, options: Sequence[Option]) -> str:
    """The label, or the code where the label says too little."""
    names = [o.name for o in options if option.label in (o.name, o.label)]
    return option.label if names == [option.name] else option.name


class Choice(QuestionType):
    """One of several."""

    name = "choice"
    label = "单选"
    xlsform = "select_one"
    kind = "list"
    slot_family = "c"
    coded = True
    good = (Good("M", "M", "男", _SEX), Good(" 女 ", "F", "女", _SEX))
    bad = (Bad("X", "choice.not-offered", _SEX), Bad(["M", "F"], "answer.wrong-shape", _SEX))

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """Where the options come from."""

        choices: Any = key(
            "name|map:option", part=Option, required=True, note="选项表的标识，或直接写选项"
        )
        choice_filter: str = key("expr", since="logic", note="提供哪些选项")

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        option = find(question, tidy(raw), ctx)
        if option is None:
            raise refuse("choice.not-offered", "请从列出的选项里选一个")
        return option.name

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        option = find(question, str(answer), ctx)
        return option.label if option else str(answer)

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        option = find(question, str(answer), ctx)
        return written(option, ctx.choices(question)) if option else str(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"enum": [option.name for option in ctx.choices(question)]}
