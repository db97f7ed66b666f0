"""What is due: to a person, at a record, in a place; counted and listed by index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from people.models import Post
from people.paths import line_of

from ..clock import today
from ..models import Duty, Record
from ..protect import ProtectedQuerySet
from ..registry import live_by_id
from ..scope import reach, within
from .house import house
from .rounds import OPEN, Round

LISTED, SHOWN = 50, 200
WEEK = 7
LATE, TODAY, SOON = "late", "today", "week"
WINDOWS = (LATE, TODAY, SOON)


def mine(user: Any) -> ProtectedQuerySet:
    """Open rounds that a post of this person is to do."""
    found = Q(pk__in=())
    for post in reach(user).posts:
        if post.place_path:
            found |= Q(role=post.role) & within("place_path", (post.place_path,))
    return Duty.objects.visible_to(user).filter(found, state=OPEN)


def all_seen(user: Any) -> ProtectedQuerySet:
    """Open rounds of records that this person sees, whoever is to do them."""
    return Duty.objects.visible_to(user).filter(state=OPEN)


def window(name: str, day: dt.date) -> Q:
    """Late, today, within a week."""
    if name == LATE:
        return Q(due__lt=day)
    if name == TODAY:
        return Q(due=day)
    return Q(due__gt=day, due__lte=day + dt.timedelta(days=WEEK))


def counts(rows: ProtectedQuerySet) -> dict[str, int]:
    """How many in each window, in one query."""
    day = today()
    last = day + dt.timedelta(days=WEEK)
    asked = {name: Count("due", filter=window(name, day)) for name in WINDOWS}
    found: dict[str, int] = rows.filter(due__lte=last).order_by().aggregate(**asked)
    return found


def listed(rows: ProtectedQuerySet, name: str) -> Sequence[Duty]:
    """The oldest first."""
    found = rows.filter(window(name, today())).select_related("record")
    return list(found.order_by("due", "id")[:LISTED])


def at(record: Record) -> Sequence[Duty]:
    """What is open at a record in scope."""
    rows = Duty.objects.unscoped("of a record in scope")
    return list(rows.filter(record=record, state=OPEN, current=True).order_by("due", "id"))


def load(user: Any) -> list[dict[str, Any]]:
    """By place and role: how much is open, late and soon; those with most that is late first."""
    day = today()
    grouped = all_seen(user).order_by().values("place_path", "role")
    asked = {name: Count("due", filter=window(name, day)) for name in WINDOWS}
    rows = list(grouped.annotate(open=Count("*"), **asked))
    rows.sort(key=lambda row: (-row[LATE], -row[TODAY], -row["open"], row["place_path"]))
    return rows[:SHOWN]


def officers(rows: Sequence[dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """(place, role) -> the names of those who hold the post there, or at the next place above."""
    asked = {(row["place_path"], row["role"]) for row in rows}
    lines = {path: line_of(path) for path, _ in asked if path}
    paths = {above for line in lines.values() for above in line}
    held = Post.objects.on(today()).filter(place__path__in=paths, user__is_active=True)
    there: dict[tuple[str, str], list[str]] = {}
    for post in held.select_related("user", "place").order_by("id"):
        if post.place is not None:
            there.setdefault((post.place.path, post.role), []).append(post.user.get_full_name())
    return {
        (path, role): next(
            (there[above, role] for above in reversed(lines[path]) if (above, role) in there), []
        )
        for path, role in asked
        if path
    }


def label(kept: Duty | Round) -> str:
    """What is to be done, in the words of the template."""
    pk = kept.ledger if isinstance(kept, Round) else kept.ledger_id
    rule = house().rule(live_by_id(pk).key, kept.duty)
    return rule.duty.label if rule else kept.duty
