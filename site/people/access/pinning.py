"""Opens a trusted phone by its six digits."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem
from people.access import phones
from people.access.admitting import admit
from people.access.pages import asked_for, password_page, pin_page
from people.access.pins import typed_pin
from people.models import TrustedPhone

GONE = "这部手机要重新登录：用账号和密码，或者找给您开账号的人再要一张登录单"


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest) -> HttpResponse:
    """The page itself is shown at the address of the login."""
    if request.method != "POST":
        return redirect("login")
    phone = phones.recognise(request)
    if phone is None:
        return _out(request, "login.phone-unknown", GONE)
    secret = typed_pin(request.POST.get("pin", ""))
    name = phone.user.get_username()
    if authenticate(request, username=name, phone=phone, phone_secret=secret) is None:
        return _wrong(request, phone)
    answer = admit(request, phone.user, asked_for(request))
    phones.used(request, answer, phone)
    return answer


def _wrong(request: HttpRequest, phone: TrustedPhone) -> HttpResponse:
    left = phones.tries_left(phone)
    if not left:
        return _out(request, "login.phone-ended", f"数字错了{phones.TRIES}次。{GONE}")
    words = f"数字不对，还可以试{left}次"
    return pin_page(request, phone, [Problem("login.pin", words, place=Spot(question="pin"))])


def _out(request: HttpRequest, code: str, words: str) -> HttpResponse:
    answer = password_page(request, [Problem(code, words, place=Spot(question="username"))])
    phones.forget(answer)
    return answer
