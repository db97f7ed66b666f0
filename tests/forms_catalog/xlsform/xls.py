"""Old workbooks for tests, byte by byte: a container of 512-byte sectors and a stream of records."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
Cell = str | float
Records = Iterable[bytes]


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def cell(row: int, column: int, value: Cell) -> bytes:
    at = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return record(0x0204, at + text(value))
    return record(0x0203, at + struct.pack("<d", value))


def formula(row: int, column: int, result: float) -> bytes:
    at = struct.pack("<HHH", row, column, 0)
    return record(0x0006, at + struct.pack("<d", result) + b"\0" * 6 + struct.pack("<H", 0))


def error(row: int, column: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, 7, 1))


def hidden(row: int) -> bytes:
    return record(0x0208, struct.pack("<HHHHHHHH", row, 0, 1, 255, 0, 0, 0x20, 0))


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(0x00E5, struct.pack("<HHHHH", 1, top, bottom, left, right))


def grid(rows: Iterable[Sequence[Cell | None]]) -> list[bytes]:
    return [
        cell(row, column, value)
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
        if value is not None
    ]


def xls(state: int = 0, before: bytes = b"", **sheets: Records) -> bytes:
    """A workbook of these sheets, each a run of records."""
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + before
    head += record(0x0042, struct.pack("<H", 1200))
    bodies = [
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
        + b"".join(records)
        + record(0x000A)
        for records in sheets.values()
    ]
    names = [struct.pack("<BB", len(name), 0) + name.encode() for name in sheets]
    size = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    stream, at = head, size
    for name, body in zip(names, bodies, strict=True):
        stream += record(0x0085, struct.pack("<IBB", at, state, 0) + name)
        at += len(body)
    return contained(stream + record(0x000A) + b"".join(bodies))


def contained(stream: bytes, name: str = "Workbook") -> bytes:
    """The container: its head, one sector of the table, one of the folder, then the stream."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    table = [TABLE, END, *range(3, count + 2), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    folder = _entry("Root Entry", 5, END, 0, 1) + _entry(name, 2, 2, len(stream), FREE)
    folder += _entry("", 0, 0, 0, FREE) * 2
    whole = head + struct.pack(f"<{SECTOR // 4}I", *table) + folder
    return whole + stream.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    plain = name.encode("utf-16-le")
    length = len(plain) + 2 if name else 0
    links = struct.pack("<III", FREE, FREE, child)
    head = plain.ljust(64, b"\0") + struct.pack("<HBB", length, kind, 1) + links
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)
