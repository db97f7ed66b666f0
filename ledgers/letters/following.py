"""What an action on a record means for its letters, inside the transaction of the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from forms_catalog.definition import Letter
from forms_catalog.questions.base import tidy

from ..models import File, LetterIssue, Record
from ..models.letter import STANDING
from ..submission import GONE, OPENING, Submission
from . import ending
from .house import House, house, thawed
from .issuing import fits, may_issue, standing, write
from .states import SIGNED, UNSIGNED

if TYPE_CHECKING:
    from ..intake.plan import Plan

    type Sitting = tuple[Submission, Sequence[Plan]]

VOIDS = "void"
WHY = "letters of the records that were just written"


def followed(sittings: Sequence[Sitting]) -> None:
    """Issues what actions ask for, takes in scans, ends letters whose records are over."""
    found = house()
    if not found.by_key:
        return
    for submission, plans in sittings:
        told = [plan for plan in plans if plan.ledger.key in found.of]
        for plan in told:
            for letter in _asked(found, plan, plans[: plans.index(plan)], submission):
                _issue(letter, plan, submission)
        for issue, plan in _standing(told):
            _follow(issue, plan, plans, submission)


def _asked(
    found: House, plan: Plan, before: Sequence[Plan], submission: Submission
) -> Iterator[Letter]:
    """The letters that the action's own rule asks for."""
    asked = [effect for effect in plan.action.effects if effect.letter]
    if not asked:
        return
    from ..intake.situation import Situation

    here = Situation(plan, before, submission)
    for effect in asked:
        letter = found.by_key.get(effect.letter)
        if letter and (not effect.when or here.truth(effect.when)):
            yield letter


def _issue(letter: Letter, plan: Plan, submission: Submission) -> None:
    """Who may issue is the letter's word, also where an action asks for it."""
    if not may_issue(submission.actor, letter, plan.place) or standing(letter.id, [plan.pk]):
        return
    row = Record.objects.unscoped(WHY).get(pk=plan.pk)
    if fits(letter, row):
        write(letter, row, submission.actor)


def _standing(plans: Sequence[Plan]) -> Iterator[tuple[LetterIssue, Plan]]:
    """Only of records that were there before: a new one has no letter yet to be followed."""
    old = {plan.pk: plan for plan in plans if plan.part.action != OPENING}
    if not old:
        return
    rows = LetterIssue.objects.unscoped(WHY).filter(record__in=list(old), state__in=STANDING)
    for issue in rows.order_by("id"):
        yield issue, old[issue.record_id]


def _follow(issue: LetterIssue, plan: Plan, plans: Sequence[Plan], submission: Submission) -> None:
    letter, by = thawed(issue.edition_id), getattr(submission.actor, "pk", None)
    over = plan.state in GONE or plan.verb == VOIDS
    if over or (letter.term and _final(plan)):
        renewed = any(other.cause is plan and _alike(other, plan) for other in plans)
        ending.end(issue, tidy(plan.part.reason), by, renewed)
    elif letter.scan and letter.scan in plan.diff:
        _scanned(issue, plan, letter, by)


def _final(plan: Plan) -> bool:
    state: Any = next((s for s in plan.ledger.rules.states if s.name == plan.state), None)
    return bool(state and state.final)


def _alike(other: Plan, plan: Plan) -> bool:
    return other.opens and other.ledger.key == plan.ledger.key


def _scanned(issue: LetterIssue, plan: Plan, letter: Letter, by: int | None) -> None:
    answer = plan.after.get(letter.scan)
    digest = answer.get("sha256") if isinstance(answer, dict) else None
    if digest is None:
        if issue.state == SIGNED:
            ending.unsigned(issue)
    elif issue.state in UNSIGNED:
        scan = File.objects.unscoped(WHY).filter(sha256=digest).first()
        ending.signed(issue, Record.objects.unscoped(WHY).get(pk=plan.pk), scan, by)
