"""What said that something was done says so no more: the round is open again, as if it had not been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..models import Duty
from ..submission import GONE
from . import keeping
from .house import house
from .rounds import KEPT, OPEN, Round

if TYPE_CHECKING:
    from ..intake.plan import Plan

WHY = "rounds that ended by a record that was changed"


def take_back(plans: Sequence[Plan]) -> None:
    """Opens again what these records ended, where nothing has come after; they are looked at anew.

    A record that still says the same ends the round again in the same transaction.
    """
    changed = [plan.pk for plan in plans if _matters(plan)]
    if not changed:
        return
    rows = Duty.objects.unscoped(WHY)
    ended = rows.filter(evidence__in=changed, state__in=KEPT).order_by("-id")
    for kept in keeping.read(ended):
        _reopen(kept)


def _matters(plan: Plan) -> bool:
    """Whether anything changed by which rounds are judged."""
    old = plan.record
    if old is None or plan.state in GONE or plan.state != old.state:
        return True
    rules = house().seen_in.get(plan.ledger.key, ())
    read = {name for rule in rules if rule.column for name in (*rule.column.theirs, rule.column.by)}
    return not read.isdisjoint(plan.diff)


def _reopen(kept: Round) -> None:
    later = Duty.objects.unscoped(WHY).filter(record=kept.record, series=kept.series)
    later = later.filter(id__gt=kept.id)
    if later.exclude(state=OPEN).exists():
        return
    later.delete()
    kept.state, kept.current = OPEN, True
    kept.evidence = kept.closed_on = kept.closed_at = None
    keeping.store([kept])
