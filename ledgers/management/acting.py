"""Who a command acts as: a person with a post, named or the only one there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError

from ledgers.registry import Live, all_live, live
from ledgers.scope import reach
from people.models import User


def ledger_of(name: str) -> Live:
    """A ledger by its own key or by that of the form that opens it."""
    ledgers = [item for item in all_live().values() if not item.rows_of]
    named = live(name) or next((item for item in ledgers if item.rules.form == name), None)
    if named is None or named.rows_of:
        keys = "、".join(item.key for item in ledgers)
        raise CommandError(f"没有“{name}”这个台账。有：{keys}")
    return named


def person(username: str, may: Callable[[Any], bool], what: str) -> Any:
    """The person of that name, else the only one who may; never a guess among several."""
    rows = User.objects.filter(is_active=True)
    if username:
        found = rows.filter(username=username).first()
        if found is None or not may(found):
            raise CommandError(f"“{username}”不能{what}。请换一个在岗的账号")
        return found
    able = [user for user in rows.filter(posts__isnull=False).distinct()[:500] if may(user)]
    if len(able) != 1:
        raise CommandError(f"请用 --as 写明用谁的账号{what}")
    return able[0]


def takes_action(ledger: Live, *actions: str) -> Callable[[Any], bool]:
    """Whether a post of somebody takes one of these actions."""
    roles = {role for name in actions if (rule := ledger.rules.action(name)) for role in rule.who}
    return lambda user: any(post.role in roles and post.place_path for post in reach(user).posts)
