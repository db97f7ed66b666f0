"""Records whose state has another code by the rules of now: each gets it, and a change that says so."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from .. import duties, queries
from ..acting import RESTATE
from ..clock import civil, now
from ..derived.following import Touch, stir
from ..inserting import insert
from ..models import Change, Record, Submission
from ..registry import Live
from .chaining import change_hash

WHY = "records whose state is called otherwise now"
DOOR = "publishing"


@transaction.atomic
def restate(ledger: Live, renamed: Mapping[str, str], pks: Collection[int]) -> int:
    """`renamed` is former code -> code; gives how many records of these stood in a former one."""
    rows = Record.objects.unscoped(WHY).filter(pk__in=pks, state__in=renamed)
    found = list(rows.select_for_update().order_by("pk"))
    if not found:
        return 0
    moment, ends = now(), queries.last_hashes(found)
    sent = _sent(moment)
    insert(Change, [_change(r, renamed[r.state], ends[r.pk], sent, moment) for r in found])
    for was, state in renamed.items():
        same = Record.objects.unscoped(WHY).filter(pk__in=[r.pk for r in found], state=was)
        same.update(state=state, version=F("version") + 1, updated_at=moment)
    told = frozenset({"_state"})
    touches = [Touch(ledger.key, r.pk, told, places=frozenset({r.place_path})) for r in found]
    duties.stirred([*touches, *stir(touches)])
    return len(found)


def _sent(moment: dt.datetime) -> int:
    given = {"key": uuid.uuid4().hex, "body_digest": b"", "door": DOOR, "actor": None}
    return Submission.objects.create(**given, clock=moment, received_at=moment).pk


def _change(
    record: Record, state: str, before: bytes, sent: int, moment: dt.datetime
) -> dict[str, Any]:
    change: dict[str, Any] = {
        "record_id": record.pk,
        "version": record.version + 1,
        "action": RESTATE,
        "state": state,
        "actor_id": None,
        "post": None,
        "door": DOOR,
        "submission_id": sent,
        "edition_id": record.edition_id,
        "happened_on": civil(moment),
        "late": False,
        "place_path": record.place_path,
        "at": moment,
        "diff": {},
        "reason": "",
        "warnings": {},
        "sources": {},
        "hash_before": before,
    }
    return change | {"hash": change_hash(change, str(record.uid))}
