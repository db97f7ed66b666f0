"""A look at an old workbook (.xls) before it is parsed: its area, formulas, errors, what is hidden."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..limits import Budget, password, unreadable
from .container import contained, stream_of

_BOF, _BOUNDSHEET = 0x0809, 0x0085
_ENCRYPTED = 0x002F


@dataclass
class Seen:
    """What is known of one sheet beside its values; cells are (row, column), counted from 1."""

    name: str
    hidden: bool = False
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    high: int = 0
    wide: int = 0


def scan(data: bytes, budget: Budget) -> tuple[list[Seen], bytes]:
    """The sheets in order, and the workbook in a clean container, for a parser may never come back
    from a foul one; raises Refused."""
    try:
        stream = stream_of(data)
        return _scanned(stream, budget), contained(stream)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise unreadable() from None


def _scanned(stream: bytes, budget: Budget) -> list[Seen]:
    sheets: dict[int, Seen] = {}
    current: Seen | None = None
    wide_names = True
    for at, kind, body in _records(stream):
        if current is not None and kind in _LOOKS:
            _LOOKS[kind](current, body, budget)
        elif kind == _BOF:
            wide_names = wide_names and body[:2] != b"\x00\x05"
            current = sheets.get(at)
        elif kind == _ENCRYPTED:
            raise password()
        elif kind == _BOUNDSHEET and current is None:
            place, state, what = struct.unpack_from("<IBB", body)
            sheets[place] = Seen(_name(body, wide_names), bool(state & 3))
            if what:
                del sheets[place]
    return list(sheets.values())


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


def _cell(sheet: Seen, body: bytes, budget: Budget) -> None:
    row, column = struct.unpack_from("<HH", body)
    _grow(sheet, row + 1, column + 1, budget)


def _run(sheet: Seen, body: bytes, budget: Budget) -> None:
    row, last = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, len(body) - 2)[0]
    _grow(sheet, row + 1, last + 1, budget)


def _grow(sheet: Seen, row: int, column: int, budget: Budget) -> None:
    sheet.high, sheet.wide = max(sheet.high, row), max(sheet.wide, column)
    budget.judge(sheet.high, sheet.wide, sheet.name)


def _formula(sheet: Seen, body: bytes, budget: Budget) -> None:
    _cell(sheet, body, budget)
    row, column = struct.unpack_from("<HH", body)
    wrong = body[12:14] == b"\xff\xff" and body[6] == 2
    (sheet.errors if wrong else sheet.formulas).add((row + 1, column + 1))


def _truth(sheet: Seen, body: bytes, budget: Budget) -> None:
    _cell(sheet, body, budget)
    if body[7]:
        row, column = struct.unpack_from("<HH", body)
        sheet.errors.add((row + 1, column + 1))


def _row(sheet: Seen, body: bytes, budget: Budget) -> None:
    if struct.unpack_from("<H", body, 12)[0] & 0x20:
        sheet.rows.add(struct.unpack_from("<H", body)[0] + 1)


def _columns(sheet: Seen, body: bytes, budget: Budget) -> None:
    first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
    if flags & 1:
        sheet.columns.update(range(first + 1, min(last, 255) + 2))


_LOOKS: dict[int, Callable[[Seen, bytes, Budget], None]] = {
    **dict.fromkeys((0x00FD, 0x0203, 0x027E, 0x0204, 0x00D6), _cell),
    0x00BD: _run,
    0x0006: _formula,
    0x0205: _truth,
    0x0208: _row,
    0x007D: _columns,
}
