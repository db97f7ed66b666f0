"""The page of a login slip: it asks who is there, and lets that person in once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.access import passes
from people.access.admitting import admit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Looking spends nothing: programs that preview addresses look too."""
    if request.method == "POST" and (user := passes.redeem(token)):
        return admit(request, user, reverse("me-pin"))
    holder = passes.holder(token)
    status = 200 if holder else 410
    return render(request, "web/enter.html", {"holder": holder}, status=status)
