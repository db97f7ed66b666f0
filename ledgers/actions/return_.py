"""Back to whoever filled it in, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import errands, queries
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission


class Return(Verb):
    """It stands among what came back to that person until it is submitted again."""

    name = "return"
    label = "退回"
    says = "退回给填写的人改，须写原因；对方在“退回给我的”里看到"
    reason = True

    def write(self, plan: Plan, submission: Submission) -> None:
        person = queries.last_actor(plan.pk, plan.version)
        errands.put(plan, errands.RETURNED, submission, user=person)
