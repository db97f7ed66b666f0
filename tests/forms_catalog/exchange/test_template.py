"""The empty table of a form: what is filled into it is read, its example is not."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl

from forms_catalog.exchange.finding import find
from forms_catalog.exchange.rows import lines
from forms_catalog.tables import ROWS, open_tables
from forms_catalog.writers import data_xlsx, writer_for

from .field import BUNDLE, CTX, LAYOUT, MEMBER, bundle_of

DATA = data_xlsx.write(BUNDLE)


def _book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(DATA))


def test_it_is_a_writer_and_always_writes_the_same() -> None:
    assert writer_for("a.data.xlsx") is data_xlsx
    assert data_xlsx.write(BUNDLE) == DATA


def test_every_column_that_is_filled_stands_in_it_once() -> None:
    heads = [cell.value for cell in _book()["会员登记表"][1]]
    wanted = [c.heading for c in LAYOUT.main.columns if c.question and not c.ignored]
    assert heads == ["编号", *wanted]


def test_drop_downs_hold_the_options() -> None:
    page = _book()["会员登记表"]
    columns = {cell.value: cell.column_letter for cell in page[1]}
    rules = {str(rule.sqref).split("2:")[0]: rule for rule in page.data_validations.dataValidation}
    assert rules[columns["性别"]].formula1 == '"男,女"'
    assert rules[columns["性别"]].errorStyle in (None, "stop")
    assert rules[columns["爱好"]].errorStyle == "information"
    assert str(rules[columns["性别"]].sqref).endswith("2001")


def test_a_long_list_is_read_from_a_hidden_sheet() -> None:
    many = ", ".join(f'"{n}": 第{n}种很长的选项' for n in range(60))
    book = openpyxl.load_workbook(
        io.BytesIO(data_xlsx.write(bundle_of(MEMBER.replace('"1": 男, "2": 女', many))))
    )
    assert book["选项"].sheet_state == "hidden"
    rules = [r.formula1 for r in book["会员登记表"].data_validations.dataValidation]
    assert "'选项'!$A$1:$A$60" in rules
    assert book["选项"]["A60"].value == "第59种很长的选项"


def test_long_digits_and_dates_have_their_formats() -> None:
    text = zipfile.ZipFile(io.BytesIO(DATA)).read("xl/styles.xml").decode()
    assert 'numFmtId="49"' in text and "yyyy-mm-dd" in text
    page = _book()["会员登记表"]
    columns = {cell.value: cell.column_letter for cell in page[1]}
    assert page[f"{columns['身份号码']}2"].number_format == "@"
    sheet = zipfile.ZipFile(io.BytesIO(DATA)).read("xl/worksheets/sheet1.xml").decode()
    assert len(re.findall("<col ", sheet)) >= 10


def test_its_example_is_never_imported_and_what_is_filled_is() -> None:
    book = _book()
    page = book["会员登记表"]
    columns = {cell.value: cell.column_letter for cell in page[1]}
    page[f"{columns['编号']}3"] = "新1"
    page[f"{columns['姓名']}3"] = "罗安"
    page[f"{columns['性别']}3"] = "女"
    page[f"{columns['现住村']}3"] = "河湾村"
    book["亲属"]["A3"], book["亲属"]["B3"] = "新1", "罗川"
    out = io.BytesIO()
    book.save(out)
    tables = open_tables(out.getvalue(), ROWS, "a.xlsx")
    reading = find(tables, LAYOUT)
    assert reading.ready and (2, "example") in reading.left_out
    (line,) = lines(tables, LAYOUT, reading, CTX)
    assert line.raws == {
        "name": "罗安",
        "sex": "2",
        "village": "000100010001",
        "kin": [{"kin_name": "罗川"}],
    }


def test_the_guide_says_how_each_column_is_filled() -> None:
    rows = list(_book()["填写说明"].iter_rows(values_only=True))
    told = {row[1]: row for row in rows if row[0] == "会员登记表"}
    assert told["姓名"][4] == "必填" and "男、女" in str(told["性别"][2])
    assert str(told["联系电话"][3]) == "10000001234"
