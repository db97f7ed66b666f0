"""Evaluating a text without a form: what `manage.py evaluate` and the editor's trial do."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from typing import Any

from ..problems import Place, Problem, Refused
from .environment import Environment, Plain
from .functions.texts import TooLong
from .lint import judged
from .nodes import Node
from .running import TooManySteps, value_of
from .values import Rows, Value, plain, to_date, to_moment

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


def evaluate_text(source: str, answers: Mapping[str, Any], now: dt.datetime) -> Any:
    """The JSON of a value; raises Refused."""
    values = {name: value_of_json(answer) for name, answer in answers.items()}
    return plain(run(judged(source), Plain(values, now)))


def run(node: Node, env: Environment) -> Value:
    """The value of a tree; raises Refused when it grows beyond all bounds."""
    try:
        return value_of(node, env)
    except (TooManySteps, TooLong, RecursionError):
        text = "算的步数太多，停下了"
        place = Place(start=node.start, end=node.end)
        raise Refused(
            Problem("expression.too-many-steps", text, "拆成几题，或少列几行", place)
        ) from None


def value_of_json(answer: Any) -> Value:
    """An answer whose question is not known: dates and moments are told by their looks."""
    if answer is None or (isinstance(answer, dict) and "$missing" in answer):
        return ""
    if isinstance(answer, str):
        return _of_text(answer)
    if isinstance(answer, list) and answer and all(isinstance(row, dict) for row in answer):
        return Rows({k: value_of_json(v) for k, v in row.items()} for row in answer)
    if isinstance(answer, list):
        return " ".join(str(item) for item in answer)
    if isinstance(answer, bool):
        return answer
    return _of_number(answer) if isinstance(answer, (int, float)) else ""


def _of_number(number: float) -> float:
    """A double, as in every other interpreter, however long it was written."""
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _of_text(text: str) -> Value:
    if _DATE.fullmatch(text):
        return to_date(text) or text
    if _MOMENT.fullmatch(text):
        return to_moment(text) or text
    return text
