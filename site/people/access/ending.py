"""Puts a person out everywhere at once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from people.access.passes import end_passes
from people.models import TrustedPhone, User


@transaction.atomic
def end_all(user: User) -> None:
    """Ends sessions, trusted phones and unused passes; the password is the caller's matter."""
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    TrustedPhone.objects.filter(user=user, ended=None).update(ended=now)
    end_passes(user, now)
