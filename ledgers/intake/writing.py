"""The one transaction of a sitting: records, changes, links, identities, numbers; nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import connection

from forms_catalog.definition import Question, to_bytes
from forms_catalog.placeholders import fill
from forms_catalog.ports import ports
from forms_catalog.questions import is_missing, type_of
from forms_catalog.slots import family

from .. import queries
from ..clock import civil
from ..models import BlindIndex, Change, Link, Record, Series
from ..models import Submission as SubmissionRow
from ..sealing import DataKey, seal_answers, sealed_names
from ..submission import Submission
from . import judging, uploads
from .plan import Plan


class Stale(Exception):
    """Another submission wrote the record between reading and writing it."""


def prepare(submission: Submission, plans: Sequence[Plan], now: dt.datetime) -> None:
    """Numbers and seals; existing records are written, new ones made. Raises Stale."""
    for plan in plans:
        _number(plan, now)
        _seal(plan)
        plan.row = _update(plan, now) if plan.record else _record(plan, submission, now)


def write(
    submission: Submission, row: SubmissionRow, plans: Sequence[Plan], now: dt.datetime
) -> None:
    """Writes what was prepared, in the same transaction. Raises IntegrityError."""
    Record.objects.bulk_create([plan.row for plan in plans if plan.opens])
    changes = [_change(plan, submission, row, now) for plan in plans]
    Change.objects.bulk_create(changes)
    _link(plans)
    _identify(plans)
    uploads.hold(plans)


def _number(plan: Plan, now: dt.datetime) -> None:
    """Gives a new record the numbers its form asks of the engine."""
    if not plan.opens:
        return
    for question in plan.questions.values():
        if question.number:
            plan.after[question.name] = next_number(question.number, plan.place, now)
    plan.blind = judging.identities(plan)


def next_number(template: str, place: str, now: dt.datetime) -> str:
    """The next number of a series: one gapless series for each text without its `_seq`."""
    values = _number_values(place, now)
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


def _record(plan: Plan, submission: Submission, now: dt.datetime) -> Record:
    return Record(
        uid=plan.uid,
        ledger_id=plan.ledger.id,
        opened_by=submission.actor,
        opened_post=plan.post,
        created_at=now,
        **_fields(plan, now),
    )


def _update(plan: Plan, now: dt.datetime) -> Record:
    record = plan.record
    assert record is not None
    rows = Record.objects.unscoped("the record of the plan, found in scope")
    if not rows.filter(pk=record.pk, version=record.version).update(**_fields(plan, now)):
        raise Stale
    return record


def _change(plan: Plan, submission: Submission, row: SubmissionRow, now: dt.datetime) -> Change:
    record = plan.row
    assert record is not None
    change = Change(
        record=record,
        version=plan.version,
        action=plan.part.action,
        state=plan.state,
        actor=submission.actor,
        post=plan.post,
        door=submission.door,
        submission=row,
        edition_id=plan.edition,
        happened_on=civil(submission.clock),
        at=now,
        diff=plan.diff,
        warnings=plan.warnings,
        sources=plan.sources,
        hash_before=queries.last_hash(record) if plan.record else b"",
    )
    change.hash = change_hash(change, plan.uid)
    return change


def change_hash(change: Change, uid: str) -> bytes:
    """SHA-256 over the hash before and everything this change says."""
    said = {
        "record": uid,
        "version": change.version,
        "action": change.action,
        "state": change.state,
        "actor": change.actor_id,
        "post": change.post,
        "door": change.door,
        "edition": change.edition_id,
        "happened_on": change.happened_on.isoformat(),
        "at": change.at.astimezone(dt.UTC).isoformat(),
        "diff": change.diff,
        "reason": change.reason,
    }
    if change.warnings:  # chains written before there were any stay whole
        said["warnings"] = change.warnings
    if change.sources:
        said["sources"] = change.sources
    return hashlib.sha256(bytes(change.hash_before) + to_bytes(said)).digest()


def _link(plans: Sequence[Plan]) -> None:
    by_uid = {plan.uid: plan.row for plan in plans}
    links = []
    for plan in plans:
        for name in plan.changed:
            question = plan.questions.get(name)
            if question and question.type != "record":
                continue
            Link.objects.unscoped("of the record being written").filter(
                source=plan.row, question=name
            ).delete() if not plan.opens else None
            uid = plan.after.get(name)
            target = by_uid.get(uid) or _target(uid) if isinstance(uid, str) else None
            if target:
                links.append(Link(source=plan.row, question=name, target=target))
    Link.objects.bulk_create(links)


def _target(uid: str) -> Record | None:
    rows = Record.objects.unscoped("a target the question's parse found in scope")
    found: Record | None = rows.filter(uid=uid).first()
    return found


def _identify(plans: Sequence[Plan]) -> None:
    """Identity rows of the new answers in the place of the old ones."""
    rows = []
    for plan in plans:
        touched = {name for rule in plan.ledger.rules.identity for name in rule} & set(plan.changed)
        if not touched and not plan.upgrades:
            continue
        if not plan.opens:
            BlindIndex.objects.filter(record=plan.row).delete()
        rows += [
            BlindIndex(
                ledger_id=plan.ledger.id, rule=rule, key_id=name, digest=digest, record=plan.row
            )
            for rule, digests in plan.blind.items()
            for name, digest in digests.items()
        ]
    BlindIndex.objects.bulk_create(rows)
