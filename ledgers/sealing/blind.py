"""The blind index: a keyed hash of an identity, so that equals are found and nothing is read."""

from __future__ import annotations

import hashlib
import hmac

from .check import house_keys


def blind_digest(rule: str, values: tuple[str, ...]) -> tuple[str, bytes]:
    """The current key's id and the HMAC-SHA256 of one rule's canonical values."""
    ring = house_keys()
    return ring.index_id, _hmac(ring.index[ring.index_id], rule, values)


def blind_digests(rule: str, values: tuple[str, ...]) -> dict[str, bytes]:
    """Key id -> digest for every key of the ring: two while the key rotates."""
    return {name: _hmac(key, rule, values) for name, key in house_keys().index.items()}


def _hmac(key: bytes, rule: str, values: tuple[str, ...]) -> bytes:
    message = "\x1f".join((rule, *values)).encode(errors="surrogatepass")
    return hmac.new(key, message, hashlib.sha256).digest()
