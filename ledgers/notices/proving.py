"""The Notices port: a test of a draft, in one's own inbox or on one's own telephone."""

from __future__ import annotations

from typing import Any

from ..clock import now
from ..ids import uuid7
from ..models import Message
from .asking import ask_to_send
from .channels import CHANNELS
from .recipients import Recipient
from .states import GIVEN_UP, QUEUED, why
from .telling import key_of, seal, whom_of

NOTICE = "_test"


class OwnTests:
    """Written into the outbox like any other message, about no record."""

    def test(self, user: Any, channel: str, subject: str, text: str) -> str:
        way, uid, moment = CHANNELS.get(channel), uuid7(), now()
        if way is None or way.shared:
            return "群里不发试的，请在群里看正式的"
        one = Recipient("_actor", user.pk, user.phone, user.email)
        address, problem = way.address(one)
        made = Message(
            uid=uid,
            key=key_of(NOTICE, uid, channel),
            notice=NOTICE,
            user=user,
            spec=one.spec,
            whom=whom_of(one),
            channel=channel,
            about=f"test.{uid.hex}",
            state=GIVEN_UP if problem else way.begins,
            problem=problem,
            urgent=True,
            next_at=moment if way.sends and not problem else None,
            actor=user.pk,
            created_at=moment,
            changed_at=moment,
        )
        seal(made, {"subject": f"【试】{subject}", "text": text, "to": address})
        made.save()
        if made.state == QUEUED and way.sends:
            ask_to_send()
        return why(problem)
