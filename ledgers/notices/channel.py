"""What every channel says of itself, and the ways in which a sending may end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .states import QUEUED

if TYPE_CHECKING:
    from .recipients import Recipient

CHANNELS: dict[str, Channel] = {}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way; `key` is the same however often it is tried."""

    key: str
    to: str
    subject: str
    text: str
    papers: Sequence[tuple[str, bytes]] = ()


class Unsent(Exception):
    """It did not go out, for certain, and may be tried again; `code` says why in the outbox."""

    code = "notice.gateway-busy"

    def __init__(self, code: str = "") -> None:
        self.code = code or self.code
        super().__init__(self.code)


class Unreachable(Unsent):
    """Nobody was there: the others of this channel need not be tried now."""

    code = "notice.unreachable"


class Off(Unreachable):
    """Nobody has said how this channel sends."""

    code = "notice.channel-off"


class Lost(Unsent):
    """The answer was lost: it may have gone out."""

    code = "notice.no-answer"


class Rejected(Unsent):
    """It will never be taken, so it is not tried again."""

    code = "notice.gateway-refused"


class Channel:
    """One way to tell somebody. Subclassing with a `name` registers it.

    `sends`: the sender takes it to somebody else's machine; otherwise it is there once it is
    written, in the state `begins`. `shared`: one message for all recipients together.
    """

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    sends: ClassVar[bool] = True
    begins: ClassVar[str] = QUEUED
    shared: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.name:
            CHANNELS[cls.name] = cls()

    def reaches(self, recipient: Recipient) -> bool:
        """Whether this channel is for such a recipient at all."""
        return True

    def address(self, recipient: Recipient) -> tuple[str, str]:
        """(address, code of the problem when there is none)."""
        return "", ""

    def send(self, message: Outgoing) -> str:
        """What the provider calls it; raises Unsent."""
        raise Off
