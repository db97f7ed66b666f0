"""The one transaction of a batch: records, changes, links, identities, numbers; nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from forms_catalog.definition import Question, to_bytes
from forms_catalog.placeholders import fill
from forms_catalog.ports import ports
from forms_catalog.questions import is_missing, type_of
from forms_catalog.slots import SLOTS, family

from .. import queries
from ..clock import civil
from ..ids import new_number
from ..models import BlindIndex, Change, Link, Record, Series
from ..sealing import DataKey, seal_answers, sealed_names
from ..submission import Submission
from . import judging, uploads
from .inserting import Values, insert
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
    _link(plans)
    _identify(plans)
    uploads.hold(plans)


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
        plan.blind = judging.identities(plan)


def next_number(
    template: str, place: str, now: dt.datetime, answers: Mapping[str, Any] | None = None
) -> str:
    """The next number of a series: one gapless series for each text without its `_seq`.

    Answers stand in it by their codes, so that it does not change with their words.
    """
    told = {n: str(a) for n, a in (answers or {}).items() if isinstance(a, str | int | float)}
    values = told | _number_values(place, now)
    series = fill(template, lambda name, form: "*" if name == "_seq" else values.get(name, ""))
    rows = Series.objects.all()
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    row, _ = rows.get_or_create(key=series[:200])
    row.last += 1
    row.save(update_fields=["last"])
    values["_seq"] = str(row.last)
    return fill(template, lambda name, form: values.get(name, "").zfill(int(form) if form else 0))


def _number_values(place: str, now: dt.datetime) -> dict[str, str]:
    day = civil(now)
    values = {"_year": f"{day:%Y}", "_this_year": f"{day:%Y}", "_today": f"{day:%Y%m%d}"}
    for ref in ports.places.ancestors(place) if place else ():
        values[f"_{ref.level}_code"] = values["_code"] = ref.code
    return values


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
    plan.diff = {name: [old.get(name), sealed.get(name)] for name in changed}


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
        "data_key": plan.key.wrapped if plan.key else b"",
        "key_id": plan.key.key_id if plan.key else "",
        "updated_at": now,
        **slot_values(plan),
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
        if not plan.diff:
            step = (record.version, plan.version, plan.edition, plan.place, plan.state)
            alike.setdefault(step, []).append(record.pk)
        elif not rows.filter(pk=record.pk, version=record.version).update(**_fields(plan, now)):
            raise Stale
    for (was, version, edition, place, state), ids in alike.items():
        fields = {"version": version, "edition": edition, "place_path": place, "state": state}
        if rows.filter(pk__in=ids, version=was).update(updated_at=now, **fields) != len(ids):
            raise Stale


def _change(
    plan: Plan, submission: Submission, sent: int, before: bytes, now: dt.datetime
) -> Values:
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
        "happened_on": civil(submission.clock),
        "at": now,
        "diff": plan.diff,
        "reason": "",
        "warnings": plan.warnings,
        "sources": plan.sources,
        "hash_before": before,
    }
    return change | {"hash": change_hash(change, plan.uid)}


def change_hash(change: Values, uid: str) -> bytes:
    """SHA-256 over the hash before and everything this change says, by the columns it is kept in."""
    said = {
        "record": uid,
        "version": change["version"],
        "action": change["action"],
        "state": change["state"],
        "actor": change["actor_id"],
        "post": change["post"],
        "door": change["door"],
        "edition": change["edition_id"],
        "happened_on": change["happened_on"].isoformat(),
        "at": change["at"].astimezone(dt.UTC).isoformat(),
        "diff": change["diff"],
        "reason": change["reason"],
    }
    if change["warnings"]:  # chains written before there were any stay whole
        said["warnings"] = change["warnings"]
    if change["sources"]:
        said["sources"] = change["sources"]
    return hashlib.sha256(bytes(change["hash_before"]) + to_bytes(said)).digest()


def _link(plans: Sequence[Plan]) -> None:
    fresh = {plan.uid: plan.pk for plan in plans}
    links = []
    for plan in plans:
        for name in plan.diff:
            question = plan.questions.get(name)
            if question and question.type != "record":
                continue
            if not plan.opens:
                old = Link.objects.unscoped("of the record being written")
                old.filter(source=plan.pk, question=name).delete()
            if target := _target(plan, plan.after.get(name), fresh):
                links.append({"source_id": plan.pk, "question": name, "target_id": target})
    insert(Link, links)


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
        if not plan.upgrades and not judging.identified(plan) & plan.diff.keys():
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
