"""A record's answers go for good: its data key, its words wherever they lie, its files.

What stays is that there was a record, who did what with it when, the chain over that, the certificate.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.apps import apps
from django.db import transaction

from forms_catalog.problems import refuse
from forms_catalog.slots import SLOTS

from ..clock import civil, now
from ..intake.chaining import change_hash
from ..models import Change, Ending, File, Record, Submission
from ..protect import ProtectedQuerySet
from ..submission import VOID
from .chain import BLANK, ERASE, breaks, digest_of, tomb

WHY = "its time is over, and somebody agreed"
DOOR = "retention"
GO = (
    "BlindIndex.record",
    "Draft.record",
    "Errand.record",
    "File.record",
    "LetterIssue.record",
    "Link.source",
    "Message.record",
    "Share.record",
)
"""Tables and columns whose rows go with the record that they point at."""
NAMES = tuple(slot for slot in SLOTS if slot[0] in "td")
"""Slots that may say who it was; codes and numbers are what closed books are counted from."""
BLANKED = {"Standing.record": NAMES}
"""Rows that stay and forget some of what they say."""
STAY = frozenset(
    {"AccessEvent.record", "Change.record", "Duty.evidence", "Duty.record", "Ending.head"}
    | {"Ending.record", "Link.target"}
)


class Moved(Exception):
    """The record is not what somebody agreed to any more."""


def pointing() -> dict[str, Any]:
    """Every column that points at records: `Table.column` -> its table."""
    fields: Any = Record._meta.get_fields(include_hidden=True)
    found = (field for field in fields if field.auto_created and not field.concrete)
    return {f"{f.related_model.__name__}.{f.field.name}": f.related_model for f in found}


def erase(ending: Ending) -> None:
    """All of one record in one transaction, its bytes afterwards. Raises Moved, Refused."""
    with transaction.atomic():
        _erase(ending)


def _erase(ending: Ending) -> None:
    rows = Record.objects.unscoped(WHY)
    record = rows.select_for_update().get(pk=ending.record_id)
    if record.version != ending.version:
        raise Moved
    changes = list(_changes(record))
    if breaks(record, changes):
        raise refuse("retention.broken-chain", "这份记录的历史对不上，没有清除", "请告诉管理员")
    digests = list(_files(record).values_list("sha256", flat=True))
    digest = digest_of(_bury(change, str(record.uid)) for change in changes)
    _forget(record)
    _write_down(record, changes[-1], ending, digest)
    blank = dict.fromkeys(SLOTS) | {"answers": {}, "data_key": b"", "key_id": "", "state": VOID}
    rows.filter(pk=record.pk).update(version=record.version + 1, updated_at=now(), **blank)
    ending.status, ending.erased_at, ending.digest = "erased", now(), digest
    ending.changes, ending.files, ending.pending = len(changes), len(digests), digests
    ending.save()


def _changes(record: Record) -> ProtectedQuerySet:
    return Change.objects.unscoped(WHY).filter(record=record).order_by("version")


def _files(record: Record) -> ProtectedQuerySet:
    return File.objects.unscoped(WHY).filter(record=record)


def _bury(change: Change, uid: str) -> bytes:
    """The words go, the hash stays."""
    if change.erased:
        return bytes(change.erased)
    mark = tomb(change, uid)
    Change.objects.unscoped(WHY).filter(pk=change.pk).update(erased=mark, **BLANK)
    return mark


def _forget(record: Record) -> None:
    """Whatever else points at the record; a table that nobody thought of stops everything."""
    for name, model in pointing().items():
        if name in STAY:
            continue
        rows = _rows(model).filter(**{name.rpartition(".")[2]: record.pk})
        if name in GO:
            rows.delete()
        elif name in BLANKED:
            rows.update(**dict.fromkeys(BLANKED[name]))
        elif rows.exists():
            raise refuse("retention.unknown-table", f"不知道“{name}”要不要清除", "请告诉管理员")


def _rows(model: Any) -> Any:
    manager = model.objects
    return manager.unscoped(WHY) if hasattr(manager, "unscoped") else manager.all()


def _write_down(record: Record, last: Change, ending: Ending, digest: bytes) -> None:
    """The last link of the chain: that it was erased, by whose word, and what was left then."""
    moment = now()
    sent = Submission.objects.create(
        key=uuid.uuid4().hex,
        body_digest=b"",
        door=DOOR,
        actor_id=ending.agreed_by_id,
        clock=moment,
        received_at=moment,
    )
    change = {
        "record_id": record.pk,
        "version": record.version + 1,
        "action": ERASE,
        "state": VOID,
        "actor_id": ending.agreed_by_id,
        "post": None,
        "door": DOOR,
        "submission_id": sent.pk,
        "edition_id": record.edition_id,
        "place_path": record.place_path,
        "happened_on": civil(moment),
        "at": moment,
        "reason": digest.hex(),
        "hash_before": bytes(last.hash),
        **{name: value for name, value in BLANK.items() if name != "reason"},
    }
    mark = change_hash(change, str(record.uid))
    Change.objects.unscoped(WHY).create(**change, hash=mark)


def unknown() -> set[str]:
    """Columns that point at records and of which nobody has said what becomes of them."""
    return {
        name
        for name, model in pointing().items()
        if model in apps.get_models() and name not in {*GO, *STAY, *BLANKED}
    }
