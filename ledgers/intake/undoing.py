"""A change taken back by its inverse: only what nobody has touched since, and never a deletion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms_catalog.problems import Problem, refuse
from people.paths import lies_in

from .. import queries
from ..acting import SUBMIT, rule_of, verb_of
from ..models import Change
from ..periods import late
from ..scope import reach
from ..sealing import open_answers
from ..submission import GONE, UNDONE, VOID, Submission
from . import identity, judging
from .plan import Plan


def take_back(plan: Plan) -> None:
    """What the record was before; raises Refused when that is overtaken."""
    record = plan.record
    assert record is not None
    change = queries.change(record, plan.part.undoes)
    if change is None or record.state in GONE:
        raise refuse("undo.unknown", "没有可以撤销的更改")
    if late(plan.ledger, change.happened_on):
        raise refuse("undo.books-closed", "那一期已经结账，这次更改不能撤销，请照现在的情况改")
    if any(name.startswith("_") for name in change.diff.keys() - {UNDONE}):
        raise refuse("undo.not-answers", "这一步不只改了答案，不能撤销，请用相应的动作改回来")
    told = {name: pair for name, pair in change.diff.items() if name != UNDONE}
    if touched := [n for n, (_, new) in told.items() if record.answers.get(n) != new]:
        labels = "、".join(plan.questions[n].label for n in touched if n in plan.questions)
        raise refuse("undo.touched-since", f"后来又有人改过{labels}，这次更改不能撤销")
    plan.undone, plan.facts[UNDONE] = change.action, [None, change.version]
    if change.version == 1:
        _void(plan)
    else:
        _restore(plan, change, {name: was for name, (was, _) in told.items()})


def _void(plan: Plan) -> None:
    record = plan.record
    assert record is not None
    if record.version > 1:
        raise refuse("undo.touched-since", "登记以后又有人改过这份记录，不能撤销")
    plan.base, plan.after, plan.state = plan.before, {}, VOID


def _restore(plan: Plan, change: Change, old: Mapping[str, Any]) -> None:
    record = plan.record
    assert record is not None
    before = queries.change(record, change.version - 1)
    if before is None or before.edition_id != change.edition_id:
        raise refuse("undo.other-edition", "这次更改换了表的版次，不能撤销")
    opened = open_answers(plan.key, plan.questions, old)
    plan.after = {n: a for n, a in {**plan.before, **opened}.items() if a is not None}
    plan.state = before.state if record.state == change.state else record.state


def judged(plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
    """Whether this person may; what the form asks today is not asked of what was."""
    record = plan.record
    assert record is not None
    if problem := _not_theirs(plan, submission):
        return [problem]
    if plan.state == VOID:
        plan.place = record.place_path
        if queries.pointed_at(record, (other.uid for other in before)):
            text = "后来有别的记录用到了这一份，不能撤销"
            return [Problem("undo.linked-since", text)]
    else:
        judging.put_in_place(plan, before)
        plan.blind = identity.identities(plan)
    return judging.permitted(plan, submission)


def _not_theirs(plan: Plan, submission: Submission) -> Problem | None:
    """Answers are taken back by whoever may take back; a decision by whoever may decide it here."""
    record, rule = plan.record, rule_of(plan.ledger.rules, plan.undone)
    if record is None or rule is None or not rule.who or verb_of(rule) == SUBMIT:
        return None
    posts = reach(submission.actor).posts
    may = any(
        post.role in rule.who and post.place_path and lies_in(record.place_path, post.place_path)
        for post in posts
    )
    if may:
        return None
    text = f"上一步是“{rule.label}”，您的岗位不能撤销它，请联系办这一步的人"
    return Problem("undo.not-yours", text)
