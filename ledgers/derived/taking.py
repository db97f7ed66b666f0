"""The value of one derived column, of the records that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from forms_catalog.expressions import Environment, parse
from forms_catalog.expressions.running import compiled
from forms_catalog.expressions.values import Value, to_boolean
from forms_catalog.logic.derived import HAPPENED, OWN, PLACE

from ..models import Link
from ..submission import GONE
from .house import Column
from .likes import likes
from .others import WHY, Hook, Other, Pool, acted, happened, listed, of_ledger, sum_of, summed
from .reading import worth
from .rows import STEADY, Book, Row, chunks, engine, held_of, number_held

type Held = dict[int, Any]
"""Record -> what its column holds."""


class Judged(Environment):
    """One of the others as a condition sees it, from the record that asks."""

    def __init__(self, column: Column, book: Book, own: Row) -> None:
        super().__init__(STEADY)
        assert column.source is not None
        self.source, self.book, self.own_row = column.source, book, own
        self.likes = likes(column.source)
        self.other: Row = own

    def name(self, name: str) -> Value:
        if name.startswith(OWN):
            return self.book.value(self.own_row, name.removeprefix(OWN))
        if name.startswith("_"):
            return engine(self.other, name)
        like = self.likes.get(name) or self.source.questions.get(name)
        slot = self.source.slots.get(name, "")
        return worth(like, self.other.held.get(slot)) if like and slot else ""


def pools(columns: Sequence[Column]) -> list[Pool]:
    """Columns that are found together: by one question of one ledger, or through one of ours."""
    found: dict[tuple[str, str, str, str], list[Column]] = defaultdict(list)
    for column in columns:
        source = column.source.key if column.source else ""
        found[source, column.by, column.via, column.action if not source else ""].append(column)
    return [Pool(source, by, tuple(pooled)) for (source, by, *_), pooled in found.items()]


def taken(
    pool: Pool, rows: Mapping[int, Row], book: Book, bare: Collection[int] = ()
) -> dict[Column, Held]:
    """Columns of one ledger that look at other records, or at their own changes.

    `bare` are records that nobody can point at yet.
    """
    first = pool.columns[0]
    if first.many:
        return _pooled(pool, _hooks(pool.by, first.via, rows, bare), rows, book)
    if first.via:
        return _through(pool, rows, book)
    return {column: _own_changes(column, rows) for column in pool.columns}


def _hooks(by: str, via: str, rows: Mapping[int, Row], bare: Collection[int]) -> dict[int, Hook]:
    if by == PLACE:
        return {pk: row.place for pk, row in rows.items() if row.place}
    if not via:
        return {pk: pk for pk in rows if pk not in bare}
    return dict(pointed(via, rows))


def pointed(via: str, pks: Collection[int]) -> list[tuple[int, int]]:
    """(record, what its question points at)."""
    links = Link.objects.unscoped(WHY).filter(question=via)
    return [
        pair
        for chunk in chunks(pks)
        for pair in links.filter(source__in=chunk).values_list("source_id", "target_id")
    ]


def _pooled(
    pool: Pool, hooks: Mapping[int, Hook], rows: Mapping[int, Row], book: Book
) -> dict[Column, Held]:
    counted = tuple(column for column in pool.columns if sum_of(column) is not None)
    judged = tuple(column for column in pool.columns if sum_of(column) is None)
    asked = set(hooks.values())
    found: dict[Column, Held] = {}
    if counted:
        sums = summed(Pool(pool.source_key, pool.by, counted), asked)
        for n, column in enumerate(counted):
            told = {pk: sums[hook][n] for pk, hook in hooks.items() if hook in sums}
            found[column] = {pk: _summed_held(column, told.get(pk)) for pk in rows}
    if judged:
        others = listed(Pool(pool.source_key, pool.by, judged), asked)
        for column in judged:
            there = {pk: others.get(hook, []) for pk, hook in hooks.items()}
            found[column] = {
                pk: _of(column, _counting(column, there.get(pk, ()), row, book))
                for pk, row in rows.items()
            }
    return found


def _summed_held(column: Column, found: Any) -> Any:
    if column.take.how == "exists":
        return "yes" if found else "no"
    if column.take.how in ("count", "sum"):
        return number_held(Decimal(found or 0))
    return found


def _counting(column: Column, others: Sequence[Other], row: Row, book: Book) -> list[Other]:
    """Those for which the condition holds."""
    if not column.where:
        return list(others)
    holds, seen = compiled(parse(column.where)), Judged(column, book, row)
    kept = []
    for other in others:
        seen.other = other
        if to_boolean(holds(seen)):
            kept.append(other)
    return kept


def _of(column: Column, others: Sequence[Other]) -> Any:
    """What a column takes of the records that count."""
    how = column.take.how
    if column.action:
        return of_days(how, [day for other in others for day in other.changes])
    if how == "exists":
        return "yes" if others else "no"
    if how == "count":
        return number_held(Decimal(len(others)))
    if how in ("latest", "first"):
        ordered = sorted(others, key=lambda other: (other.happened, other.pk))
        return _held(column, ordered[-1 if how == "latest" else 0]) if ordered else None
    held = [value for other in others if (value := _held(column, other)) is not None]
    return of_values(how, [value for value in held if str(value)[:1] != "!"])


def of_values(how: str, held: Sequence[Any]) -> Any:
    if how == "sum":
        return number_held(sum(held, Decimal(0)))
    if not held:
        return None
    return max(held) if how == "max" else min(held)


def of_days(how: str, days: Sequence[Any]) -> Any:
    """Of the changes of one action."""
    if how == "exists":
        return "yes" if days else "no"
    if how == "count":
        return number_held(Decimal(len(days)))
    if not days:
        return None
    return min(days) if how in ("min", "first") else max(days)


def _held(column: Column, other: Other) -> Any:
    what = column.take.what
    if what == HAPPENED:
        return other.happened
    if what in ("_state", "_place"):
        return other.state if what == "_state" else other.place
    assert column.source is not None
    return other.held.get(column.source.slots.get(what, ""))


def _own_changes(column: Column, rows: Mapping[int, Row]) -> Held:
    days = acted(rows, column.action)
    return {pk: of_days(column.take.how, days.get(pk, ())) for pk in rows}


def _through(pool: Pool, rows: Mapping[int, Row], book: Book) -> dict[Column, Held]:
    """What the record that our own question points at holds."""
    dated = any(column.take.what == HAPPENED for column in pool.columns)
    names = ["pk", "place_path", "state", "created_at", *pool.slots, *(["answers"] * dated)]
    links = Link.objects.unscoped(WHY).filter(question=pool.columns[0].via)
    links = links.filter(of_ledger("target", pool.source.id)).exclude(target__state__in=GONE)
    found: dict[Column, Held] = {column: dict.fromkeys(rows) for column in pool.columns}
    for chunk in chunks(rows):
        read = links.filter(source__in=chunk).values_list(
            "source_id", *(f"target__{name}" for name in names)
        )
        for pk, *values in read:
            other = _other(pool, values, dated)
            for column in pool.columns:
                if _counting(column, [other], rows[pk], book):
                    found[column][pk] = _held(column, other)
    return found


def _other(pool: Pool, values: Sequence[Any], dated: bool) -> Other:
    pk, place, state, created_at = values[:4]
    held = dict(zip(pool.slots, values[4:], strict=False))
    other = Other(pk, place, state, created_at, held, values[-1] if dated else {})
    other.happened = happened(pool.source, other)
    return other


def worked_out(column: Column, seen: Environment) -> Any:
    """A calculation or a decision over the record itself."""
    assert column.work is not None
    return held_of(column.like, column.slot, column.work(seen))
