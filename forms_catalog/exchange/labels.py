"""Headings compared as people mean them: without blanks, signs, leading numbers and what is in brackets."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_LEAD = re.compile(
    r"^(?:[0-9]{1,2}[.、．)）](?![0-9])|[(（](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|[一二三四五六七八九十]{1,3}[、.．]|[①-⑳])\s*"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|〈[^〈〉]*〉")
_TAIL = re.compile(r"\(([^()]*)\)[*:]?$")
_UNITS = re.compile(
    r"(?:[十百千万亿]*元|岁|周岁|个?月|年|天|日|小时|分钟?|人|口|名|次|户|间|[㎡m]2?|平方米|米|厘米|cm|公里|km"
    r"|公斤|千克|斤|克|kg|g|亩|%|个|头|只|辆|℃)(?:[/每]\S{1,3})?",
    re.I,
)


def text_of(value: Any) -> str:
    """A heading's cell as one line of text."""
    if type(value) is str:
        return " ".join(value.split())
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def folded(text: str) -> str:
    """NFKC without blanks, invisible marks, leading numbers and the star of what must be filled."""
    text = unicodedata.normalize("NFKC", _LEAD.sub("", text.strip()))
    text = "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")
    return re.sub(r"^\*+|\*+$|\((?:必填|选填|可不填)\)", "", text).casefold()


def tidied(text: str) -> str:
    """Only letters and digits are left of the folded text, what is in brackets included."""
    return "".join(c for c in folded(text) if c.isalnum())


def bare(text: str) -> str:
    """The same without what is in brackets."""
    return "".join(c for c in _BRACKETS.sub("", folded(text)) if c.isalnum())


def unit_of(text: str) -> str:
    """The measure in the brackets at the end of a heading, '' when it holds something else."""
    found = _TAIL.search(folded(text))
    inner = found[1].removeprefix("单位").lstrip(":") if found else ""
    return inner if inner and _UNITS.fullmatch(inner) else ""
