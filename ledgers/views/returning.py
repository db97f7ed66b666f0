"""Back to the very page after a session ended: what was typed comes along through the login page."""

from __future__ import annotations

import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.utils.datastructures import MultiValueDict

from people.views import typed_of

from .frame import WHOSE, mark_of

PAGES = frozenset(
    {
        "fill",
        "pages",
        "draft-all",
        "draft-step",
        "draft-check",
        "draft-edition",
        "edit",
        "grid",
        "lacking-one",
    }
)
"""Pages that know how to keep what is posted without judging it (`go=stay`)."""


def returned(request: HttpRequest) -> HttpResponse | None:
    """The page's own answer, for the person whose page it was; None for everybody else."""
    typed, address = typed_of(request)
    if not typed or not constant_time_compare(typed.get(WHOSE, ""), mark_of(request.user)):
        return None
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return None
    if match.url_name not in PAGES:
        return None
    answer: HttpResponse = match.func(_again(request, typed, address), *match.args, **match.kwargs)
    return answer


def _again(request: HttpRequest, typed: MultiValueDict[str, str], address: str) -> Any:
    """The request that came too late, as if it came now."""
    again: Any = copy.copy(request)
    again.path = again.path_info = address.partition("?")[0]
    again.META = request.META | {"QUERY_STRING": address.partition("?")[2]}
    again.__dict__.pop("GET", None)
    data = typed.copy()
    data["go"] = "stay"
    again.POST, again._files = data, MultiValueDict()
    return again
