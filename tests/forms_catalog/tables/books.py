"""Workbooks for tests: written by another program, or sign by sign."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from forms_catalog.problems import Problem, Refused
from forms_catalog.tables import ROWS, Limits, Table, open_tables

SHEET = "xl/worksheets/sheet1.xml"
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{_REL}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_REL}"><sheets>'
    '<sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": "<Relationships>"
    f'<Relationship Id="a" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="b" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="c" Type="{_REL}/styles" Target="/xl/styles.xml"/></Relationships>',
}
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="171" formatCode="0.00&quot;days&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/></cellXfs>'
    "</styleSheet>"
)


def pack(**more: str | bytes) -> bytes:
    """A workbook of parts; `sheet`, `strings`, `styles`, `book` stand for their long names."""
    long = {"sheet": SHEET, "strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    long["book"] = "xl/workbook.xml"
    parts: dict[str, str | bytes] = {**PARTS, "xl/styles.xml": STYLES}
    parts |= {long.get(name, name): data for name, data in more.items()}
    return zip_of(parts)


def zip_of(parts: dict[str, Any], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as found:
        for name, data in parts.items():
            found.writestr(name, data)
    return out.getvalue()


def sheet(rows: str, head: str = "", foot: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet {_NS}>{head}'
        f"<sheetData>{rows}</sheetData>{foot}</worksheet>"
    )


def cells(*bodies: str) -> str:
    """The first row, its cells as they are written behind their place."""
    refs = "ABCDEFGH"
    written = (f'<c r="{ref}1"{body}' for ref, body in zip(refs, bodies, strict=False))
    return f'<row r="1">{"".join(written)}</row>'


def slowly(data: bytes) -> bytes:
    """The same workbook with a comment in it, which only a parser of XML reads past."""
    return rewritten(data, SHEET, lambda xml: xml.replace("<sheetData>", "<!-- x --><sheetData>"))


def rewritten(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {item: old.read(item) for item in old.namelist()}
    return zip_of(parts | {name: change(parts[name].decode())})


def written(*rows: Any, change: Callable[[Any], Any] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one(data: bytes, name: str = "", limits: Limits = ROWS) -> Table:
    (table,) = open_tables(data, limits, name)
    return table


def refusal(data: bytes, name: str = "", limits: Limits = ROWS) -> Problem:
    with pytest.raises(Refused) as caught:
        open_tables(data, limits, name)
    (problem,) = caught.value
    assert problem.remedy and problem.code.startswith("table.")
    return problem
