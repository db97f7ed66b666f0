"""What was written moves duties: of the records written, of those they point at, of those reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..models import Link
from ..registry import live
from . import effects, planning, taking_back
from .house import House, house

if TYPE_CHECKING:
    from ..derived.following import Touch
    from ..intake.plan import Plan
    from ..intake.writing import Sitting

WHY = "records whose duties a change may end"
type Spots = dict[str, set[int]]


def follow(
    sittings: Sequence[Sitting], touches: Sequence[Touch], bare: Collection[int] = ()
) -> None:
    """At the end of the transaction that wrote them, once derived columns have followed.

    `bare` are records that were opened here and that nothing points at yet.
    """
    found = house()
    if not found.of:
        return
    plans = [plan for _, of_sitting in sittings for plan in of_sitting]
    reached: Spots = defaultdict(set)
    for plan in plans:
        if _moved(found, plan):
            reached[plan.ledger.key].add(plan.pk)
    _seen(found, plans, reached)
    _add(found, touches, reached)
    _plan(reached, bare)
    effects.caused(sittings)


def stirred(touches: Sequence[Touch]) -> None:
    """Derived columns were worked out anew, whatever for."""
    reached: Spots = defaultdict(set)
    _add(house(), touches, reached)
    _plan(reached)


def _plan(reached: Mapping[str, set[int]], bare: Collection[int] = ()) -> None:
    for key, pks in reached.items():
        ledger = live(key)
        if ledger and pks:
            planning.plan(ledger, pks, bare=bare)


def _moved(found: House, plan: Plan) -> bool:
    """Whether anything changed that a duty of the record itself reads."""
    series = found.of.get(plan.ledger.key, ())
    old = plan.record
    if not series or old is None:
        return bool(series)
    if (plan.place, plan.state) != (old.place_path, old.state):
        return True
    read = frozenset().union(*(one.own for one in series))
    return not read.isdisjoint(plan.diff) or "_updated" in read


def _seen(found: House, plans: Sequence[Plan], reached: Spots) -> None:
    """Records that those written point at, by a question through which a round is done."""
    ways: dict[str, set[tuple[str, str]]] = {
        key: {(rule.ledger.key, rule.column.by) for rule in rules if rule.column}
        for key, rules in found.seen_in.items()
    }
    told = [plan for plan in plans if plan.ledger.key in ways]
    if not told:
        return
    taking_back.take_back([plan for plan in told if not plan.opens])
    questions = {by for plan in told for _, by in ways[plan.ledger.key]}
    pks = {plan.pk: plan.ledger.key for plan in told}
    for question, source, target, ledger in _links(pks, questions):
        for key, by in ways[pks[source]]:
            book = live(key)
            if by == question and book and book.id == ledger:
                reached[key].add(target)
    for plan in told:
        for key, by in ways[plan.ledger.key]:
            was = plan.before.get(by) if by in plan.diff else None
            spot = plan.known.spot(was) if isinstance(was, str) else None
            reached[key] |= {spot[0]} if spot else set()


def _links(pks: Iterable[int], questions: Iterable[str]) -> Iterable[tuple[str, int, int, int]]:
    rows = Link.objects.unscoped(WHY).filter(source__in=list(pks), question__in=list(questions))
    names = ("question", "source_id", "target_id", "target__ledger_id")
    return list(rows.values_list(*names))


def _add(found: House, touches: Sequence[Touch], reached: Spots) -> None:
    """Records whose derived columns hold something else, where a duty reads them."""
    for touch in touches:
        series = found.of.get(touch.ledger, ())
        if any(not one.own.isdisjoint(touch.changed or ()) for one in series):
            reached[touch.ledger].add(touch.pk)
