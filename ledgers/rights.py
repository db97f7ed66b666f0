"""What a person may do beside the ledgers: the rights of their posts, as Django and Wagtail ask for them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from forms_catalog.ports import ports
from people.posts import current_posts

from .clock import today
from .registry import role_can, role_held_at

EDITED = ("formtemplate", "listtemplate", "ledgertemplate", "noticetemplate", "lettertemplate")
"""The templates that are edited on pages; nobody deletes one, a published code must stay readable."""


def _on_templates(*actions: str) -> frozenset[str]:
    return frozenset(f"forms_catalog.{action}_{model}" for action in actions for model in EDITED)


EDIT = _on_templates("add", "change", "view") | {"wagtailadmin.access_admin"}
PUBLISH = EDIT | _on_templates("publish", "lock", "unlock")
PERMISSIONS = {"templates": EDIT, "publish": PUBLISH}
"""What each right of a role means in the admin; the others are asked for by name."""


def rights(user: Any) -> frozenset[str]:
    """The rights of all posts held today, kept on the user object, which lives as long as the request."""
    day = today()
    kept: tuple[object, frozenset[str]] | None = getattr(user, "_rights", None)
    if kept and kept[0] == day:
        return kept[1]
    posts = current_posts(user, day)
    found = frozenset(right for post in posts for right in role_can(post.role))
    if not getattr(user, "is_anonymous", True):
        user._rights = (day, found)
    return found


OVER_ALL = frozenset({"templates", "publish", "accounts", "keys"})
"""Rights that, held over the whole house, ask for a second factor at sign-in."""


def administers(user: Any) -> bool:
    """Whether a post held today reaches over the whole house."""
    return any(
        role_held_at(post.role) == "system" and not OVER_ALL.isdisjoint(role_can(post.role))
        for post in current_posts(user, today())
    )


KEEPING = frozenset({"accounts", "keys"})
"""Rights that, held over the whole house or at the root of its places, look after the background."""


def keeps_house(user: Any) -> bool:
    """Whether a post held today looks after what the house does by itself."""
    if not getattr(user, "is_active", False):
        return False
    ours = [p for p in current_posts(user, today()) if not KEEPING.isdisjoint(role_can(p.role))]
    roots = {place.path for place in ports.places.children("")} if ours else set()
    return user.is_superuser or any(
        role_held_at(post.role) == "system" or post.place_path in roots for post in ours
    )


class PostRights(BaseBackend):
    """Gives permissions by post instead of by group; it signs nobody in."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None:
            return set()
        return {name for right in rights(user_obj) for name in PERMISSIONS.get(right, ())}

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Asks for the posts only when a post could give this permission."""
        return perm in PUBLISH and perm in self.get_user_permissions(user_obj, obj)
