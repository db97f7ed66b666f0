"""One person answers for a record from now on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from forms_catalog.problems import Problem

from .. import errands
from ..colleagues import colleague, name_of
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission


class Assign(Verb):
    """Somebody who has the record in sight anyway; it stands among what is theirs."""

    name = "assign"
    label = "分派"
    says = "指定一个人负责"
    asks = ("user",)
    facts = {"_responsible": ("负责人", lambda pk: name_of(pk))}

    def judge(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
        person = colleague(plan.part.said.get("user", ""), plan.ledger, _place(plan))
        if person is None:
            return [Problem("action.no-such-person", "请选择由谁负责")]
        old = errands.responsible(plan.pk)
        if person.pk == old:
            return [Problem("action.same-person", f"已经由{person.get_full_name()}负责")]
        plan.facts["_responsible"] = [old, person.pk]
        return []

    def write(self, plan: Plan, submission: Submission) -> None:
        errands.done(plan.pk, errands.ASSIGNED, submission.actor)
        errands.put(plan, errands.ASSIGNED, submission, user=plan.facts["_responsible"][1])


def _place(plan: Plan) -> Any:
    return plan.record.place_path if plan.record else plan.place
