"""The duties of many records worked out anew: what is read once for all of them, then one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..clock import moment, now
from ..derived.rows import load
from ..registry import Live
from ..submission import GONE
from . import columns, keeping
from .case import Case
from .evidence import book_of, pooled, sight_of
from .examining import examine, runs, stop
from .house import Series, house
from .rounds import OPEN, Moment, Round
from .steps import next_at

type Kept = Mapping[int, Mapping[str, Round]]


def plan(
    ledger: Live, pks: Collection[int], only: Collection[str] = (), bare: Collection[int] = ()
) -> int:
    """Every series, or only these, of records of a ledger; gives how many rows it wrote.

    `bare` are records without duties, at which nothing points yet.
    """
    found = house()
    mine = found.of.get(ledger.key, ())
    when, kept = Moment(now(), found.days), keeping.current(set(pks) - set(bare))
    touched = [] if only else _left_over({one.name for one in mine}, kept, when)
    asked = [one for one in mine if not only or one.name in only]
    if asked:
        touched += _planned(asked, pks, kept, when, bare)
    keeping.store(touched)
    return len(touched)


def _planned(
    asked: Sequence[Series],
    pks: Collection[int],
    kept: Kept,
    when: Moment,
    bare: Collection[int],
) -> list[Round]:
    moments = frozenset[str]().union(*(one.moments for one in asked))
    ledger, book = asked[0].ledger, book_of(asked[0], moments)
    rows = load(ledger, pks, _reads_answers(asked))
    pools = pooled(asked, sorted(rows.keys() - set(bare)))
    final = {state.name for state in ledger.rules.states if state.final}
    touched: list[Round] = []
    for row in rows.values():
        case = Case(book, row, moment(when.at))
        sight = sight_of(pools, book, row)
        for one in asked:
            rule = runs(one, case, row.state in GONE, row.state in final)
            own = kept.get(row.pk, {}).get(one.name)
            touched += _timed(one, examine(one, case, rule, own, sight, when), when)
    columns.held(ledger, rows, kept, touched)
    return touched


def _timed(series: Series, changed: Sequence[Round], when: Moment) -> Sequence[Round]:
    """With the moment of the next word."""
    for kept in changed:
        kept.next_at = next_at(series.rule(kept.duty), kept, when.at, when.days)
    return changed


def _reads_answers(series: Sequence[Series]) -> bool:
    ledger = series[0].ledger
    read = frozenset().union(*(one.own for one in series))
    whole = ledger.slots.keys() - frozenset().union(*(one.moments for one in series))
    return any(name in ledger.questions and name not in whole for name in read)


def _left_over(known: Collection[str], kept: Kept, when: Moment) -> list[Round]:
    """Rows of series that the rules do not know any more."""
    found = [row for own in kept.values() for row in own.values() if row.series not in known]
    for row in found:
        if row.state == OPEN:
            stop(row, when)
        row.current = False
    return found
