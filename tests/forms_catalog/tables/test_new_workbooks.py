"""`.xlsx`: values as they were meant, by the pattern and by the parser alike."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from forms_catalog.tables import ROWS, open_tables

from .books import cells, one, pack, refusal, rewritten, sheet, slowly, written

STRINGS = (
    "<sst><si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space='preserve'> 丙</t></r>"
    "<rPh sb='0' eb='1'><t>yi</t></rPh></si><si><t/></si><si><t>a &lt;&#x4e01; _x000D_</t></si></sst>"
)
MEANT: dict[str, tuple[str, object]] = {
    "shared": (' t="s"><v>0</v></c>', "甲"),
    "shared, in runs, without its reading": (' t="s"><v>1</v></c>', "乙 丙"),
    "shared and empty": (' t="s"><v>2</v></c>', None),
    "shared, with escapes": (' t="s"><v>3</v></c>', "a <丁 \r"),
    "inline": (' t="inlineStr"><is><t>甲 &amp;</t></is></c>', "甲 &"),
    "inline in runs": (' t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"),
    "blanks are kept": (' t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>', " 甲 "),
    "a whole number": ("><v>12</v></c>", 12),
    "a number": (' t="n"><v>1.5</v></c>', 1.5),
    "a whole number in other words": ("><v>1.2E3</v></c>", 1200),
    "no number": ("><v>x</v></c>", "x"),
    "true": (' t="b"><v>1</v></c>', True),
    "a day": (' s="1"><v>42064</v></c>', dt.date(2015, 3, 1)),
    "a day of an own format": (' s="2"><v>42064</v></c>', dt.date(2015, 3, 1)),
    "no day": (' s="3"><v>42064</v></c>', 42064),
    "a day before the leap day that never was": (' s="1"><v>1</v></c>', dt.date(1900, 1, 1)),
    "a day after it": (' s="1"><v>61</v></c>', dt.date(1900, 3, 1)),
    "a moment": (' s="1"><v>42064.5208333333</v></c>', dt.datetime(2015, 3, 1, 12, 30)),
    "an hour": (' s="4"><v>0.25</v></c>', dt.time(6)),
    "a day too late for any calendar": (' s="1"><v>99999999</v></c>', 99999999),
    "an ISO day": (' t="d"><v>2015-03-01</v></c>', dt.date(2015, 3, 1)),
    "the text of a formula": (' t="str"><f>A1</f><v>甲</v></c>', "甲"),
    "formats only": (' s="1"/>', None),
    "another order": (' t="s" s="1"><v>0</v></c>', "甲"),
    "blanks in tags": (' s="1" />', None),
}


@pytest.mark.parametrize(("body", "value"), MEANT.values(), ids=list(MEANT))
def test_what_a_cell_means(body: str, value: object) -> None:
    data = pack(sheet=sheet(cells("><v>7</v></c>", body)), strings=STRINGS)
    for table in (one(data), one(slowly(data))):
        assert table.rows[0][1:] == ([] if value is None else [value])
        assert type(table.rows[0][-1]) is type(7 if value is None else value)
        assert table.troubles == {}


TROUBLES = {
    "digits are lost": ("><v>990121201301110025</v></c>", "lost-digits"),
    "digits are lost, in other words": ("><v>9.9012120130111E+17</v></c>", "lost-digits"),
    "an error": (' t="e"><v>#N/A</v></c>', "error-cell"),
    "an error of a formula": (' t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error-cell"),
    "a formula that was never worked out": ("><f>1+1</f></c>", "formula-without-value"),
    "the same as another program says it": ("><f>1+1</f><v></v></c>", "formula-without-value"),
    "a text that was never worked out": (' t="str"><f>A1</f></c>', "formula-without-value"),
}


@pytest.mark.parametrize(("body", "code"), TROUBLES.values(), ids=list(TROUBLES))
def test_cells_that_are_not_what_was_typed(body: str, code: str) -> None:
    data = pack(sheet=sheet(cells("><v>7</v></c>", body)))
    for table in (one(data), one(slowly(data))):
        assert table.troubles == {(1, 2): code}
        assert len(table.rows[0]) == 2


def test_formulas_with_their_values() -> None:
    rows = cells('><f t="shared" si="0"/><v>5</v></c>', ' t="str"><f>IF(1,"")</f><v></v></c>')
    for data in (pack(sheet=sheet(rows)), slowly(pack(sheet=sheet(rows)))):
        assert one(data).rows == [[5]]
        assert one(data).formulas == {(1, 1), (1, 2)}
        assert one(data).troubles == {}


def test_since_1904() -> None:
    book = '<workbook><workbookPr date1904="1"/><sheets><sheet name="表" r:id="a"/></sheets></workbook>'
    data = pack(book=book, sheet=sheet(cells(' s="1"><v>40602</v></c>', ' s="1"><v>0</v></c>')))
    assert one(data).rows == [[dt.date(2015, 3, 1), dt.date(1904, 1, 1)]]


def _hide(found: Any) -> None:
    found.merge_cells("A1:B2")
    found.row_dimensions[3].hidden = True
    found.column_dimensions["C"].hidden = True
    found.column_dimensions["D"].width = 30


def test_what_is_merged_and_hidden() -> None:
    data = written(("a", None, 1), (), ("b", "c", 2), change=_hide)
    for table in (one(data), one(slowly(data))):
        assert table.rows == [["a", None, 1], [None, None, None], ["b", "c", 2]]
        assert table.merged == [(1, 1, 2, 2)]
        assert table.hidden_rows == {3} and table.hidden_columns == {3}


def test_sheets_in_their_order_and_only_those_wanted() -> None:
    book = openpyxl.Workbook()
    book.active.title = "甲"
    book.active.append(["x"])
    book.create_sheet("乙").append(["y"])
    book.create_chartsheet("图")
    book["乙"].sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    found = open_tables(out.getvalue(), ROWS, wanted="乙".__eq__)
    assert [(table.name, list(table.rows), table.hidden) for table in found] == [
        ("甲", [], False),
        ("乙", [["y"]], True),
    ]


def test_rows_and_columns_of_nothing_are_cut() -> None:
    far = '<row r="1048576" ht="15"><c r="XFD1048576" s="1"/></row>'
    rows = cells("><v>1</v></c>", ' t="inlineStr"><is><t xml:space="preserve">  </t></is></c>')
    for data in (pack(sheet=sheet(rows + far)), slowly(pack(sheet=sheet(rows + far)))):
        assert one(data).rows == [[1]]


def test_the_sheet_of_another_program() -> None:
    """Prefixes, places left out, another encoding."""
    rows = (
        "<x:row><x:c><x:v>1</x:v></x:c><x:c t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c></x:row>"
    )
    xml = f"<x:worksheet xmlns:x='x'><x:sheetData>{rows}{rows}</x:sheetData></x:worksheet>"
    for data in (xml.encode(), xml.encode("utf-16")):
        assert one(pack(sheet=data)).rows == [[1, "甲"], [1, "甲"]]


def test_cells_out_of_their_order() -> None:
    rows = '<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c><c r="A5"><v>5</v></c></row>'
    assert one(pack(sheet=sheet(rows))).rows == [
        [None, None],
        [1, 2],
        [None, None],
        [None, None],
        [5, None],
    ]


def test_an_empty_text_is_nothing() -> None:
    data = pack(sheet=sheet(cells(' t="s"><v>2</v></c>', "><v>7</v></c>")), strings=STRINGS)
    assert one(data).rows == one(slowly(data)).rows == [[None, 7]]


def test_columns_and_merged_cells_in_two_tags() -> None:
    head = '<cols><col min="2" max="3" hidden="1"></col></cols>'
    foot = '<mergeCells count="1"><mergeCell ref="A1:A3"></mergeCell></mergeCells>'
    data = pack(sheet=sheet(cells("><v>1</v></c>", "><v>2</v></c>"), head, foot))
    for table in (one(data), one(slowly(data))):
        assert (table.hidden_columns, table.merged) == ({2}, [(1, 1, 3, 1)])


def test_two_sheets_of_one_name() -> None:
    again = '<sheet name="表" sheetId="2" r:id="a"/></sheets>'
    data = rewritten(
        pack(sheet=sheet("")), "xl/workbook.xml", lambda xml: xml.replace("</sheets>", again)
    )
    assert refusal(data).code == "table.twice"


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9).map(lambda value: round(value, 3)),
    st.dates(dt.date(1900, 3, 1)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
    .filter(lambda text: not text.startswith("=") and "_x" not in text)
    .map(lambda text: text if text.strip() and not text.startswith("#") else "甲"),
)


@trials(max_examples=60, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=6))
def test_what_another_program_wrote(rows: list[list[Any]]) -> None:
    data = written(*rows)
    table = one(data)
    assert list(one(slowly(data)).rows) == list(table.rows)
    for number, row in enumerate(rows):
        found = table.rows[number] if number < len(table.rows) else []
        for column, value in enumerate(row):
            got = found[column] if column < len(found) else None
            assert got == value and isinstance(got, bool) == isinstance(value, bool)
