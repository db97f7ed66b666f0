"""Who may not go on with a password alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

asking: list[Callable[[Any], bool]] = []
"""Whether somebody's posts ask for a second factor; whoever knows the rights of posts adds it here."""


def needed(user: Any) -> bool:
    """By being a superuser, or by a post; nobody where the house does not require it."""
    if not settings.REQUIRE_TWO_FACTORS:
        return False
    return bool(user.is_superuser) or any(asks(user) for asks in asking)
