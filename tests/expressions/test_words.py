"""Expressions in Chinese words, with the labels of questions and options."""

from __future__ import annotations

import pytest

from forms_catalog.expressions import parse
from forms_catalog.expressions.words import say

LABELS = {
    "going": "父母外出情形",
    "born": "出生<wbr>日期",
    "day": "填报日期",
    "kin": "家庭成员",
    "income": "年收入",
    "many": "困难类型",
    "grade": "评定等级",
}
OPTIONS = {
    "going": {"BOTH": "父母都外出", "ONE": "一方外出"},
    "many": {"A": "孤儿", "B": "重病"},
    ".": {"A": "孤儿"},
}
AGE = (
    "format-date({on}, '%Y') - format-date(${{born}}, '%Y')"
    " - if(format-date({on}, '%m%d') < format-date(${{born}}, '%m%d'), 1, 0)"
)
AT, ON = AGE.format(on="today()"), AGE.format(on="${day}")
SAID = [
    (
        f"${{going}} = 'BOTH' and {AT} >= 16",
        "「父母外出情形」是「父母都外出」，并且「出生日期」到今天满16周岁",
    ),
    (f"{ON} < 16", "「出生日期」到「填报日期」不满16周岁"),
    (f"{AT} > 5", "「出生日期」到今天的周岁数大于5"),
    (f"{AT} + 1", "「出生日期」到今天的周岁数＋1"),
    ("${going} != 'ONE'", "「父母外出情形」不是「一方外出」"),
    ("${going} = 'GONE'", "「父母外出情形」是「GONE」"),
    ("selected(${many}, 'A')", "「困难类型」选了「孤儿」"),
    ("not(selected(${many}, 'B'))", "「困难类型」没选「重病」"),
    ("selected('BOTH ONE', ${going})", "「父母外出情形」是「父母都外出」「一方外出」其中之一"),
    ("${day} = ''", "「填报日期」没填"),
    ("${day} != ''", "「填报日期」填了"),
    ("${income} > 3.5", "「年收入」大于3.5"),
    ("${income} >= 1 and ${income} <= 9", "「年收入」介于1和9之间（含两头）"),
    ("${day} <= date('2026-03-01')", "「填报日期」不晚于2026年3月1日"),
    ("${day} > today()", "「填报日期」晚于今天"),
    ("${day} = ${born}", "「填报日期」和「出生日期」相同"),
    ("count-selected(${many}) >= 2", "「困难类型」选了的项数至少2"),
    ("sum(${kin.income}) < 900", "「家庭成员」的「年收入」的合计小于900"),
    ("count(${kin}) = 3", "「家庭成员」的行数等于3"),
    (". <= today()", "答案不晚于今天"),
    ("selected(., 'A')", "答案选了「孤儿」"),
    ("string-length(.) = 4", "答案的字数等于4"),
    ("regex(., '^[0-9]{6}$')", "答案的格式是“邮编”"),
    ("regex(., '^x$')", "答案符合格式“^x$”"),
    (
        "${going} = 'ONE' or ${many} = 'A'",
        "「父母外出情形」是「一方外出」，或者「困难类型」是「孤儿」",
    ),
    (
        "(${going} = 'ONE' or ${day} = '') and ${born} = ''",
        "（「父母外出情形」是「一方外出」，或者「填报日期」没填），并且「出生日期」没填",
    ),
    (
        "not(${going} = 'ONE' and ${day} = '')",
        "不是同时（「父母外出情形」是「一方外出」，并且「填报日期」没填）",
    ),
    ("if(${day} = '', 1, 0)", "如果「填报日期」没填，就是1，否则是0"),
    ("(${income} + 2) * 3", "（「年收入」＋2）×3"),
    ("${income} - 1 + 2", "「年收入」－1＋2"),
    ("${income} mod 2 = 0", "「年收入」除以2的余数等于0"),
    ("-${income}", "负「年收入」"),
    ("coalesce(${income}, 0)", "「年收入」（没填就用0）"),
    ("round(${income}, 2)", "「年收入」（四舍五入到2位小数）"),
    ("../income > 5", "「年收入」大于5"),
    ("${_today}", "今天"),
    ("${unknown} = 'x'", "「unknown」是「x」"),
    ("true()", "总是成立"),
    ("concat(${grade}, '级')", "「评定等级」接“级”"),
    ("max(${income}, 1)", "「年收入」、1里最大的"),
]


@pytest.mark.parametrize(("text", "words"), SAID, ids=[text[:40] for text, _ in SAID])
def test_said(text: str, words: str) -> None:
    assert say(parse(text), LABELS, OPTIONS) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pulldata('l', 'a', 'b', ${income}) = 'y'", "算式“pulldata('l', 'a', 'b', 「年收入」)”等于“y”"),
        ("instance('l')/root/item[x = ${income}]/x", "算式“instance('l')/root/item[x = 「年收入」]/x”"),
        ("substr(${grade}, 0, 2)", "算式“substr(「评定等级」, 0, 2)”"),
    ],
)  # fmt: skip
def test_what_has_no_words_is_shown_as_it_is_written(text: str, words: str) -> None:
    assert say(parse(text), LABELS, OPTIONS) == words


def test_without_any_labels() -> None:
    assert say(parse("${a} = 'x' and . > 3")) == "「a」是「x」，并且答案大于3"


def test_the_dot_may_have_a_label() -> None:
    assert say(parse(". > 3"), {".": "年龄"}) == "「年龄」大于3"
