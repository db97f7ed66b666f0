"""Two versions of a statute side by side: only the articles that changed, and in them the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from public.statutes.model import Article, Statute

ALIKE = 0.45
"""From this share of common text on, two articles are one that was rewritten."""
SHORTEST = 2
"""Common bits below this length are noise between two rewritten words."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A run of text: `same`, `out` of the old version or `new` in the later one."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One article that is new, gone, rewritten, or only bears another number."""

    kind: str
    old: Article | None
    new: Article | None
    bits: tuple[Bit, ...] = ()

    @property
    def label(self) -> str:
        if self.kind == "moved" and self.old and self.new:
            return f"{self.old.label} → {self.new.label}"
        found = self.new or self.old
        return found.label if found else ""


def compare(old: Statute, new: Statute) -> list[Difference]:
    """In the order of the later text; articles that say the same under the same number are left out."""
    before, after = old.articles, new.articles
    runs = SequenceMatcher(None, _texts(before), _texts(after), autojunk=False).get_opcodes()
    found: list[Difference] = []
    for kind, a, b, c, d in runs:
        if kind == "equal":
            pairs = zip(before[a:b], after[c:d], strict=True)
            found += [Difference("moved", x, y) for x, y in pairs if x.key != y.key]
        else:
            found += _rewritten(before[a:b], after[c:d])
    return found


def _texts(articles: Sequence[Article]) -> list[str]:
    return [_flat(article) for article in articles]


def _flat(article: Article) -> str:
    return "".join(article.text.split())


def _rewritten(before: Sequence[Article], after: Sequence[Article]) -> Iterator[Difference]:
    """Each later article with the earlier one it came from, never out of order."""
    left = list(before)
    for article in after:
        at = _origin(left, article)
        if at is None:
            yield Difference("new", None, article)
            continue
        yield from (Difference("gone", gone, None) for gone in left[:at])
        yield Difference("changed", left[at], article, words(left[at].text, article.text))
        del left[: at + 1]
    yield from (Difference("gone", gone, None) for gone in left)


def _origin(left: Sequence[Article], article: Article) -> int | None:
    scores = [_likeness(one, article) for one in left]
    best = max(scores, default=0.0)
    return scores.index(best) if best >= ALIKE else None


def _likeness(old: Article, new: Article) -> float:
    match = SequenceMatcher(None, _flat(old), _flat(new), autojunk=False)
    if match.quick_ratio() < ALIKE:
        return 0.0
    return match.ratio() + (0.1 if old.key == new.key else 0.0)


def words(old: str, new: str) -> tuple[Bit, ...]:
    """The later text with what came in, and what went out standing before it."""
    runs = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    bits = [bit for kind, a, b, c, d in runs for bit in _run(kind, old[a:b], new[c:d])]
    return tuple(_joined(bits))


def _run(kind: str, gone: str, came: str) -> list[Bit]:
    if kind == "equal" and (len(gone) > SHORTEST or "\n" in gone):
        return [Bit("same", gone)]
    return [Bit("out", gone), Bit("new", came)]


def _joined(bits: Sequence[Bit]) -> Iterator[Bit]:
    for same, run in groupby(bits, key=lambda bit: bit.kind == "same"):
        held = list(run)
        for kind in ("same",) if same else ("out", "new"):
            if text := "".join(bit.text for bit in held if bit.kind == kind):
                yield Bit(kind, text)
