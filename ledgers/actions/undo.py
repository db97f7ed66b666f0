"""The last change taken back by its inverse, while nobody has touched the same since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import errands, queries
from ..acting import RETURN, SUBMIT, rule_of, verb_of
from ..submission import UNDONE
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission


class Undo(Verb):
    """The gate knows how (`intake.undoing`); a ledger says who may."""

    name = "undo"
    label = "撤销上一次更改"
    says = "撤销最近一次更改；后来又改过的不能撤销"
    bulk = False
    facts = {UNDONE: ("撤销的更改", lambda value: f"第{value}次")}

    def write(self, plan: Plan, submission: Submission) -> None:
        """What came back waits no more when it did not; and again when it was not mended."""
        action = rule_of(plan.ledger.rules, plan.undone)
        if action and verb_of(action) == RETURN:
            errands.done(plan.pk, errands.RETURNED, submission.actor, "gone")
        elif action and verb_of(action) == SUBMIT:
            _asked_again(plan)


def _asked_again(plan: Plan) -> None:
    assert plan.record is not None
    change = queries.change(plan.record, plan.part.undoes)
    if change:
        errands.open_again(plan.pk, errands.RETURNED, change.at)
