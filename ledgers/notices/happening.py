"""What just happened to records, told at the end of the transaction that wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forms_catalog.definition import Notice
from people.prepared import Prepared, even

from ..derived.following import Touch
from ..models import Record
from ..reading import Columns
from ..submission import OPENING, Submission
from .ground import WHY, Ground
from .house import House, house
from .telling import Teller

if TYPE_CHECKING:
    from ..intake.plan import Plan

    type Sitting = tuple[Submission, Sequence[Plan]]

BATCHES = ("excel",)
"""Doors by which many records come at once: the end of it is told, not every one that is opened."""
SILENT = ("demo", "retention")
"""Doors of what happened long ago, or is nobody's act."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice that one record's change sets off."""

    notice: Notice
    record: int
    about: str
    actor: int | None
    given: dict[str, Any] = field(default_factory=dict)


def happened(sittings: Sequence[Sitting], stirred: Sequence[Touch] = ()) -> None:
    """`stirred` are the derived columns that the sittings changed, also of other records."""
    found = house()
    told = [one for sitting in sittings for one in _of_sitting(found, sitting)]
    told += list(_of_columns(found, sittings, stirred))
    if not told:
        return
    rows = _read(sorted({one.record for one in told}))
    teller = Teller()
    for one in told:
        ground = Ground(rows[one.record], one.given)
        teller.add(one.notice, ground, actor=one.actor, about=one.about)
    teller.write()


_WHOLE = Columns(Record, *(found.name for found in Record._meta.concrete_fields))


@Prepared
def _rows(pks: Any) -> Any:
    return Record.objects.unscoped(WHY).filter(pk__in=pks).values_list(*_WHOLE.columns)


def _read(pks: list[int]) -> dict[int, Record]:
    made = (
        _WHOLE.made(values)
        for start in range(0, len(pks), 500)
        for values in _rows(pks=even(pks[start : start + 500]))
    )
    return {row.pk: row for row in made}


def _of_sitting(found: House, sitting: Sitting) -> Iterator[Telling]:
    submission, plans = sitting
    if submission.door in SILENT:
        return
    for at, plan in enumerate(plans):
        actor, given = getattr(submission.actor, "pk", None), _given(plan, submission)
        for notice in found.on(plan.ledger.key):
            about = _about(notice, plan)
            if about and not (submission.door in BATCHES and plan.opens and not notice.urgent):
                yield Telling(notice, plan.pk, f"{about}.{plan.version}", actor, given)
        for key in _effects(plan, plans[:at], submission):
            if known := found.by_key.get(key):
                about = f"effect.{plan.part.action}.{plan.version}"
                yield Telling(known, plan.pk, about, actor, given)


def _about(notice: Notice, plan: Plan) -> str:
    """What of this plan sets the notice off, '' when nothing does."""
    assert notice.on is not None
    if notice.on.action:
        return f"action.{plan.part.action}" if notice.on.action == plan.part.action else ""
    if notice.on.round:
        return _of_round(notice.on.round, plan)
    changed = notice.on.changed
    return f"changed.{changed}" if changed and changed in plan.diff else ""


def _of_round(which: str, plan: Plan) -> str:
    """A round is opened by its record, closed by the action that ends it."""
    state = next((s for s in plan.ledger.rules.states if s.name == plan.state), None)
    before = plan.record.state if plan.record else ""
    if which == "opened":
        return "round.opened" if plan.part.action == OPENING else ""
    ended = state is not None and state.final and before != plan.state
    return "round.closed" if ended else ""


def _given(plan: Plan, submission: Submission) -> dict[str, Any]:
    found: dict[str, Any] = {"_reason": plan.part.reason, "_to": plan.part.said.get("place", "")}
    if plan.happened_on:
        found["_happened_on"] = plan.happened_on
    name = getattr(submission.actor, "get_full_name", None)
    return found | ({"_actor_name": name()} if name else {})


def _effects(plan: Plan, before: Sequence[Plan], submission: Submission) -> list[str]:
    """The notices that the action's own rule asks for."""
    asked = [effect for effect in plan.action.effects if effect.notice]
    if not asked:
        return []
    from ..intake.situation import Situation

    here = Situation(plan, before, submission)
    return [e.notice for e in asked if not e.when or here.truth(e.when)]


def _of_columns(
    found: House, sittings: Sequence[Sitting], stirred: Sequence[Touch]
) -> Iterator[Telling]:
    first = sittings[0][0] if sittings else None
    actor = getattr(first.actor, "pk", None) if first else None
    for touch in stirred:
        for notice in found.on(touch.ledger):
            changed = notice.on.changed if notice.on else ""
            told = first is not None and first.door not in SILENT
            if first and told and changed and changed in (touch.changed or ()):
                about = f"stirred.{changed}.{first.key}"
                yield Telling(notice, touch.pk, about[:120], actor)
