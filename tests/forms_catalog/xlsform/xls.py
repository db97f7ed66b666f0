"""Old workbooks for tests, record by record."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from forms_catalog.tables.old import container

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
    return container.contained(stream + record(0x000A) + b"".join(bodies))


def small(stream: bytes) -> bytes:
    """A container whose short stream lies in the sectors of 64 bytes of another."""
    data = bytearray(container.contained(stream))
    folder = 2 * 512
    struct.pack_into("<I", data, 60, 3)  # the table of small sectors
    struct.pack_into("<IQ", data, folder + 116, 2, 512)  # the stream that holds them
    struct.pack_into("<IQ", data, folder + 128 + 116, 0, len(stream))
    struct.pack_into("<II", data, 512 + 8, 0xFFFFFFFE, 0xFFFFFFFE)
    count = -(-len(stream) // 64)
    links = [*range(1, count), 0xFFFFFFFE]
    struct.pack_into(f"<{count}I", data, 4 * 512, *links)
    return bytes(data)
