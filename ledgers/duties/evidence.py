"""Records of other ledgers that say of many records at once that something was done, by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from forms_catalog.definition import Question
from forms_catalog.expressions import parse
from forms_catalog.expressions.running import compiled
from forms_catalog.expressions.values import to_boolean
from forms_catalog.slots import family

from ..derived.likes import likes
from ..derived.others import Other, Pool, listed
from ..derived.rows import Book, Row
from ..derived.taking import Judged
from ..registry import Live
from .examining import Seen, Sight
from .house import Rule, Series

type Others = Mapping[int, Sequence[Other]]


def pooled(series: Sequence[Series], pks: Sequence[int]) -> dict[tuple[str, str], Others]:
    """(ledger, question) -> record -> the records there that point at it."""
    found: dict[tuple[str, str], Others] = {}
    columns: dict[tuple[str, str], list[Rule]] = {}
    for one in series:
        for rule in one.rules:
            if rule.column and rule.source:
                columns.setdefault((rule.source.key, rule.column.by), []).append(rule)
    for (source, by), rules in columns.items():
        pool = Pool(source, by, tuple(rule.column for rule in rules if rule.column))
        found[source, by] = {int(hook): others for hook, others in listed(pool, pks).items()}
    return found


def sight_of(pools: Mapping[tuple[str, str], Others], book: Book, row: Row) -> Sight:
    """What is seen from one record, each rule looked at once."""
    known: dict[str, Sequence[Seen]] = {}

    def sight(rule: Rule) -> Sequence[Seen]:
        if rule.name not in known:
            known[rule.name] = _seen(rule, pools, book, row)
        return known[rule.name]

    return sight


def _seen(
    rule: Rule, pools: Mapping[tuple[str, str], Others], book: Book, row: Row
) -> Sequence[Seen]:
    column, source = rule.column, rule.source
    if column is None or source is None:
        return ()
    others = pools[source.key, column.by].get(row.pk, ())
    return sorted((other.happened, other.pk) for other in others if says(rule, book, row, other))


def says(rule: Rule, book: Book, row: Row, other: Other) -> bool:
    """Whether a record that points here is one by which it was done."""
    column = rule.column
    assert column is not None
    if not column.where:
        return True
    seen = Judged(column, book, row)
    seen.other = other
    return to_boolean(compiled(parse(column.where))(seen))


def book_of(series: Series, moments: Collection[str] = ()) -> Book:
    """The ledger of a series as expressions see it: by its columns, which cost no document.

    `moments` are read from the document.
    """
    ledger = series.ledger
    asked = (one for one in ledger.questions.values() if one.name not in moments)
    own = {one.name: one for one in asked if _fits(ledger, one)}
    return Book(ledger, own | likes(ledger))


def _fits(ledger: Live, asked: Question) -> bool:
    return not asked.sealed and ledger.slots.get(asked.name, "")[:1] == family(asked) != ""
