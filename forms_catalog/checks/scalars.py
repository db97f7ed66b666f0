"""How the text of one scalar becomes a value, by the type word of its key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from ..definition import clean_text
from ..expressions import canonical, is_expression

NAME = re.compile(r"[a-z][a-z0-9_]*")
REF = re.compile(r"_?[a-z][a-z0-9_]*")
CODE = re.compile(r"[A-Za-z0-9_.:-]+")
DURATION = re.compile(r"(0|[1-9][0-9]{0,4})(min|h|d|wd|w|mo|y)")
MONTHDAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
REMEDY_NAME = "用小写英文字母开头，后面可以有字母、数字和下划线"


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError
        return text

    return check


def _bool(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError
    return text == "true"


def _int(text: str) -> int:
    if not re.fullmatch("-?[0-9]{1,15}", text):
        raise ValueError
    return int(text)


def _number(text: str) -> int | float:
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", text):
        raise ValueError
    value = float(text)
    if len(text.strip("-0.").replace(".", "")) > 15 or "e" in repr(value):
        raise ValueError
    return int(value) if value.is_integer() else value


def _words(text: str) -> str:
    """Text as the canonical form keeps it; what no database takes is refused."""
    text = clean_text(text)
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in set(text) - {"\n", "\t"}):
        raise ValueError
    return text if "\n" in text else text.strip()


def _expression(text: str) -> str:
    """The one spelling of what can be read; what cannot is kept as it is, and judged later."""
    return canonical(_words(text))


def _bool_or_expression(text: str) -> bool | str:
    return _bool(text) if text in {"true", "false"} else _expression(text)


def is_monthday(text: str) -> bool:
    """A day that some years have."""
    return bool(MONTHDAY.fullmatch(text)) and int(text[3:]) <= LONGEST[int(text[:2]) - 1]


def _monthday(text: str) -> str:
    if not is_monthday(text):
        raise ValueError
    return text


def _span(text: str) -> str:
    return text if DURATION.fullmatch(text) else _expression(text)


def _value(text: str) -> str:
    words = _words(text)
    return canonical(words) if is_expression(words) else words


SCALARS: dict[str, Callable[[str], Any]] = {
    "text": _words,
    "md": _words,
    "template": _words,
    "expr": _expression,
    "value": _value,
    "name": _matching(NAME),
    "ref": _matching(REF),
    "code": _matching(CODE),
    "dur": _matching(DURATION),
    "span": _span,
    "monthday": _monthday,
    "int": _int,
    "num": _number,
    "bool": _bool,
    "bool|expr": _bool_or_expression,
}
WANTED = {
    "text": "写一段文字",
    "md": "写一段文字",
    "template": "写一段文字",
    "expr": "写一个条件",
    "value": "写一个值",
    "name": REMEDY_NAME,
    "ref": "写题名，或下划线开头的名字",
    "code": "只用字母、数字和 _ . : -",
    "dur": "写成 3d 这样：min 分钟、h 小时、d 天、wd 工作日、w 周、mo 个月、y 年",
    "span": "写成 3d 这样，或一个算出日期的算式",
    "monthday": "写成 03-15 这样的月-日",
    "texts": "写成 [一项, 一项]",
    "int": "写一个整数",
    "num": "写一个数",
    "bool": "写“true”或“false”",
    "bool|expr": "写“true”，或一个条件",
    "names": "写成 [名字, 名字]",
    "list": "写成一行一个“- ”",
    "map": "写成几行“名字: 内容”",
    "obj": "写成几行“名字: 内容”",
}
