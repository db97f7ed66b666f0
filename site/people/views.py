"""Logging in and out, and the page a locked-out person sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem
from people.access import phones
from people.access.admitting import admit
from people.access.carrying import signed_in, typed_of
from people.access.pages import (
    TEMPLATE,
    WRONG,
    SignInForm,
    form_problems,
    page,
    password_page,
    pin_page,
    sign_in_again,
)

__all__ = ["WRONG", "SignIn", "SignOut", "locked_out", "sign_in_again", "signed_in", "typed_of"]

WAY = "way"
"""Asks for the password's page on a phone that would ask for its six digits."""


class SignIn(LoginView):
    """The login page: `form`, `username`, `problems` and a safe `next`."""

    template_name = TEMPLATE
    authentication_form = SignInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        phone = None if WAY in request.GET else phones.recognise(request)
        return pin_page(request, phone, []) if phone else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if WAY in request.POST:
            return password_page(request, [])
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        problems = form_problems(form) if form.is_bound else []
        name, after = form["username"].value() or "", self.get_redirect_url()
        return page(self.request, form, name, problems, after)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        return admit(self.request, form.get_user(), self.get_redirect_url())


class SignOut(LogoutView):
    """Leaves by POST only."""


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """What django-axes answers after too many wrong passwords (AXES_LOCKOUT_CALLABLE)."""
    until = _locked_until(request, credentials)
    name = request.POST.get("username", "")
    problem = Problem("login.locked", _words(until), place=Spot(question="username"))
    answer = password_page(request, [problem], name, 429)
    if until:
        answer["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    return answer.render()


def _locked_until(request: HttpRequest, credentials: Mapping[str, Any] | None) -> datetime | None:
    pause: timedelta | None = get_cool_off(request)
    if pause is None:
        return None
    attempts = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    times = [
        found
        for query in attempts
        if (found := query.order_by("-attempt_time").values_list("attempt_time", flat=True).first())
    ]
    last: datetime = max(times, default=timezone.now())
    return last + pause


def _words(until: datetime | None) -> str:
    if until is None:
        return "密码错的次数太多，账号已停用，请联系管理员"
    at = timezone.localtime(until + timedelta(minutes=1))
    return f"密码错的次数太多，请在{at:%H}时{at:%M}分以后再试，或联系管理员"
