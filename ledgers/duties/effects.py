"""An action begins a duty anew or ends it: effects `start` and `end` of a ledger's rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from forms_catalog.definition import Effect

from ..clock import now, today
from ..models import Link
from ..registry import Live, live
from . import keeping, planning
from .examining import stop
from .house import Series, house
from .rounds import OPEN, Moment

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..intake.writing import Sitting
    from ..submission import Submission

WHY = "records that an action points at"


def caused(sittings: Sequence[Sitting]) -> None:
    """What the actions of these sittings begin and end, in their order."""
    for submission, plans in sittings:
        for at, plan in enumerate(plans):
            asked = [one for one in plan.action.effects if one.start or one.end]
            for one in _holding(asked, plan, plans[:at], submission):
                if one.start:
                    start(plan, one.start)
                else:
                    end(plan, one.end)


def _holding(
    asked: Sequence[Effect], plan: Plan, before: Sequence[Plan], submission: Submission
) -> Iterator[Effect]:
    from ..intake.situation import Situation

    here = Situation(plan, before, submission) if asked else None
    for one in asked:
        if here is None or not one.when or here.truth(one.when):
            yield one


def start(plan: Plan, name: str) -> None:
    """From now on, where the rule applies: what ran or was over before is counted no more."""
    for series, pk in _spots(plan, name):
        _shut(series, pk)
        planning.plan(series.ledger, [pk], (series.name,))


def end(plan: Plan, name: str) -> None:
    """No more, until the rule has ceased to apply and applies again."""
    for series, pk in _spots(plan, name):
        kept = keeping.current([pk]).get(pk, {}).get(series.name)
        if kept is None:
            planning.plan(series.ledger, [pk], (series.name,))
            kept = keeping.current([pk]).get(pk, {}).get(series.name)
        if kept and kept.state == OPEN:
            stop(kept, _moment())
        if kept:
            keeping.store([kept])


def _shut(series: Series, pk: int) -> None:
    kept = keeping.current([pk]).get(pk, {}).get(series.name)
    if kept is None:
        return
    if kept.state == OPEN and kept.round == 1 and kept.applies_on == today():
        return  # it has begun just now
    if kept.state == OPEN:
        stop(kept, _moment())
    kept.current = False
    keeping.store([kept])


def _moment() -> Moment:
    return Moment(now(), house().days)


def _spots(plan: Plan, name: str) -> Iterator[tuple[Series, int]]:
    """The series of the record itself, else of the record that one of its questions points at."""
    own = house().series(plan.ledger.key, name)
    if own:
        yield own, plan.pk
        return
    for question in plan.questions.values():
        there = live(question.option("record", "")) if question.type == "record" else None
        series = house().series(there.key, name) if there else None
        if there and series:
            yield from ((series, pk) for pk in _targets(plan, question.name, there))
            return


def _targets(plan: Plan, question: str, there: Live) -> list[int]:
    rows = Link.objects.unscoped(WHY).filter(source=plan.pk, question=question)
    return list(rows.filter(target__ledger=there.id).values_list("target_id", flat=True))
