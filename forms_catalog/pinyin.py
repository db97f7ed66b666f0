"""A code for what has only words: the pinyin of its label, so that nobody must invent one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

LONGEST = 24
NAMELESS = "question"


def name_of(label: str, taken: Collection[str]) -> str:
    """`[a-z][a-z0-9_]*`, at most 24 characters, cut between syllables; `_2` when it is taken."""
    return free(_joined(_syllables(label), LONGEST) or NAMELESS, taken)


def free(name: str, taken: Collection[str]) -> str:
    """The name itself, or with the first number behind it that nobody has."""
    if name not in taken:
        return name
    tails = (f"_{number}" for number in count(2))
    return next(made for tail in tails if (made := _shortened(name, tail)) not in taken)


def sound(text: str) -> str:
    """How it is read: the same for 漢 and 汉, and for characters that are mistaken for each other."""
    return "_".join(_syllables(text))


def _shortened(name: str, tail: str) -> str:
    if len(name) + len(tail) <= LONGEST:
        return name + tail
    return _joined(name.split("_"), LONGEST - len(tail)) + tail


def _syllables(label: str) -> list[str]:
    from pypinyin import lazy_pinyin  # its tables cost a quarter of a second

    plain = unicodedata.normalize("NFKC", label).lower()
    words = re.findall(r"[a-z0-9]+|[^\x00-\x7f]+", plain)
    found = (
        bit
        for word in words
        for bit in ([word] if word.isascii() else lazy_pinyin(word, errors="ignore"))
    )
    ascii_only = (re.sub("[^a-z0-9]", "", unicodedata.normalize("NFKD", bit)) for bit in found)
    return [bit for bit in ascii_only if bit]


def _joined(syllables: list[str], longest: int) -> str:
    while syllables and not syllables[0][0].isalpha():
        syllables = syllables[1:]
    name = "_".join(syllables[:1])[:longest]
    for syllable in syllables[1:]:
        if len(name) + 1 + len(syllable) > longest:
            break
        name += f"_{syllable}"
    return name
