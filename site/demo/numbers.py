"""Identity numbers and telephones that are formed by the rules and can belong to nobody."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

REGION = "990121"
"""No province begins with 99."""
PHONE = "1000000"
"""No mobile network begins with 10."""
MALE, FEMALE = "1", "2"
A_DAY = 80
"""Sequences of one day in one county; ten counties leave the last two hundred free."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(first17: str) -> str:
    """GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


class Identities:
    """Gives every person a number of their own: sequences count up, odd for men, even for women.

    `county` counts the counties from 0: each has so many sequences of a day to itself.
    """

    def __init__(self, county: int = 0) -> None:
        self._first = county * A_DAY
        self._used: dict[date, int] = defaultdict(lambda: self._first)

    def take(self, birth: date, sex: str) -> str:
        """Two calls for one day give neighbouring numbers, as twins have them."""
        number = self._used[birth] + 1
        if number % 2 != int(sex) % 2:
            number += 1
        if number > self._first + A_DAY:
            raise ValueError(f"no number left for {birth}")
        self._used[birth] = number
        return identity(birth, number)


def identity(birth: date, number: int) -> str:
    first = f"{REGION}{birth:%Y%m%d}{number:03d}"
    return first + check_digit(first)


def phone(random: Random) -> str:
    return f"{PHONE}{random.randrange(10000):04d}"
