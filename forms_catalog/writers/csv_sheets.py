"""The sheets of an XLSForm as CSV files in one zip; unpacked, it is a folder that reads the same."""

from __future__ import annotations

import csv
import io
import zipfile

from ..bundle import Bundle
from ..problems import Problem
from . import sheets

SUFFIX = ".zip"
LABEL = "XLSForm 的 CSV 文件"


def write(bundle: Bundle) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as found:
        for table in sheets.tables(bundle):
            head = zipfile.ZipInfo(f"{table.name}.csv", (1980, 1, 1, 0, 0, 0))
            head.compress_type = zipfile.ZIP_DEFLATED
            found.writestr(head, _csv(table))
    return out.getvalue()


def losses(bundle: Bundle) -> list[Problem]:
    return sheets.losses(bundle)


def _csv(table: sheets.Table) -> bytes:
    """With the mark that makes Excel read it as UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(table.columns)
    lines.writerows([row.get(name, "") for name in table.columns] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
