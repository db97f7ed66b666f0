"""The cells of one sheet, row after row, as raw answers: a fast way for plain rows, a slow one for odd."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..posted import ABSENT
from ..problems import Problem
from ..questions import Context, Raw, type_of
from .body import merged_down
from .cells import SAID, Aside, Take, taker
from .columns import EDITION, NUMBER, VERSION, Column, Sheet
from .labels import text_of
from .lines import Line
from .reading import LEAVE, TAKE, Reading

if TYPE_CHECKING:
    from ..tables import Table

NEW = "新"
"""Begins what a sheet calls a row that has no number yet."""
_BLANK = (None, "")
_FORMULA = Problem("cell.formula", "这里是公式，按算出的结果读", warn=True)
_COVERED = Problem("cell.merged-person", "这里和上面的单元格合并了，请拆开，每个人各写各的")
_ACROSS = Problem("cell.merged-across", "这里横着合并了几格，分不清是哪一题的，请拆开再填")
_NOTHING_ABOVE = Problem("cell.nothing-above", "写的是“同上”，上一行这里没有内容，请写出来")
_BAD_VERSION = Problem("cell.bad-version", "版本应是导出时写好的数字，请不要改动")


@dataclass(slots=True)
class _Step:
    """One mapped column."""

    index: int
    name: str
    column: Column
    take: Take
    lent: dict[int, int]
    """Row -> the row whose merged cell covers it."""
    filled: dict[int, int]
    """Row -> the row whose cell it takes, because somebody said so."""


class Cells:
    """Reads the data rows of one sheet in order."""

    def __init__(self, table: Table, sheet: Sheet, reading: Reading, ctx: Context) -> None:
        self.table, self.reading = table, reading
        self.first = reading.header_rows[-1] + 1
        mapped = {c: sheet.column(name) for c, name in reading.mapped().items()}
        self.columns = {own.name: c for c, own in mapped.items() if own}
        self.engine = {n: c - 1 for n, c in self.columns.items() if n.startswith("_")}
        self.hidden = {
            r for d in reading.chosen("hidden-rows") if d.chosen == LEAVE for r in d.rows
        }
        self.steps = [self._step(c, own, ctx) for c, own in mapped.items() if own and own.question]
        self.plain = [(step.index, step.name, step.take) for step in self.steps]
        self.across = self._across()
        self.odd = self._odd()
        self.width = max(mapped, default=0)
        self.last: dict[str, Raw] = {}

    def _step(self, number: int, column: Column, ctx: Context) -> _Step:
        chosen = (d for d in self.reading.chosen("blank-below") if d.column == number)
        wanted = {row for d in chosen if d.chosen == TAKE for row in d.rows}
        filled = self._sources(number - 1, wanted) if wanted else {}
        lent = dict(merged_down(self.table, number))
        return _Step(number - 1, column.name, column, taker(column, ctx), lent, filled)

    def _sources(self, index: int, wanted: set[int]) -> dict[int, int]:
        """For each of the rows the last one above it that says something in the column."""
        found, last = {}, 0
        for row in self.rows(hidden=True):
            cells = self.table.rows[row - 1]
            if index < len(cells) and text_of(cells[index]):
                last = row
            elif last and row in wanted:
                found[row] = last
        return found

    def _across(self) -> dict[int, dict[int, int]]:
        """Row -> column -> the first column of the cell merged over it and over other answers."""
        found: dict[int, dict[int, int]] = {}
        mapped = [step.index + 1 for step in self.steps]
        for top, left, bottom, right in self.table.merged:
            over = [column for column in mapped if left <= column <= right]
            for row in range(max(top, self.first), bottom + 1) if len(over) > 1 else ():
                found.setdefault(row, {}).update(dict.fromkeys(over, left))
        return found

    def _odd(self) -> set[int]:
        mapped = set(self.columns.values())
        marked = {*self.table.troubles, *self.table.formulas}
        found = {row for row, column in marked if column in mapped} | self.across.keys()
        for step in self.steps:
            found |= step.lent.keys() | step.filled.keys()
        return found

    def rows(self, hidden: bool = False) -> Iterator[int]:
        """The rows that are answers; what was left out is passed by, and what is hidden and stays so."""
        out = {row for row, _ in self.reading.left_out}
        out |= set() if hidden else self.hidden
        return (row for row in range(1, len(self.table.rows) + 1) if row not in out)

    def __iter__(self) -> Iterator[Line]:
        before = 0
        for number in self.rows():
            if self.hidden and any(row in self.hidden for row in range(before + 1, number)):
                self.last = {}
            yield self.line(number)
            before = number

    def line(self, number: int) -> Line:
        """One row; called in order, since a cell may say that it is as the one above."""
        row = self.table.rows[number - 1]
        if len(row) < self.width:
            row = [*row, *[None] * (self.width - len(row))]
        line = Line(self.reading.sheet, number, columns=self.columns)
        if self.engine:
            self._engine(line, row)
        raws = line.raws
        if number in self.odd:
            self._slowly(line, row)
        else:
            for index, name, take in self.plain:
                value = row[index]
                if value is not None:
                    found = take(value)
                    if type(found) is Aside:
                        self._aside(line, name, index, found)
                    else:
                        raws[name] = found
        self.last = raws
        return line

    def _slowly(self, line: Line, row: Sequence[Any]) -> None:
        for step in self.steps:
            at = (line.row, step.index + 1)
            if code := self.table.troubles.get(at):
                line.remark(step.name, at[1], SAID[code])
                continue
            if at[1] in self.across.get(line.row, ()):
                self._merged_across(line, step)
                continue
            value = self._value(line, step, row)
            if value in _BLANK:
                continue
            if at in self.table.formulas:
                line.remark(step.name, at[1], _FORMULA)
            self._put(line, step, value)

    def _merged_across(self, line: Line, step: _Step) -> None:
        top, left = line.row, self.across[line.row][step.index + 1]
        while (
            top > self.first
            and top - 1 in self.across
            and self.table.rows[top - 1][left - 1] in _BLANK
        ):
            top -= 1
        if self.table.rows[top - 1][left - 1] not in _BLANK:
            line.remark(step.name, step.index + 1, _ACROSS)

    def _value(self, line: Line, step: _Step, row: Sequence[Any]) -> Any:
        """The cell's own, the one of the merged cell that covers it, or the one above."""
        top = step.lent.get(line.row) or step.filled.get(line.row)
        if top is None or row[step.index] not in _BLANK:
            return row[step.index]
        value = self.table.rows[top - 1][step.index]
        if value not in _BLANK and type_of_step(step).personal:
            line.remark(step.name, step.index + 1, _COVERED)
            return None
        return value

    def _put(self, line: Line, step: _Step, value: Any) -> None:
        found = step.take(value)
        if type(found) is Aside:
            self._aside(line, step.name, step.index, found)
        else:
            line.raws[step.name] = found

    def _aside(self, line: Line, name: str, index: int, found: Aside) -> None:
        if problem := found.problem or found.note:
            above = found.above and name not in self.last
            line.remark(name, index + 1, _NOTHING_ABOVE if above else problem)
        if found.raw is not ABSENT:
            line.raws[name] = found.raw
        elif found.above and name in self.last:
            line.raws[name] = self.last[name]

    def _engine(self, line: Line, row: Sequence[Any]) -> None:
        for name, index in self.engine.items():
            own, _, part = name.partition(".")
            text = unicodedata.normalize("NFKC", text_of(row[index])).removeprefix("'")
            if code := self.table.troubles.get((line.row, index + 1)):
                line.remark("", index + 1, SAID[code])
            if not text:
                continue
            if own == NUMBER:
                line.key, line.number = text, "" if text.startswith(NEW) else text
            elif own == VERSION:
                self._version(line, part, text, index)
            elif own == EDITION and part:
                line.linked[part] = (line.linked.get(part, (None, ""))[0], text)
            elif own == EDITION:
                line.edition = text

    def _version(self, line: Line, part: str, text: str, index: int) -> None:
        if not (text.isascii() and text.isdigit()):
            line.remark("", index + 1, _BAD_VERSION)
        elif part:
            line.linked[part] = (int(text), line.linked.get(part, (None, ""))[1])
        else:
            line.version = int(text)


def type_of_step(step: _Step) -> Any:
    assert step.column.question is not None
    return type_of(step.column.question)
