"""Pieces of the tree that a reader delivers, each standing in the cell it was read from."""

from __future__ import annotations

from collections.abc import Mapping

from ...checks.tree import Node
from ...definition import Key
from ...xlsform.cells import from_cell
from ...xlsform.columns import PREFIX
from .grid import Cell, Faults, Row

Entries = list[tuple[Node, Node]]
_ELSEWHERE = frozenset(["type", "normal", "format", "extra"])
"""Columns of ours that are read by themselves."""


def a_map(at: Cell, entries: Entries) -> Node:
    return Node(at.row, at.column, entries=entries, sheet=at.sheet)


def said(at: Cell, key: str, text: str) -> tuple[Node, Node]:
    return at.saying(key).node(), at.saying(text).node()


def pair(key: str, cell: Cell) -> tuple[Node, Node]:
    return cell.saying(key).node(), cell.node()


def ours(row: Row, keys: Mapping[str, Key], faults: Faults) -> Entries:
    """What stands in the columns `tonghu::KEY` of a part."""
    found = [
        (name.removeprefix(PREFIX), cell) for name, cell in row.cells.items() if _is_ours(name)
    ]
    return [decoded(name, cell, keys, faults) for name, cell in found if name not in _ELSEWHERE]


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX)


def told(
    row: Row, keys: Mapping[str, Key], faults: Faults, leaving: tuple[str, ...] = ()
) -> Entries:
    """What stands in columns named as the keys of a part: in the sheets that are ours alone."""
    cells = {**row.cells, **row.extra}
    return [decoded(n, cell, keys, faults) for n, cell in cells.items() if n not in leaving]


def decoded(key: str, cell: Cell, keys: Mapping[str, Key], faults: Faults) -> tuple[Node, Node]:
    """A key and its value: text, names or an object of ours."""
    item = keys.get(key)
    try:
        value = from_cell(cell.text, item) if item else cell.text
    except (ValueError, RecursionError):
        faults.add("bad-json", f"“{key}”这一格读不懂", "这一格由程序写成，请恢复原样", cell)
        value = ""
    return cell.saying(key).node(), cell.tree(value)
