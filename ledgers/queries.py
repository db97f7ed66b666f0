"""Every query on records is made here, so that the planner's rules are kept in one place.

Scope below the root is a half-open range on the place path; text prefixes are ranges too; NULLs
have a place in every order; counting says "10,000+" rather than scanning on.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from forms_catalog.slots import family
from people.paths import range_of

from .ids import tidy_number
from .models import BlindIndex, Change, Link, Record
from .protect import ProtectedQuerySet
from .registry import Live
from .rows import Row, wanted
from .sealing import blind_digests

PAGE = 50
COUNTED = 10_000
MOST_PAGES = 40
"""An offset beyond 2,000 rows is slower than a filter; the list says so instead."""
LIGHT = ("uid", "number", "ledger", "edition", "place_path", "state", "answers", "created_at")
WHOLE = (*LIGHT, "version", "data_key", "key_id", "opened_by", "opened_post", "updated_at")
"""What pages read: the slots only mirror answers and are left in the database."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a list shows: text, place, state, order and page, as the URL says them."""

    text: str = ""
    place: str = ""
    state: str = ""
    sort: str = ""
    page: int = 1
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `total` stops counting at COUNTED + 1."""

    records: Sequence[Row]
    total: int
    number: int
    pages: int


def record(user: Any, uid: str, ledger: Live | None = None) -> Record | None:
    """A record within the person's scope, else None: a stranger's does not exist."""
    try:
        wanted = uuid.UUID(str(uid))
    except ValueError:
        return None
    rows = Record.objects.visible_to(user, ledger).only(*WHOLE)
    found: Record | None = rows.filter(uid=wanted).order_by().first()
    return found


def count(user: Any, ledger: Live, ask: Ask) -> int:
    """How many records a list has, counted to COUNTED + 1."""
    rows = _narrowed(Record.objects.visible_to(user, ledger), user, ledger, ask)
    return rows[: COUNTED + 1].count()


def listing(
    user: Any, ledger: Live, ask: Ask, names: Iterable[str] = (), total: int | None = None
) -> Page:
    """A page of a ledger's list within the person's scope: its titles and the questions named.

    `total` is given when it is known already.
    """
    rows = _narrowed(Record.objects.visible_to(user, ledger), user, ledger, ask)
    total = rows[: COUNTED + 1].count() if total is None else min(total, COUNTED + 1)
    pages = min(MOST_PAGES, max(1, -(-total // PAGE)))
    number = min(max(1, ask.page), pages)
    start = (number - 1) * PAGE
    ordered, read = _ordered(rows, ledger, ask), wanted(ledger, names)
    if not start:
        found = [read.row(row) for row in ordered.values_list(*read.columns)[:PAGE]]
        return Page(found, total, number, pages)
    ids = list(ordered.values_list("id", flat=True)[start : start + PAGE])
    near = Record.objects.unscoped("rows of ids just read in scope").filter(id__in=ids)
    by_id = {row[0]: read.row(row) for row in near.values_list(*read.columns)}
    return Page([by_id[pk] for pk in ids if pk in by_id], total, number, pages)


def _narrowed(rows: ProtectedQuerySet, user: Any, ledger: Live, ask: Ask) -> ProtectedQuerySet:
    if ask.place:
        low, high = range_of(ask.place)
        rows = rows.filter(place_path__gte=low, place_path__lt=high)
    if ask.state:
        rows = rows.filter(state=ask.state)
    return rows.filter(_text(user, ledger, ask)) if ask.text else rows


def _text(user: Any, ledger: Live, ask: Ask) -> Q:
    """A record number, an identity that is kept sealed, or part of a text column or linked title."""
    if "\x00" in ask.text:
        return Q(pk__in=())
    if number := tidy_number(ask.text):
        return Q(number=number)
    if ask.found:
        return Q(id__in=identified(ledger, ask.found))
    return _contains(ledger, ask.text) | _linked(user, ledger, ask.text)


def _contains(ledger: Live, text: str) -> Q:
    found = Q(pk__in=())
    for name, slot in ledger.slots.items():
        question = ledger.questions.get(name)
        if question and slot[0] == "t" == family(question) and question.type != "record":
            found |= Q(**{f"{slot}__contains": text})
    return found


def _linked(user: Any, ledger: Live, text: str) -> Q:
    """Records that point at a record whose own text matches, within the same scope."""
    from .registry import live

    found = Q(pk__in=())
    for question in ledger.questions.values():
        target = live(question.option("record")) if question.type == "record" else None
        if target is None or target.id == ledger.id:
            continue
        hits = Record.objects.visible_to(user, target).filter(_contains(target, text))
        links = Link.objects.unscoped("narrowed by the scope of its target").filter(
            question=question.name, target__in=hits
        )
        found |= Q(id__in=links.values("source_id"))
    return found


def _ordered(rows: ProtectedQuerySet, ledger: Live, ask: Ask) -> ProtectedQuerySet:
    name = ask.sort.lstrip("-")
    slot = {"_place": "place_path", "_state": "state", "_created": "id"}.get(
        name
    ) or ledger.slots.get(name)
    if slot is None:
        return rows.order_by("-id")
    way = (
        F(slot).desc(nulls_last=True) if ask.sort.startswith("-") else F(slot).asc(nulls_last=True)
    )
    return rows.order_by(way, "-id")


def identified(ledger: Live, answers: Mapping[str, str]) -> Any:
    """Ids of records whose identity rule matches these normalised answers."""
    found = Q(pk__in=())
    for rule in ledger.rules.identity:
        if all(answers.get(name) for name in rule):
            key = ",".join(rule)
            for key_id, digest in blind_digests(key, tuple(answers[n] for n in rule)).items():
                found |= Q(rule=key, key_id=key_id, digest=digest)
    return BlindIndex.objects.filter(found, ledger=ledger.id).values("record_id")


def state_counts(user: Any, ledger: Live, place: str = "") -> dict[str, int]:
    """How many records stand in each state, in scope."""
    from django.db.models import Count

    rows = _narrowed(Record.objects.visible_to(user, ledger), user, ledger, Ask(place=place))
    return dict(rows.order_by().values_list("state").annotate(n=Count("*")))


def history(record: Record) -> Sequence[Change]:
    """The changes of a record that the caller was shown, newest first."""
    rows = Change.objects.unscoped("of a record already in scope").filter(record=record)
    return list(rows.select_related("actor").order_by("-version"))


def last_hash(record: Record) -> bytes:
    rows = Change.objects.unscoped("the chain of a record being written")
    return bytes(rows.values_list("hash", flat=True).get(record=record, version=record.version))


def linked_from(user: Any, record: Record) -> Sequence[Record]:
    """Records in scope that point at this one, newest first."""
    ids = Link.objects.unscoped("narrowed below").filter(target=record).values("source_id")
    rows = Record.objects.visible_to(user).only(*LIGHT).filter(id__in=ids)
    return list(rows.order_by("-id")[:PAGE])


def titled(user: Any, ledger: Live, question: str, sources: Sequence[int]) -> dict[str, Row]:
    """The records of one ledger in scope that these point at by a question, by outside identity.

    It goes by the links' ids: asked by uid and place at once, SQLite reads the whole place.
    """
    read = wanted(ledger, ())
    links = Link.objects.unscoped("narrowed by the scope of its target")
    ids = links.filter(source__in=sources, question=question).values_list("target_id", flat=True)
    rows = Record.objects.visible_to(user, ledger).filter(id__in=list(ids)).order_by()
    return {str(row[1]): read.row(row) for row in rows.values_list(*read.columns)}


def by_uids(user: Any, uids: Iterable[str]) -> dict[str, Record]:
    """Whole records in scope by outside identity."""
    asked = [uid for uid in uids if uid]
    if not asked:
        return {}
    rows = Record.objects.visible_to(user).only(*WHOLE).filter(uid__in=asked)
    return {str(row.uid): row for row in rows}


def recent(user: Any, limit: int = 8) -> Sequence[Record]:
    """What this person opened last, still in scope."""
    rows = Record.objects.visible_to(user).only(*LIGHT).filter(opened_by=user)
    return list(rows.order_by("-id")[:limit])


def candidates(user: Any, ledger: Live, text: str, limit: int) -> Sequence[Record]:
    """Records that a record question may offer."""
    rows = _narrowed(Record.objects.visible_to(user, ledger), user, ledger, Ask(text=text))
    return list(rows.only(*LIGHT).order_by("-id")[:limit])


def all_of(ledger: Live, why: str) -> ProtectedQuerySet:
    """Every record of a ledger, for the engine's own work; `why` is said by the caller."""
    return Record.objects.unscoped(why).filter(ledger=ledger.id)
