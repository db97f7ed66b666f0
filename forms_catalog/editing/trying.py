"""A draft filled for a try: read and required are judged by the types, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..definition import Question
from ..posted import ABSENT, raw_of
from ..problems import Problem, Refused
from ..questions import Answer, Context, read, type_of

ASK = {"boolean": "请选择{label}", "list": "请选择{label}", "file": "请上传{label}"}
GIVEN = {"paper": "yes"}
"""Stands for an upload: it is neither read nor stored."""


def raws(questions: Mapping[str, Question], data: Any, files: Any) -> dict[str, Any]:
    """What was typed, by question."""
    found = {name: raw_of(question, data, files) for name, question in questions.items()}
    return {name: raw for name, raw in found.items() if raw is not ABSENT}


def faults(
    questions: Mapping[str, Question], typed: Mapping[str, Any], ctx: Context
) -> list[Problem]:
    """In the order of the page."""
    return [
        problem
        for name, question in questions.items()
        for problem in _judged(question, typed.get(name), ctx, name)
    ]


def _judged(question: Question, raw: Any, ctx: Context, path: str) -> Iterator[Problem]:
    kind = type_of(question)
    if not kind.asked or question.number:
        return
    try:
        answer = GIVEN if kind.kind == "file" and raw else read(question, raw, ctx)
    except Refused as refused:
        yield from refused
        return
    if answer is None and question.required is True and kind.stored:
        words = question.required_message or ASK.get(kind.kind, "请填写{label}")
        yield Problem("answer.required", words.format(label=question.label)).at(question=path)
    if kind.kind == "rows":
        yield from _rows(question, answer or (), path)


def _rows(question: Question, rows: Answer, path: str) -> Iterator[Problem]:
    """The required columns of every row that holds anything."""
    for number, row in enumerate(rows, 1):
        for column in question.questions:
            if column.required is True and row.get(column.name) is None:
                words = column.required_message or f"请填写{column.label}"
                where = f"{path}.{number}.{column.name}"
                yield Problem("answer.required", words).at(question=where)
