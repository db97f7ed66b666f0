"""Who sees what is over and agrees that it goes: those who answer for taking records along.

They see the records themselves, within their places; who looks after keys and accounts does not, and
should not have to be shown people's names in order to say that they may be forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Min

from people.posts import current_posts

from ..clock import now, today
from ..models import Ending, File
from ..protect import ProtectedQuerySet
from ..registry import all_live, role_can, roles
from ..scope import Reach, merged
from .listing import AGREED, LISTED
from .working import ask

RIGHT, INSTEAD = "approve_export", "accounts"


def reach_of(user: Any) -> Reach:
    """What somebody may let go: as far as those of their posts reach that hold the right."""
    named = any(RIGHT in role.can for role in roles())
    wanted = RIGHT if named else INSTEAD
    held = current_posts(user, today()) if user.is_active else ()
    posts = tuple(post for post in held if post.place_path and wanted in role_can(post.role))
    found = Reach(None, posts)
    for ledger in all_live().values():
        if paths := [post.place_path for post in posts if ledger.rules.role(post.role)]:
            found.paths[ledger.id] = merged(paths)
    return found


def may(user: Any) -> bool:
    return bool(reach_of(user).paths)


def seen(user: Any) -> ProtectedQuerySet:
    """Everything on the list or past it that this person may let go, or let go."""
    rows = Ending.objects.unscoped("narrowed to the posts that hold the right")
    return rows.filter(reach_of(user).condition("record__"))


def heads(user: Any, status: str = LISTED) -> ProtectedQuerySet:
    """Those by whose term others go along."""
    return seen(user).filter(status=status, record=F("head"))


def counts(user: Any) -> list[dict[str, Any]]:
    """Ledger, how many, since when, of what waits for this person's word."""
    rows = heads(user).order_by().values("ledger_id")
    return list(rows.annotate(n=Count("*"), since=Min("due_on")).order_by("ledger_id"))


def along(chosen: Sequence[Ending]) -> dict[int, int]:
    """Head -> how many records go along with it."""
    rows = Ending.objects.unscoped("counted only, of heads in sight")
    some = rows.filter(head__in=[line.head_id for line in chosen]).exclude(record=F("head"))
    return dict(some.order_by().values_list("head_id").annotate(n=Count("*")))


def going(user: Any) -> int:
    """How many records are being removed by what this person may agree to."""
    chosen = list(heads(user, AGREED))
    return len(chosen) + sum(along(chosen).values())


def files(chosen: Sequence[Ending]) -> int:
    """How many files go with them."""
    rows = Ending.objects.unscoped("counted only, of heads in sight")
    members = rows.filter(head__in=[line.head_id for line in chosen]).values("record_id")
    return File.objects.unscoped("counted only").filter(record__in=members).count()


def agree(user: Any, chosen: Sequence[Ending]) -> int:
    """How many records go now; what left the list meanwhile does not."""
    with transaction.atomic():
        free = Ending.objects.unscoped("groups whose heads are in sight").filter(status=LISTED)
        rows = free.filter(head__in=[line.head_id for line in chosen])
        done = rows.update(status=AGREED, agreed_by=user, agreed_at=now())
        if done:
            ask()
    return done
