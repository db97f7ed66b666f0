"""Wagtail's admin may run inline scripts and frame previews, nothing else may; sessions last on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.csp import CSP, build_policy

from portal.chrome import ENDS, begin_time

PREFIX = "/admin/"
POLICY = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
PREVIEW: dict[str, Any] = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}


class AdminPolicy:
    """Stands below ContentSecurityPolicyMiddleware, which writes the header.

    A preview is a public page that has already been through all middleware under its own address:
    its header is there, and only says that nobody may frame it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if CSP.HEADER_ENFORCE in response.headers:
            response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(PREVIEW)
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        elif not hasattr(response, "_csp_config"):
            response._csp_config = POLICY  # type: ignore[attr-defined]
        return response


class SessionTime:
    """Whoever works on is not signed out: two hours at least are left after every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if known and request.session.get(ENDS, 0) - time.time() < settings.SESSION_LASTS_ON:
            begin_time(request)
        return self.get_response(request)
