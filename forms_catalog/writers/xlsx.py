"""An XLSForm workbook: text cells, a frozen header, the same bytes for the same form."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from ..bundle import Bundle
from ..problems import Problem
from . import sheets

SUFFIX = ".xlsx"
LABEL = "XLSForm 工作簿"
_CLOCK = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DAY = b"2000-01-01T00:00:00Z"
_WIDE = {"label::zh": 36, "type": 24, "name": 22, "hint::zh": 28, "form_title": 30, "label": 28}


def write(bundle: Bundle) -> bytes:
    from rustpy_xlsxwriter import write_worksheets  # not needed to fill in a form

    found = sheets.tables(bundle)
    out = io.BytesIO()
    write_worksheets(
        [(table.name, _records(table)) for table in found],
        out,
        freeze_panes={"general": {"row": 1, "col": 0}, "survey": {"row": 1, "col": 2}},
        bold_headers=True,
        column_widths={
            table.name: {name: _width(name) for name in table.columns} for table in found
        },
    )
    return _timeless(out.getvalue())


def losses(bundle: Bundle) -> list[Problem]:
    return sheets.losses(bundle)


def _records(table: sheets.Table) -> list[dict[str, Any]]:
    rows = table.rows or [{}]
    return [{name: row.get(name) or None for name in table.columns} for row in rows]


def _width(name: str) -> float:
    return float(_WIDE.get(name, min(max(len(name) + 2, 10), 28)))


def _timeless(data: bytes) -> bytes:
    """The same workbook without the hour at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            text = old.read(item)
            if item.filename == "docProps/core.xml":
                text = _CLOCK.sub(_DAY, text)
            head = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            head.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(head, text)
    return out.getvalue()
