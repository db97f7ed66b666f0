"""User names that nobody has to invent: the place's own digits, or the first sounds of its name."""

from __future__ import annotations

from collections.abc import Container

from people.accounts.realm import Spot
from people.models import Place, User
from people.snapshot import plain_code

COUNTY = 6
"""Digits of a code that all places of one house share."""


def stem(spot: Spot) -> str:
    """`v104200` for a village of that code, `t104` for a township, `c` for a county."""
    if isinstance(spot, Place) and spot.code:
        return spot.level[0] + plain_code(spot.code)[COUNTY:].lower()
    return sounds(spot.name) if spot else "u"


def sounds(name: str) -> str:
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum()) or "u"


def free(start: str, taken: Container[str]) -> str:
    """The first name of this stem that is not taken: `v104200`, `v104200-2`; `c01`, `c02`."""
    numbered = start[-1:].isdigit()
    number = 1
    while True:
        name = f"{start}{number:02d}" if not numbered else start
        name = f"{start}-{number}" if numbered and number > 1 else name
        if name not in taken:
            return name
        number += 1


def taken_names() -> set[str]:
    """Lower case: two names that differ in nothing else are told apart by nobody."""
    return {name.lower() for name in User.objects.values_list("username", flat=True)}
