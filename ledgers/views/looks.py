"""Two looks over one form: pages for a phone, the whole on one page for a desk; which one a person gets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forms_catalog.ports import ports

from ..registry import Live
from ..scope import reach

PAGES, WHOLE = "pages", "all"
COOKIE = "look"
YEAR = 365 * 24 * 60 * 60
DOORS = {PAGES: "pages", WHOLE: "fill"}


def look(request: HttpRequest) -> str:
    """What was switched to, else pages for people who work where nobody is below them."""
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in DOORS:
        return chosen
    paths = [post.place_path for post in reach(request.user).posts if post.place_path]
    return PAGES if paths and all(_last(path) for path in paths) else WHOLE


def _last(path: str) -> bool:
    """A place whose parts have no parts of their own."""
    below = ports.places.children(path)
    return not any(ports.places.children(ref.path) for ref in below)


def switched(response: HttpResponse, to: str) -> HttpResponse:
    response.set_cookie(
        COOKIE, to, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
    return response


def door(request: HttpRequest, ledger: Live, **query: Any) -> str:
    """Where a new record of the ledger is begun in this person's look."""
    return door_of(ledger, look(request), **query)


def door_of(ledger: Live, look: str, **query: Any) -> str:
    href = reverse(DOORS[look], args=[ledger.key])
    return f"{href}?{urlencode(query)}" if query else href
