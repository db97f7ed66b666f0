"""What records are still to be asked: what the newest edition asks and theirs did not, or not for sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.db.models import Q

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.differences import differences
from forms_catalog.models import Edition
from forms_catalog.questions import type_of
from forms_catalog.slots import family

from .acting import submit_of
from .asking import asked
from .models import Record
from .protect import ProtectedQuerySet
from .queries import COUNTED, PAGE, Ask, by_keys, narrowed, state_counts
from .registry import Live

LOOKED_THROUGH = 20_000
"""Records in scope beyond which a narrower place is asked for: their editions stand in no index."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What the records of one edition may lack, by today's names.

    `added` was never asked of them; `must` was, under the name beside it, and has to be answered now.
    """

    edition: int
    added: tuple[str, ...]
    must: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.added, *(name for name, _ in self.must))


_GAPS: WeakKeyDictionary[Live, dict[int, Gap]] = WeakKeyDictionary()


def gaps(ledger: Live) -> dict[int, Gap]:
    """By edition, of those that leave anything open; worked out once an edition of the ledger."""
    if ledger not in _GAPS:
        _GAPS[ledger] = {gap.edition: gap for gap in _found(ledger) if gap.names}
    return _GAPS[ledger]


def _found(ledger: Live) -> list[Gap]:
    rule, form = submit_of(ledger.rules), ledger.bundle.form.id
    if rule is None or ledger.rows_of:
        return []
    before = Edition.objects.filter(kind="form", key=form, pk__lt=ledger.form_edition)
    older = list(before.order_by("number").values_list("pk", flat=True))
    if not older:
        return []
    open_to = asked(ledger.form_edition, ledger, rule.name, rule.who)
    must = [name for name in _always(ledger) if name in open_to]
    own = Gap(ledger.form_edition, (), tuple((name, name) for name in must))
    return [*(_of_edition(ledger, pk, open_to, must) for pk in older), own]


def _always(ledger: Live) -> list[str]:
    """Questions that every record must answer, whatever its other answers say."""
    own = ledger.questions
    return [
        question.name
        for section in ledger.bundle.placed
        if not section.through and not section.relevant
        for question in section.questions
        if question.name in own and question.required is True and not question.relevant
        if not question.calculation and not question.number
    ]


def _of_edition(ledger: Live, pk: int, open_to: frozenset[str], must: Sequence[str]) -> Gap:
    found = differences(editions.bundle(pk).part(), ledger.questions.values())
    was = {new: old for old, new in found.moves.items()}
    added = tuple(q.name for q in found.added if q.name in open_to and _answered(q))
    return Gap(pk, added, tuple((name, was[name]) for name in must if name in was))


def _answered(question: Question) -> bool:
    """Whether somebody types the answer."""
    kind = type_of(question)
    return kind.asked and kind.stored and not question.number and not question.calculation


def condition(ledger: Live) -> Q | None:
    """Which records lack anything; None where no record can."""
    found = gaps(ledger)
    if not found:
        return None
    where = Q(pk__in=())
    for gap in found.values():
        where |= _of_gap(ledger, gap)
    return where


def _of_gap(ledger: Live, gap: Gap) -> Q:
    """Those filled with the current edition were asked; those that moved to it were not."""
    here = Q(edition=gap.edition)
    if gap.edition == ledger.form_edition:
        here &= Q(created_at__lt=_published(gap.edition))
    if gap.added:
        return here
    lacking = Q(pk__in=())
    for name, was in gap.must:
        lacking |= _blank(ledger, name, was)
    return here & lacking


def _published(edition: int) -> Any:
    return Edition.objects.filter(pk=edition).values("published_at")[:1]


def _blank(ledger: Live, name: str, was: str) -> Q:
    """By a column where it tells the answer from none, else by the document."""
    slot = ledger.slots.get(name, "")
    if name == was and slot and family(ledger.questions[name]) in {"c", "t"}:
        return Q(**{f"{slot}__isnull": True})
    return ~Q(answers__has_key=was)


def left(user: Any, ledger: Live, place: str = "") -> ProtectedQuerySet | None:
    """Records in scope whose life goes on and that lack anything; None where there can be none."""
    where = condition(ledger)
    if where is None:
        return None
    final = [state.name for state in ledger.rules.states if state.final]
    return narrowed(user, ledger, Ask(place=place)).exclude(state__in=final).filter(where)


def too_many(user: Any, ledger: Live, place: str = "") -> bool:
    counts = state_counts(user, ledger, place)
    return counts is None or sum(counts.values()) > LOOKED_THROUGH


def any_left(user: Any, ledger: Live) -> bool:
    """Whether a list has a reason to lead there."""
    rows = left(user, ledger)
    return rows is not None and (too_many(user, ledger) or rows.exists())


@dataclass(frozen=True, slots=True)
class Lacking:
    """One page of those records, the newest first; `total` stops counting at COUNTED + 1."""

    records: Sequence[Record]
    total: int
    number: int
    pages: int


def page(user: Any, ledger: Live, place: str, number: int) -> Lacking:
    rows = left(user, ledger, place)
    if rows is None:
        return Lacking((), 0, 1, 1)
    total = rows[: COUNTED + 1].count()
    pages = max(1, -(-min(total, COUNTED) // PAGE))
    number = min(max(1, number), pages)
    start = (number - 1) * PAGE
    ids = list(rows.order_by("-id").values_list("id", flat=True)[start : start + PAGE])
    found = by_keys(user, ids)
    return Lacking([found[pk] for pk in ids if pk in found], total, number, pages)


def of_record(ledger: Live, record: Record) -> list[str]:
    """The names of what it lacks, as the newest form asks them."""
    gap = gaps(ledger).get(record.edition_id)
    if gap is None:
        return []
    lacks = {*gap.added, *(n for n, was in gap.must if record.answers.get(was) is None)}
    return [name for name in ledger.questions if name in lacks]
