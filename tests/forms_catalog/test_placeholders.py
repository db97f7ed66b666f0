"""`((name))`: a small language that interprets nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.placeholders import fill, marks, unread

VALUES = {"a": "甲", "b": "乙", "_year": "2026", "c.d": "丙", "none": ""}


def value(name: str, form: str) -> str:
    return VALUES.get(name, "") + (f"/{form}" if form else "")


FILLED = {
    "": "",
    "没有": "没有",
    "((a))": "甲",
    "((a))（((b))）": "甲（乙）",
    "((a))((b))": "甲乙",
    "((_year))-((c.d))": "2026-丙",
    "((a:last4))((b:5))": "甲/last4乙/5",
    "((none))|": "|",
    "((a??有))": "有",
    "((none??有))": "",
    "((a??))": "",
    "((a??有((b))的))": "有乙的",
    "((none??有((b))的))后": "后",
    "((a??x)) ((b))": "x 乙",
    "((none??x)) ((b))": " 乙",
    "((a??x((b))y((c.d))z))!": "x乙y丙z!",
    "((a??((b))))": "乙",
    "((a??1((b??2((none??3))4))5))": "1245",
    "((a??x))((b??y))((none??z))": "xy",
    "((a:cn??见((b:cn))))": "见乙/cn",
    "两行\n((a))\n": "两行\n甲\n",
    "((a??两\n行))": "两\n行",
    # what is no mark is left as it is
    "((题名))": "((题名))",
    "((A))": "((A))",
    "(( a ))": "(( a ))",
    "((a)": "((a)",
    "(a))": "(a))",
    "((a??没完": "((a??没完",
    "((a??没完((b))": "((a??没完乙",
    "((a:B))": "((a:B))",
    "(((a)))": "(甲)",
    "{{a}} ${a} %(a)s {a}": "{{a}} ${a} %(a)s {a}",
    "\x01a\x02": "\x01a\x02",
}


@pytest.mark.parametrize(("text", "expected"), FILLED.items())
def test_fills(text: str, expected: str) -> None:
    assert fill(text, value) == expected


MARKS = {
    "没有": [],
    "((a))((b:5))": [("a", ""), ("b", "5")],
    "((a??x((b))y((c.d:cn))))": [("a", ""), ("b", ""), ("c.d", "cn")],
    "((a??x)) ((b))": [("a", ""), ("b", "")],
    "((题名))((a??没完((b))": [("b", "")],
}


@pytest.mark.parametrize(("text", "expected"), MARKS.items())
def test_names_its_marks(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(mark.name, mark.form) for mark in marks(text)] == expected


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("((a))", False),
        ("（a）", False),
        ("(a)", False),
        ("(((a)))", False),
        ("((题名))", True),
        ("((a", True),
        ("((a??没完", True),
        ("((a??有((B))))", True),
    ],
)
def test_tells_what_looks_like_a_mark_and_is_none(text: str, odd: bool) -> None:
    assert unread(text) is odd


PIECES = st.lists(
    st.sampled_from(["((a", "((none", "((b))", "??", "))", ":cn", "词", "(", ")"]), max_size=14
)


@given(PIECES.map("".join))
def test_never_fails_and_what_is_filled_has_only_its_own_signs(text: str) -> None:
    done = fill(text, value)
    assert set(done) <= set(text) | set("甲乙/cn")
    assert len(list(marks(text))) <= text.count("((")


@given(st.text(max_size=30).filter(lambda text: "((" not in text))
def test_text_without_marks_is_itself(text: str) -> None:
    assert fill(text, value) == text
    assert list(marks(text)) == []
    assert not unread(text)


@given(st.text(max_size=10), st.text(max_size=10))
def test_a_value_is_never_read_again(one: str, two: str) -> None:
    texts = {"a": f"((b)){one}((", "b": f"{two}))"}
    assert fill("((a))((b))", lambda name, _: texts[name]) == texts["a"] + texts["b"]


def test_thousands_of_marks_are_quick() -> None:
    assert fill("((a??" * 3000, value) == "((a??" * 3000
    deep = "((a??" * 3000 + "))" * 3000
    assert isinstance(fill(deep, value), str)
    assert fill("((a))" * 20000, value) == "甲" * 20000
