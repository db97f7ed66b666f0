"""The second step of signing in: a code of the authenticator, or a written one when it is lost."""

from __future__ import annotations

import re

from django.contrib.auth import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem
from people.access import factors
from people.access.admitting import begin
from people.access.pages import password_page, second_page
from people.access.pins import typed_pin
from people.models import User


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Only for whoever has just shown the first factor."""
    found = factors.parked(request)
    if found is None:
        return _too_late(request)
    if request.method != "POST":
        return second_page(request, [])
    user, after = found
    if problem := tried(request, user):
        return second_page(request, [problem], 429 if problem.code == "code.pause" else 200)
    answer = begin(request, user, after)
    request.session[factors.PASSED] = True
    request.session.pop(factors.HALF, None)
    return answer


def tried(request: HttpRequest, user: User) -> Problem | None:
    """What is wrong with the code that was posted."""
    if not factors.may_try(user):
        return _wrong("code.pause", "错的次数太多，过15分钟再试")
    if factors.opens(user, typed_code(request)):
        return None
    who = {"username": user.get_username()}
    user_login_failed.send(sender=__name__, credentials=who, request=request)
    return _wrong("code.wrong", "验证码不对。看一下身份验证器里现在是多少")


def typed_code(request: HttpRequest) -> str:
    """Written codes are printed in two groups of four."""
    return re.sub(r"\D", "", typed_pin(request.POST.get("code", "")))


def _too_late(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("login")
    words = "等得太久了，请从头再登录一次"
    return password_page(request, [Problem("code.late", words, place=Spot(question="username"))])


def _wrong(code: str, words: str) -> Problem:
    return Problem(code, words, place=Spot(question="code"))
