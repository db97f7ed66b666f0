"""The zip round a workbook: weighed by its directory, then inflated piece by piece under that word."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .limits import Limits, bomb, password, refused, unreadable

ZIP = b"PK\x03\x04"
_PIECE = 1 << 18
_SMALL = 1 << 20
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others may ask for gigabytes before they give a byte."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Zip:
    """The entries of a zip by their names in small letters; no entry gives more than it said."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if data.count(b"PK\x01\x02") > limits.max_entries:
            raise refused("too-many-entries", "压缩包里的文件太多", "另存为新的工作簿再试")
        with _reading():
            self._file = zipfile.ZipFile(io.BytesIO(data))
        self._items = {_plain(item.filename): item for item in self._file.infolist()}
        self._limits = limits
        self._left = limits.max_inflated
        if sum(item.file_size for item in self._items.values()) > limits.max_inflated:
            raise bomb(limits)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._items

    def names(self) -> list[str]:
        return [item.filename for item in self._items.values()]

    def pieces(self, name: str) -> Iterator[bytes]:
        """An entry bit by bit; raises Refused."""
        item = self._items.get(_plain(name))
        if item is None:
            raise unreadable()
        self._weigh(item)
        with _reading(), self._file.open(item) as entry:
            while piece := entry.read(_PIECE):
                yield piece

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def _weigh(self, item: zipfile.ZipInfo) -> None:
        if item.flag_bits & 1:
            raise password()
        if item.compress_type not in _PLAIN:
            raise unreadable()
        size = item.file_size
        self._left -= size
        if self._left < 0 or size > max(_SMALL, item.compress_size * self._limits.max_ratio):
            raise bomb(self._limits)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except _BROKEN:
        raise unreadable() from None
    except RuntimeError:  # an encrypted entry
        raise password() from None


def unzip(data: bytes, limits: Limits, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted entries of a zip, all at once."""
    found = Zip(data, limits)
    return {name: found.read(name) for name in found.names() if wanted(name)}


def zipped(entries: dict[str, bytes]) -> bytes:
    """Entries in a zip that is not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name, data in entries.items():
            new.writestr(name, data)
    return out.getvalue()
