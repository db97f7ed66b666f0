"""From the cells of a spreadsheet to plain words: merged cells filled down, numbers without a point."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import Any

from forms_catalog.problems import refuse
from people.accounts.roster import Grid

LARGEST = 5 * 1024 * 1024


def grids_of(upload: Any) -> list[Grid]:
    """The sheets of an uploaded file that are not hidden; raises Refused."""
    from forms_catalog.tables import ROWS, open_tables

    if upload is None:
        raise refuse("roster.no-file", "还没有选文件", "请选一个表格文件")
    if upload.size > LARGEST:
        raise refuse("roster.too-big", "文件超过5兆", "名单用不了这么大，请只留名单那一张表")
    name = PurePath(upload.name).name
    return [grid(table) for table in open_tables(upload.read(), ROWS, name) if not table.hidden]


def grid(table: Any) -> Grid:
    rows = [[words(cell) for cell in row] for row in table.rows]
    for top, left, bottom, _ in table.merged:
        for line in range(top, min(bottom, len(rows))):
            if left <= len(rows[line]) and left <= len(rows[top - 1]):
                rows[line][left - 1] = rows[top - 1][left - 1]
    return Grid(table.name, rows, table.troubles)


def words(cell: Any) -> str:
    """What a person sees in the cell."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell).strip()
