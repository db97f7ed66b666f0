"""Our formats for django-import-export: cells in, text out."""

from __future__ import annotations

import pytest
from tablib import Dataset

from forms_catalog.exchange.formats import FORMATS, Csv, Xls, Xlsx
from forms_catalog.problems import Refused

from .builders import csv, xlsx


@pytest.mark.parametrize("format_", [Xlsx, Csv])
def test_out_and_in_again(format_: type) -> None:
    data = Dataset(["罗安", "=1+1", 3], ["陈川", None, -2.5], headers=["姓名", "备注", "数"])
    found = format_().create_dataset(format_().export_data(data))
    assert found.headers == ["姓名", "备注", "数"]
    assert [row[0] for row in found] == ["罗安", "陈川"]
    assert found[0][1].removeprefix("'") == "=1+1"


def test_any_file_comes_in() -> None:
    rows = [["姓名", "性别"], ["罗安", "女"]]
    for data in (xlsx(rows), csv(rows, "gb18030")):
        assert Xls().create_dataset(data).dict == [{"姓名": "罗安", "性别": "女"}]


def test_what_they_say_of_themselves() -> None:
    told = [(f().get_title(), f().get_extension(), f().can_export()) for f in FORMATS]
    assert told == [("xlsx", "xlsx", True), ("csv", "csv", True), ("xls", "xls", False)]
    assert all(f().can_import() and f.is_available() for f in FORMATS)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(Refused):
        Xlsx().create_dataset(b"PK\x03\x04broken")
