"""A whole county's register: what opening it costs beside a parser in Rust."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import python_calamine
import rustpy_xlsxwriter

from forms_catalog.tables import ROWS, open_tables

from .test_hostile_files import weighed


def _register(count: int) -> Iterator[dict[str, object]]:
    chance = random.Random(5)
    for _ in range(count):
        row: dict[str, object] = {}
        for part in range(5):
            row |= {
                f"姓名{part}": "".join(chance.choices("赵钱孙李周吴郑王冯陈褚卫", k=3)),
                f"号码{part}": f"990121{chance.randrange(10**12):012}",
                f"性别{part}": chance.choice("男女"),
                f"数{part}": chance.randrange(200),
                f"情况{part}": chance.choice(["双方外出务工", "一方外出务工", "其他"]),
                f"日期{part}": f"2015-0{chance.randrange(1, 10)}-1{chance.randrange(10)}",
                f"住址{part}": f"第{chance.randrange(40)}组{chance.randrange(300)}号",
                f"备注{part}": chance.choice(["是", "", None]),
            }
        yield row


def _workbook(count: int, folder: Path) -> bytes:
    file = folder / "register.xlsx"
    rustpy_xlsxwriter.write_worksheet(_register(count), str(file))
    return file.read_bytes()


def _calamine(data: bytes) -> None:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def _seconds(data: bytes) -> tuple[float, float]:
    began = time.process_time()
    open_tables(data, ROWS)
    ours = time.process_time()
    _calamine(data)
    return ours - began, time.process_time() - ours


@pytest.mark.long
def test_the_time_of_a_register(tmp_path: Path) -> None:
    data = _workbook(12_866, tmp_path)
    pairs = [_seconds(data) for _ in range(5)]
    assert min(ours for ours, _ in pairs) <= 2 * min(theirs for _, theirs in pairs)


@pytest.mark.long
def test_the_memory_of_the_largest_register(tmp_path: Path) -> None:
    said, _, grown = weighed(_workbook(120_000, tmp_path), tmp_path)
    assert said == [[120_001, 40]]
    assert grown < 250
