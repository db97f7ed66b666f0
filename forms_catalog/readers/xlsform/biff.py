"""A look at an old workbook (.xls) before it is parsed: the same that `scan` sees in a new one."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from . import limits
from .container import contained, stream_of
from .limits import refused
from .scan import Seen

_BOF, _EOF, _BOUNDSHEET, _ROW = 0x0809, 0x000A, 0x0085, 0x0208
_FORMULA, _BOOLERR = 0x0006, 0x0205
_CELLS = {0x00FD, 0x0203, 0x027E, 0x0204, 0x0201, 0x00D6, _FORMULA, _BOOLERR}
_RUNS = {0x00BD, 0x00BE}
_ENCRYPTED = 0x002F


@dataclass
class _Sheet:
    """What is known of one sheet while its records pass."""

    name: str
    seen: Seen
    high: int = 0
    wide: int = 0
    cells: int = 0


def scan_sheets(data: bytes) -> tuple[dict[str, Seen], set[str], bytes]:
    """What each sheet holds besides values, the names of hidden ones, and the workbook in a clean
    container, for a parser may never come back from a foul one; raises Refused."""
    try:
        stream = stream_of(data)
        return *_scanned(stream), contained(stream)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise refused("unreadable", "这个文件读不懂", "用表格软件打开，另存为 .xlsx 再试") from None


def _scanned(stream: bytes) -> tuple[dict[str, Seen], set[str]]:
    sheets: dict[int, _Sheet] = {}
    hidden: set[str] = set()
    current: _Sheet | None = None
    wide_names = True
    for at, kind, body in _records(stream):
        if kind == _ENCRYPTED:
            raise refused("password", "文件加了密码", "去掉密码再试")
        if kind == _BOF:
            wide_names = wide_names and body[:2] != b"\x00\x05"
            current = sheets.get(at)
        elif kind == _BOUNDSHEET:
            place, state = struct.unpack_from("<IB", body)
            name = _name(body, wide_names)
            sheets[place] = _Sheet(name, Seen())
            hidden |= {name} if state & 3 else set()
        elif current is not None:
            _look(current, kind, body)
    return {sheet.name: sheet.seen for sheet in sheets.values()}, hidden


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _name(body: bytes, wide: bool) -> str:
    if not wide:
        return body[7 : 7 + body[6]].decode("latin-1")
    long = body[7] & 1
    text = body[8 : 8 + body[6] * (2 if long else 1)]
    return text.decode("utf-16-le" if long else "latin-1")


def _look(sheet: _Sheet, kind: int, body: bytes) -> None:
    if kind == _ROW:
        row, flags = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 12)[0]
        if flags & 0x20:
            sheet.seen.hidden.append(row + 1)
    elif kind in _CELLS or kind in _RUNS:
        row, column = struct.unpack_from("<HH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _RUNS else column
        sheet.high, sheet.wide = max(sheet.high, row + 1), max(sheet.wide, last + 1)
        sheet.cells += last - column + 1
        limits.judge_area(sheet.high, sheet.wide, sheet.cells)
        _judge(sheet.seen, kind, body, (row + 1, column + 1))


def _judge(seen: Seen, kind: int, body: bytes, at: tuple[int, int]) -> None:
    """Formulas and error values."""
    if kind == _FORMULA:
        wrong = body[12:14] == b"\xff\xff" and body[6] == 2
        (seen.errors if wrong else seen.formulas).append(at)
    elif kind == _BOOLERR and body[7]:
        seen.errors.append(at)
