"""Which records a ledger's form still has to go on from, and what came of the others."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When

from .acting import verb_of
from .models import Change, Link
from .protect import ProtectedQuerySet
from .queries import COUNTED, Ask, narrowed
from .registry import Live
from .rows import Row, title_names, wanted

RETURNED, BEGUN, OPEN, DONE = range(4)
"""How far a ledger has got with a record of another one, in the order in which that is told."""
TASKS = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """The record that a task has led to; `reason` is what was said with its last change of any."""

    uid: uuid.UUID
    state: str
    place_path: str
    reason: str | None


KEPT = ("source__uid", "source__state", "source__place_path", "reason")


@dataclass(frozen=True, slots=True)
class Tasks:
    """One page of a task list: each record to go on from, and what came of it; how many of each."""

    rows: Sequence[tuple[Row, int, Kept | None]]
    counts: Sequence[int]
    number: int
    pages: int

    @property
    def total(self) -> int:
        return sum(self.counts)


def tasks(
    user: Any, ledger: Live, through: str, target: Live, ask: Ask, begun: Collection[uuid.UUID] = ()
) -> Tasks:
    """Records in scope that the ledger's form goes on from, the unfinished first, then by title.

    `begun` are those with a draft. More than COUNTED are only counted: one page orders them all.
    """
    links = Link.objects.visible_to(user, ledger).filter(question=through)
    rows = narrowed(user, target, ask)
    rows = rows.exclude(state__in=[state.name for state in target.rules.states if state.final])
    rows = rows.annotate(group=_group(ledger, links, begun))
    found = rows.order_by()[: COUNTED + 1].aggregate(
        **{f"n{group}": Count("group", filter=Q(group=group)) for group in range(4)}
    )
    counts = [found[f"n{group}"] for group in range(4)]
    pages = max(1, -(-sum(counts) // TASKS))
    number = min(max(1, ask.page), pages)
    if sum(counts) > COUNTED:
        return Tasks((), counts, 1, 1)
    read, start = wanted(target, ()), (number - 1) * TASKS
    ordered = rows.order_by("group", *_by_title(target), "id").values_list(*read.columns, "group")
    page = [(read.row(values[:-1]), values[-1]) for values in ordered[start : start + TASKS]]
    kept = _kept(ledger, links, [row.id for row, group in page if group in (RETURNED, DONE)])
    return Tasks([(row, group, kept.get(row.id)) for row, group in page], counts, number, pages)


def _group(ledger: Live, links: ProtectedQuerySet, begun: Collection[uuid.UUID]) -> Case:
    """What was sent back comes before anything else, what is kept before what is only begun."""
    back = links.filter(source__state__in=_back(ledger))
    return Case(
        When(id__in=back.values("target_id"), then=Value(RETURNED)),
        When(id__in=links.values("target_id"), then=Value(DONE)),
        When(uid__in=list(begun), then=Value(BEGUN)),
        default=Value(OPEN),
        output_field=IntegerField(),
    )


def _back(ledger: Live) -> list[str]:
    """The states of what was sent back for another hand."""
    led_to = [a.to for a in ledger.rules.actions if verb_of(a) == "return" and a.to]
    return led_to or [state.name for state in ledger.rules.states if state.color == "yellow"]


def _by_title(ledger: Live) -> list[Any]:
    """The column of the first question that a title speaks of, when it is in words."""
    name = next(iter(title_names(ledger.form_edition)), "")
    question, slot = ledger.questions.get(name), ledger.slots.get(name)
    if slot is None or question is None or question.type == "record":
        return []
    return [F(slot).asc(nulls_last=True)]


def _kept(ledger: Live, links: ProtectedQuerySet, targets: Sequence[int]) -> dict[int, Kept]:
    """By target: what was sent back, else the newest."""
    changes = Change.objects.unscoped("of records in scope").filter(record=OuterRef("source"))
    said = changes.exclude(reason="").order_by("-version").values("reason")[:1]
    rows = links.filter(target__in=targets).annotate(reason=Subquery(said)).order_by("source")
    back, found = _back(ledger), dict[int, Kept]()
    for target, *values in rows.values_list("target_id", *KEPT):
        one = Kept(*values)
        if target not in found or one.state in back or found[target].state not in back:
            found[target] = one
    return found
