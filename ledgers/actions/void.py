"""A record that should not be there: seen as void, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forms_catalog.problems import Problem

from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission


class Void(Verb):
    """Gives its identities back, so that the right record can have them."""

    name = "void"
    label = "作废"
    says = "标为作废，留痕不删，证件号等可以再用；须写原因"
    reason = True

    def judge(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
        plan.freed = True
        return []
