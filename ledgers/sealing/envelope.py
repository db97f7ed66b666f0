"""One data key a record, wrapped by the keyring: rotation re-wraps it and touches no value."""

from __future__ import annotations

import base64
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .check import house_keys
from .keyring import KeysMissing

ALG = "a256gcm"
_WRAP = b"data-key"
_NONCE = 12


class DataKey:
    """Seals values of one record: AES-256-GCM, bound to the record's uid and the question's name."""

    __slots__ = ("_aead", "_uid", "key_id", "wrapped")

    def __init__(self, raw: bytes, uid: str, key_id: str, wrapped: bytes) -> None:
        self._aead = AESGCM(raw)
        self._uid = uid
        self.key_id = key_id
        self.wrapped = wrapped

    @classmethod
    def new(cls, uid: str) -> DataKey:
        return cls._wrapped(AESGCM.generate_key(256), uid)

    @classmethod
    def load(cls, uid: str, key_id: str, wrapped: bytes) -> DataKey:
        """Raises KeysMissing when the wrapping key is not in the ring or does not fit."""
        return cls(_unwrap(uid, key_id, wrapped), uid, key_id, wrapped)

    @classmethod
    def rewrap(cls, uid: str, key_id: str, wrapped: bytes) -> DataKey:
        """The same data key under the current wrapping key: what it sealed stays as it is."""
        return cls._wrapped(_unwrap(uid, key_id, wrapped), uid)

    @classmethod
    def _wrapped(cls, raw: bytes, uid: str) -> DataKey:
        ring, nonce = house_keys(), os.urandom(_NONCE)
        wrapped = nonce + AESGCM(ring.seal[ring.seal_id]).encrypt(nonce, raw, _WRAP + uid.encode())
        return cls(raw, uid, ring.seal_id, wrapped)

    def seal(self, name: str, value: Any) -> dict[str, str]:
        """`{"$sealed": "alg.key.base64"}`; the same value is another text every time."""
        nonce = os.urandom(_NONCE)
        plain = json.dumps(value, ensure_ascii=False).encode()
        text = base64.b64encode(nonce + self._aead.encrypt(nonce, plain, self._aad(name))).decode()
        return {"$sealed": f"{ALG}.1.{text}"}

    def open(self, name: str, sealed: Any) -> Any:
        try:
            raw = base64.b64decode(sealed["$sealed"].split(".", 2)[2])
            return json.loads(self._aead.decrypt(raw[:_NONCE], raw[_NONCE:], self._aad(name)))
        except (InvalidTag, ValueError, IndexError):
            raise KeysMissing(f"{name} does not open") from None

    def seal_bytes(self, data: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, data, self._aad("bytes"))

    def open_bytes(self, data: bytes) -> bytes:
        try:
            return self._aead.decrypt(data[:_NONCE], data[_NONCE:], self._aad("bytes"))
        except (InvalidTag, ValueError):
            raise KeysMissing("bytes do not open") from None

    def _aad(self, name: str) -> bytes:
        return f"{self._uid}|{name}".encode()


def _unwrap(uid: str, key_id: str, wrapped: bytes) -> bytes:
    outer = house_keys().seal.get(key_id)
    if outer is None:
        raise KeysMissing(f"no key {key_id}")
    try:
        aad = _WRAP + uid.encode()
        return AESGCM(outer).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], aad)
    except (InvalidTag, ValueError):
        raise KeysMissing(f"key {key_id} does not fit") from None


def is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and "$sealed" in value
