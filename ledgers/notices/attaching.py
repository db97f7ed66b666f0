"""The letter that goes along with a message, made by the house of letters when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from ..models import Message
from .channel import Unsent
from .house import thawed

CARRIES = ("email", "slip")
"""Channels that can take paper along."""


def papers(message: Message) -> Sequence[tuple[str, bytes]]:
    """(name, bytes) of what goes along; raises Unsent while it cannot be made."""
    letter = thawed(message.edition_id).attach if message.edition_id else ""
    if not letter or message.channel not in CARRIES or message.record_id is None:
        return ()
    return [(f"{letter}.pdf", _paper()(letter, message.record_id))]


def _paper() -> Callable[..., bytes]:
    try:
        found: Any = import_module("ledgers.letters").paper
    except (ImportError, AttributeError):
        raise Unsent("notice.letter-missing") from None
    made: Callable[..., bytes] = found
    return made
