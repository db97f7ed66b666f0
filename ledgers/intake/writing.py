"""The one transaction of a batch: records, changes, links, identities, numbers; nothing else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.questions import is_missing, type_of
from forms_catalog.questions.base import tidy
from forms_catalog.slots import SLOTS, family

from .. import duties, errands, queries
from ..actions import VERBS
from ..clock import civil
from ..derived.following import follow
from ..ids import new_number
from ..inserting import Values, insert
from ..letters.following import followed
from ..models import BlindIndex, Change, Link, Record
from ..notices.happening import happened
from ..numbering import next_number
from ..periods import late
from ..sealing import DataKey, seal_answers, sealed_names
from ..submission import MERGED, Submission
from . import identity, uploads
from .chaining import change_hash
from .plan import Plan

type Sitting = tuple[Submission, Sequence[Plan]]
"""A submission with the plans of those of its parts that change anything."""


class Stale(Exception):
    """Another submission wrote the record between reading and writing it."""


def prepare(sittings: Sequence[Sitting], now: dt.datetime) -> None:
    """Numbers and seals; existing records are written, new ones made ready. Raises Stale."""
    plans = [plan for _, found in sittings for plan in found]
    for plan in plans:
        _number(plan, now)
        _seal(plan)
        plan.number = plan.number or new_number()
    _update([plan for plan in plans if plan.record], now)


def write(sittings: Sequence[Sitting], ids: Sequence[int], now: dt.datetime) -> None:
    """Writes what was prepared, in the same transaction, under these submissions. Raises IntegrityError."""
    plans = [plan for _, found in sittings for plan in found]
    _open(sittings, now)
    ends = queries.last_hashes([plan.record for plan in plans if plan.record])
    changes = [
        _change(plan, submission, sent, ends.get(plan.pk, b""), now)
        for (submission, found), sent in zip(sittings, ids, strict=True)
        for plan in found
    ]
    insert(Change, changes)
    pointed = _link(plans)
    _identify(plans)
    uploads.hold(plans)
    stirred = follow(plans)
    duties.follow(sittings, stirred, {plan.pk for plan in plans if plan.opens} - pointed)
    for submission, found in sittings:
        for plan in found:
            VERBS[plan.verb].write(plan, submission)
            if plan.state == MERGED:
                errands.all_done(plan.pk, submission.actor)
    _answered(sittings)
    happened(sittings, stirred)
    followed(sittings)


def _answered(sittings: Sequence[Sitting]) -> None:
    """What came back and is mended now, or found good, in one statement for whoever did it."""
    found: dict[tuple[Any, str], list[int]] = defaultdict(list)
    for submission, plans in sittings:
        for plan in plans:
            if not plan.opens and (ends := VERBS[plan.verb].ends):
                found[submission.actor, ends].append(plan.pk)
    for (actor, ends), records in found.items():
        errands.answered(records, actor, ends)


def _open(sittings: Sequence[Sitting], now: dt.datetime) -> None:
    """Writes the new records and learns their keys."""
    fresh = [(plan, submission) for submission, found in sittings for plan in found if plan.opens]
    insert(Record, [_record(plan, submission, now) for plan, submission in fresh])
    ids = queries.keys_of([plan.uid for plan, _ in fresh])
    for plan, _ in fresh:
        plan.pk = ids[plan.uid]


def _number(plan: Plan, now: dt.datetime) -> None:
    """Gives a new record the numbers its form asks of the engine."""
    asked = [q for q in plan.questions.values() if q.number] if plan.opens else []
    for question in asked:
        plan.after[question.name] = next_number(question.number, plan.place, now, plan.after)
    if asked:
        plan.blind = identity.identities(plan)


def _seal(plan: Plan) -> None:
    """Ciphertext for what changed; what did not keeps the ciphertext it has."""
    changed = plan.changed
    if plan.key is None and sealed_names(plan.questions.values()) & set(changed):
        plan.key = DataKey.new(plan.uid)
    fresh = {name: plan.after[name] for name in changed if name in plan.after}
    sealed = seal_answers(plan.key, plan.questions, fresh) if plan.key else fresh
    plan.warnings = {name: _kept_reason(plan, name) for name in plan.reasons}
    old = plan.record.answers if plan.record else {}
    plan.stored = {name: value for name, value in old.items() if name not in changed} | sealed
    plan.diff = {name: [old.get(name), sealed.get(name)] for name in changed} | plan.facts


def _kept_reason(plan: Plan, name: str) -> Any:
    """A reason may say what the answer is, so that of a sealed answer is sealed."""
    question, reason = plan.questions.get(name), plan.reasons[name]
    sealed = question is not None and question.sealed
    return plan.key.seal(f"{name}.reason", reason) if sealed and plan.key else reason


def slot_values(plan: Plan) -> dict[str, Any]:
    """Every mapped column of the ledger with its value for these answers."""
    return {
        slot: slot_value(plan.questions.get(name), plan.after.get(name), slot)
        for name, slot in plan.ledger.slots.items()
        if name not in plan.ledger.derived
    }


def slot_value(question: Question | None, answer: Any, slot: str) -> Any:
    """What a column holds of an answer; nothing of one that is sealed or of another family."""
    if question is None or answer is None or family(question) != slot[0]:
        return None
    if is_missing(answer):
        return f"!{answer['$missing']}" if slot[0] in "ct" else None
    return type_of(question).slot(answer)


def _fields(plan: Plan, now: dt.datetime) -> dict[str, Any]:
    return {
        "edition_id": plan.edition,
        "place_path": plan.place,
        "state": plan.state,
        "version": plan.version,
        "answers": plan.stored,
        "updated_at": now,
        **_keyed(plan),
        **slot_values(plan),
    }


def _changes(plan: Plan, now: dt.datetime) -> dict[str, Any]:
    """What an update says anew: each column that is set has its indexes written, changed or not."""
    fields, old = _fields(plan, now), plan.record
    assert old is not None
    if plan.edition != old.edition_id:
        return fields
    kept = {"edition_id": plan.edition, "place_path": old.place_path, "state": old.state}
    changed = {*plan.changed}
    same = {slot for name, slot in plan.ledger.slots.items() if name not in changed}
    return {n: v for n, v in fields.items() if n not in same and kept.get(n, _NONE) != v}


_NONE: Any = object()


def _keyed(plan: Plan) -> dict[str, Any]:
    """The data key where it is new; one that stands may be wrapped anew meanwhile."""
    if plan.record and plan.record.data_key:
        return {}
    return {
        "data_key": plan.key.wrapped if plan.key else b"",
        "key_id": plan.key.key_id if plan.key else "",
    }


def _record(plan: Plan, submission: Submission, now: dt.datetime) -> Values:
    return {
        "uid": plan.uid,
        "number": plan.number,
        "ledger_id": plan.ledger.id,
        "opened_by_id": actor_of(submission),
        "opened_post": plan.post,
        "created_at": now,
        **dict.fromkeys(SLOTS),
        **_fields(plan, now),
    }


def actor_of(submission: Submission) -> int | None:
    """Nobody, when the engine itself or an unknown visitor writes."""
    return getattr(submission.actor, "pk", None)


def _update(plans: Sequence[Plan], now: dt.datetime) -> None:
    """Records whose answers stay go on together, the others one by one."""
    rows = Record.objects.unscoped("the records of the plans, found in scope")
    alike: dict[tuple[Any, ...], list[int]] = {}
    for plan in plans:
        record = plan.record
        assert record is not None
        if not plan.changed:
            step = (record.version, plan.version, plan.edition, plan.place, plan.state)
            alike.setdefault(step, []).append(record.pk)
        elif not rows.filter(pk=record.pk, version=record.version).update(**_changes(plan, now)):
            raise Stale
    for (was, version, edition, place, state), ids in alike.items():
        fields = {"version": version, "edition": edition, "place_path": place, "state": state}
        if rows.filter(pk__in=ids, version=was).update(updated_at=now, **fields) != len(ids):
            raise Stale


def _change(
    plan: Plan, submission: Submission, sent: int, before: bytes, now: dt.datetime
) -> Values:
    day = plan.happened_on or civil(submission.clock)
    change = {
        "record_id": plan.pk,
        "version": plan.version,
        "action": plan.part.action,
        "state": plan.state,
        "actor_id": actor_of(submission),
        "post": plan.post,
        "door": submission.door,
        "submission_id": sent,
        "edition_id": plan.edition,
        "happened_on": day,
        "late": _late(plan, day),
        "place_path": plan.place,
        "at": now,
        "diff": plan.diff,
        "reason": tidy(plan.part.reason) if not plan.cause else "",
        "warnings": plan.warnings,
        "sources": plan.sources,
        "hash_before": before,
    }
    return change | {"hash": change_hash(change, plan.uid)}


def _late(plan: Plan, day: dt.date) -> bool:
    """Whether the books of that day are closed; asked once a batch and day."""
    ledger, known = plan.ledger, plan.known.late
    if ledger.rules.periods is None:
        return False
    if (ledger.id, day) not in known:
        known[ledger.id, day] = late(ledger, day) is not None
    return known[ledger.id, day]


def _link(plans: Sequence[Plan]) -> set[int]:
    """Gives the records that are pointed at anew."""
    fresh = {plan.uid: plan.pk for plan in plans}
    links, pointed = [], set[int]()
    for plan in plans:
        for name in plan.diff:
            question = plan.questions.get(name)
            if name.startswith("_") or (question and question.type != "record"):
                continue
            if not plan.opens:
                old = Link.objects.unscoped("of the record being written")
                old.filter(source=plan.pk, question=name).delete()
            if target := _target(plan, plan.after.get(name), fresh):
                links.append({"source_id": plan.pk, "question": name, "target_id": target})
                pointed.add(target)
        if "_into" in plan.facts:
            target = fresh[plan.facts["_into"][1]]
            links.append({"source_id": plan.pk, "question": "_into", "target_id": target})
            pointed.add(target)
    insert(Link, links)
    return pointed


def _target(plan: Plan, uid: Any, fresh: Mapping[str, int]) -> int | None:
    """The record that an answer points at, of this batch or found in scope when it was parsed."""
    if not isinstance(uid, str) or uid in fresh:
        return fresh.get(uid) if isinstance(uid, str) else None
    spot = plan.known.spot(uid)
    return spot[0] if spot else None


def _identify(plans: Sequence[Plan]) -> None:
    """Identity rows of the new answers in the place of the old ones."""
    rows: list[Values] = []
    for plan in plans:
        if not identity.reidentified(plan):
            continue
        if not plan.opens:
            BlindIndex.objects.filter(record=plan.pk).delete()
        own = {"ledger_id": plan.ledger.id, "record_id": plan.pk}
        rows += [
            own | {"rule": rule, "key_id": name, "digest": digest}
            for rule, digests in plan.blind.items()
            for name, digest in digests.items()
        ]
    insert(BlindIndex, rows)
