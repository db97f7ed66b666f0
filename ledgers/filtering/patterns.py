"""Patterns that RE2, PostgreSQL and Python read alike; others are not sent to a database."""

from __future__ import annotations

import re

from forms_catalog.expressions.functions.texts import compile_pattern

from .unfit import CALCULATE, Unfit

_LETTER = r"[A-Za-z0-9_@%&#=:;,<>~!\"' /\u4e00-\u9fff-]|\\[.\-+*?()\[\]{}^$|/]"
_INSIDE = r"[A-Za-z0-9_@%&#=:;,. /\u4e00-\u9fff]"
_SAFE = re.compile(
    rf"(?:{_LETTER}|\\d|\.|\(\?:|[(|](?![*+?{{])|\)|\[\^?(?:{_INSIDE}(?:-{_INSIDE})?|\\d)+-?\]"
    r"|[*+?](?![*+?{])|\{\d{1,2}(?:,\d{0,2})?\}(?![*+?{]))*"
)


def portable(pattern: str) -> str:
    """The pattern for a whole text as both databases take it; raises Unfit."""
    inner = pattern.removeprefix("^")
    if inner.endswith("$") and not inner.endswith("\\$"):
        inner = inner[:-1]
    if compile_pattern(pattern) is None or not _SAFE.fullmatch(inner):
        raise Unfit("这个格式太特别，不能用来筛选", CALCULATE)
    if compile_pattern(inner) is None:
        raise Unfit("这个格式太特别，不能用来筛选", CALCULATE)
    return f"^(?:{inner.replace(chr(92) + 'd', '0-9' if _bare(inner) else '[0-9]')})$"


def _bare(pattern: str) -> bool:
    """Whether a digit sign stands inside brackets."""
    found = re.search(r"\[[^\]]*\\d", pattern) is not None
    if found and re.search(r"\\d", re.sub(r"\[[^\]]*\]", "", pattern)):
        raise Unfit("这个格式太特别，不能用来筛选", "数字写成 [0-9]")
    return found
