"""The container of an old workbook: its stream is taken out by us and put into a clean one for the parser."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ..limits import not_a_table, password, refused

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LAST = 0xFFFFFFF0
_SMALL = 4096
_IN_HEAD = 109
"""Sectors of the table that the head can name: enough for seven megabytes of small sectors."""
_SMALL_SECTORS = 6 * 1024 * 1024


def stream_of(data: bytes) -> bytes:
    """The bytes of the workbook; raises Refused, struct.error or IndexError."""
    size = 1 << (struct.unpack_from("<H", data, 30)[0] & 0xF)
    if size not in (512, 4096):
        raise struct.error
    table = _table(data, size)
    folder = _chained(data, size, table, struct.unpack_from("<I", data, 48)[0])
    found = dict(_files(folder))
    if "EncryptionInfo" in found or "EncryptedPackage" in found:
        raise password()
    name = next((name for name in ("Workbook", "Book") if name in found), "")
    if not name:
        raise not_a_table()
    start, length = found[name]
    if length >= _SMALL:
        return _chained(data, size, table, start)[:length]
    whole = _chained(data, size, table, found["Root Entry"][0])
    links = _chained(data, size, table, struct.unpack_from("<I", data, 60)[0])
    following = list(struct.unpack_from(f"<{len(links) // 4}I", links))
    return _chained(b"\0" * 64 + whole, 64, following, start)[:length]


def _table(data: bytes, size: int) -> list[int]:
    """The next sector of every sector."""
    count, following = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<I", data, 68)[0]
    heads = [*struct.unpack_from(f"<{_IN_HEAD}I", data, 76)]
    while len(heads) < count and following < _LAST:
        *more, following = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        heads += more
    if count > len(heads) or count * size > len(data):
        raise struct.error
    found: list[int] = []
    for sector in heads[:count]:
        found += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return found


def _chained(data: bytes, size: int, table: list[int], start: int) -> bytes:
    """The sectors from one on; a chain that comes back to itself is no chain."""
    parts, sector, seen = [], start, set[int]()
    while sector < _LAST:
        if sector in seen:
            raise struct.error
        seen.add(sector)
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)


def _files(folder: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name -> first sector and length."""
    for at in range(0, len(folder) - 127, 128):
        length = struct.unpack_from("<H", folder, at + 64)[0]
        name = folder[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        yield name, struct.unpack_from("<II", folder, at + 116)


def contained(stream: bytes, name: str = "Workbook") -> bytes:
    """A stream in a container of its own: head, table, folder, stream."""
    stream = stream.ljust(_SMALL, b"\0")
    size = 512 if len(stream) < _SMALL_SECTORS else 4096
    count = -(-len(stream) // size)
    tables = -(-(count + 1) // (size // 4 - 1))
    if tables > _IN_HEAD:
        raise refused("too-big", "工作簿太大", "删去用不着的表，或者分成几个文件")
    table = [_TABLE] * tables + [_END, *range(tables + 2, tables + 1 + count), _END]
    table += [_FREE] * (tables * size // 4 - len(table))
    heads = [*range(tables), *[_FREE] * (_IN_HEAD - tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    version, shift, folders = (3, 9, 0) if size == 512 else (4, 12, 1)
    head += struct.pack("<HHHHH", 0x3E, version, 0xFFFE, shift, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", folders, tables, tables, 0, _SMALL, _END, 0, _END, 0)
    head = (head + struct.pack(f"<{_IN_HEAD}I", *heads)).ljust(size, b"\0")
    folder = _entry("Root Entry", 5, _END if size == 512 else tables, 0, 1)
    folder += _entry(name, 2, tables + 1, len(stream), _FREE)
    folder += _entry("", 0, 0, 0, _FREE) * (size // 128 - 2)
    whole = head + struct.pack(f"<{len(table)}I", *table) + folder
    return whole + stream.ljust(count * size, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    plain = name.encode("utf-16-le")
    length = len(plain) + 2 if name else 0
    head = plain.ljust(64, b"\0") + struct.pack("<HBB", length, kind, 1)
    links = struct.pack("<III", _FREE, _FREE, child)
    return head + links + b"\0" * 36 + struct.pack("<IQ", start, size)
