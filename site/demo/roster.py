"""A messy list of children, as a village gets one from a school: to try the import on."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from demo.county import FULL, township
from demo.roster_rows import HEADS, OF_GRANDPARENTS, Entry, entries, grandparents

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LEDGER = "left_behind"
WIDTH = 16
FIRST_ROW = 5
"""The first row below the title, the line under it and the two rows of headings."""
PLACE = "现在住在哪个村"
GRANDPARENTS = "祖父母、外祖父母"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet and what it is there for."""

    row: int
    entry: Entry


def file() -> Path:
    return Path(settings.VAR_DIR) / "demo-roster.xlsx"


def write() -> None:
    file().write_bytes(workbook())


def lines() -> list[Line]:
    return [Line(FIRST_ROW + number, entry) for number, entry in enumerate(entries())]


def told() -> Iterator[str]:
    """What stands in which row, for the list of oddities."""
    yield "\n二、花名册里的（demo-roster.xlsx，可以试着导入“农村留守登记”）：行号、应当怎样"
    rows: dict[tuple[str, str], list[int]] = {}
    for line in lines():
        rows.setdefault((line.entry.words, line.entry.outcome), []).append(line.row)
    for (words, outcome), numbers in rows.items():
        yield f"  第{'、'.join(map(str, numbers))}行  {words}：{outcome}"


def workbook() -> bytes:
    """The same bytes every time."""
    import xlsxwriter

    out, found = io.BytesIO(), lines()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 9, 10)})
    page = book.add_worksheet("花名册")
    page.set_column(0, len(HEADS) - 1, WIDTH)
    page.freeze_panes(FIRST_ROW - 1, 2)
    _title(page)
    _headings(page)
    for line in found:
        _write(page, line.row, list(line.entry.cells.values()))
    _merge(page, found)
    _below(page, found[-1].row + 2, len(found))
    beside = book.add_worksheet(GRANDPARENTS)
    rows = grandparents((line.row, line.entry) for line in found)
    for row, cells in enumerate([OF_GRANDPARENTS, *rows], 1):
        _write(beside, row, cells)
    book.close()
    return out.getvalue()


def _village() -> str:
    town = township(FULL)
    return town.name + next(v.name for v in town.villages if v.kind == "村")


def _title(page: Worksheet) -> None:
    page.merge_range(0, 0, 0, len(HEADS) - 1, f"{_village()}农村留守儿童花名册（中心小学抄来）")
    page.write_string(1, 0, "填表日期：2026年9月10日")


def _headings(page: Worksheet) -> None:
    """Groups above, words below; a group is one merged cell."""
    groups = [head.partition("／") for head in HEADS]
    column = 0
    while column < len(groups):
        upper, _, lower = groups[column]
        last = column
        while lower and last + 1 < len(groups) and groups[last + 1][0] == upper:
            last += 1
        for number in range(column, last + 1):
            page.write_string(3, number, groups[number][2])
        if lower:
            page.merge_range(2, column, 2, last, upper)
        else:
            page.merge_range(2, column, 3, column, upper)
        column = last + 1


def _write(page: Worksheet, row: int, cells: Sequence[object]) -> None:
    """Text as text, also what begins with an equals sign; numbers as numbers."""
    for column, value in enumerate(cells):
        if isinstance(value, str):
            page.write_string(row - 1, column, value)
        elif isinstance(value, int):
            page.write_number(row - 1, column, value)


def _merge(page: Worksheet, found: Sequence[Line]) -> None:
    """The village once for many rows; and some persons, which nobody may do."""
    column = HEADS.index(PLACE)
    for value, run in groupby(found, key=lambda line: str(line.entry.cells[PLACE])):
        rows = [line.row for line in run]
        if len(rows) > 1:
            page.merge_range(rows[0] - 1, column, rows[-1] - 1, column, value)
    carer = HEADS.index("照看人／姓名")
    for line in found:
        if line.entry.kind == "merged-person":
            above = str(found[line.row - FIRST_ROW - 1].entry.cells["照看人／姓名"])
            page.merge_range(line.row - 2, carer, line.row - 1, carer, above)


def _below(page: Worksheet, row: int, count: int) -> None:
    _write(page, row, ["合计", count])
    _write(page, row + 1, ["说明：民族、户籍照户口簿抄；电话是家长留的。"])
    _write(page, row + 2, ["填表人：", "", "审核人："])
