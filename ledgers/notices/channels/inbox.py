"""The inbox on the staff pages: there as soon as it is written."""

from __future__ import annotations

from ..channel import Channel
from ..recipients import Recipient
from ..states import DELIVERED


class Inbox(Channel):
    """Read, and confirmed where the notice asks for that."""

    name = "inbox"
    label = "站内消息"
    sends = False
    begins = DELIVERED

    def reaches(self, recipient: Recipient) -> bool:
        return not recipient.outside
