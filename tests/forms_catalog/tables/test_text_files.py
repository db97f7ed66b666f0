"""Tables in plain text, as web pages and as the XML of 2003, often under a name that is not theirs."""

from __future__ import annotations

import datetime as dt

import pytest

from forms_catalog.tables import ROWS, TEMPLATES, open_tables

from .books import one, refusal

ROWS_ = [["姓名", "年龄"], ["张三", "9"], ["李四，小名四儿", "10"]]
LINES = "姓名,年龄\n张三,9\n李四，小名四儿,10\n"
DRESSES = {
    "UTF-8": LINES.encode(),
    "with a mark": LINES.encode("utf-8-sig"),
    "GBK": LINES.encode("gbk"),
    "rare signs": LINES.replace("张", "𠮷").encode("gb18030"),
    "UTF-16": LINES.encode("utf-16"),
    "UTF-16 without a mark": ("a,b\n" * 9).encode("utf-16-le"),
    "big-endian without a mark": ("a,b\n" * 9).encode("utf-16-be"),
    "tabs": LINES.replace(",", "\t").encode(),
    "semicolons": LINES.replace(",", ";").encode("gbk"),
    "full-width commas": LINES.replace("，", "").replace(",", "，").encode(),
    "CR LF": LINES.replace("\n", "\r\n").encode(),
    "CR": LINES.replace("\n", "\r").encode(),
    "quotes": '"姓名","年龄"\n"张三","9"\n"李四，小名四儿","10"\n'.encode(),
    "the end of a DOS file": LINES.encode() + b"\x1a",
    "the sign said": ("sep=;\n" + LINES.replace(",", ";")).encode(),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_plain_text_in_any_dress(dress: str) -> None:
    rows = one(DRESSES[dress], "花名册.xls").rows
    if "without a mark" in dress:
        assert rows == [["a", "b"]] * 9
    elif dress == "full-width commas":
        assert rows == [*ROWS_[:2], ["李四小名四儿", "10"]]
    elif dress == "the sign said":
        assert rows == [[None, None], *ROWS_]
    elif dress == "rare signs":
        assert rows[1] == ["𠮷三", "9"]
    else:
        assert rows == ROWS_
    assert one(DRESSES[dress], "甲/花名册.xls").name == "花名册"


def test_a_title_and_notes_do_not_hide_the_sign() -> None:
    text = "某县花名册，2026年\n\n姓名\t住址\n甲\t一村，二组\n乙\t三村，四组，东\n\n注：以上，属实，完毕\n"
    rows = one(text.encode("gbk")).rows
    assert rows[3] == ["甲", "一村，二组"] and rows[0] == ["某县花名册，2026年", None]


def test_lines_within_a_cell_and_empty_lines() -> None:
    assert one('甲,"一\n二"\n\n乙,"说""好"""\n'.encode()).rows == [
        ["甲", "一\n二"],
        [None, None],
        ["乙", '说"好"'],
    ]


def test_a_quote_that_never_ends_swallows_nothing() -> None:
    problem = refusal('姓名,年龄\n甲,1\n"乙,2\n丙,3\n'.encode(), "a.csv")
    assert (problem.code, problem.place.line, problem.place.sheet) == ("table.bad-csv", 3, "a")
    long = b"a,b\nc," + b"x" * 200_000
    assert refusal(long).code == "table.bad-csv"


def test_a_spoilt_byte_does_not_turn_a_text_to_nonsense() -> None:
    data = ("姓名,住址\n" + "张三,城关镇一村\n" * 20).encode()
    assert refusal(data[:60] + data[61:]).code == "table.bad-encoding"
    assert refusal("甲,乙\n".encode("utf-8-sig") + b"\xff").code == "table.bad-encoding"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xff\xff\x80", b"%PDF-1.7\n", b"MIME-Version: 1.0\n"],
)
def test_what_is_no_table(data: bytes) -> None:
    assert refusal(data, "a.xlsx").code == "table.not-a-table"


def test_limits_of_plain_text() -> None:
    wide = b"a,b\n" + b"," * ROWS.max_columns + b"x"
    assert refusal(wide).code == "table.too-many-columns"
    assert refusal(b"a,b\n" * 20_001, limits=TEMPLATES).code == "table.too-many-rows"
    assert refusal(b"").code == "table.empty-file"


# ---- web pages ----

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta charset="gb2312"><style>td{mso-number-format:"\\@"}</style><script>"<table><tr><td>no"</script>
<!-- <table><tr><td>no --></head><body><table border=1>
<tr><th colspan="2">花名册<th rowspan=2>备&nbsp;注</tr>
<TR><TD>姓名</TD><TD>号码</TD></TR>
<tr><td> 张<br>三 </td><td x:str>990121201301110025<td>&lt;无&gt;
</table><p>x</p><table><tr><td>另一张</td></tr></table></body></html>"""


@pytest.mark.parametrize("code", ["utf-8", "gb18030", "utf-16"])
def test_a_web_page_under_the_name_of_a_workbook(code: str) -> None:
    first, second = open_tables(PAGE.encode(code), ROWS, "导出.xls")
    assert first.rows == [
        ["花名册", None, "备 注"],
        ["姓名", "号码", None],
        ["张\n三", "990121201301110025", "<无>"],
    ]
    assert first.merged == [(1, 1, 1, 2), (1, 3, 2, 3)]
    assert (first.name, second.name, second.rows) == ("导出", "导出 2", [["另一张"]])


def test_a_table_within_a_cell_is_its_text() -> None:
    page = "<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>"
    assert one(page.encode()).rows == [["ab", "c"]]


def test_pages_that_hold_no_table() -> None:
    assert refusal(b"<html><frameset><frame src=x></frameset></html>").code == "table.not-a-table"
    wide = "<table>" + "<tr><td colspan=900>x<td>y" * 2
    assert refusal(wide.encode()).code == "table.too-many-columns"


# ---- the XML of 2003 ----

XML = """<?xml version="1.0" encoding="GB2312"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="甲"><Table ss:ExpandedRowCount="99999999">
<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>
<Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">花 &amp; 名</Data></Cell>
<Cell><Data ss:Type="Number">3</Data></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">990121201301110025</Data></Cell>
<Cell><Data ss:Type="DateTime">2015-03-01T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
<Row><Cell ss:Formula="=1"><Data ss:Type="Number">1.5</Data></Cell><Cell ss:Formula="=2"/>
<Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>
</Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="乙"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet>
</Workbook>"""


@pytest.mark.parametrize("code", ["utf-8", "gbk", "utf-16"])
def test_the_xml_of_2003(code: str) -> None:
    first, second = open_tables(XML.encode(code), ROWS, "a.xls")
    assert first.rows == [
        ["花 & 名", None, 3, None],
        [None, None, None, None],
        [None, None, None, None],
        [None, 990121201301110025, dt.date(2015, 3, 1), True],
        [1.5, None, "#N/A", None],
    ]
    assert first.merged == [(1, 1, 2, 2)]
    assert first.troubles == {
        (4, 2): "lost-digits",
        (5, 2): "formula-without-value",
        (5, 3): "error-cell",
    }
    assert (first.formulas, first.hidden) == ({(5, 1)}, True)
    assert (first.hidden_rows, first.hidden_columns) == ({4}, {2, 3})
    assert (second.name, second.rows, second.hidden) == ("乙", [["x"]], False)


def test_xml_with_declarations_is_refused() -> None:
    evil = XML.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook', 1)
    assert refusal(evil.encode()).code == "table.unreadable"
    assert refusal(XML[:900].encode()).code == "table.unreadable"
    far = XML.replace('ss:Index="4"', 'ss:Index="1048576"')
    assert refusal(far.encode()).code == "table.too-many-rows"
