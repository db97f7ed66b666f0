"""The header row of a sheet: which column is which, which language is read, what stays as it is."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...xlsform.cells import LONGEST
from ...xlsform.columns import KNOWN, PREFIX, SPOKEN, Header, header, is_chinese
from .grid import Cell, Faults, Grid, Row

NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name"), "settings": ()}

_NAMING = ("type", "name", "list_name", "trigger")


@dataclass
class Heads:
    """Index of a column -> the column we know; or the header word for word of one we do not."""

    known: dict[int, str] = field(default_factory=dict)
    private: dict[int, str] = field(default_factory=dict)


def rows_of(grid: Grid, language: str, faults: Faults) -> list[Row]:
    """The rows below the header that hold anything, by column."""
    heads = _heads(grid, language, faults)
    _blank_heads(grid, heads, faults)
    found = []
    for number, cells in enumerate(grid.rows[1:], 2):
        row = Row(number, grid.name)
        for index, text in enumerate(cells):
            named = heads.known.get(index, "") in _NAMING
            cell = Cell(text.strip() if named else text, number, index + 1, grid.name)
            if len(text) > LONGEST:
                words = f"这一格有{len(text)}个字，最多{LONGEST}个"
                faults.add("cell-too-long", words, "把这一格写短", cell)
            elif text and index in heads.known:
                row.cells[heads.known[index]] = cell
            elif text and index in heads.private:
                row.extra[heads.private[index]] = cell
        if row.cells or row.extra:
            found.append(row)
    return found


def _heads(grid: Grid, language: str, faults: Faults) -> Heads:
    first = grid.rows[0] if grid.rows else []
    cells = [Cell(text, 1, index, grid.name) for index, text in enumerate(first, 1)]
    named = {cell.column - 1: (header(grid.name, cell.text), cell) for cell in cells if cell.text}
    _twice(named, faults)
    heads = _sorted(grid.name, named, language)
    _needed(grid.name, heads, cells, faults)
    return heads


def _twice(named: Mapping[int, tuple[Header, Cell]], faults: Faults) -> None:
    seen: dict[Header, Cell] = {}
    for head, cell in named.values():
        if head in seen:
            text = f"第{seen[head].column}列和第{cell.column}列的标题都是“{cell.text}”"
            faults.add("header-twice", text, "删去一列，或改掉一个标题", cell)
        seen.setdefault(head, cell)


def _sorted(sheet: str, named: Mapping[int, tuple[Header, Cell]], language: str) -> Heads:
    heads = Heads()
    chosen = _chosen(named, language)
    for index, (head, cell) in named.items():
        usual = head.column in KNOWN.get(sheet, ()) or head.column.startswith(PREFIX)
        other = head.column in SPOKEN and head.language != chosen[head.column]
        if usual and not other:
            heads.known[index] = head.column
        else:
            heads.private[index] = cell.text
    return heads


def _chosen(named: Mapping[int, tuple[Header, Cell]], default: str) -> dict[str, str]:
    """The language that is read of each column that people read: Chinese, else plain, else another."""
    found: dict[str, list[str]] = {}
    for head, _ in named.values():
        found.setdefault(head.column, []).append(head.language)
    return {
        column: min(spoken, key=lambda language: _rank(language, default))
        for column, spoken in found.items()
    }


def _rank(language: str, default: str) -> int:
    order = (is_chinese(language), not language, language == default)
    return order.index(True) if True in order else len(order)


def _needed(sheet: str, heads: Heads, cells: list[Cell], faults: Faults) -> None:
    there = [cell.text for cell in cells if cell.text]
    for column in NEEDED.get(sheet, ()):
        if column not in heads.known.values():
            near = difflib.get_close_matches(column, there, 1, 0.5)
            remedy = f"是不是“{near[0]}”这一列？" if near else f"第一行加上“{column}”"
            text = f"表“{sheet}”没有“{column}”这一列"
            faults.add("header-missing", text, remedy, Cell("", 1, 1, sheet))


def _blank_heads(grid: Grid, heads: Heads, faults: Faults) -> None:
    """What stands below a blank header cannot be kept."""
    lost: dict[int, int] = {}
    for number, cells in enumerate(grid.rows[1:], 2):
        for index in _filled(cells):
            if index not in heads.known and index not in heads.private:
                lost.setdefault(index, number)
    for index, number in lost.items():
        at = Cell("", number, index + 1, grid.name)
        faults.note("header-blank", "这一列没有标题，没有读", "第一行写上标题，或删去这一列", at)


def _filled(cells: list[str]) -> Iterator[int]:
    return (index for index, text in enumerate(cells) if text)
