"""Two records of the same thing become one, and the past of both is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from forms_catalog.problems import Problem
from people.paths import lies_in

from .. import queries
from ..acting import INTO, RELINK, is_from
from ..registry import live_by_id
from ..scope import reach
from ..submission import Part
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..models import Record
    from ..submission import Submission


class Merge(Verb):
    """This record stays, with the answers chosen; the other one goes into it, with all that points at it."""

    name = "merge"
    label = "合并重复的"
    says = "把另一份重复的并进这一份：两份的经历都保留，指向它的记录改指这一份"
    asks = ("record",)
    whole = True
    bulk = False
    facts = {"_merged": ("并进来的记录", str), "_into": ("并入的记录", str)}

    def judge(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
        other = plan.known.record(submission.actor, plan.part.said.get("record", ""), plan.ledger)
        assert plan.record is not None
        if other is None or other.pk == plan.record.pk or not _theirs(plan, other, submission):
            return [Problem("action.no-such-record", "请选择要并进来的那一份")]
        if not is_from(plan.action, other.state):
            text = f"那一份现在的状态不能{plan.action.label}，请先办完那一份上的事"
            return [Problem("action.other-state", text)]
        plan.facts["_merged"] = [None, other.number]
        plan.absorbs = other
        return []

    def brings(self, plan: Plan, before: Sequence[Plan]) -> Iterator[Part]:
        other = plan.absorbs
        if other is None:
            return
        yield Part(plan.ledger.key, {}, str(other.uid), INTO, said={"record": plan.uid})
        for ledger, _, uid, question in queries.standing_on(other):
            if str(uid) != plan.uid:
                yield Part(live_by_id(ledger).key, {question: plan.uid}, str(uid), RELINK)


def _theirs(plan: Plan, other: Record, submission: Submission) -> bool:
    """Whether a post of theirs may do this to the other one too: it goes from where it was."""
    return any(
        post.role in plan.action.who
        and submission.post in (None, post.id)
        and post.place_path
        and lies_in(other.place_path, post.place_path)
        for post in reach(submission.actor).posts
    )
