"""States and actions as a drawing: boxes one below the other, arrows beside them, words on the arrows.

Made on the server, for a narrow screen and for paper alike; nothing in it moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..definition import Action, Ledger
from .words import plain

BOX, LABELS, LANES, STEP = 132, 140, 260, 14
"""Where the boxes end, where words begin, where the first lane is, and how far apart lanes are."""
LINE, GAP, MARGIN = 22, 52, 4
WIDE = 7
"""Signs on a line of words."""
NARROWEST = 360
START, ANY = "", "any"
OPENING = "opening"


def wrapped(text: str, wide: int = WIDE) -> list[str]:
    return [text[at : at + wide] for at in range(0, len(text), wide)] or [""]


@dataclass
class Node:
    """A state, the beginning, or every state at once."""

    name: str
    lines: list[str]
    color: str = ""
    final: bool = False
    stays: list[str] = field(default_factory=list)
    """Actions that leave the record where it is."""
    y: int = 0
    height: int = 0

    @property
    def words(self) -> list[tuple[int, str, bool]]:
        """Every line of words with its height on the page, and whether it is the name."""
        told = [(line, True) for line in self.lines]
        told += [(line, False) for text in self.stays for line in wrapped(text)]
        top = self.y + (self.height - LINE * len(told)) // 2 + LINE - 6
        return [(top + LINE * at, text, name) for at, (text, name) in enumerate(told)]

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass
class Arrow:
    """What leads from one node to another; `lane` 0 = straight down to the next."""

    source: Node
    target: Node
    labels: list[str]
    straight: bool = False
    lane: int = 0
    out: int = 0
    into: int = 0

    @property
    def lines(self) -> list[str]:
        return [line for label in self.labels for line in wrapped(label)]

    @property
    def span(self) -> tuple[int, int]:
        return min(self.out, self.into), max(self.out, self.into)

    @property
    def path(self) -> str:
        if self.straight:
            return f"M66 {self.source.bottom}V{self.target.y - 8}"
        return f"M{BOX} {self.out}H{LANES + STEP * self.lane}V{self.into}H{BOX + 9}"

    @property
    def head(self) -> str:
        if self.straight:
            return f"M60 {self.target.y - 10}h12L66 {self.target.y}z"
        return f"M{BOX + 10} {self.into - 6}v12L{BOX} {self.into}z"

    @property
    def words(self) -> list[tuple[int, int, str]]:
        if self.straight:
            middle = (self.source.bottom + self.target.y) // 2 + 5
            first = middle - LINE * (len(self.lines) - 1) // 2
            return [(80, first + LINE * at, text) for at, text in enumerate(self.lines)]
        first = self.out - 6 - LINE * (len(self.lines) - 1)
        return [(LABELS, first + LINE * at, text) for at, text in enumerate(self.lines)]


@dataclass(frozen=True)
class Picture:
    """Everything that the drawing holds, measured."""

    nodes: list[Node]
    arrows: list[Arrow]
    width: int
    height: int


def picture(ledger: Ledger) -> Picture:
    nodes = {node.name: node for node in _nodes(ledger)}
    arrows = _arrows(ledger, nodes)
    _stack([*nodes.values()], arrows)
    lanes = _lanes([arrow for arrow in arrows if not arrow.straight])
    width = max(NARROWEST, LANES + STEP * lanes + MARGIN)
    height = max(node.bottom for node in nodes.values()) + MARGIN
    return Picture([*nodes.values()], arrows, width, height)


def _nodes(ledger: Ledger) -> Iterator[Node]:
    yield Node(START, ["开始"])
    for state in ledger.states:
        label = plain(state.label) or "（还没写）"
        lines = wrapped(label) + (["（到此为止）"] if state.final else [])
        yield Node(state.name, lines, state.color, state.final)
    if any(ANY in action.from_ and action.to for action in ledger.actions):
        yield Node(ANY, ["任何状态"])


def _arrows(ledger: Ledger, nodes: dict[str, Node]) -> list[Arrow]:
    """One for each pair of nodes, however many actions lead there."""
    found: dict[tuple[str, str], Arrow] = {}
    for action in ledger.actions:
        label = plain(action.label) or "（还没写）"
        for source, target in _moves(ledger, action):
            if source not in nodes or target not in nodes:
                continue
            if source == target:
                nodes[source].stays.append(label)
            else:
                arrow = found.setdefault((source, target), Arrow(nodes[source], nodes[target], []))
                arrow.labels.append(label)
    order = list(nodes)
    for (source, target), arrow in found.items():
        arrow.straight = order.index(target) == order.index(source) + 1
    return list(found.values())


def _moves(ledger: Ledger, action: Action) -> Iterator[tuple[str, str]]:
    """From where to where; what stays everywhere is said in every state that is not final."""
    if action.name == OPENING:
        yield START, action.to or (ledger.states[0].name if ledger.states else START)
        return
    for source in action.from_:
        if source == ANY and not action.to:
            yield from ((one.name, one.name) for one in ledger.states if not one.final)
        else:
            yield source, action.to or source


def _stack(nodes: list[Node], arrows: Iterable[Arrow]) -> None:
    """Every node under the one before; at its side each arrow has a height of its own."""
    y = MARGIN
    beside = [arrow for arrow in arrows if not arrow.straight]
    below = {arrow.source.name: arrow for arrow in arrows if arrow.straight}
    for node in nodes:
        node.y = y
        at = y + 8
        for arrow in beside:
            if arrow.target is node:
                at += 18
                arrow.into = at
        for arrow in beside:
            if arrow.source is node:
                at += LINE * len(arrow.lines) + 8
                arrow.out = at
        told = len(node.lines) + sum(len(wrapped(text)) for text in node.stays)
        node.height = max(at - y + 10, LINE * told + 18)
        straight = below.get(node.name)
        y += node.height + (max(GAP, LINE * len(straight.lines) + 26) if straight else 28)


def _lanes(arrows: list[Arrow]) -> int:
    """The shortest nearest to the boxes; two in one lane never share a height."""
    taken: list[list[tuple[int, int]]] = []
    for arrow in sorted(arrows, key=lambda one: one.span[1] - one.span[0]):
        low, high = arrow.span
        free = (n for n, spans in enumerate(taken) if all(high < a or low > b for a, b in spans))
        arrow.lane = next(free, len(taken))
        if arrow.lane == len(taken):
            taken.append([])
        taken[arrow.lane].append((low, high))
    return len(taken)
