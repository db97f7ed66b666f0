"""Records that were there before follow what is published: new columns are filled, states renamed.

Few are done at once, many by a worker, a batch at a time, so that whoever saves a form comes in
between. The gate writes by the new rules from the moment of publishing; what rests on a column that
is not filled everywhere yet (derived columns, duties) is worked out when all of them are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from .derived.filling import BATCH, PAUSE, fill_all
from .derived.following import Touch, stir
from .derived.offering import WAITING, waiting
from .derived.rows import store
from .duties import stirred
from .duties.working import plan_changed
from .intake.restating import restate
from .intake.writing import slot_value
from .models import Ledger, Record
from .registry import Live, all_live, forget, live
from .worker import BULK, Work, background, enqueue

WHY = "records follow the rules that were published"


def renamed(ledger: Live) -> dict[str, str]:
    """Former code -> code, of the states that have taken another one's place."""
    known = {state.name for state in ledger.rules.states}
    heirs = {state.was: state.name for state in ledger.rules.states if state.was}
    return {was: name for was, name in heirs.items() if was not in known}


def catch_up() -> None:
    """After publishing. What rests on the records is worked out at the end, here or by the worker."""
    keys = list(behind())
    if any(_many(live(key)) for key in keys):
        enqueue(follow, asked_by=None, unique="catch-up", priority=BULK)
        return
    for key in keys:
        for _ in _through(key, 0, _untold):
            pass
    _settle()


def behind() -> Iterator[str]:
    """The ledgers of which some records do not follow yet."""
    for key, ledger in all_live().items():
        if waiting(ledger) or _called_otherwise(ledger).exists():
            yield key


def _called_otherwise(ledger: Live) -> Any:
    return _records(ledger).filter(state__in=renamed(ledger))


def _many(ledger: Live | None) -> bool:
    return ledger is not None and len(_next(ledger, 0)) == BATCH


@background("让以前的记录跟上新的设置")
def follow(work: Work) -> None:
    """Again from the start for rules that came meanwhile: the cursor says by which it was begun."""
    begun = work.cursor or ()
    while keys := list(behind()):
        for key in keys:
            _follow(work, key, begun)
    work.progress(work.done, work.done)
    _settle()


def _follow(work: Work, key: str, begun: Sequence[Any]) -> None:
    ledger = live(key)
    if ledger is None:
        return
    mark = [key, ledger.edition]
    after = int(begun[2]) if list(begun[:2]) == mark else 0
    work.progress(0, _records(ledger).count())

    def told(last: int, many: int) -> None:
        work.done += many
        work.checkpoint([*mark, last])

    for _ in _through(key, after, told):
        time.sleep(PAUSE)


def _untold(last: int, many: int) -> None:
    """Nobody asks how far it is."""


def _through(key: str, after: int, told: Callable[[int, int], None]) -> Iterator[int]:
    """Batch by batch, each in a transaction of its own, in which its end is told."""
    ledger = live(key)
    if ledger is None:
        return
    names, states = waiting(ledger), renamed(ledger)
    while pks := _next(ledger, after):
        after = pks[-1]
        with transaction.atomic():
            if names:
                _fill(ledger, names, pks)
            if states:
                restate(ledger, states, pks)
            told(after, len(pks))
        yield after
    _filled(ledger, names)


def _fill(ledger: Live, names: Collection[str], pks: Collection[int]) -> None:
    """The columns of these records, by their answers as they are in this transaction."""
    slots = {name: ledger.slots[name] for name in names}
    rows = _records(ledger).filter(pk__in=pks).select_for_update()
    found = {row.pk: _values(ledger, slots, row.answers) for row in rows.only("answers")}
    told = {pk: held for pk, held in found.items() if any(v is not None for v in held.values())}
    store(sorted(slots.values()), told)
    touches = [Touch(ledger.key, pk, frozenset(names)) for pk in told]
    stirred([*touches, *stir(touches)])


def _values(
    ledger: Live, slots: Mapping[str, str], answers: Mapping[str, Any]
) -> Mapping[str, Any]:
    return {
        slot: slot_value(ledger.questions.get(name), answers.get(name), slot)
        for name, slot in slots.items()
    }


def _filled(ledger: Live, names: Collection[str]) -> None:
    """From now on the columns are offered, those that wait anew since excepted."""
    with transaction.atomic():
        row = Ledger.objects.select_for_update().get(pk=ledger.id)
        if row.edition_id == ledger.edition:
            kept = {n: m for n, m in row.filled.items() if n not in names or m != WAITING}
            Ledger.objects.filter(pk=row.pk).update(filled=kept)
    forget()


def _settle() -> None:
    fill_all()
    plan_changed()


def _records(ledger: Live) -> Any:
    return Record.objects.unscoped(WHY).filter(ledger=ledger.id)


def _next(ledger: Live, after: int) -> list[int]:
    rows = _records(ledger).filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])
