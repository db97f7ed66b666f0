"""Logging in and out, and the page a locked-out person sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.datastructures import MultiValueDict

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem

TEMPLATE = "web/login.html"
TYPED = "typed."
"""Before the names of what was typed on the page that a session ended on."""
ADDRESS = "typed-at"
signed_in = Signal()
"""After somebody signed in, with the request; the first receiver's answer is where they go."""
WRONG = "账号或密码不对，请再试一次"


class SignInForm(AuthenticationForm):
    """Django's own form with our words; it never says which of the two was wrong."""

    username = UsernameField(label="账号", error_messages={"required": "请填写账号"})
    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写密码"},
    )
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}


class SignIn(LoginView):
    """The login page: `form`, `username`, `problems` and a safe `next`."""

    template_name = TEMPLATE
    authentication_form = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        problems = form_problems(form) if form.is_bound else []
        name, after = form["username"].value() or "", self.get_redirect_url()
        return page(self.request, form, name, problems, after)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Whose page it was gets it back with what was typed; nobody else sees anything of it."""
        answer = super().form_valid(form)
        typed, _ = typed_of(self.request)
        for _, there in signed_in.send(SignIn, request=self.request):
            if isinstance(there, HttpResponse):
                return there
        return redirect(settings.LOGIN_REDIRECT_URL) if typed else answer


class SignOut(LogoutView):
    """Leaves by POST only."""


def page(
    request: HttpRequest,
    form: forms.BaseForm,
    username: str,
    problems: list[Problem],
    after: str,
) -> dict[str, Any]:
    """What the template is given; what was typed elsewhere is handed on from login to login."""
    typed, address = typed_of(request)
    found = {"form": form, "username": username, "problems": problems, "next": after}
    return found | carried(typed, address)


def carried(typed: MultiValueDict[str, str], address: str, uploads: bool = False) -> dict[str, Any]:
    """Hidden fields of the login form, and whether files have to be chosen again."""
    pairs = [(f"{TYPED}{name}", text) for name, texts in typed.lists() for text in texts]
    return {
        "typed": [(ADDRESS, address), *pairs] if pairs else [],
        "uploads": uploads,
        "action": reverse("login"),
    }


def typed_of(request: HttpRequest) -> tuple[MultiValueDict[str, str], str]:
    """What a login form carries of another page, and the address of that page."""
    found = MultiValueDict(
        {
            name.removeprefix(TYPED): texts
            for name, texts in request.POST.lists()
            if name.startswith(TYPED)
        }
    )
    return found, request.POST.get(ADDRESS, "")


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The login page instead of a page that was posted after the session had ended."""
    posted = {n: texts for n, texts in request.POST.lists() if n != "csrfmiddlewaretoken"}
    address = request.get_full_path()
    context = page(request, SignInForm(request), "", [], address)
    context |= carried(MultiValueDict(posted), address, any(request.FILES.values()))
    answer = TemplateResponse(request, TEMPLATE, context, status=401)
    add_never_cache_headers(answer)
    return answer.render()


def form_problems(form: forms.BaseForm) -> list[Problem]:
    """A form's errors as problems; those of the form as a whole point at its first field."""
    return [
        Problem(
            f"login.{str(error.code).replace('_', '-')}",
            str(next(iter(error))),
            place=Spot(question=name if name in form.fields else next(iter(form.fields))),
        )
        for name, errors in form.errors.as_data().items()
        for error in errors
    ]


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """What django-axes answers after too many wrong passwords (AXES_LOCKOUT_CALLABLE)."""
    until = _locked_until(request, credentials)
    name = (credentials or {}).get("username") or ""
    # Unbound on purpose: looking at a bound form's errors would count as one more try.
    form = SignInForm(request, initial={"username": name})
    problem = Problem("login.locked", _words(until), place=Spot(question="username"))
    after = RedirectURLMixin().get_redirect_url(request)
    context = page(request, form, name, [problem], after)
    answer = TemplateResponse(request, TEMPLATE, context, status=429)
    if until:
        answer["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    add_never_cache_headers(answer)
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
