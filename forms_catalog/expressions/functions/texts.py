"""Functions over text; positions count code points from 0."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any

from ..values import first, to_number, to_text
from .base import MANY, function

LONGEST = 100_000
"""Characters of one value: a chain of calculations could double it a thousand times."""


class TooLong(ArithmeticError):
    """A text outgrew LONGEST."""


def short(text: str) -> str:
    if len(text) > LONGEST:
        raise TooLong
    return text


def each(value: Any) -> list[Any]:
    """A list's items, or the one value."""
    return value if isinstance(value, list) else [value]


@function("concat", 0, MANY)
def concat(env: Any, *args: Any) -> str:
    return short("".join(to_text(item) for arg in args for item in each(arg)))


@function("join", 1, MANY, tier=2)
def join(env: Any, mark: Any, *args: Any) -> str:
    return short(to_text(mark).join(to_text(item) for arg in args for item in each(arg)))


@function("string-length", 0, 1)
def string_length(env: Any, *value: Any) -> float:
    return float(len(to_text(value[0] if value else env.own)))


@function("contains", 2)
def contains(env: Any, text: Any, part: Any) -> bool:
    return to_text(part) in to_text(text)


@function("starts-with", 2)
def starts_with(env: Any, text: Any, part: Any) -> bool:
    return to_text(text).startswith(to_text(part))


@function("ends-with", 2, tier=2)
def ends_with(env: Any, text: Any, part: Any) -> bool:
    return to_text(text).endswith(to_text(part))


@function("substr", 2, 3)
def substr(env: Any, text: Any, start: Any, end: Any = None) -> str:
    said = to_text(text)
    size = len(said)
    low, high = whole(start), size if end is None else whole(end)
    low, high = low + size if low < 0 else low, high + size if high < 0 else high
    return said[max(low, 0) : max(min(high, size), 0)]


def whole(value: Any) -> int:
    """An index: towards zero, 0 when it is no number."""
    number = to_number(value)
    return int(number) if abs(number) < 1e9 else 0


@function("substring-before", 2, tier=2)
def substring_before(env: Any, text: Any, mark: Any) -> str:
    head, found, _ = _parted(text, mark)
    return head if found else ""


@function("substring-after", 2, tier=2)
def substring_after(env: Any, text: Any, mark: Any) -> str:
    _, found, tail = _parted(text, mark)
    return tail if found else ""


def _parted(text: Any, mark: Any) -> tuple[str, bool, str]:
    said, sign = to_text(text), to_text(mark)
    at = said.find(sign)
    return said[: max(at, 0)], at >= 0, said[at + len(sign) :]


@function("normalize-space", 0, 1, tier=2)
def normalize_space(env: Any, *value: Any) -> str:
    return " ".join(to_text(value[0] if value else env.own).split())


@function("translate", 3, tier=2)
def translate(env: Any, text: Any, old: Any, new: Any) -> str:
    """The first mention of a letter in `old` counts; without a partner it is left out."""
    table: dict[int, str | None] = {}
    to = to_text(new)
    for at, letter in enumerate(to_text(old)):
        table.setdefault(ord(letter), to[at] if at < len(to) else None)
    return to_text(text).translate(table)


@function("regex", 2)
def regex(env: Any, text: Any, pattern: Any) -> bool:
    """The whole text must match, as in JavaRosa; RE2, so that no pattern runs away."""
    compiled = _compiled(to_text(pattern))
    if compiled is None:
        env.warn("expression.bad-pattern")
        return False
    return compiled.fullmatch(to_text(text)) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    return compile_pattern(pattern)


def compile_pattern(pattern: str) -> Any:
    """The pattern in RE2, or None when it is none."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options=options)
    except re2.error:
        return None


@function("digest", 2, 3, tier=2, server=True)
def digest(env: Any, text: Any, method: Any, code: Any = "base64") -> str:
    name = to_text(method).replace("-", "").lower()
    if name not in {"md5", "sha1", "sha256", "sha384", "sha512"}:
        return ""
    found = hashlib.new(name, to_text(text).encode(), usedforsecurity=False).digest()
    return found.hex() if to_text(code) == "hex" else base64.b64encode(found).decode()


@function("string", 0, 1)
def string(env: Any, *value: Any) -> str:
    return to_text(value[0] if value else env.own)


@function("boolean-from-string", 1)
def boolean_from_string(env: Any, value: Any) -> bool:
    return to_text(value).lower() in {"1", "true"}


@function("selected", 2)
def selected(env: Any, chosen: Any, code: Any) -> bool:
    """Whole tokens: `ab` is not `a`."""
    wanted = to_text(code).strip()
    return wanted in to_text(chosen).split() if wanted else False


@function("count-selected", 1)
def count_selected(env: Any, chosen: Any) -> float:
    return float(len(to_text(chosen).split()))


@function("selected-at", 2)
def selected_at(env: Any, chosen: Any, index: Any) -> str:
    tokens, at = to_text(chosen).split(), to_number(index)
    return tokens[int(at)] if 0 <= at < len(tokens) else ""


@function("coalesce", 2)
def coalesce(env: Any, one: Any, other: Any) -> Any:
    one = first(one)
    return other if one == "" or one != one else one
