"""Nothing that says who somebody is goes out by mistake; what only looks like it does."""

from __future__ import annotations

import pytest

from portal.scanning import scan, texts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("号码990121201502031185，请核对", "page.identity-number"),
        ("９９０１２１２０１５０２０３１１８５", "page.identity-number"),
        ("990121 20150203 118X", "page.identity-number"),
        ("<b>9901212015</b>02031185", "page.identity-number"),
        ("打13800000000找她", "page.mobile-number"),
        ("138-0000-0000", "page.mobile-number"),
        ("+8613800000000", "page.mobile-number"),
        ("枫树坪小学三年级二班罗安同学得了奖", "page.school-class-name"),
        ("青禾中学初一（3）班的学生高小田", "page.school-class-name"),
    ],
)
def test_who_somebody_is(text: str, code: str) -> None:
    assert [problem.code for problem in scan(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "打12345或者0990-1234567",
        "国发〔2016〕13号",
        "枫树坪小学三年级二班开了家长会",
        "2024年4月26日第二次修正，1500000000元",
        "统一社会信用代码91110000123456789X",
        "找罗主任",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert list(scan(text)) == []


def test_numbers_that_are_there_to_be_called() -> None:
    value = [{"type": "holder", "value": {"title": "甲", "phone": "13800000000", "lines": ["乙"]}}]
    assert list(texts(value)) == ["holder", "甲", "乙"]
