"""A ledger's list as a file: what its filters leave, for those whose role may take records along."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from forms_catalog.problems import Refused

from ..exchange.agreeing import took
from ..exchange.along import Along
from ..exchange.giving import NO, YES, Giving
from ..registry import Live
from .along import file_of, later, unmade
from .frame import ledger_or_404, staff
from .listing import asked_of


@staff
@require_POST
def xlsx(request: HttpRequest, key: str) -> Any:
    return _list(request, key, "xlsx")


@staff
@require_POST
def csv(request: HttpRequest, key: str) -> Any:
    return _list(request, key, "csv")


def _list(request: HttpRequest, key: str, kind: str) -> Any:
    ledger = ledger_or_404(request, key)
    return given(request, Giving(request.user, ledger, asked_of(request, ledger)), kind)


def given(request: HttpRequest, what: Along, kind: str) -> Any:
    """The door of every file that names records: not there, by agreement only, or at once and noted."""
    if what.level == NO:
        raise Http404
    if what.gone:
        return gone(request, what.ledger)
    if what.level != YES or not what.alone():
        return later(request, what, settings.EXPORT_ALONE)
    try:
        response = file_of(what, kind)
    except Refused as refused:
        return unmade(request, what, refused)
    took(what, kind)
    return response


def gone(request: HttpRequest, ledger: Live) -> HttpResponse:
    """The template was changed while the page lay open."""
    context = {
        "title": "没有这个版式了",
        "lead": "台账的模板改过，选的版式已经没有了。",
        "steps": ["回到名单，重新选一个版式"],
        "href": reverse("ledger", args=[ledger.key]),
        "label": "回到名单",
    }
    return render(request, "web/message.html", context, status=409)
