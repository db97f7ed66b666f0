"""Pages for people who are not signed in are made once and kept until something shown has changed."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from portal.chrome import MODES, chosen
from public import freshness

type Answer = Callable[[HttpRequest], HttpResponseBase]

KEPT = frozenset({"wagtail_serve", "site-map", "site-feed", "site-robots"})
LASTS = 600
"""Seconds; what changes by the clock alone (an event is over) is told no later."""
PLAIN_QUERY = re.compile(r"(p=\d{1,4})?")
LEFT_OUT = {"content-length", "vary", "etag", "cache-control", "expires"}


class Kept(NamedTuple):
    """A page as it goes out."""

    headers: list[tuple[str, str]]
    body: bytes
    packed: bytes
    etag: str


class PageCache:
    """Stands outside sessions, so that a kept page asks the database for one number only."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _anonymous(request):
            return self.get_response(request)
        store, key = caches["pages"], _key(request)
        kept = store.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = _keep(request, response)
            if kept is None:
                return response
            store.set(key, kept, LASTS)
        return _answer(request, kept)


def _anonymous(request: HttpRequest) -> bool:
    plain = (
        request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )
    return plain and bool(PLAIN_QUERY.fullmatch(request.META.get("QUERY_STRING", "")))


def _key(request: HttpRequest) -> str:
    looks = [chosen(request, name) for name in MODES]
    bits = (freshness.now(), timezone.localdate(), request.is_secure(), request.get_host())
    named = repr((bits, request.get_full_path(), looks))
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()


def _keep(request: HttpRequest, response: HttpResponseBase) -> Kept | None:
    """Nothing that answers one person only: no cookie, no error, no form of a locked page."""
    match = request.resolver_match
    told = match is not None and match.view_name in KEPT and response.status_code == 200
    if "no-store" in response.get("Cache-Control", ""):
        return None
    if not told or response.cookies or not isinstance(response, HttpResponse):
        return None
    body = response.content
    headers = [pair for pair in response.items() if pair[0].lower() not in LEFT_OUT]
    packed = gzip.compress(body, 9, mtime=0)
    return Kept(headers, body, packed, f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    if request.headers.get("If-None-Match", "").removeprefix("W/") == kept.etag:
        response = HttpResponse(status=304)
    else:
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(kept.packed if packs else kept.body)
        for name, value in kept.headers:
            response.headers[name] = value
        if packs:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = kept.etag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response
