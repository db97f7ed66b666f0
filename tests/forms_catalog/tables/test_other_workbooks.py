"""`.xls` and `.ods`: the same of a sheet as of a new workbook."""

from __future__ import annotations

import datetime as dt
import struct
from typing import Any

import pytest

from forms_catalog.tables import ROWS, open_tables
from forms_catalog.tables.old.container import contained, stream_of

from ..xlsform import xls
from .books import one, refusal, zip_of

ID = 990121201301110025.0


def test_an_old_workbook() -> None:
    records = [
        *xls.grid([("姓名", "数"), ("张三", 1.0), (None, 2.5)]),
        xls.hidden(1),
        xls.record(0x007D, struct.pack("<HHHHHH", 1, 1, 0, 0, 1, 0)),
        xls.cell(3, 1, ID),
        xls.formula(4, 1, 5.0),
        xls.error(5, 0),
        xls.merged(0, 0, 0, 1),
        xls.record(0x0201, struct.pack("<HHH", 60_000, 200, 0)),
    ]
    table = one(xls.xls(1, a=records), "旧.xlsx")
    assert table.rows[:3] == [["姓名", "数"], ["张三", 1], [None, 2.5]]
    assert table.rows[4] == [None, 5] and len(table.rows) == 6
    assert table.troubles == {(4, 2): "lost-digits", (6, 1): "error-cell"}
    assert table.formulas == {(5, 2)} and table.merged == [(1, 1, 1, 2)]
    assert (table.hidden_rows, table.hidden_columns, table.hidden) == ({2}, {2}, True)


def test_a_large_old_workbook() -> None:
    """Seven megabytes and more take a table that its head alone cannot name."""
    rows = [("甲" * 100, float(number)) for number in range(35_000)]
    data = xls.xls(a=xls.grid(rows))
    assert len(data) > 8_000_000
    table = one(data)
    assert (len(table.rows), table.rows[-1]) == (35_000, ["甲" * 100, 34_999])


def test_a_table_of_sectors_that_goes_on() -> None:
    stream = bytes(range(256)) * 40_000
    assert stream_of(contained(stream)) == stream
    assert stream_of(_chained(stream)) == stream


def _chained(stream: bytes) -> bytes:
    """Small sectors, so many that the heads of their table fill a sector of their own."""
    count = len(stream) // 512
    tables = -(-count // 127) + 1
    assert 109 < tables < 109 + 127
    head = bytearray(contained(b"x")[:512])
    struct.pack_into("<I", head, 44, tables)
    struct.pack_into("<III", head, 48, tables + 1, 0, 4096)
    struct.pack_into("<IIII", head, 60, 0xFFFFFFFE, 0, tables, 1)
    struct.pack_into("<109I", head, 76, *range(109))
    links = [0xFFFFFFFD] * tables + [0xFFFFFFFC, 0xFFFFFFFE]
    links += [*range(tables + 3, tables + 2 + count), 0xFFFFFFFE]
    links += [0xFFFFFFFF] * (tables * 128 - len(links))
    more = [*range(109, tables)] + [0xFFFFFFFF] * (127 - (tables - 109)) + [0xFFFFFFFE]
    folder = bytearray(contained(b"x")[2 * 512 : 3 * 512])
    struct.pack_into("<IQ", folder, 128 + 116, tables + 2, len(stream))
    table = struct.pack(f"<{len(links)}I", *links)
    return bytes(head) + table + struct.pack("<128I", *more) + bytes(folder) + stream


OLD = {
    "too far down": (xls.xls(a=[xls.cell(60_000, 700, "x")]), "too-many-cells"),
    "a password": (xls.xls(before=xls.record(0x002F, b"\0" * 6), a=[]), "password"),
    "a new workbook with a password": (contained(b"", "EncryptedPackage"), "password"),
    "a letter": (contained(b"", "WordDocument"), "not-a-table"),
    "cut off": (xls.xls(a=xls.grid([("a",)]))[:900], "unreadable"),
}


@pytest.mark.parametrize(("data", "code"), OLD.values(), ids=list(OLD))
def test_old_workbooks_that_are_refused(data: bytes, code: str) -> None:
    assert refusal(data).code == f"table.{code}"


def test_two_sheets_of_one_name() -> None:
    data = xls.xls(a=xls.grid([("x",)]), b=xls.grid([("y",)]))
    twice = data.replace(b"\x01\x00b", b"\x01\x00a", 1)
    assert twice != data
    assert refusal(twice).code == "table.twice"


# ---- OpenDocument ----

HEAD = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c">'
    '<style:style xmlns:style="s" style:name="h"><style:table-properties table:display="false"/>'
    "</style:style>"
)
ROW = """
<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2">
<text:p>花<text:s text:c="2"/>名</text:p><text:p>册</text:p>
<office:annotation><text:p>no</text:p></office:annotation></table:table-cell><table:covered-table-cell/>
<table:table-cell office:value-type="float" office:value="990121201301110025"><text:p>9.9E17</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2" table:visibility="filter">
<table:table-cell office:value-type="date" office:date-value="2015-03-01"/>
<table:table-cell office:value-type="time" office:time-value="PT06H30M00S"/>
<table:table-cell table:number-columns-repeated="2" office:value-type="boolean" office:boolean-value="true"/>
</table:table-row>
<table:table-row><table:table-cell table:formula="=1" office:value-type="float" office:value="1.0"/>
<table:table-cell table:formula="=2"/>
<table:table-cell office:value-type="string" calcext:value-type="error">
<text:p>#N/A</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048000">
<table:table-cell table:number-columns-repeated="16384"/>
</table:table-row>"""


def ods(rows: str, **more: Any) -> bytes:
    sheets = f'<table:table table:name="甲" table:style-name="h">{rows}</table:table>'
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{HEAD}{sheets}</office:document-content>",
            **more,
        }
    )


def test_an_open_document() -> None:
    (table,) = open_tables(ods(ROW), ROWS, "a.ods")
    day = [dt.date(2015, 3, 1), dt.time(6, 30), True, True]
    assert table.rows == [
        ["花  名\n册", None, 990121201301110025, None],
        day,
        day,
        [1, None, "#N/A", None],
    ]
    assert table.troubles == {
        (1, 3): "lost-digits",
        (4, 2): "formula-without-value",
        (4, 3): "error-cell",
    }
    assert (table.formulas, table.merged, table.hidden) == ({(4, 1)}, [(1, 1, 1, 2)], True)
    assert (table.hidden_rows, table.hidden_columns) == ({2, 3}, {3})


CELL = '<table:table-cell {} office:value-type="string"><text:p>x</text:p></table:table-cell>'
BAD = {
    "a cell that stands for a million": (
        f"<table:table-row>{CELL.format("table:number-columns-repeated='1000000'")}</table:table-row>",
        "too-many-cells",
    ),
    "a cell far down": (
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
        f"<table:table-row>{CELL.format('')}</table:table-row>",
        "too-many-rows",
    ),
    "cut off": ("<table:table-row>", "unreadable"),
}


@pytest.mark.parametrize(("rows", "code"), BAD.values(), ids=list(BAD))
def test_open_documents_that_are_refused(rows: str, code: str) -> None:
    assert refusal(ods(rows)).code == f"table.{code}"


def test_an_encrypted_open_document() -> None:
    manifest = (
        "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    )
    data = ods(ROW, **{"META-INF/manifest.xml": manifest})
    assert refusal(data).code == "table.password"
