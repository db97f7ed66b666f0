"""The form's own logic at the gate: what is not asked is not kept, what is computed is, rules hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from forms_catalog import editions
from forms_catalog.logic import Outcome, Program, Setting, evaluate, program_of
from forms_catalog.logic.program import Item
from forms_catalog.problems import Problem
from forms_catalog.questions import Context

from ..acting import SUBMIT
from ..clock import moment
from ..reserved import of_round, reserved
from ..submission import Submission
from .linked import given, look_up
from .plan import Plan
from .tables import on_page


def apply(
    plan: Plan, before: Sequence[Plan], submission: Submission, ctx: Context
) -> list[Problem]:
    """Settles `plan.after`, notes the outcome, and gives the problems of this part's own questions."""
    program = program_of(editions.bundle(plan.edition))
    if program.empty or plan.upgrades or not _concerned(plan):
        return []
    outcome = _evaluated(program, plan, before, submission, ctx)
    locked = [n for n in _read_only(outcome) if plan.touches(n) and n not in plan.stirred]
    if locked and not plan.opens and not plan.cause:
        for name in locked:
            plan.after[name] = plan.base.get(name)
        outcome = _evaluated(program, plan, before, submission, ctx)
    plan.outcome = outcome
    plan.after = {n: a for n, a in outcome.answers.items() if n in plan.questions}
    return [
        *_vanished(plan, outcome),
        *(_counted(plan, p) for p in outcome.problems if _own(program, plan, p)),
    ]


def _concerned(plan: Plan) -> bool:
    """Whether this part answers anything, or asks something that may have to be answered."""
    asks = plan.asked and plan.verb != SUBMIT
    return plan.opens or bool(plan.part.answers or plan.stirred or asks)


def _evaluated(
    program: Program, plan: Plan, before: Sequence[Plan], submission: Submission, ctx: Context
) -> Outcome:
    theirs, unknown = given(program, plan, before, submission)
    now = moment(submission.clock)
    setting = Setting(
        now=now,
        ctx=ctx,
        reserved=reserved(submission.actor, plan.place, plan.state)
        | of_round(plan.ledger, plan.place),
        fresh=_fresh(plan),
        before=plan.base,
        unknown=unknown,
        lookup=lambda link, column: look_up(plan, before, submission, link, column),
        action=plan.part.action,
        alone=True,
    )
    answers = {name: answer for name, answer in plan.after.items() if answer is not None}
    return evaluate(program, {**theirs, **answers}, setting)


def _fresh(plan: Plan) -> frozenset[str]:
    """Questions of a new record that nobody was asked, so that they take their preset."""
    if not plan.opens:
        return frozenset()
    return frozenset(name for name in plan.questions if name not in plan.part.answers)


def _read_only(outcome: Outcome) -> Iterable[str]:
    return (name for name, locked in outcome.read_only.items() if locked and "." not in name)


def _own(program: Program, plan: Plan, problem: Problem) -> bool:
    """Whether it is about this record, and about what this sitting gives or changes."""
    if dict(problem.data).get("through"):
        return False
    item = program.items.get(problem.place.question.split(".")[0])
    if problem.code == "answer.constraint" and (item is None or item.through):
        return False
    return plan.opens or any(plan.touches(n) for n in _about(program, item, problem))


def _about(program: Program, item: Item | None, problem: Problem) -> set[str]:
    """The questions whose change makes the problem this sitting's."""
    name = item.name if item else ""
    if item and problem.code == "answer.constraint":
        return {name, *(item.constraint.names if item.constraint else ())}
    checks = [check for check in program.checks if check.spot == name]
    return {name, *(read for check in checks for read in check.holds.names)}


def _vanished(plan: Plan, outcome: Outcome) -> list[Problem]:
    """Choices that this sitting made and that are offered no more; older ones are just taken away."""
    text = "这里选的现在不在选项里了，请重新选择"
    return [
        _counted(plan, Problem("answer.not-offered", text).at(question=path))
        for path in outcome.cleared
        if path.split(".")[0] in plan.part.answers
    ]


def _counted(plan: Plan, problem: Problem) -> Problem:
    """A row of the page has the number it has there, blank rows before it counted."""
    spot = on_page(problem.place.question, plan.row_numbers)
    return replace(problem, place=replace(problem.place, question=spot))


def must(plan: Plan, path: str, fixed: bool | str) -> bool:
    """Whether an answer is required now, rows counted as they are kept."""
    outcome: Outcome | None = plan.outcome
    return fixed is True if outcome is None else outcome.must(path, fixed)
