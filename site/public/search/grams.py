"""Text as the search sees it: folded, without signs, in pairs; and how it is read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from django.utils.html import strip_tags

from forms_catalog import pinyin

RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
HEAVY, HEAVIEST = 4, 12
"""A pair in the heading counts four times; nothing counts more than twelve times."""


def fold(text: str) -> str:
    """One form for full and half width, capital and small."""
    return unicodedata.normalize("NFKC", text).lower()


def shown(text: str) -> str:
    """Text without markup, on one line."""
    return " ".join(strip_tags(text.replace("</", " </")).split())


def pairs(text: str) -> list[str]:
    """Neighbours within a run of characters; a run of one sign stands for itself."""
    found: list[str] = []
    for run in RUN.findall(fold(text)):
        found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return found


def weights(title: str, text: str) -> dict[str, int]:
    counts = Counter(pairs(text))
    for gram in pairs(title):
        counts[gram] += HEAVY
    return {gram: min(count, HEAVIEST) for gram, count in counts.items()}


def sound(text: str) -> tuple[str, str]:
    """How it is read, whole and by initials: tushu, ts."""
    syllables = pinyin.sound(text[:120]).split("_")
    return "".join(syllables)[:400], "".join(bit[:1] for bit in syllables)[:120]
