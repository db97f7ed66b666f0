"""The browser gives what the judge gives, for whatever may be asked."""

from __future__ import annotations

from collections import Counter
from itertools import batched
from typing import Any

import pytest

from forms_catalog.expressions import parse, to_text, walk
from forms_catalog.expressions.functions import FUNCTIONS
from forms_catalog.expressions.values import Identity, Month, Rows

from .asking import Asked, same
from .javascript import CHUNK, JavaScript, excused
from .random_cases import asked

FEW, ALL = 1_000, 20_000


def differences(questions: list[Asked], javascript: JavaScript) -> list[tuple[Any, ...]]:
    """(expression, answers, judge, browser) wherever they do not say the same."""
    found = []
    for chunk in batched(questions, CHUNK):
        theirs = javascript.answers(question.wire() for question in chunk)
        for question, said in zip(chunk, theirs, strict=True):
            ours = question.python()
            if not agree(ours, said):
                found.append((to_text(question.node), question.answers, ours, said))
    return found


def agree(ours: dict[str, Any], said: dict[str, Any]) -> bool:
    if "value" in said and "value" in ours:
        return same(ours["value"], said["value"]) and ours["warnings"] == said["warnings"]
    return excused(said)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("seed", "count"), [(4, FEW), pytest.param(5, ALL, marks=pytest.mark.long)]
)
def test_random_expressions(seed: int, count: int, javascript: JavaScript):
    assert differences(list(asked(seed, count)), javascript)[:5] == []


@pytest.mark.browser
def test_most_are_answered_by_both(javascript: JavaScript):
    """Leaving everything to the server would be agreement too."""
    answers = javascript.answers(question.wire() for question in asked(4, FEW))
    assert sum("value" in found for found in answers) > 0.9 * FEW
    assert len({str(found.get("value")) for found in answers}) > 0.15 * FEW


def test_random_expressions_reach_every_function():
    called = Counter(
        part.value
        for question in asked(4, FEW * 4)
        for part in walk(question.node)
        if part.op == "call"
    )
    ours = {f.name for f in FUNCTIONS.values() if f.tier < 3 and not f.server}
    assert {name for name in ours if called[name] < 3} == set()


EDGES: list[tuple[str, dict[str, Any]]] = [
    ("sum(${g.x})", {"g": Rows({"x": 0.1} for _ in range(10))}),
    ("sum(${g.x})", {"g": Rows([{"x": 1e308}, {"x": 1e308}, {"x": -1e308}])}),
    ("concat('<', ${g}, '>')", {"g": Rows([{"x": 1.0}])}),
    ("indexed-repeat(${a}, ${g}, 1)", {"a": 3.0}),
    ("string(${a})", {"a": 12345678901234567890.0}),
    ("date-time('9999-12-31T23:59:00-11:00')", {}),
    ("date-time(2932896.9999999999)", {}),
    ("string(date-time(-0.25))", {}),
    ("string(date-time(0.0000000058))", {}),
    ("date('２０２６-03-01')", {}),
    ("pow(1.1, 10) + pow(-2, -3) + pow(0, 0)", {}),
    ("pow(0, -1)", {}),
    ("round(-0.5) + round(0.49999999999999994) + round(2.675, 2)", {}),
    ("round(12345678901234567890, -19)", {}),
    ("round(1.5, 31)", {}),
    ("string(0.000000123)", {}),
    ("string(-1000000000000000000000000)", {}),
    ("5.5 mod -2", {}),
    ("-5 mod 0", {}),
    ("${h} + 1", {"h": Identity("990121201503077777")}),
    ("${h} = 990121201503077777", {"h": Identity("990121201503077777")}),
    ("${m} < date('2026-03-02')", {"m": Month("2026-03")}),
    ("${m} = '2026-03'", {"m": Month("2026-03")}),
    ("string-length('𠮷田') = 2 and substr('𠮷田', 1) = '田'", {}),
    ("translate('𠮷a', '𠮷', 'x')", {}),
    ("substr('abc', 0, 5000000000)", {}),
    ("indexed-repeat(${g.x}, ${g}, 0.5) = ''", {"g": Rows([{"x": 1.0}])}),
    ("count-selected('a\x1cb\x85c\ufeffd')", {}),
    ("normalize-space('\u00a0a\u2003 b\ufeff')", {}),
    ("format-date('0099-12-31', '%Y %y %a %W')", {}),
    ("format-date('9999-12-31', '%Y %a %W')", {}),
    ("date(-719163)", {}),
    ("regex('a\u2028b', 'a.b') and regex('\u00a0', '\\S')", {}),
]


@pytest.mark.browser
def test_edges(javascript: JavaScript):
    """Where numbers, days and letters end."""
    questions = [Asked(parse(text), answers) for text, answers in EDGES]
    assert differences(questions, javascript) == []
    known = javascript.answers(question.wire() for question in questions)
    assert [found for found in known if "value" not in found] == []


EVIL = [
    "^(a+)+$",
    "^(a|a)*$",
    "^(a|aa)+$",
    "^(a*)*b$",
    "^.*.*.*.*.*.*x$",
    "(a?){500}b",
    "^(([a-z])+.)+[A-Z]$",
]


@pytest.mark.browser
@pytest.mark.parametrize("pattern", EVIL)
def test_evil_patterns_are_left_to_the_server(pattern: str, javascript: JavaScript):
    text = "a" * 400
    question = Asked(parse(f"regex('{text}', '{pattern}')"))
    assert javascript.answers([question.wire()]) == [{"unknown": "pattern"}]


@pytest.mark.browser
def test_growth_is_left_to_the_server(javascript: JavaScript):
    text = "concat(${t}, ${t})"
    question = Asked(parse(text), {"t": "a" * 60_000})
    assert question.python() == {"problem": "expression.too-many-steps"}
    assert javascript.answers([question.wire()]) == [{"unknown": "length"}]
