"""Sealed answers: ciphertext wherever they are kept, found again by a keyed hash."""

from .answers import open_answers, seal_answers, sealed_names
from .blind import blind_digest, blind_digests
from .check import forget_keys, house_keys
from .envelope import DataKey
from .keyring import KeysMissing, create_keyring, keyring

__all__ = [
    "DataKey",
    "KeysMissing",
    "blind_digest",
    "blind_digests",
    "create_keyring",
    "forget_keys",
    "house_keys",
    "keyring",
    "open_answers",
    "seal_answers",
    "sealed_names",
]
