"""Rows of a file as lines for the gate, one at a time, the rows of tables joined to their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..problems import Problem
from ..questions import Context, Raw
from .columns import ID, NUMBER, ROW, UP, Layout
from .labels import text_of
from .lines import Line
from .reading import LEAVE, Reading
from .sheets import Cells

if TYPE_CHECKING:
    from ..tables import Table

Key = tuple[str, ...]
_NO_MAIN = Problem(
    "row.no-main",
    "主表里没有这一行的编号或行号，请核对",
    "编号照主表写；新填的在两张表里都写“新1”“新2”",
)
_TWICE = Problem("row.same-number", "上面已经有一行是这个编号，请只留一行")
_NO_ID = Problem("row.no-key", "没有写编号，也没有写行号，不知道是哪一份的", "照主表写编号")


def lines(
    tables: Sequence[Table], layout: Layout, reading: Reading, ctx: Context
) -> Iterator[Line]:
    """The lines of a reading that is ready, then rows of tables that belong to none of them.

    Nothing is kept but the numbers of the tables' rows.
    """
    if reading.index < 0 or _left(reading):
        return
    tables_read = [one for one in reading.tables if not _left(one)]
    below = [Below(tables[one.index], layout, one, ctx) for one in tables_read]
    met: set[str] = set()
    for line in Cells(tables[reading.index], layout.main, reading, ctx):
        if line.key and line.key in met:
            line.remark(NUMBER, line.columns.get(NUMBER, 0), _TWICE)
        else:
            met.add(line.key)
            join(line, below)
        yield line
    for table in below:
        yield from table.orphans()


def _left(reading: Reading) -> bool:
    """Whether somebody said that the sheet is not imported."""
    whole = (d for code in ("hidden-sheet", "few-headings") for d in reading.chosen(code))
    return any(decision.chosen == LEAVE for decision in whole)


def join(line: Line, below: Sequence[Below]) -> None:
    """Puts the rows of every table of the line among its answers, the inner ones last."""
    met: dict[Key, list[tuple[str, dict[str, Raw]]]] = {}
    for table in sorted(below, key=lambda one: len(one.path)):
        keys = [(NUMBER, line.key), (ROW, str(line.row))]
        if len(table.path) == 1:
            rows = [item for key in keys for item in table.take(key, line, table.path[0])]
            if rows:
                line.raws[table.path[0]] = [row for _, row in rows]
                met[table.path] = rows
        else:
            met[table.path] = _inside(table, line, keys, met.get(table.path[:-1], []))


def _inside(
    table: Below, line: Line, keys: Sequence[Key], outer: Sequence[tuple[str, dict[str, Raw]]]
) -> list[tuple[str, dict[str, Raw]]]:
    """Rows in rows: known by the identity of the row above them, or by its place among its own."""
    found = []
    for place, (prefix, row) in enumerate(outer, 1):
        name = table.path[-1]
        ways = {str(row.get("_id", "")), str(place)} - {""}
        rows = [
            item
            for key in keys
            for up in sorted(ways)
            for item in table.take((*key, up), line, f"{prefix}.{name}")
        ]
        if rows:
            row[name] = [inner for _, inner in rows]
            found += rows
    return found


class Below:
    """The sheet of one table: its rows by the key of the row they belong to."""

    def __init__(self, table: Table, layout: Layout, reading: Reading, ctx: Context) -> None:
        self.path = tuple(reading.path)
        self.cells = Cells(table, layout.sheet(self.path), reading, ctx)
        self.rows: dict[Key, list[int]] = defaultdict(list)
        self.keyless: list[int] = []
        for number in self.cells.rows():
            key = self._key(table.rows[number - 1])
            if key:
                self.rows[key].append(number)
            else:
                self.keyless.append(number)

    def _key(self, row: Sequence[object]) -> Key:
        said = {
            name: text_of(row[index]) if index < len(row) else ""
            for name, index in self.cells.engine.items()
        }
        way = NUMBER if said.get(NUMBER) else ROW
        if not said.get(way):
            return ()
        return (way, said[way]) if len(self.path) == 1 else (way, said[way], said.get(UP, ""))

    def take(self, key: Key, line: Line, prefix: str) -> list[tuple[str, dict[str, Raw]]]:
        """The rows of a key with the path of each; what is to be said of them is said of the line."""
        found = []
        for place, number in enumerate(self.rows.pop(key, ()) if key[1] else (), 1):
            own = self.cells.line(number)
            path = f"{prefix}.{place}"
            for name, column in own.columns.items():
                line.below[f"{path}.{name}"] = (own.sheet, own.row, column)
            line.remarks += [(f"{path}.{name}", spot, said) for name, spot, said in own.remarks]
            found.append((path, self._row(number, own.raws)))
        return found

    def _row(self, number: int, raws: Mapping[str, Raw]) -> dict[str, Raw]:
        index = self.cells.engine.get(ID)
        cells = self.cells.table.rows[number - 1]
        own = text_of(cells[index]) if index is not None and index < len(cells) else ""
        return {"_id": own, **raws} if own else dict(raws)

    def orphans(self) -> Iterator[Line]:
        """Rows that no main row has taken: refused, each for itself."""
        lost = {number: _NO_MAIN for found in self.rows.values() for number in found}
        lost |= dict.fromkeys(self.keyless, _NO_ID)
        for number in sorted(lost):
            line = self.cells.line(number)
            column = self.cells.columns.get(NUMBER) or self.cells.columns.get(ROW, 0)
            line.raws = {}
            line.remark(NUMBER, column, lost[number])
            yield line
