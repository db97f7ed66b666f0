"""Events in words: when, who, in which way, of which record or how many, and which questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace as Lines
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from forms_catalog.ports import ports
from people.models import Post

from .. import queries
from ..models import AccessEvent, Record
from ..registry import Live, all_live, role_title
from ..titles import linked, title
from ..witnessing.kinds import PAGE, WORDS
from ..witnessing.watching import labels, last_of, may_watch
from .frame import record_href

FEW = 3


def last_lines(request: HttpRequest, row: Record, ledger: Live) -> Lines | None:
    """The last who were shown the record, for those who may know."""
    if not may_watch(request.user, row, ledger):
        return None
    href = reverse("seen") + "?" + urlencode({"record": row.uid})
    return Lines(href=href, lines=[_last(*found) for found in last_of(row)])


def _last(at: dt.datetime, kind: str, name: str, username: str, clear: bool, reason: str) -> Lines:
    return Lines(when=_moment(at), who=name or username, what=_what(kind, clear), reason=reason)


def _what(kind: str, clear: bool) -> str:
    return WORDS.get(kind, WORDS[PAGE]) + ("" if clear else "（遮住的）")


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    year = f"{local.year}年" if local.year != timezone.localdate().year else ""
    return f"{year}{local.month}月{local.day}日{local:%H:%M}"


def rows_of(user: Any, found: Sequence[AccessEvent]) -> list[Lines]:
    """Records by title only where they are in the reader's own sight."""
    records = queries.by_keys(user, {event.record_id for event in found if event.record_id})
    titles = linked(user, list(records.values()))
    posts = _posts({event.post for event in found if event.post})
    books = {item.id: item for item in all_live().values()}
    return [
        Lines(
            when=_moment(event.at),
            who=event.user.get_full_name(),
            post=posts.get(event.post or 0, ""),
            what=_what(event.kind, event.clear),
            ledger=books[event.ledger_id].title if event.ledger_id in books else "",
            **_which(event, records.get(event.record_id or 0), titles),
            labels=(labels := _labels(event, books)),
            few="、".join(labels[:FEW]),
            reason=event.reason,
        )
        for event in found
    ]


def _which(event: AccessEvent, row: Record | None, titles: Mapping[str, Any]) -> dict[str, str]:
    if row is not None:
        return {"which": title(row, titles), "href": record_href(row.uid), "where": ""}
    place = ports.places.place(event.place_path) if event.place_path else None
    words = f"{event.count}份" if not event.record_id else "一份"
    words += "，查找过" if event.searched else ""
    return {"which": words, "href": "", "where": place.full_name if place else ""}


def _posts(ids: Iterable[int]) -> dict[int, str]:
    """What somebody was when they looked: a post that ended since is told as it was."""
    rows = Post.objects.filter(pk__in=list(ids)).values_list(
        "pk", "role", "place__name", "body__name"
    )
    return {
        pk: f"{place or body or ''}{role_title(role)}".replace("<wbr>", "")
        for pk, role, place, body in rows
    }


def _labels(event: AccessEvent, books: Mapping[int, Live]) -> list[str]:
    """The questions by their words, where any ledger still asks them."""
    own = books.get(event.ledger_id)
    known = [labels(book.form_edition) for book in (*([own] if own else []), *books.values())]
    return [_label(name, known) for name in event.questions.split()]


def _label(name: str, known: Iterable[Mapping[str, str]]) -> str:
    return next((words[name] for words in known if name in words), "现在不问的一题")
