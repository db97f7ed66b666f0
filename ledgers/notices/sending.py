"""The sender: takes one message after the other, writes down that it tries, tries, writes down what came.

Whoever is killed in between leaves the message as being sent; when its time is over it is tried
again under the same key, and says of itself that it may have gone out twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Q

from ..clock import now
from ..models import Message
from ..protect import ProtectedQuerySet
from ..sealing import KeysMissing
from ..worker import Work, background
from .attaching import papers
from .channel import Lost, Outgoing, Rejected, Unreachable, Unsent
from .channels import CHANNELS
from .recipients import Recipient
from .states import ACCEPTED, ADDRESSLESS, FAILED, GIVEN_UP, OPEN, QUEUED, SENT
from .telling import WHY, opened, seal
from .terms import Terms, quiet, terms

log = logging.getLogger("ledgers.notices")
FAR = dt.timedelta(days=1)
"""No pause is so long: a clock that was set back does not keep a message waiting."""
_NEEDED = ("uid", "key", "notice", "edition", "record", "channel", "state", "next_at", "attempts")
_SEALED = ("sealed", "data_key", "key_id", "uncertain")


@background("发通知")
def send(work: Work) -> None:
    """What can be sent now."""
    done = run(work.stopped)
    work.progress(work.done + done, work.done + done)


def run(stopped: Callable[[], bool] = lambda: False) -> int:
    """Until nothing is due, or nobody is there to take it. Gives how many were tried."""
    limits, strikes, done = terms(), Counter[str](), 0
    while not stopped() and (batch := due(_resting(strikes, limits), limits.batch)):
        for message in batch:
            if stopped():
                break
            if strikes[message.channel] < limits.strikes:
                done += _try(message, strikes, limits)
    return done


def due(resting: Sequence[str], most: int) -> list[Message]:
    """What is urgent first, then the oldest; at quiet hours nothing else."""
    moment = now()
    rows = _rows().filter(state__in=OPEN, next_at__isnull=False).exclude(channel__in=resting)
    rows = rows.filter(Q(next_at__lte=moment) | Q(next_at__gt=moment + FAR))
    if quiet(moment):
        rows = rows.filter(urgent=True)
    return list(rows.order_by("-urgent", "next_at", "id").only(*_NEEDED, *_SEALED)[:most])


def _rows() -> ProtectedQuerySet:
    return Message.objects.unscoped(WHY)


def _resting(strikes: Counter[str], limits: Terms) -> list[str]:
    return [name for name, count in strikes.items() if count >= limits.strikes]


def _try(message: Message, strikes: Counter[str], limits: Terms) -> int:
    """One message, if nobody else took it meanwhile."""
    if not _claim(message, limits):
        return 0
    try:
        answer = CHANNELS[message.channel].send(_outgoing(message))
    except Unsent as unsent:
        strikes[message.channel] = strikes[message.channel] + 1 if _absent(unsent) else 0
        _not_sent(message, unsent, limits)
    except Exception as error:
        log.warning("message %d: %s", message.pk, type(error).__qualname__)
        _not_sent(message, Lost("notice.fell"), limits)
    else:
        strikes[message.channel] = 0
        _write(message, state=ACCEPTED, provider_id=answer, problem="", next_at=None)
    return 1


def _absent(unsent: Unsent) -> bool:
    return isinstance(unsent, Unreachable | Lost)


def _claim(message: Message, limits: Terms) -> bool:
    """Ours from here on; one that was being sent before may have gone out then."""
    moment, lost = now(), message.state == SENT
    mine = _rows().filter(pk=message.pk, state=message.state, next_at=message.next_at)
    changes: dict[str, Any] = {"uncertain": True} if lost else {}
    until = moment + dt.timedelta(seconds=limits.lease)
    message.attempts += 1
    taken: int = mine.update(
        state=SENT, next_at=until, attempts=F("attempts") + 1, changed_at=moment, **changes
    )
    message.next_at, message.state = until, SENT
    return bool(taken)


def _outgoing(message: Message) -> Outgoing:
    try:
        said = opened(message)
    except KeysMissing:
        raise Unsent("notice.unreadable") from None
    return Outgoing(message.key, said["to"], said["subject"], said["text"], papers(message))


def _not_sent(message: Message, unsent: Unsent, limits: Terms) -> None:
    """Tried again after a while that grows, until it was tried often enough."""
    changes: dict[str, Any] = {"state": FAILED, "problem": unsent.code}
    if isinstance(unsent, Lost):
        changes["uncertain"] = True
    if isinstance(unsent, Rejected):
        changes |= {"state": GIVEN_UP, "next_at": None}
    elif message.attempts >= limits.tries:
        changes |= {"state": GIVEN_UP, "next_at": None, "problem": "notice.tried-out"}
    else:
        changes["next_at"] = now() + limits.pause(message.attempts)
    _write(message, **changes)


def _write(message: Message, **changes: Any) -> None:
    """Only while it is still ours: whoever was asleep too long has lost it to another."""
    mine = _rows().filter(pk=message.pk, state=SENT, next_at=message.next_at)
    mine.update(changed_at=now(), **changes)


def retry(ids: Sequence[int]) -> int:
    """Somebody has mended what was wrong: these are tried again, now, at the address known now."""
    rows = _rows().filter(pk__in=list(ids), state__in=(GIVEN_UP, FAILED)).select_related("user")
    return sum(_again(row) for row in rows)


def _again(row: Message) -> bool:
    channel = CHANNELS[row.channel]
    if not channel.sends:
        return False
    said = opened(row)
    if row.user is not None:
        known = Recipient(row.spec, row.user_id, row.user.phone, row.user.email)
        said["to"], problem = channel.address(known)
        if problem:
            return False
        seal(row, said)
    elif row.problem in ADDRESSLESS:
        return False
    row.state, row.problem, row.attempts = QUEUED, "", 0
    row.next_at = row.changed_at = now()
    row.save()
    return True
