"""Nobody who administers goes on with a password alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from people.access import factors, needs

WAYS_IN = {"login", "logout", "pin", "second", "enter", "me-factor"}
PUBLIC = {"wagtail_serve", "site-search", "site-map", "site-feed", "site-robots"}
PUBLIC |= {"site-paper", "site-handbook", "site-picture"}
OPEN = frozenset({"display", "stay"} | WAYS_IN | PUBLIC)
"""What stays open before the second factor: the ways in and out, and what anybody may read."""


class TwoFactors:
    """Leads administrators to the second factor before any other page opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in OPEN or not _lacking(request):
            return None
        return _led(request)


def _lacking(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or request.session.get(factors.PASSED):
        return False
    return needs.needed(user)


def _led(request: HttpRequest) -> HttpResponse:
    """Back to this page afterwards, when it was only looked at."""
    after = request.get_full_path() if request.method == "GET" else ""
    if factors.has(request.user):  # type: ignore[arg-type]
        factors.park(request, request.user, after)  # type: ignore[arg-type]
        answer = redirect("second")
    else:
        answer = redirect("me-factor")
    add_never_cache_headers(answer)
    return answer
