"""Excel workbooks as grids of text; what a cell only shows (formulas, merged cells) is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...tables import TEMPLATES, Table, Value, letters, open_tables
from ...xlsform.columns import OURS, SHEETS
from .grid import Cell, Faults, Grid, refused, some, tidy

_HEADS = (b"PK", b"\xd0\xcf\x11\xe0")
WANTED = frozenset([*SHEETS, *OURS])
_TROUBLES = {
    "lost-digits": ("这个数太长，后几位已经丢了", "把这一格设成文本，再填一遍"),
    "error-cell": ("这一格是错误值", "改成要写的内容"),
    "formula-without-value": ("这一格是公式，没有算出的值", "把公式换成文字"),
}


def read(data: bytes, faults: Faults) -> tuple[list[Grid], list[str]]:
    """The sheets of an XLSForm, and the names of all sheets; raises Refused."""
    if data and not data.startswith(_HEADS):
        raise refused("not-a-workbook", "这不是Excel文件", "用表格软件另存为 .xlsx 再试")
    tables = open_tables(data, TEMPLATES, faults.file, is_wanted)
    wanted = [table for table in tables if is_wanted(table.name)]
    for table in wanted:
        _tell(table, faults)
    for name in sorted(table.name for table in wanted if table.hidden):
        faults.note("hidden-sheet", f"表“{name}”是隐藏的，也读了", "核对一下里面的内容")
    return [grid(table) for table in wanted], [table.name for table in tables]


def is_wanted(name: str) -> bool:
    return name.strip().lower() in WANTED


def grid(table: Table) -> Grid:
    rows = [[_text(value) for value in row] for row in table.rows]
    return Grid(table.name.strip().lower(), rows)


def _text(value: Value) -> str:
    """What people see in a cell; a number is text here, so 1.0 is 1."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    return "" if value is None else value.isoformat()


def _number(value: float) -> str:
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return format(value, ".15g") if "e" not in format(value, ".15g") else repr(value)


def _tell(table: Table, faults: Faults) -> None:
    for (row, column), code in sorted(table.troubles.items()):
        faults.add(code, *_TROUBLES[code], Cell("", row, column, table.name))
    for top, left, bottom, right in table.merged:
        span = f"{letters(left)}{top}:{letters(right)}{bottom}"
        at = Cell("", top, left, table.name)
        faults.add("merged-cells", f"{span} 是合并的格子", "取消合并，每一格都写上内容", at)
    if table.formulas:
        formulas = sorted(table.formulas)
        cells = "、".join(_refs(formulas))
        at = Cell("", *formulas[0], table.name)
        faults.note("formula", f"{cells} 是公式，按算出的值读", "最好换成文字", at)
    if table.hidden_rows:
        rows = sorted(table.hidden_rows)
        text = f"第{some(rows)}行是隐藏的，也读了"
        faults.note("hidden-rows", text, "核对一下这些行", Cell("", rows[0], 1, table.name))


def _refs(places: list[tuple[int, int]]) -> Iterator[str]:
    return (f"{letters(column)}{row}" for row, column in places[:8])
