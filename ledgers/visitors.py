"""Somebody from outside, without an account: fills a form that its ledger opened, and sees nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .registry import Live
from .submission import OPENING

DOOR = "public"
PUBLIC = "公众"
"""Who is written where a person's name would stand."""


@dataclass(frozen=True)
class Visitor:
    """Acts as the role that the ledger names; has no post, so that no scope reaches a row."""

    role: str
    pk: None = None
    is_active: bool = False
    is_authenticated: bool = False
    is_anonymous: bool = True

    def get_full_name(self) -> str:
        return ""


def visitor_of(ledger: Live) -> Visitor | None:
    """Who comes in from outside here; None where the door is shut."""
    told = ledger.rules.public
    return Visitor(told.role) if told else None


def welcome(actor: Any, ledger: Live, action: str) -> bool:
    """Whether this is somebody from outside who opens a record of a ledger that is open to them."""
    told = ledger.rules.public
    return bool(
        isinstance(actor, Visitor) and told and actor.role == told.role and action == OPENING
    )
