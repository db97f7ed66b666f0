"""The sign-in pages: by password, by the six digits of a trusted phone, by a second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.datastructures import MultiValueDict

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem
from people.access import phones
from people.access.carrying import carried, typed_of
from people.models import TrustedPhone, User

TEMPLATE = "web/login.html"
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


def page(
    request: HttpRequest,
    form: forms.BaseForm,
    username: str,
    problems: list[Problem],
    after: str,
) -> dict[str, Any]:
    """What the password's page is given."""
    found = {"form": form, "username": username, "problems": problems, "next": after}
    return found | {"action": reverse("login")} | carried(*typed_of(request))


def password_page(
    request: HttpRequest, problems: list[Problem], name: str = "", status: int = 200
) -> TemplateResponse:
    """The page asking for account and password, instead of the one that was asked for."""
    # Unbound on purpose: looking at a bound form's errors would count as one more try.
    form = SignInForm(request, initial={"username": name})
    context = page(request, form, name, problems, asked_for(request))
    return _answer(request, TEMPLATE, context, status)


def pin_page(
    request: HttpRequest, phone: TrustedPhone, problems: list[Problem], status: int = 200
) -> TemplateResponse:
    """The page asking for six digits."""
    context = {"whose": masked(phone.user), "next": asked_for(request), "problems": problems}
    return _answer(request, "web/login_pin.html", context | carried(*typed_of(request)), status)


def second_page(
    request: HttpRequest, problems: list[Problem], status: int = 200
) -> TemplateResponse:
    """The page asking for the code of an authenticator."""
    context = {"problems": problems} | carried(*typed_of(request))
    return _answer(request, "web/login_second.html", context, status)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """A sign-in page instead of a page that was posted after the session had ended."""
    posted = {n: texts for n, texts in request.POST.lists() if n != "csrfmiddlewaretoken"}
    address = request.get_full_path()
    phone = phones.recognise(request)
    answer = pin_page(request, phone, [], 401) if phone else password_page(request, [], "", 401)
    along = carried(MultiValueDict(posted), address, any(request.FILES.values()))
    answer.context_data = (answer.context_data or {}) | {"next": address} | along
    return answer.render()


def asked_for(request: HttpRequest) -> str:
    """The page that somebody wanted, when it is one of this house."""
    wanted = RedirectURLMixin()
    wanted.request = request  # type: ignore[attr-defined]
    return wanted.get_redirect_url()


def masked(user: User) -> str:
    """Enough for its owner, too little for a finder."""
    return f"{user.get_full_name()[:1]}**"


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


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> TemplateResponse:
    answer = TemplateResponse(request, template, context, status=status)
    add_never_cache_headers(answer)
    return answer
