"""The in gate: every answer, by whatever door, passes `accept`.

Read, judge, look for doubles, then write record, change, links and identities in one transaction.
A submission carries a key: sent twice it is written once and answered twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import batched

from django.db import IntegrityError, transaction

from forms_catalog import editions
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context

from ..clock import civil, now
from ..models import Submission as Row
from ..sealing import blind_digest
from ..submission import Kept, Part, Result, Submission
from . import judging
from .plan import Plan
from .reading import read_answers, required
from .writing import Stale, write

BATCH = 100
"""Submissions a transaction of `accept_many`: SQLite has one writer, and it must yield."""


def accept(submission: Submission) -> Result:
    """Writes one sitting, or says why not; never half of it."""
    return accept_many([submission])[0]


def accept_many(submissions: Iterable[Submission]) -> list[Result]:
    """The same for many: each is written or refused on its own, a batch shares one transaction."""
    results: list[Result] = []
    for batch in batched(submissions, BATCH):
        results += _batch(batch)
    return results


def _batch(batch: Sequence[Submission]) -> list[Result]:
    seen = _answered(batch)
    results: dict[int, Result] = dict(seen)
    planned = {n: _plan(item) for n, item in enumerate(batch) if n not in seen}
    plans = {n: found for n, found in planned.items() if isinstance(found, list)}
    results |= {n: found for n, found in planned.items() if isinstance(found, Result)}
    results |= _doubled(batch, plans)
    ready = {n: found for n, found in plans.items() if n not in results}
    try:
        with transaction.atomic():
            written = {n: _write(batch[n], found) for n, found in ready.items()}
        results |= written
    except (IntegrityError, Stale):
        results |= {n: _alone(batch[n], found) for n, found in ready.items()}
    return [results[n] for n in range(len(batch))]


def _answered(batch: Sequence[Submission]) -> dict[int, Result]:
    """The first answer again for keys that were seen; a key with another body is a conflict."""
    rows = {row.key: row for row in Row.objects.filter(key__in=[item.key for item in batch])}
    found = {}
    for n, item in enumerate(batch):
        if row := rows.get(item.key):
            same = bytes(row.body_digest) == body_digest(item)
            found[n] = _replayed(row) if same else _other_body(item.key)
    return found


def _replayed(row: Row) -> Result:
    return Result("replayed", row.key, tuple(Kept(**kept) for kept in row.records))


def _other_body(key: str) -> Result:
    text = "这张表已经提交过，内容和这次不同。请打开那份记录再改"
    return Result("conflict", key, problems=(Problem("submission.other-body", text),))


def body_digest(submission: Submission) -> bytes:
    """A keyed hash of everything the parts say: equal bodies are known, none can be guessed."""
    said = [
        [
            part.ledger,
            part.record,
            part.action,
            part.base_version,
            dict(part.links),
            dict(part.answers),
        ]
        for part in submission.parts
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return blind_digest("submission", (text,))[1]


def _plan(submission: Submission) -> list[Plan] | Result:
    plans: list[Plan] = []
    problems: list[Problem] = []
    for index, part in enumerate(submission.parts):
        try:
            plan = judging.start(index, part, submission)
        except Refused as refused:
            return _refused(submission, [p.at(part=str(index)) for p in refused])
        problems += [p.at(part=str(index)) for p in _judge(plan, plans, submission)]
        plans.append(plan)
    return _refused(submission, problems) if problems else plans


def _refused(submission: Submission, problems: list[Problem]) -> Result:
    stale = any(problem.code == "record.changed-meanwhile" for problem in problems)
    return Result("conflict" if stale else "refused", submission.key, problems=tuple(problems))


def _judge(plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
    bundle = editions.bundle(plan.edition)
    ctx = Context(options=bundle.options, user=submission.actor, today=civil(submission.clock))
    problems = read_answers(plan, ctx)
    judging.settle(plan, before)
    if plan.part.answers or plan.opens:
        bad = {problem.place.question.split(".")[0] for problem in problems}
        problems += [p for p in required(plan) if p.place.question not in bad]
    if plan.place or plan.ledger.rules.place.startswith("_") or not problems:
        problems += judging.permitted(plan, submission)
    plan.blind = judging.identities(plan)
    return problems


def _doubled(batch: Sequence[Submission], plans: dict[int, list[Plan]]) -> dict[int, Result]:
    """Submissions whose identity is taken, in the database or earlier in the same batch."""
    known = judging.known_identities(plan for found in plans.values() for plan in found)
    refused: dict[int, Result] = {}
    earlier: dict[tuple[int, str, bytes], int] = {}
    for n, found in plans.items():
        problems = [
            problem.at(part=str(plan.index))
            for plan in found
            for problem in judging.duplicates(plan, known, batch[n])
        ]
        own = [(p.ledger.id, rule, digest) for p in found for rule, (_, digest) in p.blind.items()]
        if any(key in earlier for key in own):
            problems.append(
                Problem("record.duplicate-in-batch", "这一批里有两份相同的记录，只收第一份")
            )
        if problems:
            refused[n] = Result("refused", batch[n].key, problems=tuple(problems))
        else:
            earlier |= dict.fromkeys(own, n)
    return refused


def _write(submission: Submission, plans: list[Plan]) -> Result:
    moment = now()
    kept = [Kept(plan.uid, "", plan.ledger.key, plan.version) for plan in plans]
    row = Row.objects.create(
        key=submission.key,
        body_digest=body_digest(submission),
        door=submission.door,
        actor=submission.actor,
        post=plans[0].post,
        batch=submission.batch,
        clock=submission.clock,
        received_at=moment,
    )
    write(submission, row, plans, moment)
    kept = [Kept(p.uid, p.row.number, p.ledger.key, p.version) for p in plans if p.row]
    row.records = [{s: getattr(k, s) for s in Kept.__slots__} for k in kept]
    row.save(update_fields=["records"])
    return Result("accepted", submission.key, tuple(kept))


def _alone(submission: Submission, plans: list[Plan]) -> Result:
    """One submission of a batch that failed together: written by itself, or told why not."""
    try:
        with transaction.atomic():
            return _write(submission, plans)
    except (IntegrityError, Stale):
        if seen := _answered([submission]):
            return seen[0]
        found = _plan(submission)
        if isinstance(found, Result):
            return found
        doubled = _doubled([submission], {0: found})
        return doubled.get(0) or _lost(submission)


def _lost(submission: Submission) -> Result:
    text = "没有存上，请再按一次“保存”。您填的还在这页"
    return Result("conflict", submission.key, problems=(Problem("record.try-again", text),))


__all__ = ["Part", "Result", "Submission", "accept", "accept_many"]
