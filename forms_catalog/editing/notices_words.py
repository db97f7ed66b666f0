"""Short codes of a notice as its edit page writes them: 每周, 2小时, 每天1次; a code itself is taken too."""

from __future__ import annotations

import re

from ..blocks.days import days_in_code, days_in_words

DAYS = {"day": "每天", "week": "每周", "month": "每月", "quarter": "每季度", "year": "每年"}
UNITS = {
    "min": "分钟",
    "h": "小时",
    "d": "天",
    "wd": "个工作日",
    "w": "周",
    "mo": "个月",
    "y": "年",
}
_CODES = {words: code for code, words in (DAYS | UNITS).items()}
_OFTEN = re.compile(r"([0-9]{1,3})/(day|week|month)")
_OFTEN_SAID = re.compile(r"(每天|每周|每月)\s*([0-9]{1,3})\s*次")
_SPAN = re.compile(r"([0-9]{1,4})(min|h|d|wd|w|mo|y)")
_SPAN_SAID = re.compile(rf"([0-9]{{1,4}})\s*({'|'.join(UNITS.values())})")


def days_said(code: str) -> str:
    return DAYS.get(code) or days_in_words(code)


def days_code(text: str) -> str:
    return _CODES.get(text) or days_in_code(text)


def often_said(code: str) -> str:
    found = _OFTEN.fullmatch(code)
    return f"{DAYS[found[2]]}{found[1]}次" if found else code


def often_code(text: str) -> str:
    found = _OFTEN_SAID.fullmatch(text)
    return f"{found[2]}/{_CODES[found[1]]}" if found else text


def span_said(code: str) -> str:
    found = _SPAN.fullmatch(code)
    return f"{found[1]}{UNITS[found[2]]}" if found else code


def span_code(text: str) -> str:
    found = _SPAN_SAID.fullmatch(text)
    return f"{found[1]}{_CODES[found[2]]}" if found else text
