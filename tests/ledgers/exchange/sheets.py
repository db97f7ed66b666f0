"""Small files for imports, as people save them: text with commas, written by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

HEADS = ("姓名", "性别", "出生日期", "手机", "常去场地", "等级", "身高")
ANNA = ("罗安", "女", "2001.2.3", "10000001234", "河湾村", "银卡", "160")
BAI = ("何柏", "男", "2000年5月6日", "１００００００５６７８", "河湾村", "银卡", "175")


def table(*rows: Iterable[Any], heads: Iterable[str] = HEADS) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([list(heads), *(list(row) for row in rows)])
    return out.getvalue().encode("utf-8-sig")


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    """The row with other cells, by heading."""
    return tuple(cells.get(head, cell) for head, cell in zip(HEADS, row, strict=True))


def statuses(batch: Any) -> Mapping[str, int]:
    return dict(batch.counts)


def unmarked(sheet: Any) -> list[list[Any]]:
    """Heading and rows of a sheet that was given out, below the line that says whose copy it is."""
    assert str(sheet.rows[0][0]).startswith("导出：")
    return list(sheet.rows[1:])
