"""Which of the readers a file is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath

from . import html, old, opendocument, plain, spreadsheetml, xlsx
from .limits import Limits, not_a_table, refused, weigh
from .table import Table
from .zips import ZIP, Zip


def _all(name: str) -> bool:
    return True


def open_tables(
    data: bytes, limits: Limits, name: str = "", wanted: Callable[[str], bool] = _all
) -> list[Table]:
    """The sheets of a file, those that are not wanted without their cells; raises Refused.

    `name` is that of the file: a table that has none of its own is called by its stem.
    """
    weigh(data, limits)
    found = _opened(data, limits, PurePosixPath(name.replace("\\", "/")).stem, wanted)
    if not found:
        raise not_a_table()
    names = Counter(table.name.casefold() for table in found)
    for table in found:
        if names[table.name.casefold()] > 1:
            raise refused("twice", f"有几张表都叫“{table.name}”", "给它们改成不同的名字")
    return found


def open_plain(data: bytes, limits: Limits, name: str = "") -> Table:
    """A file that is plain text, whatever its text looks like; raises Refused."""
    return plain.read(plain.decoded(data), limits, name)


def _opened(data: bytes, limits: Limits, stem: str, wanted: Callable[[str], bool]) -> list[Table]:
    if data.startswith((ZIP, b"PK\x05\x06")):
        file = Zip(data, limits)
        reader = opendocument if opendocument.is_one(file) else xlsx
        return list(reader.read(file, limits, wanted))
    if data.startswith(old.OLE):
        return old.read(data, limits, wanted)
    text = plain.decoded(data)
    if spreadsheetml.is_one(text):
        return spreadsheetml.read(text, limits, wanted)
    if html.is_one(text):
        return html.read(text, limits, stem)
    return [plain.read(text, limits, stem)]
