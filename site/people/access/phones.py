"""Trusted phones: a cookie that only its phone has, and a PIN that only its person knows."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from people.access.pins import hashed
from people.access.tokens import digest_of, new_token
from people.models import TrustedPhone, User

LASTS = timedelta(days=30)
TRIES = 5
_MAKES = (
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows电脑"),
    ("Mac OS", "苹果电脑"),
    ("Linux", "Linux电脑"),
)


def cookie_name() -> str:
    """With this prefix a browser takes it over https only, from this very host."""
    return "__Host-phone" if settings.HTTPS else "phone"


def standing(user: User | None = None) -> QuerySet[TrustedPhone]:
    """Phones whose trust has not ended; whether the bond still holds is seen on the row."""
    alive = Q(ended=None, until__gt=timezone.now(), wrong__lt=TRIES)
    found = TrustedPhone.objects.filter(alive).order_by("-used")
    return found if user is None else found.filter(user=user)


def bound(phone: TrustedPhone) -> bool:
    """Not since its person's password changed or everything was ended."""
    return constant_time_compare(phone.bond, phone.user.get_session_auth_hash())


def recognise(request: HttpRequest) -> TrustedPhone | None:
    """The phone that asks, when it is trusted."""
    token = request.COOKIES.get(cookie_name(), "")
    if not token:
        return None
    named = standing().filter(digest=digest_of(token), user__is_active=True)
    phone = named.select_related("user").first()
    return phone if phone and bound(phone) else None


def of(user: User) -> list[TrustedPhone]:
    """The trusted phones of a person, the one used last first."""
    return [phone for phone in standing(user).select_related("user") if bound(phone)]


def trust(request: HttpRequest, response: HttpResponse, user: User, pin: str) -> TrustedPhone:
    """From now on this browser asks for six digits only; a phone has one person."""
    now, token = timezone.now(), new_token()
    if old := request.COOKIES.get(cookie_name()):
        TrustedPhone.objects.filter(digest=digest_of(old), ended=None).update(ended=now)
    phone = TrustedPhone.objects.create(
        user=user,
        digest=digest_of(token),
        pin=hashed(pin),
        bond=user.get_session_auth_hash(),
        label=label_of(request.headers.get("User-Agent", "")),
        used=now,
        until=now + LASTS,
    )
    _remember(response, token)
    return phone


def opens(phone: TrustedPhone, pin: str) -> bool:
    """Each try is counted before it is judged: many at once have no more of them than one."""
    mine = TrustedPhone.objects.filter(pk=phone.pk)
    if not standing().filter(pk=phone.pk).update(wrong=F("wrong") + 1):
        return False
    if not check_password(pin, phone.pin):
        mine.filter(wrong__gte=TRIES).update(ended=timezone.now())
        return False
    return True


def used(request: HttpRequest, response: HttpResponse, phone: TrustedPhone) -> None:
    """The days are counted from the last time its person was there."""
    now = timezone.now()
    TrustedPhone.objects.filter(pk=phone.pk).update(wrong=0, used=now, until=now + LASTS)
    _remember(response, request.COOKIES[cookie_name()])


def tries_left(phone: TrustedPhone) -> int:
    phone.refresh_from_db(fields=["wrong", "ended"])
    return 0 if phone.ended else max(0, TRIES - phone.wrong)


def rebind(request: HttpRequest, user: User) -> None:
    """Keeps the phone on which its person has just changed the password; all others are ended."""
    token = request.COOKIES.get(cookie_name(), "")
    this = Q(digest=digest_of(token))
    standing(user).filter(this).update(bond=user.get_session_auth_hash())
    standing(user).exclude(this).update(ended=timezone.now())


def end(user: User, pk: int) -> bool:
    return bool(standing(user).filter(pk=pk).update(ended=timezone.now()))


def forget(response: HttpResponse) -> None:
    """Takes the cookie away; a browser drops a secure one only when told securely."""
    _give(response, "", 0)


def label_of(agent: str) -> str:
    """What a person calls the thing in their hand."""
    make = next((words for sign, words in _MAKES if sign in agent), "手机")
    return f"{make}，微信里" if "MicroMessenger" in agent else make


def _remember(response: HttpResponse, token: str) -> None:
    _give(response, token, int(LASTS.total_seconds()))


def _give(response: HttpResponse, token: str, seconds: int) -> None:
    response.set_cookie(
        cookie_name(), token, seconds, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
