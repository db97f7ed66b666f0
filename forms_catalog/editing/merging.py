"""Two people at one template: what one saved meanwhile stays, the same part is never overwritten unsaid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..definition import ChoiceList, FormDefinition, Ledger, Letter, Notice, Section
from .drafts import (
    Logic,
    heads_of,
    logic_of,
    mark,
    section_of,
    with_heads,
    with_logic,
    with_section,
)
from .facets import Facet, facet_of, with_facet
from .notices_parts import only_rules, with_rules

Part = Section | ChoiceList | Logic | Facet | Notice | Letter | None


@dataclass(frozen=True)
class Sent:
    """One sending of one opened page: a page saves itself, and what it sent may overtake itself.

    `opening` is the page's own chance name, `turn` counts what it sent, `heads` are its boxes.
    """

    opening: str
    turn: int
    heads: Mapping[str, str]

    def after(self, saved: Mapping[str, Any] | None) -> bool:
        """The draft is what this very page sent before."""
        return self._mine(saved) and saved["turn"] < self.turn  # type: ignore[index]

    def late(self, saved: Mapping[str, Any] | None) -> bool:
        """The draft is what this very page sent since."""
        return self._mine(saved) and saved["turn"] > self.turn  # type: ignore[index]

    def _mine(self, saved: Mapping[str, Any] | None) -> bool:
        return bool(saved) and saved["opening"] == self.opening  # type: ignore[index]


@dataclass(frozen=True)
class Posted:
    """What a page sends: its heads and how they were when it was loaded; its part and that one's mark."""

    heads: Mapping[str, str]
    base: Mapping[str, str]
    part: Part = None
    loaded: str = ""
    insist: bool = False
    sent: Sent | None = None


@dataclass(frozen=True)
class Clash:
    """The same thing was changed twice: names of heads, and the part as it stands now."""

    heads: tuple[str, ...] = ()
    part: bool = False
    theirs: Any = None
    mine: Any = field(default=None)

    def __bool__(self) -> bool:
        return bool(self.heads or self.part)


def merge(now: Any, posted: Posted, saved: Mapping[str, Any] | None = None) -> tuple[Any, Clash]:
    """The draft as it stands now with what was posted put in; a clash leaves it to the person.

    `saved` is what the page that made the draft said of itself: nobody clashes with himself.
    """
    current = part_of(now, posted.part)
    if posted.sent and posted.sent.late(saved):
        return now, Clash((), True, current, posted.part)
    own = posted.sent is not None and posted.sent.after(saved)
    since = replace(posted, base=saved["heads"]) if own and saved else posted
    heads, fought = _heads(heads_of(now), since)
    mine = _put(with_heads(now, heads), posted.part)
    known = own or mark(current) in (posted.loaded, mark(posted.part))
    same = posted.part is None or known
    if posted.insist or (same and not fought):
        return mine, Clash()
    return mine, Clash(tuple(fought), not same, current, posted.part)


def part_of(now: Any, part: Part) -> Part:
    """The part of the draft that the page holds: a section by its name, of a list its options."""
    if isinstance(now, Ledger) and isinstance(part, Facet):
        return facet_of(now, part.name)
    if isinstance(now, FormDefinition) and isinstance(part, Section):
        return section_of(now, part.name)
    if isinstance(now, FormDefinition) and isinstance(part, Logic):
        return logic_of(now)
    if isinstance(now, Notice | Letter):
        return only_rules(now)
    return only_options(now) if isinstance(now, ChoiceList) else None


def only_options(found: ChoiceList) -> ChoiceList:
    return ChoiceList(id="x", title="x", options=found.options, tags=found.tags)


def _heads(now: dict[str, str], posted: Posted) -> tuple[dict[str, str], list[str]]:
    """Box by box: who changed it wins; both changed it differently: it is fought over."""
    merged, fought = dict(now), []
    for name, text in posted.heads.items():
        base = posted.base.get(name, now.get(name, ""))
        if text == base or name not in now:
            continue
        if now[name] not in (base, text):
            fought.append(name)
        merged[name] = text
    return merged, fought


def _put(now: Any, part: Part) -> Any:
    if isinstance(part, Section):
        return with_section(now, part)
    if isinstance(part, Logic):
        return with_logic(now, part)
    if isinstance(part, Facet):
        return with_facet(now, part)
    if isinstance(part, Notice | Letter):
        return with_rules(now, part)
    return replace(now, options=part.options, tags=part.tags) if part is not None else now
