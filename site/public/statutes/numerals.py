"""Chinese numerals as statutes write them: 第一百三十二条 is 132 and back."""

from __future__ import annotations

import unicodedata

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
SIGNS = "零〇一二两三四五六七八九十百千"


def number(text: str) -> int:
    """The value of Chinese or Arabic digits; 0 when they say nothing."""
    plain = unicodedata.normalize("NFKC", text)
    if plain.isdecimal():
        return int(plain[:6])
    total = last = 0
    for sign in plain:
        if sign in UNITS:
            total, last = total + (last or 1) * UNITS[sign], 0
        else:
            last = DIGITS.get(sign, 0)
    return total + last


def chinese(value: int) -> str:
    """1 to 9999 in words: 十二, 二十, 一百零五."""
    words, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + sign
        gap = not digit
    return words.removeprefix("一") if words.startswith("一十") else words
