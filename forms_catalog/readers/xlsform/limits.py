"""What a workbook may weigh, asked before any parser sees its bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from ...problems import Problem, Refused

MAX_BYTES = 8 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_INFLATED = 32 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 702
MAX_CELLS = 300_000
MAX_AREA = 2_000_000
"""Rows times columns: a parser lays the whole rectangle out."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(code: str, text: str, remedy: str = "") -> Refused:
    return Refused(Problem(f"xlsform.{code}", text, remedy))


def weigh(data: bytes) -> None:
    if not data:
        raise refused("empty-file", "文件是空的", "重新保存一遍再试")
    if len(data) > MAX_BYTES:
        raise refused("too-big", f"文件超过{MAX_BYTES // 2**20}兆字节", "删去图片和用不着的表")


def judge_area(high: int, wide: int, cells: int) -> None:
    """Raises Refused for a sheet that no form fills."""
    if high > MAX_ROWS:
        raise refused("too-many-rows", f"超过{MAX_ROWS}行", "删去多余的行")
    if wide > MAX_COLUMNS:
        raise refused("too-many-columns", f"超过{MAX_COLUMNS}列", "删去多余的列")
    if cells > MAX_CELLS or wide * high > MAX_AREA:
        raise refused("too-many-cells", "格子太多", "删去多余的行和列")


def unzip(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted entries of a zip; what they say of their own size is checked, then not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            items = found.infolist()
            if len(items) > MAX_ENTRIES:
                raise refused("too-many-entries", "压缩包里的文件太多", "另存为新的工作簿再试")
            chosen = [item for item in items if wanted(item.filename)]
            if sum(item.file_size for item in chosen) > MAX_INFLATED:
                raise _bomb()
            return _inflated(found, chosen)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise refused("unreadable", "这个文件读不懂", "用表格软件打开，另存一遍再试") from None
    except RuntimeError:  # an encrypted entry
        raise refused("password", "文件加了密码", "去掉密码再试") from None


def _inflated(found: zipfile.ZipFile, chosen: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    left = MAX_INFLATED
    for item in chosen:
        with found.open(item) as entry:
            out[item.filename] = entry.read(left + 1)
        left -= len(out[item.filename])
        if left < 0:
            raise _bomb()
    return out


def _bomb() -> Refused:
    text = f"解开后超过{MAX_INFLATED // 2**20}兆字节"
    return refused("inflates", text, "这不像是表单，另存为新的工作簿再试")


def rezip(entries: dict[str, bytes]) -> bytes:
    """The entries as they were inflated, so that nothing is inflated again by others."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name, data in entries.items():
            new.writestr(name, data)
    return out.getvalue()
