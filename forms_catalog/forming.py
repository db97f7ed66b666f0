"""How a placeholder's value is written: `((name:FORM))`; plain text in, plain text out."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from forms_catalog.expressions.values import Value, to_date, to_text

_DIGITS = "〇一二三四五六七八九"
_MONEY = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
LONGEST = 200


def plain_line(text: str, longest: int = LONGEST) -> str:
    """A value as one line of text that can neither turn round nor break up what stands about it."""
    line = " ".join(_CONTROL.sub(" ", _TURNING.sub("", text)).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def formed(value: Value, form: str) -> str:
    """A value that is no answer: a day, a number, a text."""
    if form == "cn":
        day = to_date(value)
        return cn_date(day) if day else ""
    if isinstance(value, (dt.date, dt.datetime)):
        return day_words(value)
    return text_formed(to_text(value), form)


def text_formed(text: str, form: str) -> str:
    if form == "last4":
        return text[-4:]
    if form == "mask":
        return text[:1] + "＊" * max(1, min(len(text) - 1, 3)) if text else ""
    if form == "upper":
        return in_words(text)
    if form == "cn":
        day = to_date(text)
        return cn_date(day) if day else text
    return text.zfill(int(form)) if form.isdecimal() and len(form) < 3 else text


def day_words(value: dt.date) -> str:
    words = f"{value.year}年{value.month}月{value.day}日"
    return f"{words}{value:%H:%M}" if isinstance(value, dt.datetime) else words


def cn_date(day: dt.date) -> str:
    """二〇二六年三月一日."""
    year = "".join(_DIGITS[int(sign)] for sign in f"{day.year:04d}")
    return f"{year}年{_cn_small(day.month)}月{_cn_small(day.day)}日"


def _cn_small(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def in_words(text: str) -> str:
    """An amount as it is written out on paper: 壹仟零贰拾元伍角整."""
    try:
        amount = Decimal(text.replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return text
    if not 0 <= amount < 10**16:
        return text
    whole, cents = divmod(int(amount * 100), 100)
    jiao, fen = divmod(cents, 10)
    head = f"{_whole(whole)}元" if whole or not cents else ""
    if not cents:
        return head + "整"
    tail = f"{_MONEY[jiao]}角" if jiao else ("零" if whole else "")
    return head + tail + (f"{_MONEY[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    if not number:
        return _MONEY[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    words = ""
    for at in range(len(groups) - 1, -1, -1):
        if not groups[at]:
            continue
        gap = words and (groups[at] < 1000 or not groups[at + 1])
        words += (_MONEY[0] if gap else "") + _group(groups[at]) + _GROUPS[at]
    return words


def _group(number: int) -> str:
    words, waiting = "", False
    for at, sign in enumerate(f"{number:04d}"):
        if sign == "0":
            waiting = bool(words)
            continue
        words += (_MONEY[0] if waiting else "") + _MONEY[int(sign)] + _PLACES[3 - at]
        waiting = False
    return words
