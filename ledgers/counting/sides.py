"""What stands down or across a table: places of a level, or the options of a coded column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Substr

from forms_catalog.definition import Question
from forms_catalog.ports import PlaceRef, ports
from forms_catalog.questions import REASONS, Context, show, type_of
from people.paths import DEPTH, WIDTH, line_of

from ..registry import Live
from .definition import STATE, questions

NO_ANSWER = "未填"
OWN = "本级"
type Key = str


@dataclass(frozen=True)
class Side:
    """`key` is what the database groups by; `labels` are in order; `level` that of places."""

    title: str
    key: Any
    labels: Mapping[Key, str]
    extra: Mapping[Key, str] = field(default_factory=dict)
    """Shown only when there is anything."""
    level: str = ""
    say: Callable[[Key], str] = str
    """The words of what no label was foreseen for: several codes together."""

    def line_of(self, found: Any) -> Key:
        """The key of the line or column that a value belongs to."""
        if not self.level:
            return "" if found is None else str(found)
        return next((path for path in reversed(line_of(found)) if self._own(path)), "")

    def _own(self, path: str) -> bool:
        """A line of its own; a place that was closed down has one when there is anything in it."""
        ref = ports.places.place(path)
        return path in self.labels or (ref is not None and ref.level == self.level)

    def lines(self, found: Iterable[Key]) -> list[tuple[Key, str]]:
        """All labels, and of the rest those that were found."""
        met = set(found)
        told = list(self.labels.items())
        told += [(key, words) for key, words in self.extra.items() if key in met]
        known = self.labels.keys() | self.extra.keys()
        return told + [(key, self._gone(key)) for key in sorted(met - known)]

    def _gone(self, key: Key) -> str:
        ref = ports.places.place(key) if self.level else None
        return f"{ref.name}（已撤并）" if ref else self.say(key)


def across(ledger: Live, name: str) -> Side:
    """A coded column: its options, the reasons instead of an answer, no answer at all."""
    if name == STATE:
        states = {state.name: state.label for state in ledger.rules.states}
        return Side("状态", F("state"), states)
    question = questions(ledger)[name]
    labels = _options(ledger, question)
    kept = {key: words for key, (words, off) in labels.items() if not off}
    gone = {key: words for key, (words, off) in labels.items() if off}
    reasons = {f"!{reason}": REASONS[reason] for reason in question.missing}
    ctx = Context(options=ledger.bundle.options)
    extra = {**gone, **reasons, "": NO_ANSWER}
    slot = F(ledger.slots[name])
    return Side(question.label, slot, kept, extra, say=lambda code: show(question, code, ctx))


def _options(ledger: Live, question: Question) -> dict[str, tuple[str, bool]]:
    """Code -> words, and whether it is switched off."""
    if type_of(question).kind == "boolean":
        return {code: (show(question, code, Context()), False) for code in ("yes", "no")}
    ctx = Context(options=ledger.bundle.options)
    return {item.name: (item.label, item.disabled) for item in ctx.choices(question)}


def down(level: str, roots: Sequence[str]) -> Side:
    """The places of a level that lie in these; where there are none, the places themselves."""
    refs = [ref for root in roots for ref in _at_level(root, level)]
    if not refs:
        refs = [ref for root in roots if (ref := ports.places.place(root))]
    depth = max((len(ref.path) for ref in refs), default=WIDTH)
    key = Substr("place_path", Value(1), Value(depth))
    labels = {ref.path: ref.name for ref in refs}
    return Side("地方", key, labels, {"": OWN}, level=level)


def _at_level(root: str, level: str) -> list[PlaceRef]:
    """Downwards until the level is met; the place itself may be of it."""
    found, near = [], [ref for ref in (ports.places.place(root),) if ref]
    for _ in range(DEPTH):
        found += [ref for ref in near if ref.level == level]
        deeper = [ref for ref in near if ref.level != level]
        near = [child for ref in deeper for child in ports.places.children(ref.path)]
    return found
