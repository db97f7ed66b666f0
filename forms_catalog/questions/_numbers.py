"""Numbers as people type them, to one canonical spelling and to what a column can hold."""

from __future__ import annotations

import re
from decimal import Decimal

from ..problems import refuse
from ._width import fold
from .base import Raw

DIGITS = 15
PATTERN = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,14}[1-9])?$"
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.))(?:\.[0-9]+)?")
_FULL_STOP = re.compile(r"(?<=[0-9])。(?=[0-9])")
_CELL = Decimal(10) ** 14
_STEP = Decimal("0.0001")


def canonical(raw: Raw, area: str, example: str = "3.5") -> str:
    """`1,234.50` -> `1234.5`; problems carry codes of the `area`."""
    text = _FULL_STOP.sub(".", fold(raw))
    if not _NUMBER.fullmatch(text):
        raise refuse(f"{area}.not-a-number", f"请只写数字，例如{example}")
    plain = spell(Decimal(text.replace(",", "")))
    if len(plain.lstrip("-").removeprefix("0").replace(".", "")) > DIGITS:
        raise refuse(f"{area}.too-long", f"最多写{DIGITS}位数字")
    return plain


def spell(number: Decimal) -> str:
    """No exponent, no trailing zeros, no minus before zero."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = text.lstrip("-").lstrip("0") if not number else text
    return text or "0"


def column(answer: str | int) -> Decimal | None:
    """The value for a column of 18 digits, four of them decimals; None where it does not fit."""
    number = Decimal(answer)
    return number.quantize(_STEP) if abs(number) < _CELL else None


def number(answer: str) -> int | float:
    """For a spreadsheet: 15 digits survive a float."""
    return float(answer) if "." in answer else int(answer)
