"""The PIN as one of Django's ways to sign in, so that wrong ones are counted where wrong passwords are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from people.access import phones
from people.models import TrustedPhone, User


class PhonePin(BaseBackend):
    """Opens a trusted phone; without that phone's row six digits are nothing."""

    def authenticate(  # type: ignore[override]
        self,
        request: HttpRequest | None,
        username: str = "",
        phone: TrustedPhone | None = None,
        phone_secret: str = "",
        **_: Any,
    ) -> User | None:
        opened = phone is not None and phones.opens(phone, phone_secret)
        return phone.user if phone and opened else None
