"""The roles that a page offers to choose from."""

from __future__ import annotations

from ..models import Template
from .words import plain

NOBODY = ("none", "engine")
"""Where roles are held that have no account."""


def roles_there() -> list[tuple[str, str]]:
    """Those who sign in."""
    rows = Template.objects.filter(kind="role", owner="").order_by("title")
    found = rows.values_list("key", "title", "body")
    return [(key, plain(title)) for key, title, role in found if role["held_at"] not in NOBODY]
