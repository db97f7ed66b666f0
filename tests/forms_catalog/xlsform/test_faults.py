"""What is wrong in a workbook is told with sheet, row, column and a remedy; nothing is ever raised."""

from __future__ import annotations

import io
import re
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from openpyxl.cell.cell import ERROR_CODES

from forms_catalog.readers.xlsform import read, read_all
from forms_catalog.tables import TEMPLATES
from forms_catalog.tables.old import OLE
from tests.pace import worked

from .books import HEAD, faults, notes, problems, saved, survey, workbook, xlsx, zipped

Q = ("text", "a", "题")
CHOICES = [("list_name", "name", "label"), ("sex", "M", "男"), ("sex", "F", "女")]

FAULTS: dict[str, tuple[bytes, list[tuple[str, str, int, int]]]] = {
    "no survey sheet": (xlsx(sheet1=[HEAD, Q]), [("", "no-sheet", 0, 0)]),
    "a sheet of a similar name": (xlsx(survy=[HEAD, Q]), [("survy", "no-sheet", 0, 0)]),
    "an empty sheet": (
        xlsx(survey=[]),
        [
            ("survey", "header-missing", 1, 1),
            ("survey", "header-missing", 1, 1),
            ("survey", "no-questions", 1, 1),
        ],
    ),
    "no column `name`": (
        xlsx(survey=[("type", "nme", "label"), Q]),
        [
            ("survey", "header-missing", 1, 1),
            ("survey", "no-name", 2, 1),
        ],
    ),
    "a header twice": (
        survey(("text", "a", "题", "b"), head=("type", "name", "label", "Name")),
        [("survey", "header-twice", 1, 4)],
    ),
    "a name twice": (survey(Q, ("text", "b", "题"), Q), [("survey", "name-twice", 4, 2)]),
    "no name": (survey(("text", None, "题")), [("survey", "no-name", 2, 1)]),
    "no type": (survey(Q, (None, "b", "题")), [("survey", "no-type", 3, 1)]),
    "a type that is not known": (survey(("intger", "a", "题")), [("survey", "unknown-type", 2, 1)]),
    "a type that is not taken": (survey(Q, ("osm", "b", "题")), [("survey", "refused-type", 3, 1)]),
    "cascading": (
        survey(("cascading_select x", "b", "题")),
        [("survey", "refused-type", 2, 1)],
    ),
    "no list": (survey(("select_one", "a", "题")), [("survey", "no-list", 2, 1)]),
    "a list that is not there": (
        survey(("select_one sx", "a", "题"), choices=CHOICES),
        [("survey", "missing-list", 2, 1)],
    ),
    "a group without end": (
        survey(("begin group", "g", "组"), Q),
        [("survey", "unclosed", 2, 1)],
    ),
    "an end without group": (survey(Q, ("end group",)), [("survey", "not-open", 3, 1)]),
    "crossed ends": (
        survey(("begin group", "g", "组"), Q, ("end repeat",)),
        [("survey", "crossed", 4, 1)],
    ),
    "an option twice": (
        survey(("select_one sex", "a", "题"), choices=[*CHOICES, ("sex", "M", "他")]),
        [("choices", "option-twice", 4, 2)],
    ),
    "an option without a list": (
        survey(Q, choices=[*CHOICES, (None, "M", "他")]),
        [("choices", "no-list-name", 4, 1)],
    ),
    "a number that lost digits": (
        survey(("text", "a", 990121201301110025)),
        [("survey", "lost-digits", 2, 3)],
    ),
    "an object that is none": (
        survey(("text", "a", "题", "{"), head=(*HEAD, "tonghu::score")),
        [],
    ),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_faults_have_their_place(data: bytes, expected: list[tuple[str, str, int, int]]) -> None:
    assert faults(data) == expected
    assert all(problem.place.file == "f.xlsx" for problem in problems(data))
    if expected:
        assert read(data, "f.xlsx")[0] is None
        assert all(problem.remedy for problem in problems(data) if not problem.warn)


def test_the_nearest_is_offered() -> None:
    near = {
        survey(("intger", "a", "题")): "integer",
        survey(("select_one sx", "a", "题"), choices=CHOICES): "sex",
        xlsx(survy=[HEAD, Q]): "survy",
        xlsx(survey=[("tpye", "name", "label"), Q]): "tpye",
    }
    for data, word in near.items():
        assert any(word in problem.remedy for problem in problems(data) if not problem.warn)


def test_a_place_in_words() -> None:
    (problem,) = problems(survey(("intger", "a", "题")))
    assert str(problem.place) == "f.xlsx 表“survey”第2行第1列"


def test_the_row_where_it_began() -> None:
    data = survey(Q, ("begin repeat", "r", "表"), ("text", "b", "列"))
    assert "第3行" in problems(data)[0].text


# ---- cells that only look like text ----


def test_merged_cells() -> None:
    book = workbook(survey=[HEAD, Q, ("text", "b", "题")])
    book["survey"].merge_cells("B2:C3")
    (fault,) = [fault for fault in problems(saved(book)) if fault.code == "xlsform.merged-cells"]
    assert "B2:C3" in fault.text
    assert (fault.place.line, fault.place.column) == (2, 2)


def test_formulas_and_errors() -> None:
    book = workbook(survey=[HEAD, ("text", "a", '="题"&"目"'), ("text", "b", "题")])
    book["survey"]["C3"].value = ERROR_CODES[0]
    book["survey"]["C3"].data_type = "e"
    assert faults(saved(book)) == [
        ("survey", "formula-without-value", 2, 3),
        ("survey", "error-cell", 3, 3),
    ]


def test_a_formula_with_its_value_is_read_as_shown() -> None:
    book = workbook(survey=[HEAD, ("text", "a", "题")])
    data = _rewritten(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            r'<c r="C2"[^>]*>.*?</c>', '<c r="C2" t="str"><f>"甲"</f><v>甲</v></c>', xml
        ),
    )
    assert faults(data) == []
    assert notes(data) == {"formula"}


def _rewritten(data: bytes, name: str, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            text = old.read(item)
            new.writestr(item, change(text.decode()).encode() if item == name else text)
    return out.getvalue()


def test_hidden_rows_and_sheets_are_told() -> None:
    book = workbook(survey=[HEAD, Q, ("text", "b", "题")], choices=CHOICES)
    book["survey"].row_dimensions[3].hidden = True
    book["choices"].sheet_state = "hidden"
    assert notes(saved(book)) == {"hidden-rows", "hidden-sheet"}


def test_numbers_dates_and_truths_are_text() -> None:
    import datetime as dt

    row = ("integer", "a", 1.0, dt.date(2026, 3, 1), True, 2.5)
    data = survey(row, head=(*HEAD, "default", "required", "x"))
    node, _ = read_all(data, "f.xlsx")
    assert node.form is not None
    section = node.form.get("sections").entries[0][1]  # type: ignore[union-attr,index]
    question = section.get("questions").entries[0][1]  # type: ignore[union-attr,index]
    said = {name.text: value.text for name, value in question.entries or ()}
    assert (said["label"], said["default"], said["required"]) == ("1", "2026-03-01", "true")
    assert question.get("extra").get("x").text == "2.5"  # type: ignore[union-attr]


def test_a_column_without_header_is_told() -> None:
    assert notes(survey((*Q, "丢"), head=HEAD)) == {"header-blank"}


def test_a_cell_that_holds_a_book() -> None:
    data = zipped(survey=f"type,name,label\ntext,a,{'长' * 40_000}\n".encode())
    assert faults(data, "f.zip") == [("survey", "cell-too-long", 2, 3)]


# ---- limits ----


def _bomb(size: int, entry: str = "xl/worksheets/sheet1.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as found:
        found.writestr(entry, b" " * size)
    return out.getvalue()


def _far(ref: str) -> bytes:
    return _rewritten(
        survey(Q), "xl/worksheets/sheet1.xml", lambda xml: xml.replace('r="A2"', f'r="{ref}"')
    )


def _many(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as found:
        for number in range(count):
            found.writestr(f"xl/worksheets/sheet{number}.xml", b"")
    return out.getvalue()


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'
REFUSED = {
    "nothing": (b"", "empty-file"),
    "too many bytes": (b"PK\x03\x04" + b"x" * TEMPLATES.max_bytes, "too-big"),
    "no workbook": (b"a,b\n1,2\n", "not-a-workbook"),
    "a web page": ("<html>表</html>".encode(), "not-a-workbook"),
    "a broken zip": (b"PK\x03\x04" + b"x" * 100, "unreadable"),
    "half a workbook": (survey(Q)[:3000], "unreadable"),
    "a zip without a workbook": (_bomb(10, "a.txt"), "not-a-table"),
    "half an old workbook": (OLE + b"\0" * 600, "unreadable"),
    "a bomb": (_bomb(TEMPLATES.max_inflated + 1), "inflates"),
    "too many entries": (_many(TEMPLATES.max_entries + 1), "too-many-entries"),
    "a cell far down": (_far("A1048576"), "too-many-rows"),
    "a cell far to the right": (_far("XFD2"), "too-many-columns"),
    "a document type": (
        _rewritten(
            survey(Q), "xl/worksheets/sheet1.xml", lambda x: x.replace("<worksheet", DOCTYPE, 1)
        ),
        "unreadable",
    ),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=list(REFUSED))
def test_refused_before_it_is_parsed(data: bytes, code: str) -> None:
    began = time.process_time()
    assert [fault[1] for fault in faults(data)] == [code]
    assert worked(began, 0.4) <= 0.4


WHOLE = survey(Q, ("select_one sex", "b", "题"), choices=CHOICES)


@trials(max_examples=80, deadline=None)
@given(st.floats(0, 0.9999), st.binary(max_size=4))
def test_nothing_is_raised_whatever_comes(part: float, junk: bytes) -> None:
    at = int(len(WHOLE) * part)
    broken = WHOLE[:at] + junk + WHOLE[at + 1 :]
    node, found = read(broken, "f.xlsx")
    assert node is not None or found


# ---- CSV ----

LINES = "type,name,label\ntext,a,题目\n"
ENCODED = {
    "UTF-8": LINES.encode(),
    "with a mark": LINES.encode("utf-8-sig"),
    "GBK": LINES.encode("gbk"),
    "UTF-16": LINES.encode("utf-16"),
    "tabs": LINES.replace(",", "\t").encode(),
    "semicolons": LINES.replace(",", ";").encode(),
    "CR LF": LINES.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=list(ENCODED))
def test_csv_in_any_dress(data: bytes) -> None:
    node, found = read(zipped(survey=data), "f.zip")
    assert found == []
    assert node is not None
    section = node.get("sections").entries[0][1]  # type: ignore[union-attr,index]
    assert section.get("questions").entries[0][1].get("label").text == "题目"  # type: ignore[union-attr,index]


def test_csv_that_cannot_be_read() -> None:
    assert faults(zipped(survey=b"\xff\xff\xff\x80"), "f.zip")[0][1] == "not-a-table"
    assert faults(zipped(other=b"a,b"), "f.zip") == [("", "no-sheet", 0, 0)]
    long = b"type,name,label\ntext,a," + b"x" * 200_000
    assert ("survey", "bad-csv", 2, 1) in faults(zipped(survey=long), "f.zip")
    wide = b"type,name,label\n" + b"," * TEMPLATES.max_columns + b"x"
    assert faults(zipped(survey=wide), "f.zip")[0][1] == "too-many-columns"
