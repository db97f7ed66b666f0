"""What every way to sign in ends with: a session, and before it the second factor of whoever has one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from people.access import factors
from people.access.carrying import signed_in, typed_of
from people.access.pages import second_page
from people.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def admit(request: HttpRequest, user: User, after: str) -> HttpResponse:
    """The answer to somebody who has shown one thing that only they have or know."""
    if factors.has(user):
        factors.park(request, user, after)
        return second_page(request, [])
    return begin(request, user, after)


def begin(request: HttpRequest, user: User, after: str) -> HttpResponse:
    """The session begins; whose page it was gets it back with what was typed, nobody else."""
    login(request, user, BACKEND)
    for _, there in signed_in.send(User, request=request):
        if isinstance(there, HttpResponse):
            return there
    typed, _ = typed_of(request)
    return redirect(settings.LOGIN_REDIRECT_URL if typed or not after else after)
