"""Which comparisons the rule builder offers for a kind of question, and what is typed for each."""

from __future__ import annotations

from typing import NamedTuple


class Operator(NamedTuple):
    """`takes` names the control of the value: option, options, number, date, text, format, their
    pairs (numbers, dates), or nothing."""

    op: str
    label: str
    takes: str = ""


_ANSWERED = (Operator("filled", "填了"), Operator("blank", "没填"))
_SIZES = (
    Operator("gt", "大于", "number"),
    Operator("ge", "至少", "number"),
    Operator("lt", "小于", "number"),
    Operator("le", "至多", "number"),
)
OPERATORS: dict[str, tuple[Operator, ...]] = {
    "choice": (
        Operator("eq", "是", "option"),
        Operator("ne", "不是", "option"),
        Operator("among", "是其中之一", "options"),
        Operator("outside", "不是其中任何一项", "options"),
        *_ANSWERED,
    ),
    "choices": (
        Operator("has", "选了", "option"),
        Operator("lacks", "没选", "option"),
        Operator("picked.ge", "选了至少几项", "number"),
        Operator("picked.le", "选了至多几项", "number"),
        Operator("picked.eq", "正好选了几项", "number"),
        *_ANSWERED,
    ),
    "number": (
        Operator("eq", "等于", "number"),
        Operator("ne", "不等于", "number"),
        *_SIZES,
        Operator("between", "介于", "numbers"),
        *_ANSWERED,
    ),
    "date": (
        Operator("age.ge", "满几周岁", "number"),
        Operator("age.lt", "不满几周岁", "number"),
        Operator("lt", "早于", "date"),
        Operator("gt", "晚于", "date"),
        Operator("le", "不晚于", "date"),
        Operator("ge", "不早于", "date"),
        Operator("eq", "就是", "date"),
        Operator("between", "介于", "dates"),
        *_ANSWERED,
    ),
    "text": (
        Operator("eq", "是", "text"),
        Operator("ne", "不是", "text"),
        Operator("format", "格式是", "format"),
        Operator("length.eq", "正好几个字", "number"),
        Operator("length.ge", "至少几个字", "number"),
        Operator("length.le", "至多几个字", "number"),
        *_ANSWERED,
    ),
    "rows": (
        Operator("count.ge", "至少几行", "number"),
        Operator("count.le", "至多几行", "number"),
        Operator("count.eq", "正好几行", "number"),
    ),
    "cells": (
        Operator("sum.gt", "合计大于", "number"),
        Operator("sum.ge", "合计至少", "number"),
        Operator("sum.lt", "合计小于", "number"),
        Operator("sum.le", "合计至多", "number"),
        Operator("sum.eq", "合计等于", "number"),
    ),
    "any": (
        Operator("eq", "是", "any"),
        Operator("ne", "不是", "any"),
        *_SIZES,
        Operator("between", "介于", "numbers"),
        *_ANSWERED,
    ),
    "file": _ANSWERED,
}
"""By the kind that a question has for the builder; the first is what a new line starts with."""
EVERY = {found.op: found for found in sum(OPERATORS.values(), ()) if found.takes != "any"}
"""Every comparison once: for a line that its question would not be offered."""
