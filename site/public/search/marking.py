"""The words around what was found, in bits that a template marks; nothing here is markup."""

from __future__ import annotations

import re
from typing import NamedTuple

from public.search.grams import RUN, fold, pairs

AROUND = 24
LENGTH = 96


class Bit(NamedTuple):
    """A run of text that was looked for, or not."""

    text: str
    hit: bool


def marked(text: str, query: str) -> list[Bit]:
    """All of a text, with every run of it that the query holds."""
    folded = fold(text)
    if len(folded) != len(text):
        return [Bit(text, False)]
    hits = [False] * len(text)
    for term in _terms(query):
        for found in re.finditer(re.escape(term), folded):
            hits[found.start() : found.end()] = [True] * len(term)
    return _runs(text, hits)


def _terms(query: str) -> set[str]:
    plain = fold(query)
    return {*pairs(plain), *(run for run in RUN.findall(plain))}


def _runs(text: str, hits: list[bool]) -> list[Bit]:
    bits: list[Bit] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or hits[at] != hits[start]:
            bits.append(Bit(text[start:at], hits[start]))
            start = at
    return bits


def around(text: str, query: str) -> list[Bit]:
    """The piece of a long text that holds most of the query, with its hits marked."""
    folded = fold(text)
    if len(text) <= LENGTH or len(folded) != len(text):
        return marked(text[:LENGTH], query)
    places = sorted({at for term in _terms(query) if (at := folded.find(term)) >= 0})
    best = max(places, key=lambda at: sum(at <= one < at + LENGTH for one in places), default=0)
    start = max(0, best - AROUND)
    bits = marked(text[start : start + LENGTH], query)
    return [Bit("…", False), *bits] if start else bits
