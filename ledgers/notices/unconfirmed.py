"""Receipts that nobody gave: step by step others are told, as the notice itself says.

While a message in the inbox waits for its receipt, its `next_at` is when the next step is due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q

from forms_catalog.definition import Notice, Unconfirmed
from forms_catalog.problems import Refused

from ..clock import now
from ..models import Message
from ..protect import ProtectedQuerySet
from .house import thawed
from .rounds import engine
from .telling import WHY, tell
from .terms import span

MOST = 2000
"""So many are looked at in one run."""


def escalate() -> int:
    """Who was to confirm and nobody did: others are told, each step once. Gives how many messages."""
    moment = now()
    late = _rows().filter(ack_by__lte=moment, ack_at=None, escalated_at=None)
    late = late.filter(Q(next_at=None) | Q(next_at__lte=moment))
    told = 0
    for row in list(late.order_by("id")[:MOST]):
        with transaction.atomic():
            told += _step(row, moment)
    return told


def _rows() -> ProtectedQuerySet:
    return Message.objects.unscoped(WHY)


def _step(row: Message, moment: dt.datetime) -> int:
    """What is due of one message; afterwards it waits for the next step, or is done with."""
    notice = thawed(row.edition_id) if row.edition_id else None
    if _confirmed(row):
        _over(row, moment)
        return 0
    if notice is None or not notice.escalate:
        _over(row, moment)
        return _unconfirmed(row, notice)
    due, later = _parted(row, notice, moment)
    told = sum(_tell(row, step) for step in due)
    if later:
        _rows().filter(pk=row.pk).update(next_at=min(at for at, _ in later))
    else:
        _over(row, moment)
    return told


def _over(row: Message, moment: dt.datetime) -> None:
    _rows().filter(pk=row.pk).update(escalated_at=moment, next_at=None)


def _confirmed(row: Message) -> bool:
    """By anybody who was told the same; whoever set it off cannot hear it in others' place."""
    same = _rows().filter(notice=row.notice, record=row.record_id, about=row.about)
    heard = same.filter(ack_at__isnull=False)
    return bool(heard.filter(~Q(user=F("actor")) | Q(actor=None)).exists())


type Timed = tuple[dt.datetime, Unconfirmed]


def _parted(
    row: Message, notice: Notice, moment: dt.datetime
) -> tuple[Sequence[Unconfirmed], Sequence[Timed]]:
    """The steps whose time has come since the last look, and those to come."""
    timed = [(row.created_at + (span(s.after) or dt.timedelta()), s) for s in notice.escalate]
    since = row.next_at or dt.datetime.min.replace(tzinfo=dt.UTC)
    due = [step for at, step in timed if since <= at <= moment]
    return due, [(at, step) for at, step in timed if at > moment]


def _tell(row: Message, step: Unconfirmed) -> int:
    """Told once for all who were told the same: the words that set it off name it."""
    about = f"ack.{row.notice}.{step.after}.{row.about}"[:120]
    given = {"_title": _title(thawed(row.edition_id) if row.edition_id else None)}
    try:
        return tell(step.notice, record=row.record_id, to=step.to, values=given, about=about)
    except Refused:
        return 0


def _unconfirmed(row: Message, notice: Notice | None) -> int:
    """The engine's own event, where the notice names nobody."""
    about = f"ack.{row.notice}.{row.about}"[:120]
    given = {"_title": _title(notice)}
    return engine("not_confirmed", record=row.record_id, values=given, about=about, of=row.notice)


def _title(notice: Notice | None) -> str:
    return notice.title.replace("<wbr>", "") if notice else ""
