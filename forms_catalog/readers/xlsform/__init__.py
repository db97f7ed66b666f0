"""XLSForm workbooks (`.xlsx`, `.xls`) and folders of CSV sheets (zipped: `.zip`): a form and its lists."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ...checks.tree import Node
from ...problems import Place, Problem, Refused
from ...tables import TEMPLATES
from ...tables import zipped as zip_of
from . import csv_files, workbook
from .form import EMPTY, Workbook, build
from .grid import Faults

SUFFIXES = (".xlsx", ".xls", ".zip")


def read(data: bytes, file: str = "") -> tuple[Node | None, list[Problem]]:
    """The tree of the form alone."""
    book, problems = read_all(data, file)
    return book.form, problems


def read_all(data: bytes, file: str = "") -> tuple[Workbook, list[Problem]]:
    """The form and the lists of a workbook; nothing of it when it has a fault."""
    faults = Faults(file)
    try:
        is_csv = PurePosixPath(file).suffix.lower() == ".zip"
        grids, names = (csv_files.read_zip if is_csv else workbook.read)(data, faults)
        book = build(grids, names, faults)
    except Refused as refused:
        return EMPTY, [*faults.found, *(problem.at(file=file) for problem in refused)]
    return (EMPTY if faults.fatal else book), _sorted(faults.found)


def read_folder(folder: Path) -> tuple[Workbook, list[Problem]]:
    """The same of a folder that holds `survey.csv`."""
    return read_all(zipped(folder), f"{folder}.zip")


def is_folder(path: Path) -> bool:
    return path.is_dir() and any((path / f"survey{end}").is_file() for end in (".csv", ".tsv"))


def zipped(folder: Path) -> bytes:
    """The CSV files of a folder in a zip, those that are too large left to be refused by their size."""
    files = {
        path.name: path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".tsv")
    }
    sizes = sum(path.stat().st_size for path in files.values())
    if sizes > TEMPLATES.max_bytes:
        raise Refused(Problem("xlsform.too-big", "文件太大", "删去用不着的表", Place(str(folder))))
    return zip_of({name: path.read_bytes() for name, path in files.items()})


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (p.warn, p.place.sheet, p.place.line, p.place.column))
