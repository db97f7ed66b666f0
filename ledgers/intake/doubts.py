"""Warnings: an answer that may be right and is unlikely needs a reason in the person's own words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.logic import program_of
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Answer, Context, is_missing, read, show
from forms_catalog.questions.base import tidy

from .plan import Plan

LONGEST = 200
EXPLAINED = ("explained", "yes")
"""Among the data of a warning whose reason is given: it stops nothing."""


def differing(plan: Plan, bad: Collection[str], ctx: Context) -> list[Problem]:
    """A warning at each question that was answered otherwise than another answer says of it."""
    found: dict[str, Problem] = {}
    for source, target, value in plan.told:
        if _ruled(plan, source, target):
            continue
        touched = plan.touches(source) or plan.touches(target)
        if touched and not {source, target} & set(bad) and target not in found:
            problem = _differs(plan, source, target, value, ctx)
            found |= {target: problem} if problem else {}
    return list(found.values())


def _ruled(plan: Plan, source: str, target: str) -> bool:
    """Whether the form itself compares the two, in words of its own."""
    checks = program_of(editions.bundle(plan.edition)).checks
    return any(check.rule.warn and {source, target} <= check.holds.names for check in checks)


def _differs(plan: Plan, source: str, target: str, value: Answer, ctx: Context) -> Problem | None:
    question, answer = plan.questions[target], plan.after[target]
    try:
        due = read(question, value, ctx)
    except Refused:
        return None
    if due in (None, answer) or is_missing(answer):
        return None
    text = _text(plan.questions[source], question, due, answer, ctx)
    return Problem("answer.differs", text, warn=True).at(question=target)


def _text(source: Question, target: Question, due: Answer, answer: Answer, ctx: Context) -> str:
    if target.sealed:
        said = f"这里填的和{source.label}对不上"
    else:
        words = (show(target, item, ctx) for item in (due, answer))
        said = "按{}，{}是{}，这里填的是{}".format(source.label, target.label, *words)
    return f"{said}。填错的请改正；确实不同的，在下面写明原因"


def weighed(plan: Plan, problems: list[Problem]) -> list[Problem]:
    """The same problems; warnings whose reason is given are marked, and the reason is kept."""
    asked = {problem.place.question for problem in problems if problem.code == "answer.required"}
    found = [
        _weighed(plan, problem) if problem.warn else problem
        for problem in problems
        if not (problem.warn and dict(problem.data).get("reason") in asked)
    ]
    plan.doubts = [problem for problem in found if problem.warn]
    return found


def _weighed(plan: Plan, problem: Problem) -> Problem:
    if question := dict(problem.data).get("reason"):  # the form asks for it itself
        given = plan.after.get(question) not in (None, "")
        return replace(problem, data=(*problem.data, EXPLAINED)) if given else problem
    name = problem.place.question
    raw = plan.part.reasons.get(name, "")
    reason = tidy(raw) if isinstance(raw, str) else ""
    if len(reason) > LONGEST:
        text = f"原因最多写{LONGEST}个字，现在是{len(reason)}个字，请写短一些"
        return replace(problem, code="answer.reason-too-long", text=text)
    if not reason:
        return problem
    plan.reasons[name] = reason
    return replace(problem, data=(*problem.data, EXPLAINED))


def stops(problem: Problem) -> bool:
    """Whether nothing may be written while it stands."""
    return not (problem.warn and EXPLAINED in problem.data)
