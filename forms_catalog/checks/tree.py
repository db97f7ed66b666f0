"""What every reader delivers: a tree of text with positions, not yet judged."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Node:
    """A scalar (`text`), a list (`items`) or a map (`entries`, keys as scalar nodes, in order).

    `sheet` is the one of a workbook that line (row) and column count in.
    """

    line: int = 0
    column: int = 0
    text: str | None = None
    items: list[Node] | None = None
    entries: list[tuple[Node, Node]] | None = None
    sheet: str = ""

    @property
    def is_map(self) -> bool:
        return self.entries is not None

    @property
    def is_list(self) -> bool:
        return self.items is not None

    def get(self, name: str) -> Node | None:
        return next((value for key, value in self.entries or () if key.text == name), None)


@dataclass(slots=True)
class Where:
    """The position of every path of one file, so that a later check can point at its line."""

    file: str = ""
    places: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    def mark(self, path: str, node: Node) -> None:
        self.places.setdefault(path, (node.line, node.column, node.sheet))

    def find(self, path: str) -> tuple[int, int]:
        """The position of a path, or of the nearest thing around it."""
        line, column, _ = self.spot(path)
        return line, column

    def spot(self, path: str) -> tuple[int, int, str]:
        """The same with the sheet, '' outside a workbook."""
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places.get(path, (0, 0, ""))
