"""Single records and handfuls of them, by what names them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import batched
from typing import Any, NamedTuple

from django.db.models import Q

from people.prepared import Prepared, even

from ..models import Record
from ..narrowing import condition
from ..protect import ProtectedQuerySet
from ..reading import Reading, filled, form
from ..registry import Live
from ..scope import reach
from ..submission import GONE
from .columns import LIGHT, RECORD, WHOLE, Found

AT_ONCE = 500


def record(user: Any, uid: str, ledger: Live | None = None) -> Record | None:
    """A record within the person's scope, else None: a stranger's does not exist."""
    try:
        wanted = uuid.UUID(str(uid))
    except ValueError:
        return None
    found = _by_uid(user, ledger, uid=wanted)
    return RECORD.made(found[0]) if found else None


@Reading
def _by_uid(rows: ProtectedQuerySet, uid: Any) -> Found:
    return rows.filter(uid=uid).order_by().values_list(*RECORD.columns)


def by_rule(uid: str, ledger: Live) -> Record | None:
    """A record that the engine itself has to change, for the sake of another one."""
    rows = Record.objects.unscoped("what an action brings about by the ledger's rules")
    found = rows.filter(uid=uid, ledger=ledger.id).order_by().values_list(*RECORD.columns).first()
    return RECORD.made(found) if found else None


def offered_record(uid: object) -> Record | None:
    """A record whose offer somebody answers: the caller asks whether it is theirs to answer."""
    rows = Record.objects.unscoped("an offer is answered where it goes to").exclude(state__in=GONE)
    found = rows.filter(uid=uid).order_by().values_list(*RECORD.columns).first()
    return RECORD.made(found) if found else None


def in_states(
    user: Any, ledger: Live, states: Collection[str], most: int, view: str = ""
) -> Sequence[Record]:
    """Records in scope that stand in one of these states and in the view, the oldest first."""
    rows = Record.objects.visible_to(user, ledger).filter(state__in=list(states))
    rows = rows.filter(condition(ledger, view, "")) if view else rows
    return list(rows.only(*LIGHT, "updated_at").order_by("id")[:most])


def keys_of(uids: Collection[str]) -> dict[str, int]:
    """Outside identity -> key inside, of records just written."""
    asked = even([*_outside(uids)])
    return {str(uid): pk for uid, pk in _keys(uids=asked)} if asked else {}


@Prepared
def _keys(uids: Any) -> Found:
    rows = Record.objects.unscoped("the keys of records just written").filter(uid__in=uids)
    return rows.values_list("uid", "pk")


def by_uids(user: Any, uids: Iterable[str]) -> dict[str, Record]:
    """Whole records in scope by outside identity."""
    found: dict[str, Record] = {}
    for some in batched(dict.fromkeys(_outside(uids)), AT_ONCE):
        rows = map(RECORD.made, _by_uids(user, None, uids=even(some)))
        found |= {str(row.uid): row for row in rows}
    return found


def _outside(uids: Iterable[Any]) -> Iterator[uuid.UUID]:
    """What may be an outside identity at all."""
    for uid in uids:
        with suppress(ValueError):
            yield uuid.UUID(str(uid))


@Reading
def _by_uids(rows: ProtectedQuerySet, uids: Any) -> Found:
    return rows.filter(uid__in=uids).order_by().values_list(*RECORD.columns)


def by_keys(user: Any, keys: Iterable[int]) -> dict[int, Record]:
    """Records in scope by the key inside."""
    asked = list(keys)
    if not asked:
        return {}
    rows = Record.objects.visible_to(user).only(*LIGHT).filter(pk__in=asked).order_by()
    return {row.pk: row for row in rows}


def of_keys(user: Any, ledger: Live, keys: Collection[int]) -> ProtectedQuerySet:
    """Records of a ledger in scope, by the keys inside, in no order yet."""
    return Record.objects.visible_to(user, ledger).filter(pk__in=list(keys))


def matching(user: Any, ledger: Live, condition: Q, most: int) -> Sequence[Record]:
    """Records of a ledger in scope by a condition on their columns."""
    if reach(user).shared:
        rows = Record.objects.visible_to(user, ledger).filter(condition)
        return list(rows.only(*WHOLE).order_by("-id")[:most])
    values: list[Any] = []
    shape = form(condition, values)
    return [RECORD.made(row) for row in _matching(user, ledger, shape, most, given=values)]


@Reading
def _matching(rows: ProtectedQuerySet, shape: Any, most: int, given: Any) -> Found:
    found = rows.filter(filled(shape, iter(given.names))).order_by("-id")
    return found.values_list(*RECORD.columns)[:most]


def recent(user: Any, limit: int = 8) -> Sequence[Record]:
    """What this person opened last, still in scope."""
    rows = Record.objects.visible_to(user).only(*LIGHT).filter(opened_by=user)
    return list(rows.order_by("-id")[:limit])


def all_of(ledger: Live, why: str) -> ProtectedQuerySet:
    """Every record of a ledger, for the engine's own work; `why` is said by the caller."""
    return Record.objects.unscoped(why).filter(ledger=ledger.id)


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


def walked(rows: ProtectedQuerySet, most: int) -> Iterator[Sequence[Taken]]:
    """All records of a narrowed list by age, so many at a time.

    Their keys are read first, all at once: walked by key, each step would look for its place anew.
    """
    keys = sorted(rows.order_by().values_list("id", flat=True))
    for some in batched(keys, most):
        near = rows.filter(id__in=some).order_by("id").values_list(*Taken._fields)
        yield [Taken._make(row) for row in near]


def beside(keys: Collection[int], columns: Sequence[str]) -> dict[int, dict[str, Any]]:
    """Columns of records that the caller holds, by the key inside."""
    rows = Record.objects.unscoped("columns of records the caller holds").filter(pk__in=list(keys))
    read = rows.order_by().values_list("pk", *columns)
    return {pk: dict(zip(columns, values, strict=True)) for pk, *values in read}


def taken_by_uids(user: Any, uids: Iterable[str]) -> dict[str, Taken]:
    """The same of records in scope by outside identity."""
    asked = [uid for uid in uids if uid]
    if not asked:
        return {}
    rows = Record.objects.visible_to(user).filter(uid__in=asked).values_list(*Taken._fields)
    return {str(row.uid): row for row in map(Taken._make, rows)}
