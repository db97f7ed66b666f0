"""Every query on records is made here (a task list's next door), as the planner's rules ask for it.

Scope below the root is a half-open range on the place path; text prefixes are ranges too; NULLs
have a place in every order; counting says "10,000+" rather than scanning on.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from forms_catalog.slots import family
from people.models import User
from people.paths import range_of
from people.prepared import Prepared

from .ids import tidy_number
from .models import BlindIndex, Change, Link, Record
from .protect import ProtectedQuerySet
from .reading import Columns, Reading
from .registry import Live
from .rows import Row, wanted
from .sealing import blind_digests
from .submission import VOID

PAGE = 50
COUNTED = 10_000
MOST_PAGES = 40
"""An offset beyond 2,000 rows is slower than a filter; the list says so instead."""
LIGHT = ("uid", "number", "ledger", "edition", "place_path", "state", "answers", "created_at")
WHOLE = (*LIGHT, "version", "data_key", "key_id", "opened_by", "opened_post", "updated_at")
"""What pages read: the slots only mirror answers and are left in the database."""
_RECORD = Columns(Record, *WHOLE)
_CHANGE = Columns(
    Change, "record", "version", "action", "actor", "edition_id", "at", "diff", "warnings"
)
_ACTOR = Columns(User, "name", "username")
type Found = QuerySet[Any, Any]


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
    found = _by_uid(user, ledger, uid=wanted)
    return _RECORD.made(found[0]) if found else None


@Reading
def _by_uid(rows: ProtectedQuerySet, uid: Any) -> Found:
    return rows.filter(uid=uid).order_by().values_list(*_RECORD.columns)


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
    if not start and not ask.text:
        first = _first_page(user, ledger, read.columns, _order(ledger, ask), **_near(ask))
        return Page([read.row(row) for row in first], total, number, pages)
    rows = narrowed(user, ledger, ask)
    ordered = _ordered(rows, _order(ledger, ask))
    ids = list(ordered.values_list("id", flat=True)[start : start + PAGE])
    near = Record.objects.unscoped("rows of ids just read in scope").filter(id__in=ids)
    by_id = {row[0]: read.row(row) for row in near.values_list(*read.columns)}
    return Page([by_id[pk] for pk in ids if pk in by_id], total, number, pages)


@Reading
def _first_page(rows: ProtectedQuerySet, columns: Sequence[str], order: str, **near: Any) -> Found:
    return _ordered(rows.filter(**near), order).values_list(*columns)[:PAGE]


def narrowed(user: Any, ledger: Live, ask: Ask) -> ProtectedQuerySet:
    """What a list leaves of the records in scope, in no order yet."""
    rows = Record.objects.visible_to(user, ledger).filter(**_near(ask))
    return rows.filter(_text(user, ledger, ask)) if ask.text else rows


def _near(ask: Ask) -> dict[str, str]:
    """A half-open range of places, and the state."""
    found = {"state": ask.state} if ask.state else {}
    if ask.place:
        found["place_path__gte"], found["place_path__lt"] = range_of(ask.place)
    return found


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


def _order(ledger: Live, ask: Ask) -> str:
    """The column that a list is ordered by, with a minus for the other way; '' = the newest first."""
    name = ask.sort.lstrip("-")
    own = {"_place": "place_path", "_state": "state", "_created": "id"}
    slot = own.get(name) or ledger.slots.get(name, "")
    return f"-{slot}" if slot and ask.sort.startswith("-") else slot


def _ordered(rows: ProtectedQuerySet, order: str) -> ProtectedQuerySet:
    if not order:
        return rows.order_by("-id")
    slot = F(order.lstrip("-"))
    way = slot.desc(nulls_last=True) if order.startswith("-") else slot.asc(nulls_last=True)
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
    return dict(_by_state(user, ledger, **_near(Ask(place=place))))


@Reading
def _by_state(rows: ProtectedQuerySet, **near: Any) -> Found:
    found: Found = rows.filter(**near).order_by().values_list("state").annotate(n=Count("*"))
    return found


def history(record: Record) -> Sequence[Change]:
    """The changes of a record that the caller was shown, newest first."""
    found = []
    for row in _past(record=record.pk):
        made = _CHANGE.made(row)
        made.actor = _ACTOR.made(row[len(_CHANGE.columns) :]) if made.actor_id else None
        found.append(made)
    return found


@Prepared
def _past(record: Any) -> Found:
    rows = Change.objects.unscoped("of a record already in scope").filter(record=record)
    actor = [f"actor__{name}" for name in _ACTOR.columns]
    return rows.order_by("-version").values_list(*_CHANGE.columns, *actor)


def change(record: Record, version: int) -> Change | None:
    """One change of a record that the caller was shown."""
    rows = Change.objects.unscoped("of a record already in scope")
    found: Change | None = rows.filter(record=record, version=version).first()
    return found


def changed_by(keys: Sequence[str]) -> Iterator[tuple[str, int, uuid.UUID, int]]:
    """Submission, ledger, record and version of what these submissions changed; the last opened first."""
    rows = Change.objects.unscoped("what submissions of the caller changed")
    found = rows.filter(submission__key__in=keys).order_by("-record_id")
    yield from found.values_list("submission__key", "record__ledger_id", "record__uid", "version")


def pointed_at(record: Record, but: Iterable[str] = ()) -> bool:
    """Whether another record, not among `but`, points at it and still stands."""
    links = Link.objects.unscoped("only whether there are any").filter(target=record)
    return bool(links.exclude(source__uid__in=list(but)).exclude(source__state=VOID).exists())


def keys_of(uids: Collection[str]) -> dict[str, int]:
    """Outside identity -> key inside, of records just written."""
    rows = Record.objects.unscoped("the keys of records just written").filter(uid__in=uids)
    return {str(uid): pk for uid, pk in rows.values_list("uid", "pk")}


def last_hashes(records: Iterable[Record]) -> dict[int, bytes]:
    """The end of each record's chain, by the record's key."""
    by_version: dict[int, list[int]] = {}
    for record in records:
        by_version.setdefault(record.version, []).append(record.pk)
    rows = Change.objects.unscoped("the chains of records being written")
    return {
        pk: bytes(mark)
        for version, ids in by_version.items()
        for pk, mark in rows.filter(record__in=ids, version=version).values_list(
            "record_id", "hash"
        )
    }


def linked_from(user: Any, record: Record) -> Sequence[Record]:
    """Records in scope that point at this one, newest first."""
    ids = [pk for (pk,) in _sources(target=record.pk)]
    found = _pointing(user, None, ids=_even(ids)) if ids else ()
    return [_RECORD.made(row) for row in found]


@Prepared
def _sources(target: Any) -> Found:
    links = Link.objects.unscoped("narrowed by the scope of their sources")
    return links.filter(target=target).values_list("source_id")


@Reading
def _pointing(rows: ProtectedQuerySet, ids: Any) -> Found:
    return rows.filter(id__in=ids).order_by("-id").values_list(*_RECORD.columns)[:PAGE]


def titled(user: Any, ledger: Live, question: str, sources: Sequence[int]) -> dict[str, Row]:
    """The records of one ledger in scope that these point at by a question, by outside identity.

    It goes by the links' ids, read first: with a place and a subquery, SQLite reads the whole place.
    """
    read, links = wanted(ledger, ()), _targets(question=question, sources=_even(sources))
    ids = _even([pk for (pk,) in links])
    rows = _titles(user, ledger, read.columns, ids=ids) if ids else ()
    return {str(row[1]): read.row(row) for row in rows}


@Prepared
def _targets(question: Any, sources: Any) -> Found:
    links = Link.objects.unscoped("narrowed by the scope of their targets")
    return links.filter(source__in=sources, question=question).values_list("target_id")


@Reading
def _titles(rows: ProtectedQuerySet, columns: Sequence[str], ids: Any) -> Found:
    return rows.filter(id__in=ids).order_by().values_list(*columns)


def _even(ids: Sequence[int]) -> list[int]:
    """As many as a power of two, by repeating one: lists of few lengths need few texts of SQL."""
    if not ids:
        return []
    size = 1 << (len(ids) - 1).bit_length()
    return [*ids] + [ids[0]] * (size - len(ids))


def by_uids(user: Any, uids: Iterable[str]) -> dict[str, Record]:
    """Whole records in scope by outside identity."""
    asked = [uid for uid in uids if uid]
    if not asked:
        return {}
    rows = Record.objects.visible_to(user).only(*WHOLE).filter(uid__in=asked)
    return {str(row.uid): row for row in rows}


class Taken(NamedTuple):
    """What is taken along of a record: lighter by half than the record itself."""

    id: int
    uid: uuid.UUID
    number: str
    ledger_id: int
    edition_id: int
    place_path: str
    version: int
    answers: dict[str, Any]
    data_key: bytes
    key_id: str


def taken(rows: ProtectedQuerySet, after: int, most: int) -> Sequence[Taken]:
    """The next records of a narrowed list, by age."""
    found = rows.filter(id__gt=after).order_by("id").values_list(*Taken._fields)
    return [Taken._make(row) for row in found[:most]]


def taken_by_uids(user: Any, uids: Iterable[str]) -> dict[str, Taken]:
    """The same of records in scope by outside identity."""
    asked = [uid for uid in uids if uid]
    if not asked:
        return {}
    rows = Record.objects.visible_to(user).filter(uid__in=asked).values_list(*Taken._fields)
    return {str(row.uid): row for row in map(Taken._make, rows)}


def recent(user: Any, limit: int = 8) -> Sequence[Record]:
    """What this person opened last, still in scope."""
    rows = Record.objects.visible_to(user).only(*LIGHT).filter(opened_by=user)
    return list(rows.order_by("-id")[:limit])


def candidates(user: Any, ledger: Live, text: str, limit: int) -> Sequence[Record]:
    """Records that a record question may offer."""
    rows = narrowed(user, ledger, Ask(text=text))
    return list(rows.only(*LIGHT).order_by("-id")[:limit])


def all_of(ledger: Live, why: str) -> ProtectedQuerySet:
    """Every record of a ledger, for the engine's own work; `why` is said by the caller."""
    return Record.objects.unscoped(why).filter(ledger=ledger.id)


type Identity = tuple[int, str, str, bytes]
"""Ledger, rule, key id, digest: what the blind index is looked up by."""


def by_numbers(user: Any, numbers: Iterable[str]) -> dict[str, Record]:
    """The records in scope that carry these numbers."""
    rows = Record.objects.visible_to(user).only("uid", "number", "ledger", "version")
    return {row.number: row for row in rows.filter(number__in=list(numbers)).order_by()}


def by_identities(user: Any, wanted: Iterable[Identity]) -> dict[Identity, tuple[str, int]]:
    """Outside identity and version of the records in scope that hold these identities."""
    asked = list(wanted)
    ledgers, rules, keys, digests = (set(column) for column in zip(*asked, strict=True))
    held = BlindIndex.objects.filter(
        ledger__in=ledgers, rule__in=rules, key_id__in=keys, digest__in=digests, unique=True
    ).values_list("ledger_id", "rule", "key_id", "digest", "record_id")
    marks = {pk: (ledger, rule, key, bytes(digest)) for ledger, rule, key, digest, pk in held}
    rows = Record.objects.visible_to(user).filter(pk__in=list(marks)).order_by()
    found = rows.values_list("pk", "uid", "version")
    return {marks[pk]: (str(uid), version) for pk, uid, version in found}
