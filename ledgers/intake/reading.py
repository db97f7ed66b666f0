"""Turning what a door handed over into answers: a patch on what is stored, judged per question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.expressions import is_expression
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context, is_missing, mask, read, type_of

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
    plan.after = dict(plan.before)
    for name, raw in plan.part.answers.items():
        question = plan.questions.get(name)
        if question is None:
            text = f"这张表里没有“{name}”这一题，请核对表头"
            problems.append(Problem("answer.unknown-question", text).at(question=name))
        elif _typed(question, plan):
            problems += _one(plan, question, raw, ctx)
    _defaults(plan, ctx)
    _derived(plan)
    return problems


def _typed(question: Question, plan: Plan) -> bool:
    """Whether a person may give this answer: numbers and read-only ones are the engine's."""
    kind = type_of(question)
    return (
        kind.stored and not question.number and not (question.read_only is True and not plan.opens)
    )


def _one(plan: Plan, question: Question, raw: Any, ctx: Context) -> list[Problem]:
    stored = plan.before.get(question.name)
    if question.sealed and isinstance(raw, str) and raw and raw == mask(question, stored):
        return []
    if question.questions and isinstance(raw, list):
        raw = _unmasked_rows(question, raw, stored)
    try:
        answer = read(question, raw, ctx)
    except Refused as refused:
        return list(refused)
    if answer is None:
        plan.after.pop(question.name, None)
    else:
        plan.after[question.name] = answer
    return []


def _unmasked_rows(question: Question, rows: list[Any], stored: Any) -> list[Any]:
    """A cell that still shows its mask keeps its stored value."""
    known = {row["_id"]: row for row in stored or () if isinstance(row, dict) and "_id" in row}
    sealed = [column for column in question.questions if column.sealed]
    return [
        _unmasked(row, known.get(row.get("_id"), {}), sealed) if isinstance(row, dict) else row
        for row in rows
    ]


def _unmasked(
    row: dict[str, Any], old: Mapping[str, Any], sealed: list[Question]
) -> dict[str, Any]:
    kept = {
        column.name: old[column.name]
        for column in sealed
        if column.name in old
        and (column.name not in row or row[column.name] == mask(column, old[column.name]))
    }
    return row | kept


def _defaults(plan: Plan, ctx: Context) -> None:
    """Fixed values for what a new record was not asked or told."""
    if not plan.opens:
        return
    for question in plan.questions.values():
        absent = question.name not in plan.part.answers and question.name not in plan.after
        if question.default and absent and not is_expression(question.default):
            plan.after[question.name] = read(question, question.default, ctx)


def _derived(plan: Plan) -> None:
    """An identity number fills what it says where nobody has said otherwise."""
    for name in list(plan.after):
        question, answer = plan.questions.get(name), plan.after[name]
        if question is None or is_missing(answer):
            continue
        for target, value in type_of(question).derive(answer, question).items():
            if target in plan.questions and plan.after.get(target) is None:
                plan.after[target] = value


def required(plan: Plan) -> list[Problem]:
    """Questions that must be answered now and are not."""
    problems = []
    for question in plan.questions.values():
        kind = type_of(question)
        if question.required is not True or not kind.stored or question.number or not kind.asked:
            continue
        if plan.after.get(question.name) is None and question.name not in plan.part.links:
            words = question.required_message or _ASK.get(kind.kind, "请填写{label}").format(
                label=question.label
            )
            problems.append(Problem("answer.required", words).at(question=question.name))
    return problems
