"""Short codes of a notice as its edit page writes them: 每周, 2小时, 每天1次; a code itself is taken too."""

from __future__ import annotations

import re

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
_DATE = re.compile(r"(?<![0-9])([0-9]{2})-([0-9]{2})(?![0-9])")
_DATE_SAID = re.compile(r"([0-9]{1,2})月([0-9]{1,2})[日号]")
_OFTEN = re.compile(r"([0-9]{1,3})/(day|week|month)")
_OFTEN_SAID = re.compile(r"(每天|每周|每月)\s*([0-9]{1,3})\s*次")
_SPAN = re.compile(r"([0-9]{1,4})(min|h|d|wd|w|mo|y)")
_SPAN_SAID = re.compile(rf"([0-9]{{1,4}})\s*({'|'.join(UNITS.values())})")


def days_said(code: str) -> str:
    return DAYS.get(code) or _DATE.sub(lambda m: f"{int(m[1])}月{int(m[2])}日", code)


def days_code(text: str) -> str:
    return _CODES.get(text) or _DATE_SAID.sub(lambda m: f"{int(m[1]):02}-{int(m[2]):02}", text)


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
