"""The roles that a page offers to choose from."""

from __future__ import annotations

from ..models import Template
from .words import plain

NOBODY = ("none", "engine")
"""Where roles are held that have no account."""


def roles_there() -> list[tuple[str, str]]:
    """Those who sign in."""
    return [(key, title) for key, title, at in _roles() if at not in NOBODY]


def roles_held() -> list[tuple[str, str, str]]:
    """Those that are held at a place or a body, and where."""
    return [role for role in _roles() if role[2].startswith(("place:", "body:"))]


def _roles() -> list[tuple[str, str, str]]:
    rows = Template.objects.filter(kind="role", owner="").order_by("title")
    found = rows.values_list("key", "title", "body")
    return [(key, plain(title), str(body["held_at"])) for key, title, body in found]
