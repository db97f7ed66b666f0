"""Who may take a decision back: whoever could have taken it, and who stands above whoever did."""

from __future__ import annotations

from collections.abc import Iterable

from people.models import Post
from people.posts import PostView

from . import queries
from .acting import SUBMIT, rule_of, verb_of
from .models import Change, Record
from .registry import Live
from .submission import UNDO, UNDONE


def undone_by(record: Record, version: int) -> Change | None:
    """The change that is decided about: behind a taking back stands what was taken back."""
    change = queries.change(record, version)
    while change and change.action == UNDO and UNDONE in change.diff:
        change = queries.change(record, change.diff[UNDONE][1])
    return change


def may_take_back(ledger: Live, record: Record, version: int, posts: Iterable[PostView]) -> bool:
    """That a post reaches the record's place, and may take back at all, is judged elsewhere."""
    change = undone_by(record, version)
    if change is None:
        return True
    action = rule_of(ledger.rules, change.action)
    if action and verb_of(action) == SUBMIT:
        return True
    who, below = action.who if action else (), _place_of(change)
    return any(post.role in who or _above(post.place_path or "", below) for post in posts)


def _place_of(change: Change) -> str:
    """Where the post lies under which it was made."""
    if change.post is None:
        return ""
    found = Post.objects.filter(pk=change.post).values_list("place__path", flat=True).first()
    return found or ""


def _above(path: str, below: str) -> bool:
    return bool(path) and path != below and below.startswith(path)
