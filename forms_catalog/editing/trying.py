"""A draft filled for a try: read and required are judged by the types, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from ..bundle import Bundle
from ..definition import Question
from ..logic import Outcome, Setting, evaluate, program_of
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


def outcome_of(bundle: Bundle, typed: Mapping[str, Any] | None, ctx: Context) -> Outcome:
    """What the draft's own logic makes of what was typed, as far as it can be read."""
    asked = {name: question for name, (question, _) in bundle.questions.items()}
    answers = {
        name: answer
        for name, raw in (typed or {}).items()
        if (answer := _lenient(asked[name], raw, ctx)) is not None
    }
    now = timezone.localtime().replace(tzinfo=None)
    fresh = frozenset(name for name in asked if typed is None)
    return evaluate(program_of(bundle), answers, Setting(now, ctx, fresh=fresh))


def _lenient(question: Question, raw: Any, ctx: Context) -> Answer:
    try:
        return GIVEN if type_of(question).kind == "file" and raw else read(question, raw, ctx)
    except Refused:
        return None


def faults(
    questions: Mapping[str, Question],
    typed: Mapping[str, Any],
    ctx: Context,
    outcome: Outcome | None = None,
) -> list[Problem]:
    """In the order of the page, then what rules say of several questions."""
    found = [
        problem
        for name, question in questions.items()
        if outcome is None or outcome.asked(name)
        for problem in _judged(question, typed.get(name), ctx, name, outcome)
    ]
    bad = {problem.place.question for problem in found}
    more = outcome.problems if outcome else ()
    return found + [problem for problem in more if problem.place.question not in bad]


def _judged(
    question: Question, raw: Any, ctx: Context, path: str, outcome: Outcome | None = None
) -> Iterator[Problem]:
    kind = type_of(question)
    if not kind.asked or question.number or question.calculation:
        return
    try:
        answer = GIVEN if kind.kind == "file" and raw else read(question, raw, ctx)
    except Refused as refused:
        yield from refused
        return
    must = outcome.must(path, question.required) if outcome else question.required is True
    if answer is None and must and kind.stored:
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
