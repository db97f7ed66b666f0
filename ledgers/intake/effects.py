"""What an action brings with it on this record and on others, by the ledger's rules alone.

Every further change is a plan of its own in the same sitting: it has its own version in the past of
its record, under the post of the person whose action caused it, and it is judged by its own guard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from forms_catalog.definition import Effect, Question
from forms_catalog.expressions.values import Value
from forms_catalog.logic.worth import raw_of
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context, read

from .. import queries
from ..acting import FOLLOW, SET
from ..actions import VERBS
from ..registry import Live, live, live_by_id
from ..submission import Part, Submission
from . import joining
from .joining import raw, worth
from .plan import Plan
from .situation import Situation

MOST = 200
"""Plans of one sitting: a rule that sets off another one for ever is stopped."""


def own(plan: Plan, before: Sequence[Plan], submission: Submission, ctx: Context) -> list[Problem]:
    """Sets answers of the record itself; gives what cannot be set."""
    problems: list[Problem] = []
    for name, text, here in _sets(plan, before, submission):
        question = plan.questions.get(name)
        if "." in name or question is None:
            continue
        try:
            _put(plan, question, worth(text, here), ctx)
        except Refused as refused:
            problems += [problem.at(question=name) for problem in refused]
    return problems


def _put(plan: Plan, question: Question, value: Value, ctx: Context) -> None:
    answer = None if value == "" else read(question, raw_of(question, value), ctx)
    if answer is None:
        plan.after.pop(question.name, None)
    else:
        plan.after[question.name] = answer
    plan.stirred.add(question.name)


def _sets(
    plan: Plan, before: Sequence[Plan], submission: Submission
) -> Iterator[tuple[str, str, Situation]]:
    here = Situation(plan, before, submission)
    for effect in _holding(plan, here):
        for name, text in effect.set:
            yield name, text, here


def _holding(plan: Plan, here: Situation) -> Iterator[Effect]:
    for effect in plan.action.effects:
        if not effect.when or here.truth(effect.when):
            yield effect


def brought(plan: Plan, before: Sequence[Plan], submission: Submission) -> Iterator[Part]:
    """The parts that this plan causes on other records, in the order of its effects."""
    here = Situation(plan, before, submission)
    for effect in _holding(plan, here):
        yield from _linked(plan, effect, here)
        if effect.act:
            yield from _acted(plan, effect.act)
        if effect.open:
            yield from joining.opened(plan, effect.open, here)
    yield from VERBS[plan.verb].brings(plan, before)
    yield from _following(plan)


def _linked(plan: Plan, effect: Effect, here: Situation) -> Iterator[Part]:
    """Answers set through a record question, those of one record together."""
    found: dict[str, dict[str, Any]] = {}
    for name, text in effect.set:
        link, _, question = name.partition(".")
        if question:
            found.setdefault(link, {})[question] = worth(text, here)
    for link, values in found.items():
        if target := _target(plan, link):
            ledger, uid = target
            raws = {n: raw(ledger, n, value) for n, value in values.items()}
            yield Part(ledger.key, raws, uid, SET)


def _acted(plan: Plan, act: str) -> Iterator[Part]:
    link, _, action = act.partition(".")
    if target := _target(plan, link):
        ledger, uid = target
        yield Part(ledger.key, {}, uid, action)


def _target(plan: Plan, link: str) -> tuple[Live, str] | None:
    question, uid = plan.questions.get(link), plan.after.get(link)
    ledger = live(question.option("record")) if question else None
    return (ledger, uid) if ledger and isinstance(uid, str) else None


def _following(plan: Plan) -> Iterator[Part]:
    """Records that belong where this one is go with it when it moves."""
    record = plan.record
    if record is None or plan.place == record.place_path:
        return
    for ledger_id, _, uid, question in queries.standing_on(record):
        ledger = live_by_id(ledger_id)
        if ledger.rules.place == question:
            yield Part(ledger.key, {}, str(uid), FOLLOW)


def amend(plan: Plan, part: Part, before: Sequence[Plan], ctx: Context) -> list[Problem]:
    """The same for a record that this sitting writes anyway: one version, not two."""
    if part.action not in BY_RULE_ONLY:
        text = "这次操作两次改到同一份记录，请分开来做"
        return [Problem("effect.same-record", text)]
    for name, said in part.answers.items():
        if question := plan.questions.get(name):
            _put(plan, question, "" if said is None else said, ctx)
    return []


BY_RULE_ONLY = (SET, FOLLOW)


def too_many() -> Problem:
    text = f"这一步一共要改{MOST}份以上的记录，规则可能写错了，请告诉管理员"
    return Problem("effect.too-many", text)
