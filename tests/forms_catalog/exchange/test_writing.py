"""What goes out comes back: answers, hostile texts, headings; no cell ever becomes a formula."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest

from forms_catalog.exchange.columns import Layout
from forms_catalog.exchange.finding import find
from forms_catalog.exchange.rows import lines
from forms_catalog.exchange.writing import DANGER, Entry, disarm, pages, write_csv, write_xlsx
from forms_catalog.questions import mask, read
from forms_catalog.tables import ROWS, open_tables

from .field import BUNDLE, CTX, LAYOUT, MEMBER, bundle_of, identity

HOME = "01900000-0000-7000-8000-000000000001"
KIN = [
    {"_id": "0a1b2c3d4e5f", "kin_name": "罗川", "kin_age": 60},
    {
        "_id": "1a1b2c3d4e5f",
        "kin_name": "罗云",
        "visits": [{"_id": "2a1b2c3d4e5f", "visit_day": "2026-11-21"}],
    },
]
ANSWERS: dict[str, Any] = {
    "village": "000100010002",
    "income": "1234.5",
    "people": 4,
    "name": "罗安",
    "number": identity(2),
    "sex": "2",
    "birth": "2013-01-11",
    "since": "2015-02",
    "phone": {"$missing": "unknown"},
    "height": "-3.5",
    "insured": "no",
    "grade": "B",
    "hobbies": ["ball", "draw"],
    "school": "school-3",
    "seen": "2026-11-21T08:30",
    "opens": "08:30",
    "father_name": {"$missing": "deceased"},
    "remark": "第一行\n第二行",
    "kin": KIN,
}
ENTRY = Entry("7K2M9P4Q-3", 4, "2", ANSWERS, {"home": ("甲0001", 7, "1")})


def _file(entries: list[Entry], suffix: str, shown: Any = None, told: Layout = LAYOUT) -> bytes:
    out = io.BytesIO()
    made = pages(told, entries, CTX, shown)
    if suffix == ".xlsx":
        write_xlsx(made, out)
    else:
        write_csv(made[0], out)
    return out.getvalue()


def _back(data: bytes, suffix: str, told: Layout = LAYOUT) -> list[Any]:
    tables = open_tables(data, ROWS, f"a{suffix}")
    reading = find(tables, told)
    assert reading.ready
    return list(lines(tables, told, reading, CTX))


def test_a_workbook_comes_back_as_it_went_out() -> None:
    (line,) = _back(_file([ENTRY], ".xlsx"), ".xlsx")
    assert (line.number, line.version, line.edition) == ("7K2M9P4Q-3", 4, "2")
    assert line.linked == {"home": (7, "1")} and line.remarks == []
    told = {n: read(BUNDLE.questions[n][0], raw, CTX) for n, raw in line.raws.items()}
    assert told == ANSWERS | {"home": HOME}


def test_a_text_file_comes_back_as_it_went_out() -> None:
    (line,) = _back(_file([ENTRY], ".csv"), ".csv")
    told = {n: read(BUNDLE.questions[n][0], raw, CTX) for n, raw in line.raws.items()}
    assert told == {n: a for n, a in ANSWERS.items() if n != "kin"} | {"home": HOME}


HOSTILE = [f"{sign}cmd|' /C calc'!A0" for sign in DANGER if sign not in "\t\r\n\ufeff"]
HOSTILE += ["=1+1", "'=1+1", "''=1+1", "'", "_x0041_", '"引号"', "甲,乙", "-3号", "00123", "1e5"]
HOSTILE += ["https://a.example/", "99012120130111002", "TRUE", "3-2", "#REF!", "012345678901"]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_hostile_texts_come_back_and_are_no_formulas(suffix: str) -> None:
    entries = [Entry(f"N-{n}", 1, "1", {"address": text}) for n, text in enumerate(HOSTILE)]
    data = _file(entries, suffix)
    if suffix == ".xlsx":
        sheets = zipfile.ZipFile(io.BytesIO(data))
        assert not any(b"<f>" in sheets.read(n) for n in sheets.namelist() if "worksheets" in n)
    found = [line.raws.get("address") for line in _back(data, suffix)]
    assert found == HOSTILE


@pytest.mark.parametrize("sign", DANGER)
def test_a_dangerous_text_is_disarmed(sign: str) -> None:
    assert str(disarm(f"{sign}1+1")).startswith("'")
    assert str(disarm(f" {sign}1+1")).startswith("'")
    assert disarm("甲=1") == "甲=1" and disarm(-3) == -3 and disarm(None) is None


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_dangerous_headings_are_disarmed_and_known_again(suffix: str) -> None:
    from forms_catalog.exchange.columns import layout

    told = layout(bundle_of(re.sub("label: 住址", 'label: "=cmd|住址"', MEMBER)))
    told = layout(bundle_of(MEMBER.replace("label: 备注", 'label: "=1+备注"')))
    data = _file([Entry("N-1", 1, "1", {"remark": "甲"})], suffix, told=told)
    (line,) = _back(data, suffix, told)
    assert line.raws == {"remark": "甲"}
    if suffix == ".csv":
        assert b",=1+" not in data


def test_long_digits_stay_text_in_a_text_file() -> None:
    data = _file([Entry("N-1", 1, "1", {"number": identity(2)})], ".csv").decode("utf-8-sig")
    assert f"'{identity(2)}" in data


def test_masks_stand_where_somebody_may_not_see() -> None:
    entry = Entry("N-1", 1, "1", {"number": identity(2), "name": "罗安"})
    data = _file([entry], ".xlsx", lambda q, a: mask(q, a) if q.sealed else a)
    (line,) = _back(data, ".xlsx")
    assert line.raws == {"number": mask(BUNDLE.questions["number"][0], identity(2)), "name": "罗安"}


def test_no_records_is_a_heading() -> None:
    tables = open_tables(_file([], ".xlsx"), ROWS, "a.xlsx")
    assert tables[0].rows[0][:3] == ["编号", "版本", "表单版次"]
    assert len(tables[0].rows) == 1


def test_only_some_columns() -> None:
    found = pages(LAYOUT, [ENTRY], CTX, only=["name"])
    assert [page.name for page in found] == ["会员登记表"]
    assert found[0].headings[-1] == "姓名" and len(found[0].headings) == 7
