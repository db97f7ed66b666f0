"""Our spreadsheets as formats of django-import-export: opened by `tables`, written by `writing`.

The one module that knows import_export and tablib.
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO, ClassVar

from import_export.formats.base_formats import Format
from tablib import Dataset

from ..tables import ROWS, open_tables
from .labels import text_of
from .writing import Page, write_csv, write_xlsx


class Table(Format):  # type: ignore[misc]
    """The first sheet of any spreadsheet; its first row is the heading."""

    title: ClassVar[str] = ""
    suffix: ClassVar[str] = ""
    content: ClassVar[str] = "application/octet-stream"
    writes: ClassVar[bool] = True

    def get_title(self) -> str:
        return self.title

    def get_extension(self) -> str:
        return self.suffix

    def get_content_type(self) -> str:
        return self.content

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return self.writes

    def put(self, page: Page, out: BinaryIO) -> None:
        """Writes one sheet."""
        write_xlsx([page], out)

    def create_dataset(self, in_stream: bytes | str, **_: Any) -> Dataset:
        """Raises Refused as `open_tables` does."""
        data = in_stream.encode() if isinstance(in_stream, str) else in_stream
        tables = [table for table in open_tables(data, ROWS) if not table.hidden]
        rows = list(tables[0].rows) if tables else []
        wide = max((len(row) for row in rows), default=0)
        filled = [[*row, *[None] * (wide - len(row))] for row in rows]
        found = Dataset(title=tables[0].name if tables else None)
        if filled:
            found.headers = [text_of(value) for value in filled[0]]
            found.extend(filled[1:])
        return found

    def export_data(self, dataset: Dataset, **_: Any) -> bytes:
        """Every text stays a text, whatever it begins with."""
        heads = [str(head) for head in dataset.headers or ()]
        rows = [dict(zip(heads, map(_cell, row), strict=True)) for row in dataset]
        out = io.BytesIO()
        self.put(Page(dataset.title or "Sheet1", rows, tuple(heads), tuple(heads)), out)
        return out.getvalue()


def _cell(value: Any) -> str | int | float | None:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return value if value is None or plain else str(value)


class Xlsx(Table):
    """A workbook, in and out."""

    title = "xlsx"
    suffix = "xlsx"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Csv(Table):
    """A text file, in and out."""

    title = "csv"
    suffix = "csv"
    content = "text/csv"

    def put(self, page: Page, out: BinaryIO) -> None:
        write_csv(page, out)


class Xls(Table):
    """An old workbook, in only."""

    title = "xls"
    suffix = "xls"
    content = "application/vnd.ms-excel"
    writes = False


FORMATS = (Xlsx, Csv, Xls)
