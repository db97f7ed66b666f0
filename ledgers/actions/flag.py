"""A doubt that stands at a record until somebody has dealt with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forms_catalog.problems import Problem

from .. import errands
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission

UP, DOWN = "up", "down"


class Flag(Verb):
    """Raised with a reason; done once more it is lowered, with what was found."""

    name = "flag"
    label = "标记疑问"
    says = "标上疑问，再做一次就是消除；都要写原因"
    reason = True
    bulk = False
    facts = {"_flag": ("疑问", lambda value: {UP: "有疑问", DOWN: "已消除"}.get(value, ""))}

    def judge(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
        raised = errands.stands(plan.pk, errands.FLAGGED)
        plan.facts["_flag"] = [UP, DOWN] if raised else [None, UP]
        return []

    def write(self, plan: Plan, submission: Submission) -> None:
        if plan.facts["_flag"][1] == DOWN:
            errands.done(plan.pk, errands.FLAGGED, submission.actor)
        else:
            errands.put(plan, errands.FLAGGED, submission)
