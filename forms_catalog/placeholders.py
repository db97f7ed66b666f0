"""`((name))` in titles and numbers: parsed once, filled from a function, nothing else interpreted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"\(\((?P<name>[a-z_][a-z0-9_.]*)(?::(?P<form>[a-z0-9]+))?(?P<end>\)\)|\?\?)|\)\)"
)
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One placeholder: a question, `link.question` or `_reserved`, how to write it, optional words."""

    name: str
    form: str
    words: tuple[str | Mark, ...] | None


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[str | Mark, ...]:
    """Plain text and marks in order; what is never closed stays plain text."""
    found: list[list[str | Mark]] = [[]]
    heads: list[re.Match[str]] = []
    at = 0
    for token in _TOKEN.finditer(text):
        found[-1].append(text[at : token.start()])
        at = token.end()
        if token["end"] == "))":
            found[-1].append(Mark(token["name"], token["form"] or "", None))
        elif token["end"] and len(heads) < DEEPEST:
            heads.append(token)
            found.append([])
        elif not token["end"] and heads:
            head, words = heads.pop(), found.pop()
            found[-1].append(Mark(head["name"], head["form"] or "", tuple(words)))
        else:
            found[-1].append(token[0])
    found[-1].append(text[at:])
    while heads:
        words = found.pop()
        found[-1] += [heads.pop()[0], *words]
    return tuple(part for part in found[0] if part)


def marks(text: str) -> Iterator[Mark]:
    """The placeholders of a text, those inside optional words too."""
    return _marks(parse(text))


def _marks(parts: tuple[str | Mark, ...]) -> Iterator[Mark]:
    for part in parts:
        if isinstance(part, Mark):
            yield part
            yield from _marks(part.words or ())


def unread(text: str) -> bool:
    """Whether something that looks like a placeholder is none."""
    return any(isinstance(part, str) and "((" in part for part in _all(parse(text)))


def _all(parts: tuple[str | Mark, ...]) -> Iterator[str | Mark]:
    for part in parts:
        yield part
        if isinstance(part, Mark):
            yield from _all(part.words or ())


def fill(text: str, value: Callable[[str, str], str]) -> str:
    """Writes `value(name, form)` in the place of each mark; optional words only when it is not ''."""
    return _fill(parse(text), value)


def _fill(parts: tuple[str | Mark, ...], value: Callable[[str, str], str]) -> str:
    return "".join(part if isinstance(part, str) else _one(part, value) for part in parts)


def _one(mark: Mark, value: Callable[[str, str], str]) -> str:
    got = value(mark.name, mark.form)
    if mark.words is None:
        return got
    return _fill(mark.words, value) if got else ""
