"""Showing one record to somebody who would not see it, for a while and for a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from forms_catalog.problems import Problem
from forms_catalog.questions.base import tidy

from ..clock import civil
from ..colleagues import anybody, name_of
from ..models import Share
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission

LONGEST = 366
"""Days that one referral may last."""


class Refer(Verb):
    """A share row: what the holder's role may see, from today to a day."""

    name = "refer"
    label = "转介、共享"
    says = "让别处的一个人在一段时间里看到这份记录，须写原因"
    asks = ("user", "until")
    reason = True
    bulk = False
    facts = {"_shared": ("共享给", lambda value: _words(value))}

    def judge(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
        today = civil(submission.clock)
        person = anybody(plan.part.said.get("user", ""), plan.ledger)
        until = _day(plan.part.said.get("until", ""))
        if person is None:
            return [Problem("action.no-such-person", "请选择给谁看")]
        if until is None or not today <= until <= today + dt.timedelta(LONGEST):
            return [Problem("action.until", "请选择到哪天为止，最长一年")]
        plan.facts["_shared"] = [None, [person.pk, until.isoformat()]]
        return []

    def write(self, plan: Plan, submission: Submission) -> None:
        user, until = plan.facts["_shared"][1]
        Share.objects.create(
            record_id=plan.pk,
            user_id=user,
            since=civil(submission.clock),
            until=until,
            reason=tidy(plan.part.reason),
        )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _words(value: list[object]) -> str:
    return f"{name_of(value[0])}（到{value[1]}）"
