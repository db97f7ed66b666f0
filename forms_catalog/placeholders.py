"""`((name))` in titles and numbers: parsed once, filled from a function, nothing else interpreted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MARK = re.compile(
    r"\(\((?P<name>[a-z_][a-z0-9_.]*)(?::(?P<form>[a-z0-9]+))?(?:\?\?(?P<words>.*?))?\)\)", re.S
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One placeholder: a question, `link.question` or `_reserved`, how to write it, optional words."""

    name: str
    form: str
    words: str | None


def marks(text: str) -> Iterator[Mark]:
    """The placeholders of a text, those inside optional words too."""
    for found in _MARK.finditer(_close(text)):
        words = found["words"]
        yield Mark(found["name"], found["form"] or "", words)
        if words:
            yield from marks(_open(words))


def fill(text: str, value: Callable[[str, str], str]) -> str:
    """Writes `value(name, form)` in the place of each mark; optional words only when it is not ''."""

    def one(found: re.Match[str]) -> str:
        got = value(found["name"], found["form"] or "")
        if found["words"] is None:
            return got
        return fill(_open(found["words"]), value) if got else ""

    return _MARK.sub(one, _close(text))


def _close(text: str) -> str:
    """Hides marks inside optional words, so that the outer mark ends where its author ended it."""
    return re.sub(r"(?<=\?\?)(.*?)\(\(([a-z_][a-z0-9_.:]*)\)\)", "\\1\x01\\2\x02", text, flags=re.S)


def _open(text: str) -> str:
    return text.replace("\x01", "((").replace("\x02", "))")
