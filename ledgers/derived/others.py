"""The records that a column is taken from: counted by the database where it can, else one by one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Aggregate, Count, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.lookups import Exact

from forms_catalog.expressions import parse
from forms_catalog.logic.derived import HAPPENED, PLACE
from people.paths import range_of
from people.prepared import Prepared, even

from ..clock import civil
from ..filtering import columns_of, compile_filter
from ..models import Change, Link, Record
from ..submission import GONE, UNDO, UNDONE
from .house import ORDERED, Column
from .rows import STEADY, Row, chunks

type Hook = int | str
"""What the others hang on: a record they point at, or a place."""
type Found = QuerySet[Any, Any]
WHY = "what derived columns are taken from"


@dataclass(slots=True)
class Other(Row):
    """A record that counts, with the day of what it tells and its changes of the action asked for."""

    happened: dt.date = dt.date.min
    changes: Sequence[dt.date] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """What columns of one source have in common: found together, by one question or by the place."""

    source_key: str
    by: str
    columns: tuple[Column, ...] = field(compare=False)

    @property
    def source(self) -> Any:
        return self.columns[0].source

    @property
    def prefix(self) -> str:
        """From the table that is asked to the record that counts."""
        return "" if self.by == PLACE else "source__"

    @property
    def slots(self) -> list[str]:
        """The columns of the source that conditions and takes read."""
        names = {name for column in self.columns for name in column.theirs}
        found = {slot for name in names if (slot := self.source.slots.get(name))}
        dated = happened_slot(self.source)
        return sorted(found | ({dated} if dated else set()))


def summed(pool: Pool, hooks: Collection[Hook]) -> dict[Hook, tuple[Any, ...]]:
    """Hook -> what the database counts, one value a column."""
    if pool.by == PLACE:
        sums = {f"x{n}": sum_of(column) for n, column in enumerate(pool.columns)}
        there = ((hook, _in_place(pool, str(hook)).aggregate(**sums)) for hook in hooks)
        return {hook: tuple(one[name] for name in sums) for hook, one in there}
    found: dict[Hook, tuple[Any, ...]] = {}
    for chunk in chunks([int(hook) for hook in hooks]):
        rows = _grouped(pool.by, pool.columns, hooks=even(chunk))
        found |= {hook: tuple(values) for hook, *values in rows}
    return found


@Prepared
def _grouped(question: str, columns: Sequence[Column], hooks: Any) -> Any:
    sums = {f"x{n}": sum_of(column) for n, column in enumerate(columns)}
    assert columns[0].source is not None
    rows = _linked(question, columns[0].source.id).filter(target__in=hooks).order_by()
    return rows.values("target_id").annotate(**sums).values_list("target_id", *sums)


def listed(pool: Pool, hooks: Collection[Hook]) -> dict[Hook, list[Other]]:
    """Hook -> the records that hang on it, for conditions and orders that are ours to judge."""
    slots = pool.slots
    names = ["pk", "place_path", "state", "created_at", *slots]
    dated = happened_slot(pool.source)
    answers = not dated and any(_by_day(column) for column in pool.columns)
    names += ["answers"] if answers else []
    columns = [f"{pool.prefix}{name}" for name in names]
    found: dict[Hook, list[Other]] = defaultdict(list)
    for hook, values in _asked(pool, hooks, columns):
        held = dict(zip(slots, values[4:], strict=False))
        pk, place, state, created_at = values[:4]
        other = Other(pk, place, state, created_at, held, values[-1] if answers else {})
        other.happened = happened(pool.source, other)
        found[hook].append(other)
    actions = {column.action for column in pool.columns} - {""}
    for action in actions:
        _with_changes([other for others in found.values() for other in others], action)
    return found


def _asked(
    pool: Pool, hooks: Collection[Hook], columns: Sequence[str]
) -> Iterator[tuple[Hook, tuple[Any, ...]]]:
    if pool.by == PLACE:
        for hook in hooks:
            yield from ((hook, row) for row in _in_place(pool, str(hook)).values_list(*columns))
        return
    for chunk in chunks([int(hook) for hook in hooks]):
        for row in _hanging(pool.by, pool.source.id, tuple(columns), hooks=even(chunk)):
            yield row[0], tuple(row[1:])


@Prepared
def _hanging(question: str, source: int, columns: Sequence[str], hooks: Any) -> Any:
    return _linked(question, source).filter(target__in=hooks).values_list("target_id", *columns)


def _in_place(pool: Pool, path: str) -> Found:
    low, high = range_of(path)
    rows = Record.objects.unscoped(WHY).filter(ledger=pool.source.id)
    found: Found = rows.filter(place_path__gte=low, place_path__lt=high)
    return found.exclude(state__in=GONE)


def _linked(question: str, source: int) -> Found:
    rows = Link.objects.unscoped(WHY).filter(of_ledger("source", source), question=question)
    found: Found = rows.exclude(source__state__in=GONE)
    return found


def of_ledger(end: str, ledger: int) -> Exact:
    """That a linked record is of a ledger, in words no index answers: the links are to lead the way.

    Asked plainly, SQLite without statistics walks the whole ledger and looks for links of each record.
    """
    return Exact(F(f"{end}__ledger_id") + Value(0), ledger)


def _by_day(column: Column) -> bool:
    return column.take.how in ORDERED or column.take.what == HAPPENED


def happened_slot(source: Any) -> str:
    """The column of the question that dates the records of a ledger, '' when it has none."""
    slot: str = source.slots.get(source.rules.happened_on, "")
    return slot if slot[:1] == "d" else ""


def happened(source: Any, row: Row) -> dt.date:
    """The day of what a record tells: of its date question, else the day it was made."""
    slot = happened_slot(source)
    day = row.held.get(slot) if slot else _day(row.answers.get(source.rules.happened_on))
    return day or civil(row.created_at)


def _day(answer: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(answer[:10]) if isinstance(answer, str) else None
    except ValueError:
        return None


def _with_changes(others: Iterable[Other], action: str) -> None:
    by_pk = {other.pk: other for other in others}
    for pk, days in acted(by_pk, action).items():
        by_pk[pk].changes = days


def acted(pks: Collection[int], action: str) -> dict[int, list[dt.date]]:
    """Record -> the days of its changes by this action, those that were taken back left out."""
    found: dict[int, list[dt.date]] = defaultdict(list)
    for chunk in chunks(pks):
        days = _days(action=action, records=even(chunk))
        gone = _taken_back({pk for pk, version, _ in days if version > 1})
        for pk, version, day in days:
            if (pk, version) not in gone:
                found[pk].append(day)
    return found


@Prepared
def _days(action: Any, records: Any) -> Found:
    rows = Change.objects.unscoped(WHY).filter(record__in=records, action=action)
    return rows.order_by("version").values_list("record_id", "version", "happened_on")


def _taken_back(pks: Collection[int]) -> set[tuple[int, int]]:
    """(record, version) of changes that were taken back, unless that was taken back in turn."""
    gone: set[tuple[int, int]] = set()
    for pk, version, diff in _undoings(records=even(sorted(pks))) if pks else ():
        if (pk, version) not in gone and (told := diff.get(UNDONE)):
            gone.add((pk, told[1]))
    return gone


@Prepared
def _undoings(records: Any) -> Found:
    """The newest first: what takes back comes after what it takes back."""
    rows = Change.objects.unscoped(WHY).filter(record__in=records, action=UNDO)
    return rows.order_by("-version").values_list("record_id", "version", "diff")


@lru_cache(maxsize=2048)
def sum_of(column: Column) -> Aggregate | None:
    """How the database works a column out for every record at once; None where it cannot."""
    take, slot = column.take, ""
    if column.action or column.looks_back or take.how in ORDERED:
        return None
    if take.what:
        assert column.source is not None
        slot = column.source.slots.get(take.what, "")
        if slot[:1] not in ("n", "d"):
            return None
    where = condition(column)
    if where is None:
        return None
    prefix = "" if column.by == PLACE else "source__"
    told = prefixed(where, prefix)
    if told is None:
        return None
    if take.how in ("count", "exists"):
        return Count(F(f"{prefix}state"), filter=told or None)
    return _SUMS[take.how](F(f"{prefix}{slot}"), filter=told or None)


_SUMS: Mapping[str, type[Aggregate]] = {"max": Max, "min": Min, "sum": Sum}


def condition(column: Column) -> Q | None:
    """The condition as the database reads it, None when it cannot."""
    if not column.where:
        return Q()
    assert column.source is not None
    return compile_filter(parse(column.where), columns_of(column.source, True), STEADY).q


def prefixed(where: Q, prefix: str) -> Q | None:
    """The same of a record that is a step away; None when something in it is more than a column."""
    parts: list[Any] = []
    for part in where.children:
        made: Any = prefixed(part, prefix) if isinstance(part, Q) else _named(part, prefix)
        if made is None:
            return None
        parts.append(made)
    return Q.create(parts, where.connector, where.negated)


def _named(part: Any, prefix: str) -> Any:
    plain = isinstance(part, tuple) and not hasattr(part[1], "resolve_expression")
    return (f"{prefix}{part[0]}", part[1]) if plain else None
