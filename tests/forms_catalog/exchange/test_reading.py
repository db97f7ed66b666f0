"""What a reading keeps, and how answers to its questions change it."""

from __future__ import annotations

import json

import pytest

from forms_catalog.exchange.finding import find
from forms_catalog.exchange.labels import bare, tidied, unit_of
from forms_catalog.exchange.reading import Decision, Reading, resolve
from forms_catalog.exchange.rows import lines
from forms_catalog.problems import Refused
from forms_catalog.tables import Table, letters

from .field import CTX, LAYOUT, identity

ROWS = [["姓名", "身份号码", "姓名"], ["罗安", identity(2), "罗川"]]


def _table(rows: list[list[object]], **more: object) -> Table:
    return Table("名单", rows, **more)  # type: ignore[arg-type]


def test_it_is_plain_data_that_comes_back() -> None:
    reading = find([_table(ROWS, hidden_rows=frozenset([2]))], LAYOUT)
    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


def test_nothing_is_ready_before_it_is_decided() -> None:
    reading = find([_table(ROWS)], LAYOUT)
    assert not reading.ready and reading.mapped() == {2: "number"}
    done = resolve(reading, {"two-headings:name": "3=name"})
    assert done.ready and done.mapped() == {2: "number", 3: "name"}
    assert not reading.ready


@pytest.mark.parametrize(
    "choices", [{"two-headings:name": "9=name"}, {"two-headings:phone": "leave"}, {"": ""}]
)
def test_only_what_was_offered_can_be_chosen(choices: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        resolve(find([_table(ROWS)], LAYOUT), choices)
    assert [p.code for p in caught.value] == ["table.no-such-choice"]


def test_one_question_is_not_chosen_for_two_columns() -> None:
    asked = [
        Decision("which-question", "哪一题？", [(f"{n}=name", "姓名"), ("leave", "")], n)
        for n in (1, 2)
    ]
    reading = Reading("名单", 0, decisions=asked)
    with pytest.raises(Refused) as caught:
        resolve(reading, {"which-question:1": "1=name", "which-question:2": "2=name"})
    assert [p.code for p in caught.value] == ["table.column-twice"]
    done = resolve(reading, {"which-question:1": "1=name", "which-question:2": "leave"})
    assert done.mapped() == {1: "name"}


def test_lines_know_their_cells_and_their_digest() -> None:
    tables = [_table([["姓名", "性别", "备注"], ["罗安", "女", None], ["罗安", "女", None]])]
    one, two = lines(tables, LAYOUT, find(tables, LAYOUT), CTX)
    assert one.cells == {"name": (2, 1), "sex": (2, 2)}
    assert one.spot("sex") == ("名单", 2, 2) and two.row == 3
    assert one.digest == two.digest and len(one.digest) == 64
    two.raws["sex"] = "1"
    assert one.digest != two.digest


def test_problems_stand_at_their_cell() -> None:
    tables = [_table([["姓名", "性别"], ["罗安", "？"]])]
    (line,) = lines(tables, LAYOUT, find(tables, LAYOUT), CTX)
    (problem,) = line.problems
    place = problem.place
    assert (problem.code, place.sheet, place.line, place.column) == (
        "cell.not-an-option",
        "名单",
        2,
        2,
    )
    assert place.question == "sex" and line.notes == []


def test_tables_in_tables_are_joined_by_identity_and_by_place() -> None:
    tables = [
        _table([["编号", "姓名", "性别"], ["新1", "罗安", "女"]]),
        Table(
            "亲属",
            [["编号", "行标识", "姓名"], ["新1", "0a1b2c3d4e5f", "罗川"], ["新1", None, "罗云"]],
        ),
        Table(
            "来访",
            [
                ["编号", "上级行", "日期"],
                ["新1", "0a1b2c3d4e5f", "2026-1-1"],
                ["新1", 2, "2026-1-2"],
                ["新1", 3, "2026-1-3"],
            ],
        ),
    ]
    tables[0].name = LAYOUT.main.name
    line, lost = lines(tables, LAYOUT, find(tables, LAYOUT), CTX)
    assert line.raws["kin"] == [
        {"_id": "0a1b2c3d4e5f", "kin_name": "罗川", "visits": [{"visit_day": "2026-1-1"}]},
        {"kin_name": "罗云", "visits": [{"visit_day": "2026-1-2"}]},
    ]
    assert line.spot("kin.2.visits.1.visit_day") == ("来访", 3, 3)
    assert (lost.sheet, lost.row, [p.code for p in lost.problems]) == ("来访", 4, ["row.no-main"])


@pytest.mark.parametrize(
    ("heading", "tidy", "plain", "unit"),
    [
        ("姓 名*", "姓名", "姓名", ""),
        ("1、姓名：", "姓名", "姓名", ""),
        ("（三）住址（门牌）", "住址门牌", "住址", ""),
        ("身高（厘米）", "身高厘米", "身高", "厘米"),
        ("面积（㎡）", "面积m2", "面积", "m2"),
        ("年收入(单位：万元)", "年收入单位万元", "年收入", "万元"),
        ("联系电话（必填）", "联系电话", "联系电话", ""),
        ("2015年人数", "2015年人数", "2015年人数", ""),
    ],
)
def test_headings_are_tidied(heading: str, tidy: str, plain: str, unit: str) -> None:
    assert (tidied(heading), bare(heading), unit_of(heading)) == (tidy, plain, unit)


def test_columns_have_their_letters() -> None:
    assert [letters(n) for n in (1, 26, 27, 702)] == ["A", "Z", "AA", "ZZ"]
