"""To another place: at once within one's own reach, else once somebody there has taken it over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from forms_catalog.ports import ports
from forms_catalog.problems import Problem
from people.paths import lies_in

from .. import errands
from ..scope import reach
from .base import Verb

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Submission

ACCEPT, REFUSE, TAKE_BACK = "accept", "refuse", "withdraw"


def _name(path: str) -> str:
    place = ports.places.place(path)
    return place.full_name if place else ""


class Transfer(Verb):
    """Asked by whoever has the record, answered at the place it goes to; until then nothing moves."""

    name = "transfer"
    label = "转到别处"
    says = "转到另一个地方；对方接收后才转过去"
    asks = ("place",)
    bulk = False
    facts = {"_place": ("归属", _name), "_offered": ("请求转到", _name)}

    def judge(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
        assert plan.record is not None
        answer = plan.part.said.get("answer", "")
        if answer:
            return _answered(plan, answer)
        goal = plan.part.said.get("place", "")
        if not ports.places.place(goal) or goal == plan.record.place_path:
            return [Problem("action.no-such-place", "请选择转到哪里")]
        if not _movable(plan):
            text = "这种记录跟着它所属的记录走，请去转那一份"
            return [Problem("action.moves-with-another", text)]
        if errands.stands(plan.record.pk, errands.TRANSFER):
            text = "已经请求转出，正等对方接收。要改地方，先撤回"
            return [Problem("action.already-offered", text)]
        if any(lies_in(goal, path) for path in _reached(plan, submission)):
            _move(plan, goal)
        else:
            plan.facts["_offered"] = [None, goal]
            plan.state = plan.record.state
        return []

    def write(self, plan: Plan, submission: Submission) -> None:
        if "_offered" not in plan.facts:
            return
        goal = plan.facts["_offered"][1]
        if goal:
            errands.put(plan, errands.TRANSFER, submission, place=goal)
        else:
            said = plan.part.said["answer"]
            errands.done(plan.pk, errands.TRANSFER, submission.actor, said)


def _answered(plan: Plan, answer: str) -> list[Problem]:
    offer = plan.handed
    assert plan.record is not None
    if offer is None or answer not in (ACCEPT, REFUSE, TAKE_BACK):
        return [Problem("action.no-offer", "这次转出已经办完或撤回了，请刷新页面")]
    plan.facts["_offered"] = [offer.place_path, None]
    if answer == ACCEPT:
        _move(plan, offer.place_path)
    else:
        plan.state = plan.record.state
    return []


def _movable(plan: Plan) -> bool:
    rule = plan.ledger.rules.place
    question = plan.questions.get(rule)
    return rule in ("_actor", "_body") or (question is not None and question.type == "division")


def _move(plan: Plan, goal: str) -> None:
    assert plan.record is not None
    if plan.ledger.rules.place in plan.questions:
        plan.after[plan.ledger.rules.place] = goal
    plan.facts["_place"] = [plan.record.place_path, goal]


def _reached(plan: Plan, submission: Submission) -> list[Any]:
    posts = reach(submission.actor).posts
    who = plan.action.who
    return [post.place_path for post in posts if post.place_path and post.role in who]
