"""Answers as values of the expression language, and values as answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..definition import Question
from ..expressions.values import Identity, Month, Rows, Value, plain, to_date, to_moment
from ..questions import TYPES, Context, is_missing, type_of

KINDS = {
    "text": "text",
    "integer": "number",
    "decimal": "number",
    "date": "date",
    "boolean": "text",
    "list": "text",
    "file": "text",
    "rows": "list",
}
"""What the eight kinds of answers are to expressions, where their type does not say otherwise."""


def kind_of(question: Question) -> str:
    """text, number, date, moment, year_month, identity, list or computed; of an unknown type, computed."""
    kind = TYPES.get(question.type)
    return (kind.value_kind or KINDS[kind.kind]) if kind else "computed"


def value_of(question: Question, answer: Any, order: Mapping[str, int] | None = None) -> Value:
    """'' for no answer and for a reason; codes of many choices in the order of the options."""
    if answer is None or answer == "" or is_missing(answer):
        return ""
    if isinstance(answer, dict):
        return str(answer.get("name", " "))
    kind = kind_of(question)
    if isinstance(answer, list):
        return _of_list(question, answer, order)
    return _MAKERS[kind](answer) if kind in _MAKERS else answer


type Valuer = Callable[[Any, Context], Value]


def valuer(question: Question) -> Valuer:
    """`value_of` made ready for one question: most answers are text and need one step."""
    kind = kind_of(question)
    make = None if kind == "text" else _MAKERS.get(kind)

    def worth(answer: Any, ctx: Context) -> Value:
        if type(answer) is str and answer:
            return make(answer) if make else answer
        return "" if answer is None else value_of(question, answer, order_of(question, ctx))

    return worth


def _of_list(question: Question, answer: list[Any], order: Mapping[str, int] | None) -> Value:
    if question.questions:
        return Rows(row_values(question, row) for row in answer)
    codes = [str(item) for item in answer]
    return " ".join(sorted(codes, key=lambda c: order.get(c, 0)) if order else codes)


def row_values(question: Question, row: Mapping[str, Any]) -> dict[str, Value]:
    return {column.name: value_of(column, row.get(column.name)) for column in question.questions}


def _number(answer: Any) -> Value:
    try:
        return float(answer)
    except (TypeError, ValueError):
        return ""


def _computed(answer: Any) -> Value:
    """A result is kept as text; one that looks like a date is a date again."""
    text = str(answer)
    return (to_date(text) or text) if len(text) == 10 and text[4:5] == "-" else text


_MAKERS: dict[str, Callable[[Any], Value]] = {
    "number": _number,
    "date": lambda answer: to_date(str(answer)) or "",
    "year_month": Month,
    "moment": lambda answer: to_moment(str(answer)) or "",
    "identity": lambda answer: Identity(answer),
    "text": str,
    "computed": _computed,
}


def raw_of(question: Question, value: Value) -> Any:
    """What the question's own type parses, of a value that was computed for it."""
    found = plain(value)
    kind = kind_of(question)
    if kind == "year_month" and isinstance(found, str):
        return found[:7]
    if kind == "moment" and isinstance(found, str):
        return found[:16]
    if type_of(question).kind == "list" and isinstance(found, str) and _takes_many(question):
        return found.split()
    return found


def _takes_many(question: Question) -> bool:
    return type_of(question).macro in {"checkboxes", "choices"}


def order_of(question: Question, ctx: Context) -> dict[str, int]:
    """The place of each option of a question that takes several."""
    if not question.option("choices", "") or not _takes_many(question):
        return {}
    return {option.name: number for number, option in enumerate(ctx.choices(question))}
