"""Identities that people and clients see: uuid7 outside, a short number with a check character."""

from __future__ import annotations

import os
import secrets
import time
import unicodedata
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
"""31 characters, no I, L, O, U, Z: a number read aloud stays itself, and 31 is prime."""
_LIKE = str.maketrans("ILOZ", "1102")
_GAPS = {"Zs", "Zl", "Zp", "Pd", "Cc", "Cf"}
"""Blanks, dashes and invisible signs: what people and their keyboards put between the groups."""


def uuid7() -> uuid.UUID:
    """A UUID that grows with time (RFC 9562, 5.7); Python 3.12 and 3.13 have none."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | (0x7 << 76)
    return uuid.UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


def new_number() -> str:
    """Eight random characters and a check character: about 10**12 numbers, none to be guessed."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return body + check_character(body)


def check_character(body: str) -> str:
    """A weighted sum modulo the prime 31: finds every wrong character and every swapped pair."""
    return ALPHABET[sum((n + 2) * ALPHABET.index(char) for n, char in enumerate(body)) % 31]


def tidy_number(text: str) -> str:
    """What somebody typed as a record number, or '' when it cannot be one."""
    folded = unicodedata.normalize("NFKC", text).upper()
    text = "".join(char for char in folded if unicodedata.category(char) not in _GAPS)
    text = text.translate(_LIKE)
    if len(text) != 9 or any(char not in ALPHABET for char in text):
        return ""
    return text if check_character(text[:8]) == text[8] else ""


def show_number(number: str) -> str:
    return f"{number[:4]}-{number[4:8]}-{number[8:]}" if len(number) == 9 else number
