"""Secrets that are given out once and kept as digests only."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """128 bits in 22 characters that an address may hold."""
    return secrets.token_urlsafe(16)


def digest_of(token: str) -> str:
    """A random token of this length needs no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
