"""Files that mean harm or are broken: refused soon, in little memory, and never by an exception."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from forms_catalog.problems import Refused
from forms_catalog.tables import ROWS, Table, open_tables
from tests.pace import worked

from ..xlsform import xls
from .books import SHEET, cells, one, pack, refusal, sheet, slowly, written, zip_of
from .test_other_workbooks import ROW, ods
from .test_text_files import PAGE, XML

MB = 1024 * 1024
WEIGH = """
import resource, sys, time, json
from forms_catalog.problems import Refused
from forms_catalog.tables import ROWS, open_tables
data = open(sys.argv[1], "rb").read()
open_tables(b"a,b", ROWS)
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    tables = open_tables(data, ROWS)
    said = [[len(t.rows), len(t.rows[0]) if t.rows else 0] for t in tables]
except Refused as refused:
    said = refused.problems[0].code
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([said, time.process_time() - began, grown / 1024]))
"""


def lying(data: bytes, name: str, says: int) -> bytes:
    """A zip whose directory says that an entry is small."""
    found = bytearray(data)
    for head, at_name, at_size in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = found.find(head)
        while found[at + at_name : at + at_name + len(name)] != name.encode():
            at = found.find(head, at + 4)
        struct.pack_into("<I", found, at + at_size, says)
    return bytes(found)


def many(count: int) -> bytes:
    """A million entries of nothing, their names nothing too."""
    entry = b"PK\x01\x02" + b"\x14\0\x14\0" + b"\0" * 38
    folder = entry * count
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65535, 65535, len(folder), 30, 0)
    return b"PK\x03\x04" + b"\x14\0" + b"\0" * 24 + folder + end


def encrypted() -> bytes:
    data = bytearray(pack(sheet=sheet(cells("><v>1</v></c>"))))
    for head, at_flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(head)
        while at >= 0:
            data[at + at_flag] |= 1
            at = data.find(head, at + 4)
    return bytes(data)


SHARED = "<sst><si><t>a</t></si></sst>"
STRINGS = "<sst>" + "<si><t/></si>" * 7_000_000 + "</sst>"
NESTED = zip_of({SHEET: pack(sheet=sheet(" " * MB))})
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><worksheet'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a sheet of 300 megabytes": (lambda: pack(sheet=b" " * (300 * MB)), "inflates"),
    "a sheet that shrinks too well": (lambda: pack(sheet=b" " * (100 * MB)), "inflates"),
    "a size that lies": (lambda: lying(pack(sheet=b" " * (300 * MB)), SHEET, 99), "unreadable"),
    "strings without end": (lambda: pack(sheet=sheet(""), strings=STRINGS), "inflates"),
    "a million entries": (lambda: many(1_000_000), "too-big"),
    "many entries": (lambda: many(500_000), "too-many-entries"),
    "a zip in a zip": (lambda: NESTED, "not-a-table"),
    "entries with a password": (encrypted, "password"),
    "another way of packing": (
        lambda: zip_of({"xl/workbook.xml": "<x/>"}, zipfile.ZIP_LZMA),
        "unreadable",
    ),
    "a million columns": (
        lambda: pack(sheet=sheet('<row r="1"><c r="BDWGN1"><v>1</v></c></row>')),
        "too-many-columns",
    ),
    "the last row": (
        lambda: pack(sheet=sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
        "too-many-rows",
    ),
    "far corners": (
        lambda: pack(sheet=sheet('<row r="110000"><c r="ZZ110000"><v>1</v></c></row>')),
        "too-many-cells",
    ),
    "a text from before the first": (
        lambda: pack(sheet=sheet(cells(' t="s"><v>-1</v></c>')), strings=SHARED),
        "unreadable",
    ),
    "sheets without end": (lambda: b"<table></table>" * 500_000, "too-many-sheets"),
    "a document type": (
        lambda: pack(sheet=sheet("").replace("<worksheet", DOCTYPE)),
        "unreadable",
    ),
    "a shared text that is not there": (
        lambda: pack(sheet=sheet(cells(' t="s"><v>9</v></c>'))),
        "unreadable",
    ),
    "a sheet cut off": (lambda: pack(sheet=sheet(cells("><v>1</v></c>"))[:-30]), "unreadable"),
    "a binary workbook": (lambda: zip_of({"xl/workbook.bin": b"x"}), "binary-workbook"),
    "a letter": (lambda: zip_of({"word/document.xml": "<x/>"}), "not-a-table"),
    "an empty zip": (lambda: zip_of({}), "not-a-table"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_soon_and_in_little_memory(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    said, seconds, grown = weighed(make(), tmp_path)
    assert said == f"table.{code}"
    assert grown < 64
    assert seconds < 1


def weighed(data: bytes, folder: Path) -> tuple[object, float, float]:
    """What a process of its own says of a file; its CPU seconds and the megabytes it grew by."""
    file = folder / "file"
    file.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", WEIGH, str(file)],
        env={"PYTHONPATH": "."}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said, seconds, grown = json.loads(done.stdout)
    return said, seconds, grown


def test_a_million_empty_rows_cost_little(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{number}" spans="1:9" ht="15"/>' for number in range(2, 1_048_577))
    said, seconds, grown = weighed(pack(sheet=sheet(cells("><v>1</v></c>") + rows)), tmp_path)
    assert said == [[1, 1]]
    assert grown < 64 and seconds < 3


def test_empty_cells_of_many_rows_are_no_rows(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(2, 1_048_577)
    )
    said, seconds, grown = weighed(pack(sheet=sheet(cells("><v>1</v></c>") + rows)), tmp_path)
    assert said == [[1, 1]]
    assert grown < 64 and seconds < 3


def test_a_dimension_that_lies_is_not_asked() -> None:
    head = '<dimension ref="A1:XFD1048576"/>'
    assert one(pack(sheet=sheet(cells("><v>1</v></c>"), head))).rows == [[1]]


SEEDS = [
    pack(
        sheet=sheet(cells(' t="s"><v>0</v></c>', "><f>1</f><v>1</v></c>")),
        strings="<sst><si><t>a</t></si></sst>",
    ),
    slowly(written(("a", 1), ("b", 2.5))),
    xls.xls(a=xls.grid([("a", 1.0), ("b", None)])),
    ods(ROW),
    PAGE.encode(),
    XML.encode(),
    "姓名,年龄\n张三,9\n".encode("gbk"),
]


def opened(data: bytes) -> None:
    """Tables or a refusal, within a second, whatever it is."""
    began = time.process_time()
    tables: list[Table] | None
    try:
        tables = open_tables(data, ROWS, "x")
    except Refused as refused:
        codes = {problem.code.partition(".")[0] for problem in refused}
        tables = [] if codes == {"table"} else None
    assert tables is not None
    assert all(len(row) == len(table.rows[0]) for table in tables for row in table.rows)
    assert worked(began, 1) <= 1


@trials(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes(data: bytes) -> None:
    opened(data)


@trials(max_examples=400, deadline=None)
@given(st.sampled_from(SEEDS), st.floats(0, 0.9999), st.binary(max_size=6), st.integers(0, 3))
def test_any_spoilt_file(data: bytes, part: float, junk: bytes, lost: int) -> None:
    at = int(len(data) * part)
    opened(data[:at] + junk + data[at + lost :])


SPOILT = st.sampled_from(["sheet", "strings", "styles", "book", "xl/_rels/workbook.xml.rels"])
TAGS = st.sampled_from(
    ['<c r="A1"', "<row", '<row r="3">', "</row>", "<c", "</c>", "<v>", "9", "</v>", "<!--", "&", "<f>",
     "</sheetData>", "<sheetData>", ' t="s"', ' s="1">', "<si>", "<t>", "</si>", "x", '"', "<", ">"]
)  # fmt: skip


@trials(max_examples=300, deadline=None)
@given(SPOILT, st.lists(TAGS, max_size=14).map("".join), st.booleans())
def test_any_spoilt_part(part: str, junk: str, inside: bool) -> None:
    text = sheet(junk) if part == "sheet" and inside else f"<x>{junk}</x>"
    opened(pack(**{"sheet": sheet(cells("><v>1</v></c>")), part: text}))


@pytest.mark.parametrize("size", [1000, 5000, 11_000])
def test_half_a_workbook(size: int) -> None:
    data = written(*[("甲", number, "x" * (number % 50)) for number in range(2000)])
    assert refusal(data[:size]).code == "table.unreadable"
