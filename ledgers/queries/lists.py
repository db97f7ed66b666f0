"""The lists of a ledger: narrowed, ordered, counted, a page at a time, as the planner's rules ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    OrderBy,
    Q,
    Value,
    When,
)

from forms_catalog.slots import family
from people.paths import range_of

from ..derived.offering import pending
from ..ids import tidy_number
from ..models import Link, Record
from ..narrowing import condition, view_of
from ..protect import ProtectedQuerySet
from ..reading import Reading
from ..registry import Live
from ..rows import Row, title_names, wanted
from ..scope import reach
from ..sight import barred
from .columns import LIGHT, Found
from .identities import identified

PAGE = 50


COUNTED = 10_000


LARGE = 50_000
"""A ledger of more is not counted by state for a page: that reads all of its index."""


ORDERED = ("d1", "d2")
"""The columns of which an index keeps the order."""


SEEN = {"_place": "place_path", "_state": "state", "_created": "id"}
"""What everybody sees of every record that is shown to them, to order a list by."""


FEW = 4 * PAGE
"""So many rows are sooner read than passed over by their keys."""


STEADY = ExpressionWrapper(F("id") + Value(0), BigIntegerField())
"""The key in words that no index answers."""


LONGEST = 200
"""Signs of a text that is looked for: longer ones stand in no column, and no database compares them."""


MOST_PAGES = 40
"""An offset beyond 2,000 rows is slower than a filter; the list says so instead."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a list shows: text, place, state, order and page, as the URL says them."""

    text: str = ""
    place: str = ""
    state: str = ""
    sort: str = ""
    page: int = 1
    view: str = ""
    where: str = ""
    """A saved view, and a condition of one's own in the expression language."""
    params: Sequence[tuple[str, str]] = ()
    """How the condition and the columns chosen stand in the address."""
    found: Mapping[str, str] = field(default_factory=dict)
    layout: str = ""
    """The export layout by which the list is taken along."""
    roster: str = ""
    round: str = ""
    """Instead of the list: a roster of it by its name, a round that names its records."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `total` stops counting at COUNTED + 1."""

    records: Sequence[Row]
    total: int
    number: int
    pages: int


def count(user: Any, ledger: Live, ask: Ask) -> int:
    """How many records a list has, counted to COUNTED + 1."""
    rows = narrowed(user, ledger, ask)
    return rows[: COUNTED + 1].count()


def listing(
    user: Any, ledger: Live, ask: Ask, names: Iterable[str] = (), total: int | None = None
) -> Page:
    """A page of a ledger's list within the person's scope: its titles and the questions named.

    `total` is given when it is known already.
    """
    total = count(user, ledger, ask) if total is None else min(total, COUNTED + 1)
    pages = min(MOST_PAGES, max(1, -(-total // PAGE)))
    number = min(max(1, ask.page), pages)
    start, read = (number - 1) * PAGE, wanted(ledger, names)
    order = _order(user, ledger, ask)
    steady = total <= COUNTED and not _whole(user, ledger, ask)
    apart = _apart(user, ledger, order)
    walked = not (steady or ask.text or apart) and order.lstrip("-") in ORDERED
    if not start and not (ask.text or ask.view or ask.where or walked or apart):
        guarded = steady and (bool(order) or not _estimates())
        first = _first_page(user, ledger, read.columns, order, guarded, **_near(ask))
        return Page([read.row(row) for row in first], total, number, pages)
    rows = narrowed(user, ledger, ask)
    if walked:
        found = _by_day(rows, order, read.columns, start, min(PAGE, total - start))
    else:
        ordered = _ordered(rows, order, steady, apart)
        found = _rows(ordered, read.columns, start, PAGE, total <= FEW)
    return Page([read.row(row) for row in found], total, number, pages)


@Reading
def _first_page(
    rows: ProtectedQuerySet, columns: Sequence[str], order: str, steady: bool, **near: Any
) -> Found:
    return _ordered(rows.filter(**near), order, steady).values_list(*columns)[:PAGE]


def _rows(
    ordered: ProtectedQuerySet, columns: Sequence[str], start: int, most: int, few: bool
) -> Sequence[Any]:
    """Keys first, which indexes hold, so that what is not shown is not read; of few all at once."""
    if few and not start:
        return list(ordered.values_list(*columns)[:most])
    ids = list(ordered.values_list("id", flat=True)[start : start + most])
    near = Record.objects.unscoped("rows of ids just read in scope").filter(id__in=ids)
    by_id = {row[0]: row for row in near.values_list(*columns)}
    return [by_id[pk] for pk in ids if pk in by_id]


def _estimates() -> bool:
    """Whether the planner knows how many rows a range of places has: it walks by key where that pays."""
    return connection.vendor == "postgresql"


def _whole(user: Any, ledger: Live, ask: Ask) -> bool:
    """Whether no place is looked at, so that an index may give the order."""
    return not ask.place and reach(user).whole(ledger)


def _by_day(
    rows: ProtectedQuerySet, order: str, columns: Sequence[str], start: int, most: int
) -> Sequence[Any]:
    """Those with a day first, which is what the index holds; then those without, the newest first."""
    slot = order.lstrip("-")
    there = rows.filter(**{f"{slot}__isnull": False})
    found = _rows(there.order_by(order, "-id"), columns, start, most, True)
    if len(found) == most:
        return found
    passed = 0 if found else max(0, start - there.count())
    none = rows.filter(**{f"{slot}__isnull": True}).order_by("-id")
    return [*found, *_rows(none, columns, passed, most - len(found), False)]


def narrowed(user: Any, ledger: Live, ask: Ask) -> ProtectedQuerySet:
    """What a list leaves of the records in scope, in no order yet."""
    rows = Record.objects.visible_to(user, ledger).filter(**_near(ask))
    if ask.view or ask.where:
        rows = rows.filter(condition(ledger, ask.view, ask.where), reach(user).apart(ledger) or Q())
    return rows.filter(_text(user, ledger, ask)) if ask.text else rows


def _near(ask: Ask) -> dict[str, str]:
    """A half-open range of places, and the state."""
    found = {"state": ask.state} if ask.state else {}
    if ask.place:
        found["place_path__gte"], found["place_path__lt"] = range_of(ask.place)
    return found


def _text(user: Any, ledger: Live, ask: Ask) -> Q:
    """A record number, an identity that is kept sealed, or part of a text column or linked title."""
    if "\x00" in ask.text or len(ask.text) > LONGEST:
        return Q(pk__in=())
    if number := tidy_number(ask.text):
        return Q(number=number)
    if ask.found:
        return Q(id__in=identified(ledger, ask.found))
    return _contains(user, ledger, ask.text) | _linked(user, ledger, ask.text)


def _contains(user: Any, ledger: Live, text: str) -> Q:
    """In the title of what is shown; in other columns where the person's posts show them in clear."""
    titled, beside = Q(pk__in=()), Q(pk__in=())
    named, shut = title_names(ledger.form_edition), barred(user, ledger)
    for name, slot in ledger.slots.items():
        question = ledger.questions.get(name)
        if not question or not slot[0] == "t" == family(question) or question.type == "record":
            continue
        part = Q(**{f"{slot}__contains": text})
        if name in named:
            titled |= part
        elif name not in shut:
            beside |= part
    return titled | (beside & (reach(user).apart(ledger) or Q()))


def _linked(user: Any, ledger: Live, text: str) -> Q:
    """Records that point at a record whose own text matches, within the same scope."""
    from ..registry import live

    found = Q(pk__in=())
    for question in ledger.questions.values():
        target = live(question.option("record")) if question.type == "record" else None
        if target is None or target.id == ledger.id:
            continue
        hits = Record.objects.visible_to(user, target).filter(_contains(user, target, text))
        links = Link.objects.unscoped("narrowed by the scope of its target").filter(
            question=question.name, target__in=hits
        )
        found |= Q(id__in=links.values("source_id"))
    return found


def _order(user: Any, ledger: Live, ask: Ask) -> str:
    """The column that a list is ordered by, with a minus for the other way; '' = the newest first."""
    saved = view_of(ledger, ask.view)
    sort = ask.sort or (saved.sort[0] if saved and saved.sort else "")
    name = sort.lstrip("-")
    shut = name in pending(ledger) or name in barred(user, ledger)
    slot = SEEN.get(name) or ("" if shut else ledger.slots.get(name, ""))
    return f"-{slot}" if slot and sort.startswith("-") else slot


def _apart(user: Any, ledger: Live, order: str) -> Q | None:
    """The records that an order by an answer may speak of, where others are shown masked."""
    return reach(user).apart(ledger) if order and order.lstrip("-") not in SEEN.values() else None


def _ordered(
    rows: ProtectedQuerySet, order: str, steady: bool = False, apart: Q | None = None
) -> ProtectedQuerySet:
    """`steady` keeps a planner from walking the whole table by its key until a page is full.

    What does not lie `apart` comes last, in no order of its own.
    """
    newest = OrderBy(STEADY if steady else F("id"), descending=True)
    if not order:
        return rows.order_by(newest)
    slot: Any = F(order.lstrip("-"))
    slot = Case(When(apart, then=slot)) if apart else slot
    way = slot.desc(nulls_last=True) if order.startswith("-") else slot.asc(nulls_last=True)
    return rows.order_by(way, newest)


def state_counts(user: Any, ledger: Live, place: str = "") -> dict[str, int] | None:
    """How many records stand in each state, in scope; None of a whole ledger with more than LARGE."""
    if place or not reach(user).whole(ledger):
        return dict(_by_state(user, ledger, **_near(Ask(place=place))))
    rows = Record.objects.visible_to(user, ledger).order_by()[: LARGE + 1]
    states = [state.name for state in ledger.rules.states]
    asked = {f"n{n}": Count("state", filter=Q(state=name)) for n, name in enumerate(states)}
    found = rows.aggregate(every=Count("*"), **asked)
    if found["every"] > LARGE:
        return None
    return {name: found[f"n{n}"] for n, name in enumerate(states) if found[f"n{n}"]}


@Reading
def _by_state(rows: ProtectedQuerySet, **near: Any) -> Found:
    found: Found = rows.filter(**near).order_by().values_list("state").annotate(n=Count("*"))
    return found


def candidates(user: Any, ledger: Live, text: str, limit: int) -> Sequence[Record]:
    """Records that a record question may offer."""
    rows = narrowed(user, ledger, Ask(text=text))
    return list(rows.only(*LIGHT).order_by("-id")[:limit])
