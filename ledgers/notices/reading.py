"""A person's inbox: what came, what was read, what still wants a word that it was received."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from people.prepared import Prepared

from ..clock import now
from ..models import Message
from .states import DELIVERED
from .telling import WHY

PAGE = 50


@Prepared
def _unread(user: Any) -> Any:
    rows = Message.objects.unscoped("only how many of one's own")
    found = rows.filter(user=user, channel="inbox", read_at=None, state=DELIVERED)
    return found.order_by().values_list("id")[:100]


def unread(user: Any) -> int:
    """How many were not opened; counted up to a hundred."""
    return len(_unread(user=user.pk))


def inbox(user: Any, before: int = 0) -> Sequence[Message]:
    """The latest, one more than a page when there are older ones."""
    rows = Message.objects.visible_to(user).filter(user=user, channel="inbox", state=DELIVERED)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.select_related("edition").order_by("-id")[: PAGE + 1])


def one(user: Any, uid: Any) -> Message | None:
    rows = Message.objects.visible_to(user).filter(channel="inbox", state=DELIVERED)
    found: Message | None = rows.filter(uid=uid).first()
    return found


def read(message: Message) -> None:
    """The receipt: when it was opened first."""
    if message.read_at is None:
        message.read_at = now()
        rows = Message.objects.unscoped(WHY).filter(pk=message.pk, read_at=None)
        rows.update(read_at=message.read_at)


def confirm(message: Message) -> None:
    """The person says that they have received it; said once."""
    rows = Message.objects.unscoped(WHY).filter(pk=message.pk, ack_at=None, ack_by__isnull=False)
    rows.update(ack_at=now())


def wanting(user: Any) -> int:
    """How many wait for that word."""
    rows = Message.objects.visible_to(user).filter(channel="inbox", state=DELIVERED, ack_at=None)
    return int(rows.filter(ack_by__isnull=False).count())
