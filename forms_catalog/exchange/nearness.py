"""Which questions a heading nearly says: by the signs it shares with their labels and by the cells below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ..definition import Question
from ..problems import Refused
from ..questions import Context, read, type_of
from .cells import Aside, Take, taker
from .columns import Column, Sheet
from .labels import bare, text_of

MOST = 3
"""Questions that are offered for one heading."""
ENOUGH = 0.55
"""Of 1, how much of heading and label must be the same signs in the same order."""
SURE = 0.7
"""The same where the cells cannot be asked, since what may stand there lies outside the form."""
SAMPLE = 20
LONGEST = 24
_FILLER = re.compile(r"有没有|是不是|有无|是否|哪个|什么|号码|情况|信息|编号|[的号吗]")
_OF_DATES = re.compile(r"年月日|年月|日期|时间|[年月日]$")
_WEIGHT = {"identity": 0.35, "text": 0.25, "date": 0.25, "list": 0.2, "boolean": 0.1}
_LITTLE = 0.1
_TAIL = 0.15
_PROBE = "某某某"
"""A plain word: what takes it for an answer takes nearly everything."""


def near(
    sheet: Sheet,
    spellings: Sequence[str],
    taken: Iterable[str],
    values: Sequence[Any],
    ctx: Context,
) -> list[str]:
    """The likeliest questions, the best first; what the cells below cannot be is not among them."""
    out, found = set(taken), []
    said = [value for value in values if text_of(value)][:SAMPLE]
    for place, column in enumerate(sheet.columns):
        if column.question and not (column.ignored or column.link or column.name in out):
            score = _score(column, spellings, said, ctx)
            if score >= ENOUGH:
                found.append((-score, place, column.name))
    return [name for _, _, name in sorted(found)[:MOST]]


def _score(column: Column, spellings: Iterable[str], said: Sequence[Any], ctx: Context) -> float:
    """By the words, then by the cells; numbers of identity are known without any words."""
    assert column.question is not None
    words = likeness(column, spellings)
    telling = type_of(column.question).value_kind == "identity"
    if not words and not (telling and said):
        return 0.0
    told = _fits(column, said, ctx)
    blind = type_of(column.question).looks_out and words < SURE
    if told is None or blind:
        return 0.0
    return max(words + told, ENOUGH if telling and told else 0)


def likeness(column: Column, spellings: Iterable[str]) -> float:
    """How near the nearest spelling comes to one of the column's names; 0 when it is only chance."""
    dated = column.kind == "date"
    heads = {_core(words, dated) for words in spellings if len(words) <= LONGEST}
    labels = {_core(label, dated) for label in _labels(column)}
    return max((_like(head, label) for head in heads for label in labels), default=0.0)


class Nearest:
    """The question whose words alone come surely nearest; only those that share two signs are asked."""

    def __init__(self, sheet: Sheet) -> None:
        self.met: dict[tuple[str, ...], str] = {}
        self.by_pair: dict[str, dict[str, Column]] = {}
        for column in sheet.columns:
            if column.question and not column.ignored:
                for pair in _pairs(_labels(column)):
                    self.by_pair.setdefault(pair, {})[column.name] = column

    def find(self, spellings: tuple[str, ...]) -> str:
        """Its name, '' where none is near enough."""
        if spellings not in self.met:
            found: dict[str, Column] = {}
            for pair in _pairs(words for words in spellings if len(words) <= LONGEST):
                found |= self.by_pair.get(pair, {})
            scores = ((likeness(column, spellings), name) for name, column in found.items())
            best = max(scores, default=(0.0, ""))
            self.met[spellings] = best[1] if best[0] >= SURE else ""
        return self.met[spellings]


def _pairs(texts: Iterable[str]) -> set[str]:
    return {a + b for text in texts for a, b in pairwise(bare(text))}


def _labels(column: Column) -> Iterator[str]:
    assert column.question is not None
    yield column.question.label
    yield column.section + column.question.label


@lru_cache(maxsize=8192)
def _core(text: str, dated: bool) -> str:
    """What is left of a heading without the words that say nothing of which question it is."""
    plain = bare(text)
    short = _FILLER.sub("", plain)
    if dated:
        short = _OF_DATES.sub("", short)
    return short or plain


def _like(head: str, label: str) -> float:
    """Shared signs in their order, of both; a shared end, where Chinese names the thing, says more."""
    common = len(set(head) & set(label))
    if not common:
        return 0.0
    tail = head.endswith(label) or label.endswith(head)
    pair = common > 1 and any(a + b in label for a, b in pairwise(head))
    if not tail and not pair and common < 3:
        return 0.0
    shared = _shared(head, label)
    if not tail and not pair and shared < 3:
        return 0.0
    return 2 * shared / (len(head) + len(label)) + (_TAIL if tail else 0)


def _shared(one: str, other: str) -> int:
    """The length of the longest run of signs that both have in the same order."""
    before = [0] * (len(other) + 1)
    for sign in one:
        now = [0]
        for place, met in enumerate(other):
            now.append(before[place] + 1 if sign == met else max(before[place + 1], now[place]))
        before = now
    return before[-1]


def _fits(column: Column, said: Sequence[Any], ctx: Context) -> float | None:
    """How much the cells speak for the column; None when most of them cannot be its answers."""
    question = column.question
    assert question is not None
    kind = type_of(question)
    if not said or kind.looks_out:
        return 0.0
    take = taker(column, ctx)
    good = sum(_reads(question, take, value, ctx) for value in said)
    if good * 2 <= len(said):
        return None
    if good < len(said) or _reads(question, take, _PROBE, ctx):
        return 0.0
    own = "identity" if kind.value_kind == "identity" else column.kind
    return _WEIGHT.get(own, _LITTLE)


def _reads(question: Question, take: Take, value: Any, ctx: Context) -> bool:
    try:
        raw = take(value)
        if type(raw) is Aside:
            return raw.problem is None
        read(question, raw, ctx)
    except Refused:
        return False
    return True
