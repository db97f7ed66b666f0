"""Formats with a name: what the rule builder offers where others would write a pattern."""

from __future__ import annotations

from typing import NamedTuple


class Pattern(NamedTuple):
    """`pattern` is matched against the whole answer."""

    name: str
    label: str
    pattern: str


PATTERNS = {
    found.name: found
    for found in (
        Pattern("mobile", "手机号", "^1[3-9][0-9]{9}$"),
        Pattern("telephone", "固定电话", "^0[0-9]{2,3}-?[0-9]{7,8}$"),
        Pattern("identity_number", "身份证号", "^[0-9]{17}[0-9X]$"),
        Pattern("postcode", "邮编", "^[0-9]{6}$"),
        Pattern("digits", "只有数字", "^[0-9]+$"),
        Pattern("letters", "只有字母和数字", "^[A-Za-z0-9]+$"),
        Pattern("credit_code", "统一社会信用代码", "^[0-9A-HJ-NP-RTUW-Y]{18}$"),
        Pattern("email", "电子邮箱", "^[^@ ]+@[^@ ]+[.][^@ ]+$"),
    )
}


def named(pattern: str) -> str:
    """The name of a pattern, '' when it has none."""
    return next((found.name for found in PATTERNS.values() if found.pattern == pattern), "")
