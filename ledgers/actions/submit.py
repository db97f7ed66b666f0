"""Filling in, and filling in again: what came back is then no longer waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import errands
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission


class Submit(Verb):
    """Answers are given or changed; the record goes on to the action's next state."""

    name = "submit"
    label = "填写、更改"
    says = "打开表来填写或更改，存下后进入下一状态"
    whole = True
    bulk = False

    def write(self, plan: Plan, submission: Submission) -> None:
        if not plan.opens:
            errands.done(plan.pk, errands.RETURNED, submission.actor)
