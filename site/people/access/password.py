"""Sets or changes one's own password; all other phones and sessions end with the old one."""

from __future__ import annotations

from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem
from people.access import phones
from people.access.own import done, own, who
from people.models import User

WORDS = {
    "password_too_short": "密码至少要8位",
    "password_too_common": "这个密码太多人用，容易被猜到，换一个",
    "password_entirely_numeric": "密码不能全是数字，加上字母或汉字",
}


@own
def me_password(request: HttpRequest) -> HttpResponse:
    """Asks for the old one where there is one."""
    user = who(request)
    context = {"problems": [], "has_password": user.has_usable_password(), "user": user}
    if request.method != "POST":
        return TemplateResponse(request, "web/me_password.html", context)
    context["problems"] = _judge(request, user)
    if context["problems"]:
        return TemplateResponse(request, "web/me_password.html", context, status=422)
    user.set_password(request.POST["new"])
    user.save(update_fields=["password"])
    phones.rebind(request, user)
    update_session_auth_hash(request, user)
    return done("password")


def _judge(request: HttpRequest, user: User) -> list[Problem]:
    old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
    if user.has_usable_password() and not _same(request, user, old):
        return [_wrong("password.old", "原来的密码不对", "old")]
    try:
        validate_password(new, user)
    except ValidationError as error:
        return [
            _wrong(
                f"password.{one.code}".replace("_", "-"), WORDS.get(str(one.code), str(one.message))
            )
            for one in error.error_list
        ]
    return [] if new == again else [_wrong("password.differs", "两次填的不一样，再填一次", "again")]


def _same(request: HttpRequest, user: User, old: str) -> bool:
    """Wrong ones are counted like those on the login page."""
    name = user.get_username()
    return bool(old) and authenticate(request, username=name, password=old) == user


def _wrong(code: str, words: str, question: str = "new") -> Problem:
    return Problem(code, words, place=Spot(question=question))
