"""A sheet as cells, whatever file it came in, and how it is put together while a file is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from .limits import Budget

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | None
LOST = 10**15
"""Spreadsheets keep fifteen digits of a number; what is longer has lost its last ones."""


@dataclass(slots=True)
class Table:
    """One sheet: rows of equal width, cut at the last row and column that say something.

    Rows and columns count from 1 in everything but `rows` itself. `troubles` says which cells are
    not what was typed: `lost-digits`, `formula-without-value`, `error-cell`. `formulas` are the
    cells whose value was worked out by the spreadsheet; comments of cells are not read.
    """

    name: str
    rows: Sequence[list[Value]]
    troubles: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False


class Draft:
    """A table while its cells come in, in any order; the budget of its file is asked for each."""

    def __init__(self, name: str, budget: Budget, hidden: bool = False) -> None:
        self.name, self.hidden = name, hidden
        self._budget = budget
        budget.begin()
        self._before = budget.cells
        self.clear()

    def clear(self) -> None:
        """Begin once more."""
        self._budget.cells = self._before
        self._wide = 0
        self.rows: list[list[Value]] = []
        self.troubles: dict[tuple[int, int], str] = {}
        self.formulas: set[tuple[int, int]] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()

    def put(self, row: int, column: int, value: Value) -> None:
        """One cell; nothing in it is nothing."""
        if value is None or value == "":
            return
        self._room(row, column)
        cells = self.rows[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = value
        if is_lost(value):
            self.troubles[row, column] = "lost-digits"

    def line(self, row: int, cells: list[Value]) -> None:
        """A row at once; numbers in it were looked at by the caller."""
        if row <= len(self.rows):
            for column, value in enumerate(cells, 1):
                self.put(row, column, value)
        elif cells:
            self._room(row, len(cells), len(cells))
            self.rows[row - 1] = cells

    def trouble(self, row: int, column: int, code: str) -> None:
        self._room(row, column)
        self.troubles[row, column] = code

    def formula(self, row: int, column: int) -> None:
        self._budget.judge(0, 0, self.name)
        self.formulas.add((row, column))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """A rectangle of more than one cell."""
        if (top, left) != (bottom, right):
            self._budget.judge(0, 0, self.name)
            self.merged.append((top, left, bottom, right))

    def _room(self, row: int, column: int, cells: int = 1) -> None:
        self._wide = max(self._wide, column)
        self._budget.judge(max(row, len(self.rows)), self._wide, self.name, cells)
        while len(self.rows) < row:
            self.rows.append([])

    def table(self) -> Table:
        high = max((row for row, _ in self.troubles), default=0)
        wide = max((column for _, column in self.troubles), default=0)
        while len(self.rows) > high and not _said(self.rows[-1]):
            self.rows.pop()
        wide = max([wide, *(_said(cells) for cells in self.rows if len(cells) > wide)])
        self._budget.spend(len(self.rows) * wide, self.name)
        for cells in self.rows:
            del cells[wide:]
            cells.extend([None] * (wide - len(cells)))
        return Table(
            self.name,
            self.rows,
            self.troubles,
            frozenset(self.formulas),
            self.merged,
            frozenset(row for row in self.hidden_rows if row <= len(self.rows)),
            frozenset(column for column in self.hidden_columns if column <= wide),
            self.hidden,
        )


def is_lost(value: Value) -> bool:
    return isinstance(value, (int, float)) and not -LOST < value < LOST


def _said(cells: list[Value]) -> int:
    """How many cells there are up to the last that says something."""
    for at in range(len(cells), 0, -1):
        value = cells[at - 1]
        if value is not None and (not isinstance(value, str) or value.strip()):
            return at
    return 0


def column_of(letters: str) -> int:
    """The number of a column: A is 1, AB is 28."""
    number = 0
    for letter in letters[:5]:
        number = number * 26 + ord(letter) - 64
    return number


def letters(column: int) -> str:
    """A column as spreadsheets name it: 1 is A, 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
