"""Functions of texts in a filter; each gives None where a database cannot be asked in that shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from forms_catalog.expressions.functions.texts import compile_pattern
from forms_catalog.expressions.values import to_text

from . import computing
from .comparing import equals
from .formulas import Formula, Opaque, both, codes
from .functions import after, begins, ends, has_token, within
from .patterns import portable
from .values import Along, Cases, Const, Leaf, Text, always, constant, where


def _selected(chosen: Leaf, code: Leaf) -> Formula | None:
    if isinstance(chosen, Const) and isinstance(code, Text):
        return codes(code.field, *to_text(chosen.value).split())
    if not isinstance(code, Const):
        return None
    token = to_text(code.value).strip()
    if not token or len(token.split()) > 1:
        return False
    if isinstance(chosen, Text):
        return codes(chosen.field, token) if chosen.single else has_token(chosen, token)
    if isinstance(chosen, Along) and not isinstance(chosen.ends[0], float):
        return equals(always(chosen), constant(token))
    return None


def _contains(text: Leaf, part: Leaf) -> Formula | None:
    if isinstance(text, Text) and isinstance(part, Const):
        return within(text, to_text(part.value))
    return None


def _starts(text: Leaf, part: Leaf) -> Formula | None:
    if not isinstance(part, Const):
        return None
    said = to_text(part.value)
    if isinstance(text, Text):
        return begins(text, said)
    if not isinstance(text, Along) or isinstance(text.ends[0], float):
        return None
    top = after(said) if said else ""
    low = where(text, lambda value: to_text(value) >= said, True)
    return both(low, where(text, lambda value: to_text(value) < top, False) if top else True)


def _ends(text: Leaf, part: Leaf) -> Formula | None:
    if isinstance(text, Text) and isinstance(part, Const):
        return ends(text, to_text(part.value))
    return None


def _regex(text: Leaf, pattern: Leaf) -> Formula | None:
    if not isinstance(text, Text) or not isinstance(pattern, Const):
        return None
    said = to_text(pattern.value)
    judge = compile_pattern(said)
    if judge is None:
        return False
    q = Q(**{f"{text.field}__regex": portable(said)})
    return Opaque(text.field, q, lambda value: judge.fullmatch(value) is not None)


def _length(text: Leaf) -> Cases | None:
    if not isinstance(text, Text):
        return None
    return always(
        Along(computing.Lengths(text.field), lambda value: value, shift=None, plain=False)
    )


def _count_selected(chosen: Leaf) -> Cases | None:
    return constant(1.0) if isinstance(chosen, Text) and chosen.single else None


def _tidied(text: Leaf) -> Cases | None:
    """The gate keeps texts with single blanks and none at the ends."""
    return always(text) if isinstance(text, Text) else None


def _true_words(text: Leaf) -> Formula | None:
    if not isinstance(text, Text):
        return None
    words = [""]
    for small in "true":
        words = [word + sign for word in words for sign in (small, small.upper())]
    return codes(text.field, "1", *words)


WORDS: dict[str, Callable[..., Any]] = {
    "selected": _selected,
    "contains": _contains,
    "starts-with": _starts,
    "ends-with": _ends,
    "regex": _regex,
    "string-length": _length,
    "count-selected": _count_selected,
    "normalize-space": _tidied,
    "boolean-from-string": _true_words,
}
