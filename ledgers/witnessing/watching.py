"""Who may see who was shown what: those who look after accounts or keys, over their part of the tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q

from forms_catalog import editions
from forms_catalog.questions.rows import every_column
from people.paths import lies_in, range_of
from people.posts import current_posts
from people.prepared import Prepared

from ..clock import day_begins, today
from ..models import AccessEvent, Record
from ..protect import ProtectedQuerySet
from ..registry import Live, role_can, role_held_at
from ..rights import KEEPING
from ..scope import merged, reach

WHOLE = ("",)
LAST = 5
_LINE = ("at", "kind", "user__name", "user__username", "clear", "reason")


def watched(user: Any) -> tuple[str, ...]:
    """The places whose events this person may see, `WHOLE` for the whole house, none for most."""
    if not getattr(user, "is_active", False):
        return ()
    posts = [p for p in current_posts(user, today()) if not KEEPING.isdisjoint(role_can(p.role))]
    if user.is_superuser or any(role_held_at(post.role) == "system" for post in posts):
        return WHOLE
    return merged(post.place_path for post in posts if post.place_path)


def events(user: Any) -> ProtectedQuerySet:
    """The events in sight: at the person's places, of ledgers that they see themselves.

    Who keeps the whole house but sees no records is told of lists and files, of no single record.
    """
    places = watched(user)
    if places == WHOLE:
        rows = AccessEvent.objects.unscoped("by those who keep the house, narrowed here")
        return rows.filter(Q(record=None) | reach(user).condition("event"))
    near = Q(pk__in=())
    for path in places:
        low, high = range_of(path)
        near |= Q(place_path__gte=low, place_path__lt=high)
    return AccessEvent.objects.visible_to(user).filter(near)


def may_watch(user: Any, record: Record, ledger: Live) -> bool:
    """Whether this person may see who was shown the record."""
    near = any(lies_in(record.place_path, path) for path in watched(user))
    return near and reach(user).covers(ledger, record.place_path)


def last_of(record: Record) -> Sequence[tuple[Any, ...]]:
    """The last events of a record whose reader may see them: `_LINE`."""
    return _last(record=record.pk)


@Prepared
def _last(record: Any) -> Any:
    rows = AccessEvent.objects.unscoped("of a record already in sight").filter(record=record)
    return rows.order_by("-id").values_list(*_LINE)[:LAST]


@dataclass(frozen=True, slots=True)
class Filter:
    """What the page of events is narrowed to; `before` is the event after which it goes on."""

    person: int = 0
    ledger: int = 0
    kind: str = ""
    day: dt.date | None = None
    record: Record | None = None
    before: int = 0

    def of(self, rows: ProtectedQuerySet) -> ProtectedQuerySet:
        given: dict[str, Any] = {}
        if self.person:
            given["user"] = self.person
        if self.ledger:
            given["ledger"] = self.ledger
        if self.kind:
            given["kind"] = self.kind
        if self.record:
            given["record"] = self.record.pk
        if self.before:
            given["pk__lt"] = self.before
        if self.day:
            given["at__gte"] = day_begins(self.day)
            given["at__lt"] = day_begins(self.day + dt.timedelta(days=1))
        found: ProtectedQuerySet = rows.filter(**given)
        return found


def page_of(user: Any, narrowed: Filter, size: int) -> list[AccessEvent]:
    """The newest first; one more than `size` when it goes on."""
    rows = narrowed.of(events(user)).select_related("user").order_by("-id")
    return list(rows[: size + 1])


@lru_cache(maxsize=64)
def labels(form: int) -> Mapping[str, str]:
    """The questions of an edition of a form, columns of tables too, by their words."""
    return {
        column.name: column.label
        for question, _ in editions.bundle(form).questions.values()
        for column in every_column(question)
    }
