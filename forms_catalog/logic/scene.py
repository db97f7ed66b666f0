"""The environment of a form's expressions: its answers, rows, options, look-ups and reserved names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..expressions import Environment
from ..expressions.values import Value
from ..questions import Context
from .program import Program

type Lookup = Callable[[str, str], Value]
"""Record question and column of its ledger -> the value; raises Unknown when it cannot be seen."""

CELLS = 4
"""Cells that cost as much as one step."""


class Unknown(LookupError):
    """A name that is settled elsewhere and is not known here: what rests on it stays as it is."""


class Scene(Environment):
    """`values` holds every settled value; `rows` the row of each table that is being looked at."""

    limit = 1_000_000
    """Steps of one evaluation of a whole form."""

    def __init__(
        self,
        program: Program,
        values: dict[str, Value],
        now: dt.datetime,
        ctx: Context,
        reserved: Mapping[str, Value],
        unknown: frozenset[str],
        lookup: Lookup | None,
    ) -> None:
        super().__init__(now)
        self.program = program
        self.values = values
        self.ctx = ctx
        self.reserved = reserved
        self.unknown = unknown
        self.lookup = lookup
        self.rows: dict[str, dict[str, Value]] = {}
        self.columns = program.columns

    def name(self, name: str) -> Value:
        if name in self.unknown:
            raise Unknown(name)
        above = self.columns.get(name)
        if above is None:
            found = self.values.get(name)
            return self._other(name) if found is None else found
        row = self.rows.get(above[-1])
        return self._cells(name, above) if row is None else row.get(name, "")

    def cells(self, name: str) -> Value:
        column = name.rpartition(".")[2]
        above = self.columns.get(column)
        if above is None:
            return self.name(name)
        if name in self.unknown or above[0] in self.unknown:
            raise Unknown(name)
        return self._cells(column, above)

    def _cells(self, name: str, above: Sequence[str]) -> list[Value]:
        """Every cell of a column; inside an outer row, the cells of that row's own table."""
        outer = self.values.get(above[0]) or ()
        rows = [outer_row for outer_row in outer if isinstance(outer_row, dict)]
        for table in above[1:]:
            inside = self.rows.get(above[0])
            rows = [
                row
                for outer_row in ([inside] if inside else rows)
                for row in outer_row.get(table) or ()
            ]
        self.step(len(rows) // CELLS)
        return [row[name] for row in rows if name in row]

    def _other(self, name: str) -> Value:
        if name.startswith("_"):
            return self._reserved(name)
        head, _, column = name.rpartition(".")
        if not head:
            return ""
        item = self.program.items.get(head)
        if item and item.question.questions:
            return self.name(column)
        if item is None or item.question.type != "record" or self.lookup is None:
            raise Unknown(name)
        return self.lookup(head, column)

    def _reserved(self, name: str) -> Value:
        if name == "_today":
            return self.now.date()
        if name == "_now":
            return self.now
        if name in self.reserved:
            return self.reserved[name]
        return ""

    def rows_of(self, source: str) -> Sequence[dict[str, Value]]:
        return [
            {"name": o.name, "label": o.label, "parent": o.parent, **dict(o.tags)}
            for o in self.ctx.options.get(source, ())
        ]

    def label(self, value: str, question: str) -> str:
        item = self.program.items.get(question)
        if item is None:
            return value
        words = {option.name: option.label for option in self.ctx.choices(item.question)}
        return "，".join(words[code] for code in value.split() if code in words)

    def inside(self, table: str, row: dict[str, Value], position: int) -> Scene:
        """The same within one row of a table."""
        inner: Any = self.within({}, position)
        inner.rows = {**self.rows, table: row}
        return inner  # type: ignore[no-any-return]
