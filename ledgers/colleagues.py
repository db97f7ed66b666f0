"""The people to whom a record can be given in charge or shown, by what their posts may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from people.models import Post, User

from .clock import today
from .registry import Live

SHOWN = 200
LONGEST_KEY = 18
"""Digits of a number that a column holds."""


def near(ledger: Live, path: str) -> Sequence[Any]:
    """Who has the record in sight by a post: at its place and above it."""
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    posts = _posts(ledger).filter(place__path__in=above)
    return list(posts.order_by("-place__path", "user__name")[:SHOWN])


def _posts(ledger: Live, day: dt.date | None = None) -> Any:
    roles = [access.name for access in ledger.rules.access]
    held = Post.objects.on(day or today()).filter(role__in=roles, user__is_active=True)
    return held.select_related("user", "place")


def colleague(text: str, ledger: Live, path: str) -> User | None:
    """The person of a public identity, among those near."""
    found = {str(post.user_id): post.user for post in near(ledger, path)}
    return found.get(text)


def anybody(text: str, ledger: Live) -> User | None:
    """Somebody whose role may see records of the ledger, wherever they are."""
    if not text.isdecimal() or len(text) > LONGEST_KEY:
        return None
    post = _posts(ledger).filter(user=int(text)).first()
    return post.user if post else None


def named(ledger: Live, text: str) -> Sequence[Any]:
    """Posts whose holder's name holds this text."""
    found = _posts(ledger).filter(user__name__contains=text) if text else ()
    return list(found[:20]) if text else []


def name_of(pk: Any) -> str:
    user = User.objects.filter(pk=pk).first() if pk else None
    return user.get_full_name() if user else ""
