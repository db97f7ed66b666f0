"""Excel workbooks as grids of text; what a cell only shows (formulas, merged cells) is told."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
from collections.abc import Iterator
from typing import Any

from ...problems import Refused
from ...xlsform.columns import OURS, SHEETS
from . import biff, limits
from .grid import Cell, Faults, Grid, letters, some, tidy
from .limits import refused
from .scan import Seen, elements, scan

_PARTS = ("xl/workbook.xml", "xl/_rels/", "xl/worksheets/", "xl/sharedStrings", "xl/styles")
WANTED = frozenset([*SHEETS, *OURS])


def read(data: bytes, faults: Faults) -> tuple[list[Grid], list[str]]:
    """The sheets of an XLSForm, and the names of all sheets; raises Refused."""
    if data.startswith(limits.ZIP):
        entries = limits.unzip(data, _is_part)
        paths = _paths(entries)
        hidden = {name for name, state in _sheets(entries).items() if state}
        seen = {name: scan(entries[path]) for name, path in paths.items() if is_wanted(name)}
        data = limits.rezip(entries)
    elif data.startswith(limits.OLE):
        seen, hidden, data = biff.scan_sheets(data)
    else:
        raise refused("not-a-workbook", "这不是Excel文件", "用表格软件另存为 .xlsx 再试")
    grids, names = _grids(data, faults)
    for name, found in seen.items():
        _tell(name, found, faults)
    for name in sorted(hidden):
        if is_wanted(name):
            faults.note("hidden-sheet", f"表“{name}”是隐藏的，也读了", "核对一下里面的内容")
    return grids, names


def is_wanted(name: str) -> bool:
    return name.strip().lower() in WANTED


def _is_part(name: str) -> bool:
    return name == "[Content_Types].xml" or name == "_rels/.rels" or name.startswith(_PARTS)


def _sheets(entries: dict[str, bytes]) -> dict[str, bool]:
    """Name of a sheet -> whether it is hidden."""
    found = elements(entries.get("xl/workbook.xml", b""), "sheet")
    return {item.get("name", ""): item.get("state", "visible") != "visible" for _, item in found}


def _paths(entries: dict[str, bytes]) -> dict[str, str]:
    """Name of a sheet -> the entry that holds it."""
    links = elements(entries.get("xl/_rels/workbook.xml.rels", b""), "Relationship")
    targets = {item.get("Id", ""): item.get("Target", "") for _, item in links}
    found: dict[str, str] = {}
    for _, item in elements(entries.get("xl/workbook.xml", b""), "sheet"):
        id = next((value for name, value in item.items() if name.endswith(":id")), "")
        target = targets.get(id, "")
        path = target[1:] if target.startswith("/") else posixpath.join("xl", target)
        if posixpath.normpath(path) in entries:
            found[item.get("name", "")] = posixpath.normpath(path)
    return found


def _grids(data: bytes, faults: Faults) -> tuple[list[Grid], list[str]]:
    import python_calamine as calamine  # only those who bring workbooks wait for it

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = list(book.sheet_names)
            grids = [_grid(book, name, faults) for name in names if is_wanted(name)]
            return grids, names
    except calamine.PasswordError:
        raise refused("password", "文件加了密码", "去掉密码再试") from None
    except Refused:
        raise
    except Exception:  # a parser in Rust tells its faults in many classes
        raise refused("unreadable", "这个文件读不懂", "用表格软件打开，另存一遍再试") from None


def _grid(book: Any, name: str, faults: Faults) -> Grid:
    sheet = book.get_sheet_by_name(name)
    limits.judge_area(sheet.total_height, sheet.total_width, 0)
    rows = [
        [
            _text(value, Cell("", number, column, name), faults)
            for column, value in enumerate(row, 1)
        ]
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
    ]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _merged(name, top, left, bottom, right, faults)
    return Grid(name.strip().lower(), rows)


def _merged(name: str, top: int, left: int, bottom: int, right: int, faults: Faults) -> None:
    span = f"{letters(left + 1)}{top + 1}:{letters(right + 1)}{bottom + 1}"
    at = Cell("", top + 1, left + 1, name)
    faults.add("merged-cells", f"{span} 是合并的格子", "取消合并，每一格都写上内容", at)


def _text(value: Any, at: Cell, faults: Faults) -> str:
    """What people see in a cell; a number is text here, so 1.0 is 1."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value, at, faults)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def _number(value: float, at: Cell, faults: Faults) -> str:
    if abs(value) >= 10**15:
        faults.add("lost-digits", "这个数太长，后几位已经丢了", "把这一格设成文本，再填一遍", at)
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return format(value, ".15g") if "e" not in format(value, ".15g") else repr(value)


def _tell(name: str, seen: Seen, faults: Faults) -> None:
    for row, column in seen.errors:
        at = Cell("", row, column, name)
        faults.add("error-cell", "这一格是错误值", "改成要写的内容", at)
    for row, column in seen.without_value:
        at = Cell("", row, column, name)
        faults.add("formula-without-value", "这一格是公式，没有算出的值", "把公式换成文字", at)
    if seen.formulas:
        at = Cell("", *seen.formulas[0], name)
        cells = "、".join(_ref(*place) for place in _first(seen.formulas))
        faults.note("formula", f"{cells} 是公式，按算出的值读", "最好换成文字", at)
    if seen.hidden:
        at = Cell("", seen.hidden[0], 1, name)
        text = f"第{some(seen.hidden)}行是隐藏的，也读了"
        faults.note("hidden-rows", text, "核对一下这些行", at)


def _ref(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def _first(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    yield from places[:8]
