"""A record that was closed too early goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forms_catalog.problems import Problem

from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission


class Reopen(Verb):
    """Takes its identities again; the gate refuses it where somebody else has them by now."""

    name = "reopen"
    label = "重新打开"
    says = "从结束的状态回来；须写原因"
    reason = True

    def judge(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
        plan.reidentifies = True
        return []
