"""The small language of letters: paragraphs, lists, **bold**; whatever is filled in stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..placeholders import fill, marks

type Runs = tuple[tuple[str, bool], ...]
"""Pieces of one line, each with whether it is bold."""
type Word = Callable[[str, str], str]
_ITEM = re.compile(r"(?:([-*])|(\d{1,2})[.、])\s+(.*)", re.DOTALL)
SHORT = 30
_STAR = "\ue001"
"""Stands for a star that was filled in, while bold is looked for."""
_END = "\ue002"
"""Stands where what was filled in ends: its last stop gives way to that of the sentence."""
_TWICE = re.compile(f"[。；，;,.]+{_END}+(?=[。；，])")


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: p, to (whom it is addressed to), lines (one below another), ul, ol."""

    kind: str
    lines: tuple[Runs, ...]


def blocks(text: str, word: Word, rows: Callable[[str], Iterable[Word]]) -> list[Block]:
    """`rows` gives, for a line that speaks of a table, how each of its rows answers."""
    found = [_block(part, word, rows, not at) for at, part in enumerate(_parts(text))]
    return [block for block in found if block.lines]


def _parts(text: str) -> list[list[str]]:
    """Lines between blank ones; list items by themselves."""
    parts: list[list[str]] = []
    kind = ""
    for line in text.splitlines():
        bare = line.strip()
        now = _kind(bare) if bare else ""
        if now and (now != kind or not parts):
            parts.append([])
        if now:
            parts[-1].append(bare)
        kind = now
    return parts


def _kind(line: str) -> str:
    item = _ITEM.match(line)
    return "p" if item is None else "ul" if item[1] else "ol"


def _block(
    part: list[str], word: Word, rows: Callable[[str], Iterable[Word]], first: bool
) -> Block:
    kind = _kind(part[0])
    texts = [match[3] if (match := _ITEM.match(line)) else line for line in part]
    lines = [_runs(text, one) for text in texts for one in _speaking(text, word, rows)]
    if kind == "p":
        kind = "lines" if len(texts) > 1 else "to" if first and _addressed(texts[0]) else "p"
    return Block(kind, tuple(line for line in lines if line))


def _addressed(line: str) -> bool:
    """Whom the letter is to stands first and alone, short, before a colon."""
    return line.endswith("：") and len(line) <= SHORT


def _speaking(text: str, word: Word, rows: Callable[[str], Iterable[Word]]) -> list[Word]:
    """A line that names cells of a table is written once for each of its rows."""
    return list(rows(text)) if any(marks(text)) else [word]


def _runs(text: str, word: Word) -> Runs:
    said = fill(text, lambda name, form: _marked(word(name, form))).strip()
    said = _TWICE.sub("", said).replace(_END, "")
    pieces = said.split("**")
    if not len(pieces) % 2:
        pieces[-2:] = ["**".join(pieces[-2:])]
    runs = ((piece.replace(_STAR, "*"), bool(at % 2)) for at, piece in enumerate(pieces))
    return tuple(run for run in runs if run[0])


def _marked(said: str) -> str:
    return said.replace("*", _STAR) + _END if said else ""


def plain(found: Iterable[Block]) -> str:
    """The words alone, line by line."""
    return "\n".join("".join(text for text, _ in line) for block in found for line in block.lines)
