"""Whether an action may be taken now: its reason is there, and every part of its guard holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from forms_catalog import editions
from forms_catalog.definition import Action
from forms_catalog.expressions import Node, run
from forms_catalog.expressions.values import to_boolean
from forms_catalog.expressions.words import say
from forms_catalog.problems import Problem
from forms_catalog.questions.base import tidy

from ..actions import VERBS
from ..scope import reach
from ..submission import Submission
from .plan import Plan
from .situation import Situation, parsed

LONGEST = 200
_NUMBER = re.compile(r"\d{11,}")


def objections(plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
    """What stands against the action; of a guard in one piece, the parts that do not hold."""
    action, found = plan.action, reasoned(plan)
    if action.guard:
        roles = {post.role for post in reach(submission.actor).posts} & {*action.who}
        found += _guard(plan, action, Situation(plan, before, submission), roles)
    return found


def reasoned(plan: Plan) -> list[Problem]:
    """What is wrong with the reason; a rule that acts needs none."""
    return [] if plan.cause else list(_reason(plan, plan.action))


def _reason(plan: Plan, action: Action) -> Iterator[Problem]:
    reason = tidy(plan.part.reason)
    needed = action.reason or (VERBS[plan.verb].reason and not plan.part.said.get("answer"))
    if needed and len(reason) < 2:
        yield Problem("action.reason-missing", f"请写明{action.label}的原因")
    if len(reason) > LONGEST:
        text = f"原因最多写{LONGEST}个字，现在是{len(reason)}个字，请写短一些"
        yield Problem("action.reason-too-long", text)
    if _NUMBER.search(reason):
        yield Problem("action.reason-numbers", "原因里不要写证件号和电话，请删去这些数字")


def _guard(plan: Plan, action: Action, here: Situation, roles: Set[str]) -> Iterator[Problem]:
    """A rule for some roles binds whoever acts in no other one."""
    if isinstance(action.guard, str):
        for part in _parts(parsed(action.guard)):
            if not to_boolean(run(part, here)):
                yield _objection(action, f"要先做到：{say(part, _labels(plan), _options(plan))}")
        return
    for rule in action.guard:
        bound = not rule.who or roles <= {*rule.who}
        if bound and not here.truth(rule.constraint):
            yield _objection(action, rule.constraint_message)


def _objection(action: Action, words: str) -> Problem:
    return Problem("action.guard", f"还不能{action.label}。{words}")


def _parts(node: Node) -> Iterator[Node]:
    """Split at the top-level `and`."""
    if node.op == "and":
        for arg in node.args:
            yield from _parts(arg)
    else:
        yield node


def _labels(plan: Plan) -> dict[str, str]:
    own = {question.name: question.label for question in plan.questions.values()}
    columns = {column.name: column.label for column in plan.ledger.rules.derived if column.label}
    return own | columns | {"_state": "状态", "_place": "归属"}


def _options(plan: Plan) -> dict[str, dict[str, str]]:
    bundle = editions.bundle(plan.edition)
    found = {"_state": {state.name: state.label for state in plan.ledger.rules.states}}
    for question in plan.questions.values():
        source = question.option("choices", "")
        if isinstance(source, str) and source in bundle.options:
            found[question.name] = {o.name: o.label for o in bundle.options[source]}
    return found
