"""The same action on many records: fixed, looked at, then done in steps that may break off anywhere."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from . import queries
from .acting import is_from, verb_of
from .actions import VERBS
from .clock import now
from .intake import accept_many, foresee
from .models import Bulk, Record
from .registry import Live, live_by_id
from .submission import Part, Submission
from .worker import INTERACTIVE, Status, Work, background, enqueue, status

IN_REQUEST = 200
"""Records that a page does while the person waits, and that are tried beforehand."""
LEFT_ALONE = dt.timedelta(minutes=2)
"""After so long a worker looks whether a page was broken off before it had done all."""
MOST = 20_000
STEP = 100


def actions(ledger: Live) -> list[Any]:
    """What the rules allow for many at once."""
    return [a for a in ledger.rules.actions if a.bulk and VERBS[verb_of(a)].bulk]


def fix(user: Any, ledger: Live, action: str, ids: Sequence[int], reason: str = "") -> Bulk:
    """From here on it is known which records are meant, whatever the list shows later."""
    found: Bulk = Bulk.objects.create(
        ledger_id=ledger.id, action=action, author=user, ids=list(ids[:MOST]), reason=reason
    )
    return found


def fitting(user: Any, ledger: Live, action: Any, rows: Any) -> list[int]:
    """Keys of the records of a narrowed list from whose state the action goes."""
    states = [s.name for s in ledger.rules.states if is_from(action, s.name)]
    found = rows.filter(state__in=states).order_by("id").values_list("pk", flat=True)
    return list(found[:MOST])


def trial(bulk: Bulk) -> dict[int, str]:
    """Key -> why the gate would not do it, of the first records; nothing is written."""
    user, ledger = bulk.author, live_by_id(bulk.ledger_id)
    rows = _rows(user, bulk.ids[:IN_REQUEST])
    planned = foresee([_sent(bulk, ledger, row, user) for row in rows])
    return {
        row.pk: found.problems[0].text
        for row, found in zip(rows, planned, strict=True)
        if not isinstance(found, list)
    }


def begin(bulk: Bulk) -> None:
    """Does it here, or hands it to a worker when there are many; what is broken off here is too."""
    few = len(bulk.ids) <= IN_REQUEST
    with transaction.atomic():
        if set_off(bulk):
            hand_on(bulk, carry_out, f"bulk:{bulk.uid}", few)
    if few:
        go_on(bulk, bulk.author)


def set_off(bulk: Bulk) -> bool:
    """Once: of two presses one begins, the other finds it begun."""
    rows = Bulk.objects.unscoped("of its author").filter(pk=bulk.pk, begun=False)
    bulk.begun = True
    return bool(rows.update(begun=True))


def hand_on(bulk: Bulk, task: Any, mark: str, later: bool) -> None:
    """To a worker: now, or once the page that does it must have done so."""
    after = now() + LEFT_ALONE if later else None
    bulk.task = enqueue(
        task,
        str(bulk.uid),
        asked_by=bulk.author,
        unique=mark,
        priority=INTERACTIVE,
        after=after,
    )
    Bulk.objects.unscoped("of its author").filter(pk=bulk.pk).update(task=bulk.task)


@background("对许多记录做同一个动作")
def carry_out(work: Work, uid: str) -> None:
    """Whoever asked must still be allowed: each record is judged under their scope as it is now."""
    bulk = Bulk.objects.unscoped("the task of its author").select_related("author").get(uid=uid)
    go_on(bulk, work.user, work)


def go_on(bulk: Bulk, user: Any, work: Work | None = None) -> None:
    """From where it broke off: what was done has its key and is not done twice."""
    ledger = live_by_id(bulk.ledger_id)
    while bulk.done < len(bulk.ids):
        _step(bulk, ledger, user)
        if work:
            work.progress(bulk.done, len(bulk.ids))


def _step(bulk: Bulk, ledger: Live, user: Any) -> None:
    keys = bulk.ids[bulk.done : bulk.done + STEP]
    rows = _rows(user, keys)
    results = accept_many([_sent(bulk, ledger, row, user) for row in rows])
    for row, result in zip(rows, results, strict=True):
        if not result.ok:
            bulk.refused[str(row.pk)] = result.problems[0].text
    for key in set(keys) - {row.pk for row in rows}:
        bulk.refused[str(key)] = "找不到这份记录，可能已转到别的地方"
    bulk.done += len(keys)
    bulk.save(update_fields=["done", "refused"])


def _rows(user: Any, keys: Sequence[int]) -> list[Record]:
    found = queries.by_keys(user, keys)
    return [found[key] for key in keys if key in found]


def _sent(bulk: Bulk, ledger: Live, row: Record, user: Any) -> Submission:
    """Its key is made of the batch and the record, so that a step done twice is done once."""
    part = Part(ledger.key, {}, str(row.uid), bulk.action, reason=bulk.reason)
    key = uuid.uuid5(bulk.uid, str(row.pk)).hex
    return Submission(key, "web", user, None, (part,), now(), batch=bulk.uid.hex)


def standing(bulk: Bulk) -> Status | None:
    return status(bulk.task) if bulk.task else None
