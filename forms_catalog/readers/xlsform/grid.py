"""Sheets as text cells with their places, and the list in which faults are gathered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...checks.tree import Node
from ...problems import Place, Problem, Refused


class Cell(NamedTuple):
    """The text of one cell and where it stands, counted from 1."""

    text: str = ""
    row: int = 0
    column: int = 0
    sheet: str = ""

    def node(self) -> Node:
        return Node(self.row, self.column, text=self.text, sheet=self.sheet)

    def saying(self, text: str) -> Cell:
        return self._replace(text=text)

    def tree(self, value: Any) -> Node:
        """Text, lists and maps, all standing in this cell."""
        node = Node(self.row, self.column, sheet=self.sheet)
        if isinstance(value, dict):
            node.entries = [(self.tree(name), self.tree(item)) for name, item in value.items()]
        elif isinstance(value, list):
            node.items = [self.tree(item) for item in value]
        else:
            node.text = value if isinstance(value, str) else "" if value is None else str(value)
        if isinstance(value, bool):
            node.text = "true" if value else "false"
        return node


@dataclass(slots=True)
class Grid:
    """A sheet before its headers are read: rows of text, as wide as they are."""

    name: str
    rows: list[list[str]]


@dataclass(slots=True)
class Row:
    """A row by the columns we know; `extra` holds the others word for word, in order."""

    number: int
    sheet: str
    cells: dict[str, Cell] = field(default_factory=dict)
    extra: dict[str, Cell] = field(default_factory=dict)

    def get(self, column: str) -> Cell:
        """The cell, an empty one at the head of the row when nothing stands there."""
        return self.cells.get(column) or Cell("", self.number, 1, self.sheet)

    def text(self, column: str) -> str:
        cell = self.cells.get(column)
        return cell.text if cell else ""


@dataclass
class Faults:
    """What is wrong or was changed in one file."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(
        self, code: str, text: str, remedy: str = "", at: Cell | None = None, warn: bool = False
    ) -> None:
        where = Place(file=self.file)
        if at is not None:
            where = Place(file=self.file, sheet=at.sheet, line=at.row, column=at.column)
        self.found.append(Problem(f"xlsform.{code}", text, remedy, where, warn))

    def note(self, code: str, text: str, remedy: str = "", at: Cell | None = None) -> None:
        self.add(code, text, remedy, at, warn=True)

    @property
    def fatal(self) -> bool:
        return any(not problem.warn for problem in self.found)


def refused(code: str, text: str, remedy: str = "") -> Refused:
    return Refused(Problem(f"xlsform.{code}", text, remedy))


def some(numbers: Iterable[int]) -> str:
    """A few row numbers in words."""
    found = list(numbers)
    return "、".join(map(str, found[:8])) + (" 等" if len(found) > 8 else "")


def tidy(text: str) -> str:
    """As a template holds text: LF, and no blanks round a single line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if "\n" in text else text.strip()
