"""The one table of vectors, run by the judge and by the browser."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms_catalog.expressions import Scope, check, names, parse, value_of_json
from forms_catalog.expressions.functions import FUNCTIONS
from forms_catalog.expressions.values import Rows, Value, plain
from forms_catalog.problems import Problem, Refused

from .asking import Asked, same, value_of
from .javascript import JavaScript, excused
from .vectors import Case, load

CASES = load()
ZONE = ZoneInfo("Asia/Shanghai")


def read(case: Case) -> tuple[Asked, list[Problem]]:
    """The question that a case asks, and what the lint says of it; raises Refused."""
    kinds = dict.fromkeys(case.names or names_in(case.expr), "") | case.kinds
    node, problems = check(case.expr, Scope(kinds, own="text"))
    faults = [problem for problem in problems if not problem.warn]
    if node is None or faults:
        raise Refused(*faults)
    answers = {name: _value(case, name, answer) for name, answer in case.answers.items()}
    answers = {n: value_of(None, kind) for n, kind in case.kinds.items()} | answers
    now = dt.datetime.fromisoformat(case.now).astimezone(ZONE).replace(tzinfo=None)
    choices = {n: kind.partition(":")[2] for n, kind in case.kinds.items() if ":" in kind}
    own = value_of_json(case.self)
    return Asked(node, answers, now, own, _lists(case), choices, case.row), problems


def names_in(text: str) -> frozenset[str]:
    try:
        return names(parse(text))
    except Refused:
        return frozenset()


def _value(case: Case, name: str, answer: Any) -> Value:
    if name in case.kinds:
        return value_of(answer, case.kinds[name])
    found = value_of_json(answer)
    if isinstance(found, Rows):
        return Rows({n: _value(case, n, cell) for n, cell in row.items()} for row in answer)
    return found


def _lists(case: Case) -> dict[str, list[dict[str, Value]]]:
    return {
        key: [
            {"name": code, "label": said.get("label", ""), "parent": said.get("parent", "")}
            | said.get("tags", {})
            for code, said in options.items()
        ]
        for key, options in case.lists.items()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_python(case: Case):
    try:
        asked, problems = read(case)
    except Refused as refused:
        first = refused.problems[0]
        assert first.code == case.problem
        assert case.start in (None, first.place.start)
        assert case.end in (None, first.place.end)
        return
    found = asked.python()
    assert found.get("problem") == case.problem
    if not case.problem:
        assert same(found["value"], case.value), found
        told = {problem.code for problem in problems} | set(found["warnings"])
        assert case.warn is None or case.warn in told


@pytest.mark.browser
@pytest.mark.parametrize("file", sorted({case.file for case in CASES}))
def test_javascript(file: str, javascript: JavaScript):
    """Every case of a file in one go; what is left to the server must be the server's alone."""
    cases = [case for case in CASES if case.file == file]
    asked = [(case, question) for case in cases if (question := _asked(case))]
    answers = javascript.answers(question.wire() for _, question in asked)
    failing = {
        case.id: found
        for (case, _), found in zip(asked, answers, strict=True)
        if not (excused(found) if "value" not in found else same(found["value"], case.value))
    }
    assert failing == {}


def _asked(case: Case) -> Asked | None:
    try:
        return read(case)[0]
    except Refused:
        return None


@pytest.mark.browser
def test_the_browser_knows_nearly_all(javascript: JavaScript):
    asked = [question for case in CASES if (question := _asked(case))]
    answers = javascript.answers(question.wire() for question in asked)
    known = [found for found in answers if "value" in found]
    assert len(known) > 0.95 * len(asked) > 500
    warnings = [question.python().get("warnings") for question in asked]
    assert [
        (question.node, found, told)
        for question, found, told in zip(asked, answers, warnings, strict=True)
        if "value" in found and found["warnings"] != told
    ] == []


@pytest.mark.browser
def test_the_page_needs_no_more_than_the_policy_gives(javascript: JavaScript):
    """The module runs where text may not become code, on a device in another zone."""
    assert javascript.page.evaluate("refused") is True
    assert javascript.page.evaluate("zone()") == 300
    assert javascript.faults == []


@pytest.mark.browser
def test_the_browser_has_every_function_that_it_should(javascript: JavaScript):
    arity = javascript.page.evaluate("arity")
    ours = {f.name: [f.low, f.high] for f in FUNCTIONS.values() if f.run and not f.server}
    assert arity == ours


def test_the_modules_turn_no_text_into_code():
    from .javascript import MODULES

    text = "".join(MODULES.values())
    assert [word for word in ("eval(", "Function(", "innerHTML", "import(") if word in text] == []


def test_plain_is_json():
    assert same(plain(2.0), 2) and not same(plain(True), 1)
