"""The page on which somebody takes an authenticator into use, or gives it up."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import segno
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from markupsafe import Markup

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem
from people.access import factors, needs
from people.access.own import done, own, who
from people.access.second import tried, typed_code
from people.models import User

SECRET = "second.secret"


@own
def me_factor(request: HttpRequest) -> HttpResponse:
    """Setting up for who has none, giving up for who has one."""
    user = who(request)
    if factors.has(user):
        return _standing(request, user)
    secret = _secret(request)
    if request.method != "POST":
        return _shown(request, user, secret, [])
    step = factors.step_of(secret, typed_code(request))
    if not step:
        words = "验证码不对。看一下身份验证器里现在是多少，手机上的时间也要准"
        wrong = Problem("code.wrong", words, place=Spot(question="code"))
        return _shown(request, user, secret, [wrong], 422)
    codes = factors.set_up(user, secret, step)
    del request.session[SECRET]
    request.session[factors.PASSED] = True
    context = {"codes": [f"{code[:4]} {code[4:]}" for code in codes]}
    return TemplateResponse(request, "web/me_factor_codes.html", context)


def _standing(request: HttpRequest, user: User) -> HttpResponse:
    """Giving up takes a code; who must have one is led to set up another."""
    problems: list[Problem] = []
    if request.method == "POST":
        problems = [found] if (found := tried(request, user)) else []
        if not problems:
            factors.drop(user)
            request.session.pop(factors.PASSED, None)
            return redirect("me-factor") if needs.needed(user) else done("dropped")
    elif not request.session.get(factors.PASSED):
        factors.park(request, user, request.get_full_path())
        return redirect("second")
    context: dict[str, Any] = {"must": needs.needed(user), "left": factors.codes_left(user)}
    status = 422 if problems else 200
    return TemplateResponse(
        request, "web/me_factor.html", context | {"problems": problems}, status=status
    )


def _secret(request: HttpRequest) -> str:
    """The same until it is confirmed; sealed, because sessions lie in the database."""
    kept: str = request.session.get(SECRET, "")
    if not kept:
        kept = request.session[SECRET] = encrypt(generate_totp_secret())
    return str(decrypt(kept))


def _shown(
    request: HttpRequest, user: User, secret: str, problems: list[Problem], status: int = 200
) -> HttpResponse:
    house = quote(settings.WAGTAIL_SITE_NAME)
    address = f"otpauth://totp/{house}:{quote(user.username)}?secret={secret}&issuer={house}"
    drawn = segno.make(address, error="m").svg_inline(border=2, omitsize=True, svgclass="qr__in")
    context = {
        "address": address,
        "picture": Markup(drawn),
        "secret": [secret[at : at + 4] for at in range(0, len(secret), 4)],
        "must": needs.needed(user),
        "problems": problems,
    }
    return TemplateResponse(request, "web/me_factor_new.html", context, status=status)
