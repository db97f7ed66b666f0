"""One's own ways to sign in: phones, password, and what each page says after something was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from people.access import factors, phones, pins
from people.models import TrustedPhone, User

View = Callable[..., HttpResponse]
DONE = {
    "pin": "设好了。以后在这部手机上，输6位数字就登录",
    "phone": "那部手机要重新登录了",
    "password": "密码改好了。别的手机和电脑都要重新登录",
    "factor": "两步验证开好了。以后登录多输一次验证码",
    "dropped": "两步验证关掉了",
}


class Line(NamedTuple):
    """A trusted phone as its person reads it."""

    label: str
    made: str
    used: str
    here: bool
    end_href: str


def own(view: View) -> View:
    """Only for people who are signed in, about themselves."""

    @sensitive_post_parameters()
    @never_cache
    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return framed


def who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def done(what: str) -> HttpResponse:
    return redirect(f"{reverse('me')}?done={what}")


@own
def me(request: HttpRequest) -> HttpResponse:
    """All one's ways to sign in on one page."""
    user, this = who(request), phones.recognise(request)
    lines = [_line(phone, phone == this) for phone in phones.of(user)]
    context = {
        "user": user,
        "phones": lines,
        "here": any(line.here for line in lines),
        "has_password": user.has_usable_password(),
        "has_factor": factors.has(user),
        "codes_left": factors.codes_left(user),
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return TemplateResponse(request, "web/me.html", context)


def _line(phone: TrustedPhone, here: bool) -> Line:
    made, used = (date_format(localtime(at), "n月j日") for at in (phone.made, phone.used))
    return Line(phone.label, made, used, here, reverse("me-phone-end", args=[phone.pk]))


@own
def me_pin(request: HttpRequest) -> HttpResponse:
    """Six digits for this phone; afterwards a password is offered to those who have none."""
    user = who(request)
    if request.method != "POST":
        return TemplateResponse(request, "web/me_pin.html", {"problems": []})
    pin, again = (pins.typed_pin(request.POST.get(name, "")) for name in ("pin", "again"))
    if problems := pins.judge(pin, again, user):
        return TemplateResponse(request, "web/me_pin.html", {"problems": problems}, status=422)
    answer = done("pin") if user.has_usable_password() else redirect("me-password")
    phones.trust(request, answer, user, pin)
    return answer


@own
def me_phone_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The phone that was lost, or given to somebody else."""
    if request.method != "POST":
        return redirect("me")
    if not phones.end(who(request), pk):
        raise Http404
    return done("phone")
