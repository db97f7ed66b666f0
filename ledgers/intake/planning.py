"""From a sitting to plans: every part read and judged, and what its actions bring with them."""

from __future__ import annotations

from collections.abc import Sequence

from forms_catalog import editions
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context

from ..acting import SUBMIT
from ..actions import VERBS
from ..clock import civil
from ..submission import Part, Result, Submission
from . import (
    doubts,
    effects,
    guarding,
    identity,
    joining,
    judging,
    likeness,
    logic,
    undoing,
    uploads,
)
from .known import Known
from .plan import Plan
from .reading import read_answers, required, taken_away


def plan_of(submission: Submission, known: Known) -> list[Plan] | Result:
    """The plans of a sitting, or why nothing of it is written."""
    plans: list[Plan] = []
    problems: list[Problem] = []
    try:
        for index, part in enumerate(submission.parts):
            problems += _add(index, part, plans, submission, known)
        if not _faulty(problems):
            problems += _bring(plans, submission, known)
    except Refused as found:
        return refused(submission, list(found))
    return refused(submission, problems) if _faulty(problems) else plans


def _faulty(problems: Sequence[Problem]) -> bool:
    return any(not problem.warn for problem in problems)


def refused(submission: Submission, problems: Sequence[Problem]) -> Result:
    stale = any(problem.code == "record.changed-meanwhile" for problem in problems)
    return Result("conflict" if stale else "refused", submission.key, problems=tuple(problems))


def _add(
    index: int,
    part: Part,
    plans: list[Plan],
    submission: Submission,
    known: Known,
    cause: Plan | None = None,
) -> list[Problem]:
    """One more plan and what stands against it, said of the part; raises Refused where there is none."""
    try:
        plan = judging.start(index, part, submission, known, cause)
    except Refused as found:
        raise Refused(*(problem.at(part=str(index)) for problem in found)) from None
    problems = [problem.at(part=str(index)) for problem in _judge(plan, plans, submission)]
    plans.append(plan)
    return problems


def _bring(plans: list[Plan], submission: Submission, known: Known) -> list[Problem]:
    """Plans of what the plans cause, and of what those cause in turn."""
    problems: list[Problem] = []
    for plan in plans:  # grows while it is walked
        for part in effects.brought(plan, plans, submission):
            if len(plans) > effects.MOST:
                return [effects.too_many().at(part=str(plan.index))]
            met = next((other for other in plans if part.record and other.uid == part.record), None)
            if met:
                found = effects.amend(met, part, plans, context(met, submission))
                judging.put_in_place(met, plans)
            else:
                found = _add(plan.index, part, plans, submission, known, plan)
                if joined := part.said.get(joining.JOIN):
                    joining.point(plan, joined, plans[-1].uid)
            problems += [_of_another(problem) for problem in found if not problem.warn]
    return problems


def _of_another(problem: Problem) -> Problem:
    """It stands at no question of the page: the record it speaks of is another one."""
    return problem.at(question="")


def context(plan: Plan, submission: Submission) -> Context:
    return Context(
        options=editions.bundle(plan.edition).options,
        user=None if plan.cause else submission.actor,
        today=civil(submission.clock),
        records={**plan.known.ledgers(submission.actor), **_handed_on(plan)},
    )


def _handed_on(plan: Plan) -> dict[str, str]:
    """What a rule may point at, whoever acts: the record that causes it, and what that points at."""
    cause = plan.cause
    if cause is None:
        return {}
    pointed = {
        uid: question.option("record")
        for question in cause.questions.values()
        if question.type == "record" and isinstance(uid := cause.after.get(question.name), str)
    }
    return pointed | {cause.uid: cause.ledger.key}


def _judge(plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
    if plan.undoes:
        return undoing.judged(plan, before, submission)
    ctx = context(plan, submission)
    problems = read_answers(plan, ctx)
    problems += judging.settle(plan, before)
    problems += VERBS[plan.verb].judge(plan, before, submission)
    problems += judging.by_rule(plan)
    judging.in_the_open_round(plan, before)
    problems += logic.apply(plan, before, submission, ctx)
    judging.put_in_place(plan, before)
    judging.happened(plan, submission)
    problems += _acted(plan, before, submission, ctx)
    problems += uploads.strangers(plan, submission.actor)
    bad = {problem.place.question.split(".")[0] for problem in problems}
    unanswered = taken_away(plan) if plan.upgrades else _required(plan)
    problems += [p for p in unanswered if p.place.question.split(".")[0] not in bad]
    problems += doubts.differing(plan, bad, ctx) if plan.told else []
    problems += [] if _faulty(problems) else likeness.doubts(plan, submission)
    if plan.place or plan.ledger.rules.place.startswith("_") or not problems:
        problems += judging.permitted(plan, submission)
    if identity.reidentified(plan):
        plan.blind = identity.identities(plan)
    return doubts.weighed(plan, problems) if problems else []


def _acted(
    plan: Plan, before: Sequence[Plan], submission: Submission, ctx: Context
) -> list[Problem]:
    """The guard, asked of settled answers; then what the action sets, and what rests on that."""
    action = plan.action
    if not (action.guard or action.reason or action.effects or plan.part.reason):
        return guarding.reasoned(plan)
    problems = guarding.objections(plan, before, submission)
    if problems or not action.effects:
        return problems
    problems = effects.own(plan, before, submission, ctx)
    if plan.stirred and not problems:
        problems = logic.apply(plan, before, submission, ctx)
        judging.put_in_place(plan, before)
    return problems


def _required(plan: Plan) -> list[Problem]:
    """Of an action that only asks a few questions, those; a rule asks nobody."""
    if plan.cause:
        return []
    asks = plan.asked and plan.verb != SUBMIT
    return required(plan) if plan.part.answers or plan.opens or asks else []
