"""The posts a person holds now, as small frozen views: asked on every page, read once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import Post
from people.prepared import Prepared


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as scopes and pages see it.

    `place_path` is set for a post at a place only: a body's post never reaches over the place
    where the body stands.
    """

    id: int
    role: str
    place_path: str = ""
    body_key: str = ""
    place_name: str = ""
    body_name: str = ""


_COLUMNS = ("id", "role", "place__path", "body__key", "place__name", "body__name")


@Prepared
def _held(user: Any, day: Any) -> Any:
    return Post.objects.current(user, day).order_by("id").values_list(*_COLUMNS)


def current_posts(user: Any, today: date) -> tuple[PostView, ...]:
    """One query, kept on the user object, which lives as long as the request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    kept: dict[date, tuple[PostView, ...]] | None = getattr(user, "_posts_by_day", None)
    if kept is None:
        user._posts_by_day = kept = {}
    if today not in kept:
        rows = _held(user=user.pk, day=today)
        kept[today] = tuple(
            PostView(pk, role, *(x or "" for x in rest)) for pk, role, *rest in rows
        )
    return kept[today]


def forget_posts(user: Any) -> None:
    """After a post of this very user object has changed."""
    user._posts_by_day = {}
