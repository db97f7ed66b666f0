"""谁看过: who was shown what, for those who look after accounts or keys; its filters and its pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.questions.base import tidy
from forms_catalog.writers.fields import Choice
from people.models import User

from .. import queries
from ..ids import show_number
from ..models import AccessEvent, Record
from ..registry import all_live, live
from ..titles import linked, title
from ..witnessing.kinds import WORDS
from ..witnessing.watching import Filter, events, page_of, watched
from .frame import record_href, staff
from .seen_rows import rows_of

PAGE = 50
NAMES = 8


@staff
def seen(request: HttpRequest) -> HttpResponse:
    """Filters live in the address; a name is posted and becomes the number of an account."""
    if not watched(request.user):
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    narrowed = _narrowed(request, given)
    name = tidy(given.get("name", ""))[:60]
    if request.method != "POST":
        return _page(request, narrowed)
    people = _people(request.user, name) if name else []
    if name and len(people) != 1:
        return _page(request, replace(narrowed, person=0), name, people)
    return redirect(_href(replace(narrowed, person=people[0].pk if people else 0)))


def _narrowed(request: HttpRequest, given: Any) -> Filter:
    book, kind = live(given.get("ledger", "")), given.get("kind", "")
    uid = given.get("record", "")
    record = queries.record(request.user, uid) if uid else None
    if uid and record is None:
        raise Http404
    return Filter(
        person=_number(given.get("person", "")),
        ledger=book.id if book else 0,
        kind=kind if kind in WORDS else "",
        day=_day(given.get("day", "")),
        record=record,
        before=_number(request.GET.get("before", "")),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _people(user: Any, name: str) -> list[User]:
    """Who is called so and stands in any event in sight."""
    found = User.objects.filter(Q(name__contains=name) | Q(username=name)).order_by("name", "id")
    rows = events(user)
    return [one for one in found[:100] if rows.filter(user=one.pk).exists()][:NAMES]


def _query(narrowed: Filter) -> dict[str, str]:
    book = next((item for item in all_live().values() if item.id == narrowed.ledger), None)
    values = {
        "record": narrowed.record.uid if narrowed.record else "",
        "person": narrowed.person or "",
        "ledger": book.key if book else "",
        "kind": narrowed.kind,
        "day": narrowed.day or "",
        "before": narrowed.before or "",
    }
    return {name: str(value) for name, value in values.items() if value}


def _href(narrowed: Filter) -> str:
    query = urlencode(_query(replace(narrowed, before=0)))
    return reverse("seen") + (f"?{query}" if query else "")


def _page(
    request: HttpRequest, narrowed: Filter, name: str = "", people: Sequence[User] = ()
) -> HttpResponse:
    lost = bool(name) and not people
    found = [] if name else page_of(request.user, narrowed, PAGE)
    shown = found[:PAGE]
    person = User.objects.filter(pk=narrowed.person).first() if shown and narrowed.person else None
    query = _query(narrowed)
    context = {
        "about": _title(request.user, narrowed.record) if narrowed.record else "",
        "about_href": record_href(narrowed.record.uid) if narrowed.record else "",
        "name": name or (person.get_full_name() if person else ""),
        "lost": lost,
        "people": [
            (one.get_full_name(), one.username, _href(replace(narrowed, person=one.pk)))
            for one in people
        ],
        "keep": [(key, query[key]) for key in ("record",) if key in query],
        "ledgers": _ledgers(narrowed),
        "kinds": _kinds(narrowed),
        "day": query.get("day", ""),
        "chosen": bool(query.keys() - {"record", "before"}),
        "clear_href": _href(Filter(record=narrowed.record)),
        "rows": rows_of(request.user, shown),
        "older": _older(query, found),
        "first_href": _href(narrowed) if narrowed.before else "",
    }
    return render(request, "web/seen.html", context, status=422 if lost else 200)


def _older(query: Mapping[str, str], found: Sequence[AccessEvent]) -> str:
    if len(found) <= PAGE:
        return ""
    return "?" + urlencode({**query, "before": found[PAGE - 1].pk})


def _ledgers(narrowed: Filter) -> list[Choice]:
    every = [
        Choice(item.key, item.title.replace("<wbr>", ""), chosen=item.id == narrowed.ledger)
        for item in all_live().values()
    ]
    return [Choice("", "全部", chosen=not narrowed.ledger), *every]


def _kinds(narrowed: Filter) -> list[Choice]:
    every = [Choice(kind, words, chosen=kind == narrowed.kind) for kind, words in WORDS.items()]
    return [Choice("", "全部", chosen=not narrowed.kind), *every]


def _title(user: Any, row: Record) -> str:
    return f"{title(row, linked(user, [row]))}，编号{show_number(row.number)}"
