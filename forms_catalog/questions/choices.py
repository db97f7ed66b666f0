"""Several options of a list; the answer is their codes in the order of the list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..definition import Option, Question, key
from ..problems import refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy
from .choice import find, written

_SIGNS = "、，,;； "
_SIGN = re.compile(f"[{_SIGNS}]")
_INCOME = (
    (
        "choices",
        (
            (("name", "work"), ("label", "打工收入")),
            (("name", "farm"), ("label", "种植、养殖")),
            (("name", "aid"), ("label", "政府救助")),
        ),
    ),
)


class Choices(QuestionType):
    """Any number of several."""

    name = "choices"
    label = "多选"
    xlsform = "select_multiple"
    kind = "list"
    macro = "checkboxes"
    coded = True
    good = (
        Good(["aid", "work"], ["work", "aid"], "打工收入、政府救助", _INCOME),
        Good(["work", "", "work"], ["work"], "打工收入", _INCOME),
        Good("aid work", ["work", "aid"], "打工收入、政府救助", _INCOME),
        Good("政府救助；打工收入", ["work", "aid"], "打工收入、政府救助", _INCOME),
        Good("种植、养殖、政府救助", ["farm", "aid"], "种植、养殖、政府救助", _INCOME),
        Good("、", None, "", _INCOME),
    )
    bad = (
        Bad("打工收入、彩票", "choices.not-offered", _INCOME),
        Bad(["work", "种植"], "choices.not-offered", _INCOME),
        Bad({"work": "是"}, "answer.wrong-shape", _INCOME),
        Bad([["work"]], "answer.wrong-shape", _INCOME),
    )

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """Where the options come from."""

        choices: Any = key(
            "name|map:option", part=Option, required=True, note="选项表的标识，或直接写选项"
        )
        choice_filter: str = key("expr", since="logic", note="提供哪些选项")

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        options = ctx.choices(question)
        words = (
            [tidy(item) for item in raw] if isinstance(raw, (list, tuple)) else _split(raw, options)
        )
        found = {word: find(question, word, ctx) for word in words if word}
        if strangers := [word for word, option in found.items() if option is None]:
            what = "、".join(f"“{word}”" for word in strangers)
            raise refuse("choices.not-offered", f"选项里没有{what}，请从列出的选项里选")
        codes = {option.name for option in found.values() if option}
        return [option.name for option in options if option.name in codes] or None

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        found = ((code, find(question, code, ctx)) for code in answer)
        return "、".join(option.label if option else code for code, option in found)

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        options = ctx.choices(question)
        found = ((code, find(question, code, ctx)) for code in answer)
        return "、".join(written(option, options) if option else code for code, option in found)

    def normal(self, answer: Answer) -> str:
        return " ".join(sorted(answer))

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        codes = [option.name for option in ctx.choices(question)]
        return {"type": "array", "items": {"enum": codes}, "minItems": 1, "uniqueItems": True}


def _split(raw: Raw, options: Sequence[Option]) -> list[str]:
    """Labels may hold the very signs that part a list, so the longest name that fits is taken."""
    names = sorted({name for o in options for name in (o.name, o.label)}, key=len, reverse=True)
    words, rest = [], tidy(raw).strip(_SIGNS)
    while rest:
        word = next((name for name in names if name and _begins(rest, name)), "")
        words.append(word or _SIGN.split(rest, maxsplit=1)[0])
        rest = rest[len(words[-1]) :].lstrip(_SIGNS)
    return words


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and (len(text) == len(name) or text[len(name)] in _SIGNS)
