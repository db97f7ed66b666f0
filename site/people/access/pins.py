"""Which six digits are too easy to guess for a phone that somebody else may pick up."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from django.contrib.auth.hashers import make_password

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem
from people.models import User

LENGTH = 6
_ORDERS = ((0, 2, 4), (4, 2, 0), (4, 0, 2))
"""Where year, month and day stand: 890527, 270589, 052789."""


def typed_pin(text: str) -> str:
    """Full-width digits and blanks are what phones make of six digits."""
    return re.sub(r"\s", "", text).translate(str.maketrans("０１２３４５６７８９", "0123456789"))


def judge(pin: str, again: str, user: User) -> list[Problem]:
    """What is wrong with a new PIN, in words; nothing when it will do."""
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", pin):
        return [_wrong("pin.not-six-digits", f"要{LENGTH}位数字，现在是{len(pin)}位")]
    if words := _easy(pin, user):
        return [_wrong("pin.easy", words)]
    if pin != again:
        return [_wrong("pin.differs", "两次输的不一样，再输一次", "again")]
    return []


def hashed(pin: str) -> str:
    return make_password(pin)


def _easy(pin: str, user: User) -> str:
    if len(set(pin)) < 3 or pin in (pin[:3] * 2, pin[:2] * 3):
        return "重复的数字容易被猜到，换一个"
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps in ({1}, {9}):
        return "挨着的数字容易被猜到，换一个"
    if _birthday(pin):
        return "像生日的数字容易被猜到，换一个"
    own = re.sub(r"\D", "", user.phone), user.username
    return "电话和账号里的数字容易被猜到，换一个" if any(pin in text for text in own) else ""


def _birthday(pin: str) -> bool:
    month = pin[:2] in ("19", "20") and 1 <= int(pin[4:]) <= 12
    return month or any(
        _day(int(pin[y : y + 2]), int(pin[m : m + 2]), int(pin[d : d + 2])) for y, m, d in _ORDERS
    )


def _day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(1900 + year, month, day) or date(2000 + year, month, day))
    except ValueError:
        return (month, day, year) == (2, 29, 0)


def _wrong(code: str, words: str, question: str = "pin") -> Problem:
    return Problem(code, words, place=Spot(question=question))
