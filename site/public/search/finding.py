"""Finds passages for what somebody typed: a question, a word, a number, pinyin or its initials."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Sum, Value, When

from public.models.index import Gram, Passage
from public.search.grams import HAN, fold, pairs, shown, sound
from public.statutes.numerals import SIGNS, chinese, number

LONGEST = 80
"""Signs of a query that are read; nobody's question is longer."""
FIRST, WORTH = 5, 0.15
"""Behind the first, what fits so much less than the best is only in the way."""
MOST_PAIRS = 24
CANDIDATES = 60
AROUND = 30
ARTICLE = re.compile(rf"第?\s*([{SIGNS}]{{1,8}}|\d{{1,4}})\s*条(?:之([{SIGNS}]{{1,3}}))?")
IDLE = frozenset(
    pairs("怎么 怎样 什么 可以 应该 应当 我们 他们 一个 哪里 如何 是不 有没 没有 了吗")
)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and how well it fits."""

    passage: Passage
    score: float


def cut(query: str) -> str:
    """What of a query is read: without markup, on one line, not longer than a question."""
    return shown(query[: LONGEST * 5])[:LONGEST].replace("\x00", "")


def find(query: str, limit: int = 12, below: str = "") -> list[Found]:
    """The best passages, the best first; only pages whose tree path begins with `below`."""
    plain = fold(cut(query)).strip()
    rows = Passage.objects.filter(page__path__startswith=below) if below else Passage.objects.all()
    if not re.search(r"\w", plain):
        return []
    if len(plain) == 1:
        return _containing(rows, plain, limit)
    found = _scored(plain, below)
    if not HAN.search(plain) or not found:
        found = {**_sounding(rows, plain), **found}
    ranked = sorted(_judged(plain, found, below), key=lambda one: -one.score)
    least = ranked[0].score * WORTH if ranked else 0.0
    return [one for at, one in enumerate(ranked[:limit]) if at < FIRST or one.score >= least]


def _containing(passages: QuerySet[Passage], plain: str, limit: int) -> list[Found]:
    """One sign: pages that bear it in their name, then their articles, then what merely holds it."""
    rows = passages.order_by("anchor", "id")
    heads = rows.filter(title__contains=plain)[:limit]
    more = rows.filter(flat__contains=plain).exclude(title__contains=plain)[:limit]
    return [Found(one, 1.0) for one in (*heads, *more)][:limit]


def _scored(plain: str, below: str) -> dict[int, float]:
    """Passages by the pairs they share with the query; rare pairs say more."""
    wanted = list(dict.fromkeys(pairs(plain)))
    telling = [gram for gram in wanted if gram not in IDLE] or wanted
    kept = _rarest(telling)
    if not kept:
        return {}
    worth = Case(
        *(When(gram=gram, then=Value(value)) for gram, value in kept.items()),
        output_field=FloatField(),
    )
    grams = Gram.objects.filter(gram__in=list(kept))
    if below:
        grams = grams.filter(passage__page__path__startswith=below)
    rows = (
        grams.values("passage")
        .annotate(score=Sum(worth * (1.0 + F("weight") * 0.15)), hits=Count("id"))
        .order_by("-score", "passage")
    )
    return {row["passage"]: row["score"] * row["hits"] / len(kept) for row in rows[:CANDIDATES]}


def _rarest(grams: list[str]) -> dict[str, float]:
    total = Passage.objects.count() + 1
    rows = Gram.objects.filter(gram__in=grams).values_list("gram").annotate(n=Count("id"))
    counts = {gram: n for gram, n in rows if n}
    rare = sorted(counts, key=lambda gram: counts[gram])[:MOST_PAIRS]
    return {gram: math.log(1 + total / counts[gram]) for gram in rare}


def _sounding(passages: QuerySet[Passage], plain: str) -> dict[int, float]:
    """By pinyin or its initials; of Han that is found nowhere, by how it is read: a slip of the hand."""
    letters = sound(plain)[0] if HAN.search(plain) else re.sub(r"[^a-z0-9]", "", plain)
    if len(letters) < 2:
        return {}
    same = Q(sound__contains=letters) | Q(initials__contains=letters)
    rows = passages.filter(same).order_by("id")[:CANDIDATES]
    return {one.pk: 20.0 / (1 + len(one.sound) / 20) for one in rows}


def _judged(plain: str, scores: dict[int, float], below: str) -> Iterable[Found]:
    asked = ARTICLE.search(plain)
    passages = list(Passage.objects.filter(pk__in=scores))
    if asked:
        passages += _articles(asked, scores, below)
    bare = re.sub(r"\W", "", plain)
    for one in passages:
        score = scores.get(one.pk, 1.0)
        title = re.sub(r"\W", "", fold(one.title))
        if bare in title:
            score *= 3.0 - min(len(title) - len(bare), 20) / 20
        elif plain in one.flat or bare in re.sub(r"\W", "", one.flat):
            score *= 1.8
        if not one.anchor:
            score *= 1.6  # a page that answers stands before the article that it rests on
        if asked and one.anchor == _key(asked):
            score *= 12 if _short_for(ARTICLE.sub("", plain), title) else 4
        yield Found(one, score)


def _short_for(name: str, title: str) -> bool:
    """Whether the signs of a name stand in a title in this order: 图条 for 图书条例."""
    signs = iter(title)
    bare = re.sub(r"\W", "", name)
    return len(bare) > 1 and all(sign in signs for sign in bare)


def _key(asked: re.Match[str]) -> str:
    added = number(asked[2]) if asked[2] else 0
    return f"{number(asked[1])}-{added}" if added else str(number(asked[1]))


def _articles(asked: re.Match[str], known: Iterable[int], below: str) -> list[Passage]:
    rows = Passage.objects.filter(anchor=_key(asked), page__path__startswith=below)
    rows = rows.exclude(pk__in=list(known))
    return list(rows[:CANDIDATES])


def as_written(query: str) -> str:
    """The query with its article numbers as statutes write them: 22条 is 第二十二条."""
    plain = cut(query)
    return ARTICLE.sub(lambda found: f"第{chinese(number(found[1])) or found[1]}条", plain)
