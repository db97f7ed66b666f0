"""Turning what a door handed over into answers: a patch on what is stored, judged per question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.expressions import is_expression
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context, is_missing, mask, read, type_of

from . import tables
from .plan import Plan

_ASK = {
    "list": "请选择{label}",
    "boolean": "请选择{label}",
    "date": "请填写{label}",
    "file": "请提供{label}",
    "rows": "请填写{label}，至少一行",
}


def read_answers(plan: Plan, ctx: Context) -> list[Problem]:
    """Fills `plan.after`; gives every problem of every question, placed at it."""
    problems: list[Problem] = []
    plan.after = dict(plan.base)
    for name, raw in plan.part.answers.items():
        question = plan.questions.get(name)
        if question is None:
            text = f"这张表里没有“{name}”这一题，请核对表头"
            problems.append(Problem("answer.unknown-question", text).at(question=name))
        elif name not in plan.asked:
            problems += _beside(plan, question, raw, ctx)
        elif _typed(question, plan):
            problems += _one(plan, question, raw, ctx)
    _defaults(plan, ctx)
    _derived(plan, ctx)
    return problems


def _beside(plan: Plan, question: Question, raw: Any, ctx: Context) -> list[Problem]:
    """An answer that is not asked of this person here: fine as it stands, told when it is another one."""
    if not _typed(question, plan):
        return []
    before = plan.base.get(question.name)
    _one(plan, question, raw, ctx)
    same = plan.after.get(question.name) == before
    if before is None:
        plan.after.pop(question.name, None)
    else:
        plan.after[question.name] = before
    text = f"这一步不填“{question.label}”，请留着原来的"
    return [] if same else [Problem("answer.not-asked", text).at(question=question.name)]


def _typed(question: Question, plan: Plan) -> bool:
    """Whether a person may give this answer: numbers, results and read-only ones are the engine's."""
    kind = type_of(question)
    if plan.cause:
        return kind.stored
    if not kind.stored or not kind.asked or question.number or question.calculation:
        return False
    return plan.opens or question.read_only is not True


def _one(plan: Plan, question: Question, raw: Any, ctx: Context) -> list[Problem]:
    stored = plan.base.get(question.name)
    if stored is not None and isinstance(raw, str) and raw and raw == mask(question, stored):
        return []
    if question.questions and isinstance(raw, list | tuple):
        raw = tables.unmasked(question, raw, stored)
        plan.row_numbers[question.name] = tables.numbers(question, raw)
    try:
        answer = read(question, raw, ctx)
    except Refused as refused:
        return list(refused)
    if answer is None:
        plan.after.pop(question.name, None)
    else:
        plan.after[question.name] = answer
    return []


def _defaults(plan: Plan, ctx: Context) -> None:
    """Fixed values for what a new record was not asked or told."""
    if not plan.opens:
        return
    for question in plan.questions.values():
        absent = question.name not in plan.part.answers and question.name not in plan.after
        if question.default and absent and not is_expression(question.default):
            plan.after[question.name] = read(question, question.default, ctx)


def _derived(plan: Plan, ctx: Context) -> None:
    """An identity number fills what it says where nobody has said otherwise; who has, is noted."""
    for name in list(plan.after):
        question, answer = plan.questions.get(name), plan.after[name]
        if question is None or is_missing(answer):
            continue
        for target, value in type_of(question).derive(answer, question).items():
            if target not in plan.questions:
                continue
            if plan.after.get(target) is None:
                plan.after |= _filled(plan.questions[target], value, ctx)
            elif plan.after[target] != value:
                plan.told.append((name, target, value))


def required(plan: Plan) -> list[Problem]:
    """Questions that must be answered now and are not, the columns of every row among them."""
    return [
        Problem("answer.required", _ask(question)).at(question=path)
        for question, path in _unanswered(plan)
    ]


def _filled(target: Question, value: Any, ctx: Context) -> dict[str, Any]:
    """What another answer says of a question, where the question knows such an answer."""
    try:
        return {target.name: read(target, value, ctx)}
    except Refused:
        return {}


def taken_away(plan: Plan) -> list[Problem]:
    """Required questions whose answer a moving part clears; the new ones are asked another time."""
    given = [name for name in plan.part.answers if plan.base.get(name) is not None]
    return [p for p in required(plan) if p.place.question.split(".")[0] in given]


def _unanswered(plan: Plan) -> Iterator[tuple[Question, str]]:
    for name, question in plan.questions.items():
        answer = plan.after.get(name)
        if answer is None and _must(plan, question, name) and name not in plan.part.links:
            yield question, name
        for column, path in tables.blanks(question, answer, name):
            if _must(plan, column, path):
                yield column, tables.on_page(path, plan.row_numbers)


def _must(plan: Plan, question: Question, path: str) -> bool:
    """As an expression decides here, else as the definition says; never what is not asked."""
    if not tables.askable(question) or path.split(".")[0] not in plan.asked:
        return False
    outcome = plan.outcome
    return question.required is True if outcome is None else outcome.must(path, question.required)


def _ask(question: Question) -> str:
    words = _ASK.get(type_of(question).kind, "请填写{label}")
    return question.required_message or words.format(label=question.label)
