"""A round as a file: counts for everybody who sees its page, names by the rules of export."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import render

from forms_catalog.problems import Refused

from ..exchange.agreeing import took
from .along import file_of
from .frame import staff
from .round_asked import asked_of, refused
from .round_names import Names


@staff
def pdf(request: HttpRequest, key: str, uid: str) -> Any:
    """The page as it is asked for, on A4."""
    return _given(request, key, uid, "pdf")


@staff
def xlsx(request: HttpRequest, key: str, uid: str) -> Any:
    return _given(request, key, uid, "xlsx")


def _given(request: HttpRequest, key: str, uid: str, kind: str) -> Any:
    names = Names(asked_of(request, key, uid))
    try:
        response = file_of(names, kind)
    except Refused as fault:
        return render(request, "web/message.html", refused(fault.problems[0]), status=409)
    if names.count:
        took(names, kind)
    return response
