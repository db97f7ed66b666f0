"""Keeps the secrets of authenticators unreadable in the database; allauth asks for it by MFA_ADAPTER."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class Adapter:
    """The two methods that the parts of allauth in use ask for."""

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()


def _lock() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    derive = HKDF(hashes.SHA256(), 32, salt=None, info=b"people.access.sealing")
    return base64.urlsafe_b64encode(derive.derive(force_bytes(secret)))
