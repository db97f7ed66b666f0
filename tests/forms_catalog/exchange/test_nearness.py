"""A heading that nearly says a question is asked about, its likeliest questions first; never taken."""

from __future__ import annotations

from typing import Any

import pytest

from forms_catalog.exchange.finding import find
from forms_catalog.exchange.reading import LEAVE, Reading, resolve
from forms_catalog.tables import Table

from .field import LAYOUT, identity

NUMBERS = [identity(n) for n in (2, 14, 28)]
DAYS = ["2013.1.11", "2014-02-03", "2015年6月1日"]
PHONES = ["10000001234", "10000001235", "10000001236"]
NAMES = ["罗安", "陈川", "林溪"]


def read(heading: str, cells: list[Any], *more: str) -> Reading:
    """A sheet of three people whose last column bears the heading in question."""
    heads = ["姓名", "性别", *more, heading]
    rows = [
        [name, "女", *[None] * len(more), cell] for name, cell in zip(NAMES, cells, strict=True)
    ]
    return find([Table("名单", [heads, *rows])], LAYOUT)


def offered(reading: Reading) -> list[str]:
    """The questions that are offered for the last column, the likeliest first."""
    column = max(reading.headings)
    found = reading.decision(f"near-question:{column}")
    return [value.partition("=")[2] or value for value, _ in found.choices] if found else []


@pytest.mark.parametrize(
    ("heading", "cells", "first"),
    [
        ("身份证号码", NUMBERS, "number"),
        ("身份证", NUMBERS, "number"),
        ("证件号", NUMBERS, "number"),
        ("会员姓名", ["一", "二", "三"], "name"),
        ("出生年月", DAYS, "birth"),
        ("出生时间（公历）", DAYS, "birth"),
        ("入会时间", ["2020.1", "2021年3月", "2022-05"], "since"),
        ("是否有保险", ["是", "否", "是"], "insured"),
        ("家庭人口数", [3, 4, 5], "people"),
    ],
)
def test_the_likeliest_stands_first(heading: str, cells: list[Any], first: str) -> None:
    reading = read(heading, cells) if first != "name" else _without_a_name(heading)
    found = offered(reading)
    assert found[:1] == [first] and found[-1] == LEAVE and len(found) <= 4
    assert not reading.ready and first not in reading.columns.values()


def _without_a_name(heading: str) -> Reading:
    rows = [["性别", "备注", heading], *([*("女", "好"), name] for name in NAMES)]
    return find([Table("名单", rows)], LAYOUT)


def test_one_word_for_many_questions_offers_three_of_them() -> None:
    reading = read("家长电话", PHONES)
    assert len(found := offered(reading)) == 4
    assert {*found[:3]} <= {"phone", "father_phone", "mother_phone"}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("微信号", ["a", "b", "c"]),
        ("鞋码", [36, 37, 38]),
        ("车牌", ["示A1", "示A2", "示A3"]),
        ("身份证号码", ["甲", "乙", "丙"]),
        ("出生地", ["河湾村", "柳坪村", "高田村"]),
    ],
)
def test_what_is_not_near_or_reads_as_something_else_is_left(
    heading: str, cells: list[Any]
) -> None:
    reading = read(heading, cells)
    assert offered(reading) == [] and reading.ready
    assert [note.code for note in reading.notes if note.place.column] == ["heading.not-imported"]


def test_a_question_that_has_its_column_is_not_offered_again() -> None:
    reading = read("曾用姓名", NAMES)
    assert "name" not in offered(reading)
    assert offered(read("身份证号码", NUMBERS, "身份号码")) == []


def test_once_decided_it_is_decided() -> None:
    table = Table("名单", [["姓名", "性别", "身份证号码"], ["罗安", "女", NUMBERS[0]]])
    assert find([table], LAYOUT, {"身份证号码": "number"}).columns[3] == "number"
    left = find([table], LAYOUT, {"身份证号码": ""})
    assert left.ready and 3 not in left.columns


def test_a_heading_of_nothing_but_near_words_is_found() -> None:
    rows = [["会员名册", None, None], ["会员姓名", "身份证号码", "出生年月"]]
    rows += [[name, number, day] for name, number, day in zip(NAMES, NUMBERS, DAYS, strict=True)]
    reading = find([Table("名单", rows)], LAYOUT)
    assert reading.header_rows == [2] and reading.columns == {}
    asked = {d.id: d.choices[0][0] for d in reading.decisions if d.code == "near-question"}
    done = resolve(reading, asked | dict.fromkeys(("few-headings",) * _few(reading), "take"))
    assert done.ready and done.mapped() == {1: "name", 2: "number", 3: "birth"}


def _few(reading: Reading) -> int:
    return reading.decision("few-headings") is not None
