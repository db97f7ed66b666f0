"""Records by what points at them and where they point."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from people.prepared import Prepared, even

from ..models import Change, Link, Record
from ..protect import ProtectedQuerySet
from ..reading import Reading
from ..registry import Live
from ..rows import Row, wanted
from ..submission import GONE
from .columns import RECORD, WHOLE, Found
from .lists import PAGE

AROUND = 300


def pointed_at(record: Record, but: Iterable[str] = ()) -> bool:
    """Whether another record, not among `but`, points at it and still stands."""
    links = Link.objects.unscoped("only whether there are any").filter(target=record)
    return bool(links.exclude(source__uid__in=list(but)).exclude(source__state__in=GONE).exists())


def standing_on(record: Record) -> Iterator[tuple[int, str, uuid.UUID, str]]:
    """Ledger, state, outside identity and question of the records that point at one."""
    links = Link.objects.unscoped("what moves or is re-linked with its target").filter(
        target=record
    )
    rows = links.exclude(source__state__in=GONE).order_by("source_id")
    yield from rows.values_list("source__ledger_id", "source__state", "source__uid", "question")


def linked_from(user: Any, record: Record) -> Sequence[Record]:
    """Records in scope that point at this one, newest first."""
    ids = [pk for (pk,) in _sources(target=record.pk)]
    found = _pointing(user, None, ids=even(ids)) if ids else ()
    return [RECORD.made(row) for row in found]


def around(user: Any, record: Record) -> list[tuple[Record, dt.date]]:
    """Records in scope that point at this one, with the day they speak of, the newest first."""
    ids = [pk for (pk,) in _sources(target=record.pk)]
    rows = Record.objects.visible_to(user).filter(pk__in=ids).only(*WHOLE).order_by("-id")
    found = list(rows[:AROUND])
    first = Change.objects.unscoped("of records in scope").filter(
        record__in=[row.pk for row in found], version=1
    )
    days = dict(first.values_list("record_id", "happened_on"))
    dated = [(row, days.get(row.pk) or row.created_at.date()) for row in found]
    return sorted(dated, key=lambda pair: (pair[1], pair[0].pk), reverse=True)


@Prepared
def _sources(target: Any) -> Found:
    links = Link.objects.unscoped("narrowed by the scope of their sources")
    return links.filter(target=target).values_list("source_id")


@Reading
def _pointing(rows: ProtectedQuerySet, ids: Any) -> Found:
    return rows.filter(id__in=ids).order_by("-id").values_list(*RECORD.columns)[:PAGE]


def titled(user: Any, ledger: Live, question: str, sources: Sequence[int]) -> dict[str, Row]:
    """The records of one ledger in scope that these point at by a question, by outside identity.

    It goes by the links' ids, read first: with a place and a subquery, SQLite reads the whole place.
    """
    read, links = wanted(ledger, ()), _targets(question=question, sources=even(sources))
    ids = even([pk for (pk,) in links])
    rows = _titles(user, ledger, read.columns, ids=ids) if ids else ()
    return {str(row[1]): read.row(row) for row in rows}


@Prepared
def _targets(question: Any, sources: Any) -> Found:
    links = Link.objects.unscoped("narrowed by the scope of their targets")
    return links.filter(source__in=sources, question=question).values_list("target_id")


@Reading
def _titles(rows: ProtectedQuerySet, columns: Sequence[str], ids: Any) -> Found:
    return rows.filter(id__in=ids).order_by().values_list(*columns)
