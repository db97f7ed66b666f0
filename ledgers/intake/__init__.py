"""The in gate: every answer, by whatever door, passes `accept`.

Read, judge, look for doubles, then write record, change, links and identities in one transaction.
A submission carries a key: sent twice it is written once and answered twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError, OperationalError, transaction

from forms_catalog.problems import Problem
from people.prepared import Prepared, even

from ..clock import now
from ..inserting import Values, insert
from ..models import Submission as Row
from ..sealing import house_keys
from ..submission import Kept, Part, Result, Submission
from . import doubts, identity, likeness
from .known import Known
from .plan import Plan
from .planning import plan_of
from .replay import answered, body_digest
from .writing import Stale, actor_of, prepare, write

BATCH = 100
"""Submissions a transaction of `accept_many`: SQLite has one writer, and it must yield."""


def accept(submission: Submission) -> Result:
    """Writes one sitting, or says why not; never half of it."""
    return accept_many([submission])[0]


def objections(submission: Submission) -> tuple[Problem, ...]:
    """What the gate would say of a sitting, doubles aside, warnings with a reason too; writes nothing."""
    found = plan_of(submission, Known([submission]))
    if isinstance(found, Result):
        return found.problems
    return tuple(p.at(part=str(plan.index)) for plan in found for p in plan.doubts)


def foresee(submissions: Sequence[Submission]) -> list[list[Plan] | Result]:
    """What a batch would do, each sitting for itself: its plans, or why it is refused; writes nothing."""
    known = Known(submissions)
    planned = [plan_of(item, known) for item in submissions]
    plans = {n: found for n, found in enumerate(planned) if isinstance(found, list)}
    refused = _doubled(submissions, plans)
    return [refused.get(n, found) for n, found in enumerate(planned)]


def accept_many(submissions: Iterable[Submission]) -> list[Result]:
    """The same for many: each is written or refused on its own, a batch shares one transaction."""
    house_keys()  # noted down before any transaction that may be undone
    results: list[Result] = []
    for batch in _batches(submissions):
        results += _batch(batch)
    return results


def _batches(submissions: Iterable[Submission]) -> Iterator[list[Submission]]:
    """At most BATCH at once; a key or a record met again waits until the first is written."""
    batch: list[Submission] = []
    met: set[tuple[str, str]] = set()
    for item in submissions:
        marks = {("record", part.record) for part in item.parts if part.record}
        marks.add(("key", item.key))
        if len(batch) == BATCH or marks & met:
            yield batch
            batch, met = [], set()
        batch.append(item)
        met |= marks
    if batch:
        yield batch


def _batch(batch: Sequence[Submission]) -> list[Result]:
    seen = answered(batch)
    results: dict[int, Result] = dict(seen)
    fresh = {n: item for n, item in enumerate(batch) if n not in seen}
    known = Known(list(fresh.values()))
    planned = {n: plan_of(item, known) for n, item in fresh.items()}
    plans = {n: found for n, found in planned.items() if isinstance(found, list)}
    results |= {n: found for n, found in planned.items() if isinstance(found, Result)}
    results |= _doubled(batch, plans)
    results |= _written_meanwhile(batch, results)
    ready = {n: found for n, found in plans.items() if n not in results}
    try:
        with transaction.atomic():
            written = _write([(batch[n], found) for n, found in ready.items()])
        results |= dict(zip(ready, written, strict=True))
    except _LOST as error:
        _only_lost(error)
        results |= {n: _alone(batch[n], found) for n, found in ready.items()}
    return [results[n] for n in range(len(batch))]


def _written_meanwhile(
    batch: Sequence[Submission], results: dict[int, Result]
) -> dict[int, Result]:
    """Whoever is refused may be refused for the sake of its own twin, written a moment ago."""
    refused = [n for n, result in results.items() if not result.ok]
    found = answered([batch[n] for n in refused]) if refused else {}
    return {refused[n]: result for n, result in found.items()}


_LOST = (IntegrityError, OperationalError, Stale)
_DEADLOCK = "40P01"


def _only_lost(error: Exception) -> None:
    """A lost race is told; a database that is gone or full is raised on."""
    state = getattr(error.__cause__, "sqlstate", "")
    if isinstance(error, OperationalError) and state != _DEADLOCK:
        raise error


def _doubled(batch: Sequence[Submission], plans: dict[int, list[Plan]]) -> dict[int, Result]:
    """Submissions whose identity is taken, in the database or earlier in the batch; or in doubt."""
    known = identity.known_identities(plan for found in plans.values() for plan in found)
    refused: dict[int, Result] = {}
    earlier: dict[identity.Mark, str] = {}
    for n, found in plans.items():
        problems = [
            problem.at(part=str(plan.index))
            for plan in found
            for problem in identity.duplicates(plan, known, batch[n])
        ]
        own: dict[identity.Mark, str] = {}
        problems += identity.twice(found, earlier, own)
        doubted = [p.at(part=str(plan.index)) for plan in found for p in plan.doubts]
        if problems:  # what is there already is no likeness
            doubted = [doubt for doubt in doubted if doubt.code != likeness.CODE]
        if problems or any(map(doubts.stops, doubted)):
            problems += doubted
            refused[n] = Result("refused", batch[n].key, problems=tuple(problems))
        else:
            earlier |= own
    return refused


def _write(sittings: Sequence[tuple[Submission, list[Plan]]]) -> list[Result]:
    """What changed, each under its submission; nothing at all of one that changes nothing."""
    moment = now()
    changing = {n: found for n, (_, plans) in enumerate(sittings) if (found := _changing(plans))}
    changed = [(sittings[n][0], found) for n, found in changing.items()]
    prepare(changed, moment)
    results = [Result("accepted", item.key, _kept(plans)) for item, plans in sittings]
    posts = [plans[0].post for _, plans in sittings]
    rows = [_row(sittings[n][0], posts[n], results[n].records, moment) for n in changing]
    insert(Row, rows)
    ids = dict(_keys(keys=even([row["key"] for row in rows])))
    write(changed, [ids[row["key"]] for row in rows], moment)
    return results


@Prepared
def _keys(keys: Any) -> Any:
    return Row.objects.filter(key__in=keys).values_list("key", "pk")


def _changing(plans: Sequence[Plan]) -> list[Plan]:
    return [plan for plan in plans if not plan.idle]


def _kept(plans: Sequence[Plan]) -> tuple[Kept, ...]:
    own = (plan for plan in plans if not plan.cause)
    return tuple(Kept(p.uid, p.number, p.ledger.key, p.version) for p in own)


def _row(
    submission: Submission, post: int | None, kept: Sequence[Kept], moment: dt.datetime
) -> Values:
    return {
        "key": submission.key,
        "body_digest": body_digest(submission),
        "door": submission.door,
        "actor_id": actor_of(submission),
        "post": post,
        "batch": submission.batch,
        "clock": submission.clock,
        "received_at": moment,
        "records": [{s: getattr(k, s) for s in Kept.__slots__} for k in kept],
    }


def _alone(submission: Submission, plans: list[Plan]) -> Result:
    """One submission of a batch that failed together: written by itself, or told why not."""
    try:
        with transaction.atomic():
            return _write([(submission, plans)])[0]
    except _LOST as error:
        _only_lost(error)
        if seen := answered([submission]):
            return seen[0]
        found = plan_of(submission, Known([submission]))
        if isinstance(found, Result):
            return found
        doubled = _doubled([submission], {0: found})
        return doubled.get(0) or _once_more(submission, found)


def _once_more(submission: Submission, plans: list[Plan]) -> Result:
    """Planned anew, under a number of its own: of a million records, two draw the same one."""
    try:
        with transaction.atomic():
            return _write([(submission, plans)])[0]
    except _LOST as error:
        _only_lost(error)
        return _lost(submission)


def _lost(submission: Submission) -> Result:
    text = "没有存上，请再按一次“保存”。您填的还在这页"
    return Result("conflict", submission.key, problems=(Problem("record.try-again", text),))


__all__ = [
    "Part",
    "Plan",
    "Result",
    "Submission",
    "accept",
    "accept_many",
    "foresee",
    "objections",
]
