"""An export layout as columns: what each takes, under which heading, in words or as its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..definition import ExportLayout, Question
from ..definition.looks import ENGINE_COLUMNS
from .columns import Column, Sheet

COUNTED = "_row"
"""The one engine column that holds a figure."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One column of a layout; without `column` the engine knows it, by its name."""

    name: str
    heading: str
    coded: bool = False
    column: Column | None = None

    @property
    def text(self) -> bool:
        """Whether its cells are text whatever stands in them."""
        plain = self.column.text if self.column else self.name != COUNTED
        return self.coded or plain

    @property
    def ignored(self) -> bool:
        """Whether an import leaves it alone."""
        return self.column is None or bool(self.column.ignored)

    @property
    def width(self) -> float:
        if self.column and not self.coded:
            return float(self.column.width)
        return float(max(8, min(2 * len(self.heading) + 3, 30)))


def lay(by: ExportLayout, main: Sheet, likes: Mapping[str, Question]) -> list[Laid]:
    """The columns that a layout names, in its order; a heading that is met again says its name too."""
    found: list[Laid] = []
    met: set[str] = set()
    for name, coded, heading in by.wanted:
        own = main.column(name) or _derived(likes.get(name))
        if own is None and not name.startswith("_"):
            continue
        if own is not None and own.question is None:
            own = None
        words = heading or (own.heading if own else ENGINE_COLUMNS.get(name, name))
        words = f"{words}（{name}）" if words in met else words
        met.add(words)
        found.append(Laid(name, words, coded, own))
    return found


def _derived(like: Question | None) -> Column | None:
    return Column(like.name, like.label, like, ignored="computed") if like else None
