"""Titles of copies as `concat`, and cells of odd values."""

from __future__ import annotations

import pytest

from forms_catalog.xlsform.titles import to_expression, to_template

TITLES = {
    "((name))": "${name}",
    "((name)) ((date))": "concat(${name}, ' ', ${date})",
    "走访 ((name))": "concat('走访 ', ${name})",
    "((_ref))号": "concat(${_ref}, '号')",
    "固定": "'固定'",
}
UNSAID = ["((date:cn))", "((a??有((b))))", "it's ((name))"]
NO_TITLES = {
    "today()": "",
    "concat(${a}, today())": "",
    "${a} + ${b}": "",
    "concat(${a} ${b})": "",
    "concat('甲', \"乙\")": "甲乙",
    " concat( ${a} , '一' ) ": "((a))一",
    "": "",
}


@pytest.mark.parametrize("template", TITLES)
def test_there_and_back(template: str) -> None:
    assert to_expression(template) == TITLES[template]
    assert to_template(TITLES[template]) == template


@pytest.mark.parametrize("template", UNSAID)
def test_what_no_concat_says(template: str) -> None:
    assert to_expression(template) == ""


@pytest.mark.parametrize("expression", NO_TITLES)
def test_expressions_of_others(expression: str) -> None:
    assert to_template(expression) == NO_TITLES[expression]
