"""The mark of one drawn form: whose submission it will be, and when it was drawn; signed, kept nowhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from time import time
from typing import Any

from django.core import signing

from ledgers.ids import new_number
from ledgers.outside.door import Slip
from ledgers.submission import Submission

SALT = "public.tokens"
SOONEST, LATEST = 2.0, 24 * 3600.0
"""Seconds: nobody fills in a form faster, and a page that lies for a day is looked at once more."""


@dataclass(frozen=True)
class Token:
    """`age` is None where the mark is none of ours."""

    slip: Slip
    age: float | None = None

    @property
    def good(self) -> bool:
        return self.age is not None and SOONEST <= self.age <= LATEST

    def signed(self, page: int) -> str:
        """With the time of now: a page that comes back is drawn anew."""
        said = [page, self.slip.key, self.slip.number, self.slip.secret]
        return signing.dumps(said, salt=SALT)


def fresh() -> Token:
    return Token(Slip(Submission.new_key(), new_number(), secrets.token_hex(16)))


def read(text: str, page: int) -> Token:
    """The mark that a page sent back; another one where it is none of ours."""
    try:
        said: Any = signing.loads(text, salt=SALT)
        age = _age(text)
    except signing.BadSignature:
        return fresh()
    if said[0] != page:
        return fresh()
    return Token(Slip(*said[1:]), age)


def _age(text: str) -> float:
    """Seconds since it was signed; the signature was looked at before."""
    return time() - signing.b62_decode(text.rsplit(":", 2)[1])
