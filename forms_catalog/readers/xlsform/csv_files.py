"""The sheets of an XLSForm as CSV files in a zip; UTF-8, GBK, commas or tabs."""

from __future__ import annotations

from pathlib import PurePosixPath

from ...tables import TEMPLATES, open_plain, unzip
from .grid import Faults, Grid
from .workbook import grid, is_wanted


def read_zip(data: bytes, faults: Faults) -> tuple[list[Grid], list[str]]:
    """The CSV files of a zip, wherever in it they lie; raises Refused."""
    files = {
        PurePosixPath(name).stem: data for name, data in unzip(data, TEMPLATES, _is_csv).items()
    }
    wanted = [name for name in files if is_wanted(name)]
    return [grid(open_plain(files[name], TEMPLATES, name)) for name in wanted], list(files)


def _is_csv(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() in (".csv", ".tsv") and not hidden
