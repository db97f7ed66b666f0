"""`.xls`: read like a new workbook, and looked over before it is parsed."""

from __future__ import annotations

import struct
import time

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from forms_catalog.readers.xlsform import read
from forms_catalog.tables.old.container import contained, stream_of
from tests.pace import worked

from . import xls
from .books import HEAD, faults, notes, taken

ROWS = [HEAD, ("text", "a", "题目"), ("integer", "b", 1.0)]


def test_an_old_workbook_is_read() -> None:
    form, _ = taken(xls.xls(survey=xls.grid(ROWS)), "f.xls")
    assert [(q.name, q.type, q.label) for q in form.questions()] == [
        ("a", "text", "题目"),
        ("b", "integer", "1"),
    ]


def test_what_its_cells_only_show() -> None:
    records = [*xls.grid(ROWS), xls.hidden(2), xls.formula(1, 3, 5.0), xls.error(2, 3)]
    data = xls.xls(survey=[*records, xls.merged(1, 2, 2, 2)])
    assert faults(data, "f.xls") == [
        ("survey", "merged-cells", 2, 3),
        ("survey", "error-cell", 3, 4),
    ]
    assert notes(data, "f.xls") >= {"formula", "hidden-rows"}
    assert "hidden-sheet" in notes(xls.xls(1, survey=xls.grid(ROWS)), "f.xls")


def test_a_long_stream_takes_several_sectors_of_the_table() -> None:
    stream = bytes(range(256)) * 500
    assert stream_of(contained(stream)).rstrip(b"\0") == stream.rstrip(b"\0")


def test_a_short_stream_lies_in_small_sectors() -> None:
    stream = bytes(range(1, 200))
    assert stream_of(xls.small(stream)) == stream


REFUSED = {
    "a cell far down": (xls.xls(survey=[xls.cell(65_000, 0, "x")]), "too-many-rows"),
    "a cell far to the right": (xls.xls(survey=[xls.cell(0, 5_000, "x")]), "too-many-columns"),
    "a password": (xls.xls(before=xls.record(0x002F, b"\0" * 6), survey=[]), "password"),
    "an encrypted new workbook": (contained(b"", "EncryptedPackage"), "password"),
    "another document": (contained(b"", "WordDocument"), "not-a-table"),
    "cut off": (xls.xls(survey=xls.grid(ROWS))[:900], "unreadable"),
    "a circle of sectors": (
        contained(b"x").replace(struct.pack("<II", 0xFFFFFFFE, 3), struct.pack("<II", 1, 3), 1),
        "unreadable",
    ),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=list(REFUSED))
def test_refused_before_it_is_parsed(data: bytes, code: str) -> None:
    began = time.process_time()
    assert [fault[1] for fault in faults(data, "f.xls")] == [code]
    assert worked(began, 0.4) <= 0.4


WHOLE = xls.xls(survey=xls.grid(ROWS))


@trials(max_examples=80, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_nothing_is_raised_whatever_comes(at: int, junk: bytes) -> None:
    node, found = read(WHOLE[:at] + junk + WHOLE[at + len(junk) :], "f.xls")
    assert node is not None or found
