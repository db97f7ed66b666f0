"""Second factors: who has one, and whether a code is right; each code is good once."""

from __future__ import annotations

import time
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from people.models import CodeTries, User

PASSED = "second"
"""In a session: its person has shown a second factor."""
HALF = "half"
"""In a session: who has shown the first one, and when."""
HALF_LASTS = 10 * 60
TRIES, PAUSE = 5, timedelta(minutes=15)
PERIOD, AROUND = 30, 1
"""Seconds a code lasts; how many before and after now are taken: clocks of phones differ."""


def has(user: User) -> bool:
    return _kept(user, Authenticator.Type.TOTP) is not None


def park(request: HttpRequest, user: User, after: str) -> None:
    """Remembers for ten minutes who still has to show the second factor."""
    request.session.cycle_key()
    request.session[HALF] = {
        "user": user.pk,
        "bond": user.get_session_auth_hash(),
        "at": int(time.time()),
        "after": after,
    }


def parked(request: HttpRequest) -> tuple[User, str] | None:
    """Who that is and where they wanted to go; nobody when it took too long or all was ended."""
    half = request.session.get(HALF)
    if not half or time.time() - half["at"] > HALF_LASTS:
        return None
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    if user is None or not constant_time_compare(half["bond"], user.get_session_auth_hash()):
        return None
    return user, half["after"]


def may_try(user: User) -> bool:
    """Counts a try before it is judged; after five there is a pause."""
    now = timezone.now()
    CodeTries.objects.get_or_create(user=user, defaults={"since": now})
    mine = CodeTries.objects.filter(user=user)
    mine.filter(since__lte=now - PAUSE).update(wrong=0, since=now)
    return bool(mine.filter(wrong__lt=TRIES).update(wrong=F("wrong") + 1))


def opens(user: User, code: str) -> bool:
    """A code of the authenticator, or one of the written ones; the caller asked `may_try`."""
    right = _by_time(user, code) if len(code) == 6 else _by_paper(user, code)
    if right:
        CodeTries.objects.filter(user=user).update(wrong=0)
    return right


def step_of(secret: str, code: str) -> int:
    """The moment whose code this is, 0 when it is none of now."""
    now = int(time.time()) // PERIOD
    for step in range(now - AROUND, now + AROUND + 1):
        if constant_time_compare(format_hotp_value(hotp_value(secret, step)), code):
            return step
    return 0


@transaction.atomic
def set_up(user: User, secret: str, step: int) -> list[str]:
    """The authenticator is taken into use; gives the written codes for when it is lost."""
    drop(user)
    TOTP.activate(user, secret)
    start = {"since": timezone.now(), "wrong": 0, "step": step}
    CodeTries.objects.update_or_create(user=user, defaults=start)
    return list(RecoveryCodes.activate(user).generate_codes())


def drop(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()


def codes_left(user: User) -> int:
    kept = _kept(user, Authenticator.Type.RECOVERY_CODES)
    return len(RecoveryCodes(kept).get_unused_codes()) if kept else 0


def _kept(user: User, kind: str) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=kind).first()


def _by_time(user: User, code: str) -> bool:
    kept = _kept(user, Authenticator.Type.TOTP)
    step = step_of(decrypt(kept.data["secret"]), code) if kept else 0
    later = CodeTries.objects.filter(user=user, step__lt=step)
    return bool(step and later.update(step=step))


def _by_paper(user: User, code: str) -> bool:
    kept = _kept(user, Authenticator.Type.RECOVERY_CODES)
    return bool(kept and RecoveryCodes(kept).validate_code(code))
