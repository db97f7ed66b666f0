"""Reading an expression: shapes of trees, their one spelling, places of faults, and limits in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.expressions import canonical, from_json, parse, same, to_json, to_text
from forms_catalog.expressions.parser import parse_noting, problems_in
from forms_catalog.problems import Refused
from tests.pace import worked

SPELLINGS = [
    ("1+2*3", "1 + 2 * 3"),
    ("(1+2)*3", "(1 + 2) * 3"),
    ("((1))", "1"),
    ("1-(2-3)", "1 - (2 - 3)"),
    ("(1-2)-3", "1 - 2 - 3"),
    ("a or b and c", "a or b and c"),
    ("(a or b) and c", "(a or b) and c"),
    ("-${n}*2", "-${n} * 2"),
    ("-(1+2)", "-(1 + 2)"),
    ("${ n }", "${n}"),
    ('"a"', "'a'"),
    ('"it\'s"', '"it\'s"'),
    ("if ( true( ),1 ,2)", "if(true(), 1, 2)"),
    ("1.50", "1.5"),
    ("007", "7"),
    (".5", "0.5"),
    ("${a}='x'and${b}!=''", "${a} = 'x' and ${b} != ''"),
    ("selected(.,'a')", "selected(., 'a')"),
    ("../x+1", "../x + 1"),
    ("current()/../x", "current()/../x"),
    ("/data/g/x", "/data/g/x"),
    ("//x", "//x"),
    (
        "instance('l')/root/item[name=${a}][2]/label",
        "instance('l')/root/item[name = ${a}][2]/label",
    ),
    ("a|b", "a | b"),
    ("today()-1", "today() - 1"),
    ("2*3 div 4 mod 5", "2 * 3 div 4 mod 5"),
    ("（${n}＞＝１６）", "${n} >= 16"),
    ("‘甲’＝${a}", "'甲' = ${a}"),
    ("${n} ≥ 16", "${n} >= 16"),
]


@pytest.mark.parametrize(("typed", "spelt"), SPELLINGS)
def test_one_spelling(typed, spelt):
    assert to_text(parse(typed)) == spelt
    assert canonical(spelt) == spelt


FAULTS = [
    ("", "expression.syntax", 0, 0),
    ("1 +", "expression.syntax", 2, 3),
    ("(1 + 2", "expression.unclosed", 0, 6),
    ("1 + 2)", "expression.syntax", 5, 6),
    ("'abc", "expression.unclosed", 0, 4),
    ("${abc", "expression.unclosed", 0, 5),
    ("a == b", "expression.syntax", 3, 4),
    ("a && b", "expression.syntax", 2, 3),
    ("1 2", "expression.syntax", 2, 3),
    ("if(,1)", "expression.syntax", 3, 4),
    ("a[1", "expression.unclosed", 1, 3),
    ("${a} &gt; 1", "expression.syntax", 5, 6),
    ("9 ** 9 ** 9", "expression.syntax", 3, 4),
    ("1 ? 2 : 3", "expression.syntax", 2, 3),
]


@pytest.mark.parametrize(("typed", "code", "start", "end"), FAULTS)
def test_a_fault_has_its_place_and_a_remedy(typed, code, start, end):
    with pytest.raises(Refused) as caught:
        parse(typed)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.start, problem.place.end) == (code, start, end)
    assert problem.text and problem.remedy


HOSTILE = {
    "deep brackets": "(" * 10_000 + "1",
    "deep calls": "not(" * 10_000,
    "deep but closed": "(" * 4_000 + "1" + ")" * 4_000,
    "a million characters": "1+" * 500_000 + "1",
    "comparisons": "1=" * 3_000 + "1",
    "long chain": "1+" * 4_000 + "1",
    "many minus signs": "-" * 9_000 + "1",
    "many quotes": "'" * 9_999,
    "many dollars": "${" * 4_000,
    "many slashes": "/" * 9_000,
    "many steps": "a/" * 4_000 + "a",
    "many predicates": "a[" * 4_000,
    "blanks": " " * 9_999 + "x",
    "digits": "9" * 9_999,
    "one long name": "a" * 9_999 + "(",
    "lonely surrogate": "'\ud800'(",
    "nul": "\0",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_at_once(text):
    began = time.process_time()
    found = problems_in(text)
    assert worked(began, 0.2) <= 0.2
    assert all(problem.code.startswith("expression.") for problem in found)


def test_full_width_signs_are_noted_and_literals_left_alone():
    parsed = parse_noting("concat（‘（甲）’，'，'）")
    assert to_text(parsed.node) == "concat('（甲）', '，')"
    assert [note.code for note in parsed.notes] == ["expression.folded"]
    assert all(note.warn for note in parsed.notes)


@st.composite
def texts(draw: st.DrawFn, depth: int = 3) -> str:
    """Well-formed text, brackets and blanks as they come."""
    if depth == 0:
        return draw(
            st.sampled_from(["1", "2.5", "'甲'", '"a b"', "${n}", "${g.x}", ".", "today()", "x"])
        )
    inner = texts(depth - 1)
    shape = draw(st.integers(0, 4))
    one, other = draw(inner), draw(inner)
    sign = draw(
        st.sampled_from(["+", " - ", "*", " div ", " mod ", "=", "!=", "<", ">=", " and ", " or "])
    )
    return [
        f"({one})",
        f"{one}{sign}{other}",
        f"-{one}",
        f"if({one},{other},1)",
        f"concat({one}, {other})",
    ][shape]


@given(texts())
def test_spelling_and_json_lose_nothing(text):
    node = parse(text)
    assert same(parse(to_text(node)), node)
    assert from_json(to_json(node)) == node
    assert to_text(parse(to_text(node))) == to_text(node)


@given(st.text(alphabet="()[]${}'\"ab1.,+-*/<>=! 甲（’or", max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        parse(text)
    except Refused as refused:
        (problem,) = refused.problems
        assert 0 <= problem.place.start <= problem.place.end <= len(text)
