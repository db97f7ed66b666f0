"""A slip of paper that somebody prints and takes along, for people without anything else."""

from __future__ import annotations

from ..channel import Channel
from ..recipients import Recipient


class Slip(Channel):
    """Waits on the page of slips until it is printed."""

    name = "slip"
    label = "打印通知单"
    sends = False

    def address(self, recipient: Recipient) -> tuple[str, str]:
        return recipient.phone, ""
