"""One-time passes: the address on a login slip, good for one sign-in within fourteen days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people.access.tokens import digest_of, new_token
from people.models import AccessPass, User

LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Pass:
    """The address to print or show; it is nowhere kept and cannot be asked for again."""

    url_path: str
    until: datetime


@transaction.atomic
def issue(user: User, by: User | None) -> Pass:
    """A new pass; any earlier one that was not used is good no more."""
    User.objects.select_for_update().get(pk=user.pk)  # two at once: one after the other
    now, token = timezone.now(), new_token()
    end_passes(user, now)
    AccessPass.objects.create(user=user, by=by, digest=digest_of(token), until=now + LASTS)
    return Pass(reverse("enter", args=[token]), now + LASTS)


def holder(token: str) -> User | None:
    """Whose pass it is while it can be used; looking does not spend it."""
    found = _open(token)
    return found.user if found else None


def redeem(token: str) -> User | None:
    """Spends the pass: of any number at once, exactly one gets the person."""
    found, now = _open(token), timezone.now()
    if found is None:
        return None
    # On its own columns only, so that PostgreSQL judges them again after waiting for another one.
    mine = AccessPass.objects.filter(pk=found.pk, spent=None, ended=None, until__gt=now)
    return found.user if mine.update(spent=now) else None


def end_passes(user: User, now: datetime) -> None:
    AccessPass.objects.filter(user=user, spent=None, ended=None).update(ended=now)


def _open(token: str) -> AccessPass | None:
    good = AccessPass.objects.filter(
        digest=digest_of(token),
        spent=None,
        ended=None,
        until__gt=timezone.now(),
        user__is_active=True,
    )
    return good.select_related("user").first()
