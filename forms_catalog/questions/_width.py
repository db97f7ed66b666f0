"""Full-width digits, odd dashes and invisible marks of pasted text, folded before codes are read."""

from __future__ import annotations

import unicodedata

from .base import Raw, tidy

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_KEPT = ("<super>", "<sub>", "<circle>", "<fraction>")


def fold(raw: Raw) -> str:
    """One line in NFKC; `3²` and `①` stay as they are, since folding would make other numbers."""
    text = tidy(raw)
    if text.isascii():
        return text
    return "".join(_fold(character) for character in text).translate(_DASHES).strip()


def _fold(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""
    if unicodedata.decomposition(character).startswith(_KEPT):
        return character
    return unicodedata.normalize("NFKC", character)
