"""Which records a ledger's form goes on from: the way into its task list."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from ..registry import Live, live
from ..scope import reach


def goes_on_from(request: HttpRequest, ledger: Live) -> tuple[str, Live] | None:
    """The record question through which the form is filled, and the ledger of those records."""
    for name in ledger.bundle.through:
        target = live(ledger.bundle.questions[name][0].option("record"))
        if target and target.id in reach(request.user).paths:
            return name, target
    return None


def tasks_href(request: HttpRequest, ledger: Live) -> str:
    return reverse("tasks", args=[ledger.key]) if goes_on_from(request, ledger) else ""
