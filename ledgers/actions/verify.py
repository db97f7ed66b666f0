"""Somebody else has looked: the record, or what changed since somebody last looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import errands
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission


class Verify(Verb):
    """Shows what changed since the last time; the change itself is the mark of having looked."""

    name = "verify"
    label = "审核"
    says = "看过上次审核以后改了什么，认可后进入下一状态"

    def write(self, plan: Plan, submission: Submission) -> None:
        """What was found good has not to be mended any more."""
        errands.done(plan.pk, errands.RETURNED, submission.actor, "gone")
