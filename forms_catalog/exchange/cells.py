"""One cell to the raw answer of its question: what is plain passes, what is not certain is refused.

Whether an answer is a good one is the gate's to judge; here is only what cells alone can say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..definition import Question
from ..posted import ABSENT, CLEAR
from ..problems import Problem, Refused
from ..questions import REASONS, Context, Raw, type_of
from . import moments, quantities
from .columns import Column
from .options import Matcher, several

SAME = frozenset(["同上", "同前", "〃", "″", "同上行"])
DASHES = frozenset(["/", "／", "\\", "-", "--", "－", "–", "—", "——", "―", "−"])
_REASON_OF = {words: code for code, words in REASONS.items()} | {"无": "none"}
_SPECIAL = frozenset(["", CLEAR, *SAME, *DASHES, *_REASON_OF])
_POWER = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{2}")
LONGEST = 10**15
"""Numbers from here on have lost digits in a float."""

SAID = {
    "lost-digits": Problem(
        "answer.lost-digits", "这里被存成了数字，后几位已经丢了，请把这一列设成文本，再照原件填一遍"
    ),
    "formula-without-value": Problem(
        "cell.formula-without-value", "这里是公式，还没有算出结果，请把结果填进去"
    ),
    "error-cell": Problem("cell.error", "这里的公式出错了，请改成要填的内容"),
}
_DATED = Problem("cell.date-in-text", "这里被存成了日期，请把单元格设成文本，再照原样填")
_LOGICAL = Problem("answer.wrong-shape", "这里要填文字")
_SAME = Problem("cell.same-as-above", "这一列不能写“同上”，请写出来")
_REASON = Problem("answer.reason-not-offered", "这一题不能用这个原因代替答案，请填写答案")
_DASH = Problem("cell.dash", "这里画了横线或斜线，按没有填读", warn=True)
_ABOVE = Problem("cell.taken-from-above", "写的是“同上”，按上一行读", warn=True)


@dataclass(frozen=True, slots=True)
class Aside:
    """What a cell says beyond a plain answer: nothing (ABSENT), a note, a refusal, 'as above'."""

    raw: Raw = ABSENT
    note: Problem | None = None
    problem: Problem | None = None
    above: bool = False


NOTHING = Aside()
Take = Callable[[Any], Any]
"""A value of a cell to the raw answer, or to an Aside."""


def taker(column: Column, ctx: Context) -> Take:
    """The way of a column's cells; values that come again are looked up."""
    assert column.question is not None
    own = _KINDS[column.kind](column, ctx)
    special = _special(column.question, own)

    def take(value: Any) -> Any:
        if type(value) is not str:
            return own(value)
        text = value.strip("\ufeff\u200b \t\r\n\u3000\xa0")
        if text in _SPECIAL:
            return special(text)
        return own(text[1:] if text[0] == "'" else text)

    return take if column.kind == "text" else _remembered(take)


def _remembered(take: Take) -> Take:
    known: dict[Any, Any] = {}

    def look(value: Any) -> Any:
        if type(value) is bool:  # which equals 1
            return take(value)
        found = known.get(value)
        if found is None:
            if len(known) > 20_000:
                known.clear()
            found = known[value] = take(value)
        return found

    return look


def _special(question: Question, own: Take) -> Take:
    """The words that say something of their own in every column."""
    kind = type_of(question)
    fixed = {"": NOTHING, CLEAR: ""}
    refuses = kind.personal or kind.kind in ("date", "integer", "decimal")
    for word in SAME:
        fixed[word] = Aside(problem=_SAME) if refuses else Aside(above=True, note=_ABOVE)

    def special(text: str) -> Any:
        if text in fixed:
            return fixed[text]
        if kind.kind == "list" and not isinstance(found := own(text), Aside):
            return found
        if text in DASHES:
            return Aside(note=_DASH)
        code = _REASON_OF[text]
        if code in question.missing:
            return {"$missing": code}
        return Aside(problem=_REASON) if refuses else own(text)

    return special


def _text(column: Column, ctx: Context) -> Take:
    identity = _identity(column)

    def take(value: Any) -> Any:
        if type(value) is str:
            return Aside(problem=SAID["lost-digits"]) if identity and _power(value) else value
        if isinstance(value, bool):
            return Aside(problem=_LOGICAL)
        if isinstance(value, int | float):
            return Aside(problem=SAID["lost-digits"]) if abs(value) >= LONGEST else value
        return Aside(problem=_DATED)

    return take


def _identity(column: Column) -> bool:
    return column.question is not None and type_of(column.question).value_kind == "identity"


def _power(text: str) -> bool:
    return "+" in text and bool(_POWER.fullmatch(text))


def _boolean(column: Column, ctx: Context) -> Take:
    question = column.question
    assert question is not None

    def take(value: Any) -> Any:
        if isinstance(value, str | int | float):
            return type_of(question).uncell(value, question, ctx)
        return Aside(problem=_DATED)

    return take


def _list(column: Column, ctx: Context) -> Take:
    question = column.question
    assert question is not None
    options = ctx.choices(question)
    if not options:
        return _named(question, ctx)
    match = Matcher(options)
    own: Callable[[Any], Raw] = match.one
    if type_of(question).schema(question, ctx).get("type") == "array":
        own = several(match, question, ctx)

    def take(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return Aside(problem=_DATED)
        try:
            return own(value)
        except Refused as refused:
            return Aside(problem=refused.problems[0])

    return take


def _named(question: Question, ctx: Context) -> Take:
    """Places, bodies, records: known by their names, which the type itself looks up."""

    def take(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return Aside(problem=_DATED)
        try:
            return type_of(question).uncell(value, question, ctx)
        except Refused as refused:
            return Aside(problem=refused.problems[0])

    return take


def _date(column: Column, ctx: Context) -> Take:
    return _noted(moments.reader(column))


def _number(column: Column, ctx: Context) -> Take:
    return _noted(quantities.reader(column))


def _noted(read: Callable[[Any], tuple[Raw, Problem | None]]) -> Take:
    """A reader that gives a raw value and a word on it, or raises Refused."""

    def take(value: Any) -> Any:
        try:
            raw, note = read(value)
        except Refused as refused:
            return Aside(problem=refused.problems[0])
        return Aside(raw, note) if note else raw

    return take


_KINDS: dict[str, Callable[[Column, Context], Take]] = {
    "text": _text,
    "file": _text,
    "boolean": _boolean,
    "list": _list,
    "date": _date,
    "integer": _number,
    "decimal": _number,
}
