"""The sheets of an XLSForm as CSV files: a folder, or a zip of one; UTF-8, GBK, commas or tabs."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath

from ...xlsform.columns import OURS, SHEETS
from . import limits
from .grid import Cell, Faults, Grid, tidy
from .limits import refused

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_zip(data: bytes, faults: Faults) -> tuple[list[Grid], list[str]]:
    """The CSV files of a zip, wherever in it they lie; raises Refused."""
    return read(limits.unzip(data, _is_csv), faults)


def read(files: dict[str, bytes], faults: Faults) -> tuple[list[Grid], list[str]]:
    names = [PurePosixPath(name).stem for name in files]
    grids = [
        _grid(name.strip().lower(), data, faults)
        for name, data in zip(names, files.values(), strict=True)
        if name.strip().lower() in (*SHEETS, *OURS)
    ]
    return grids, names


def _is_csv(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() in (".csv", ".tsv") and not hidden


def _grid(name: str, data: bytes, faults: Faults) -> Grid:
    text = _decoded(data)
    head = text.partition("\n")[0]
    sign = max(",\t;", key=head.count)
    rows: list[list[str]] = []
    cells = wide = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            rows.append([tidy(cell) for cell in row])
            cells, wide = cells + len(row), max(wide, len(row))
            limits.judge_area(len(rows), wide, cells)
    except csv.Error:
        at = Cell("", len(rows) + 1, 1, name)
        faults.add("bad-csv", "从这一行起读不下去", "检查引号是不是成对", at)
    return Grid(name, rows)


def _decoded(data: bytes) -> str:
    """As its mark says, else UTF-8, else what Chinese Excel writes."""
    named = next((code for mark, code in _MARKS.items() if data.startswith(mark)), None)
    for code in [named] if named else ["utf-8", "gb18030"]:
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise refused("not-text", "CSV文件的编码认不出来", "另存为UTF-8编码的CSV再试")
