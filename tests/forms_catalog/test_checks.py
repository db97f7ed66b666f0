"""Every fault is told: its code, its line and column, in plain Chinese with a remedy."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from forms_catalog.problems import Problem

from . import cases
from .test_applying import BESIDE
from .test_check_duties import CODES as OF_DUTIES
from .test_packs import FOLDERS
from .test_reader_json import BROKEN
from .test_reader_yaml import WHOLE
from .tools import CHAINED, SHELF, ask, codes, define, form, judge, marked, spots

each_case = pytest.mark.parametrize("text", cases.TABLES.values(), ids=list(cases.TABLES))
CALLS = {"problem", "fault", "Problem", "_problem", "_at", "_unknown"}
CODE = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+[a-z0-9]*(-[a-z]+)*")
SOURCES = ("checks/**/*.py", "readers/*.py", "packs.py")


@each_case
def test_tells_what_is_wrong_and_where(text: str) -> None:
    clean, expected = marked(text)
    template, problems = judge(clean, SHELF)
    assert spots(problems) == expected
    assert (template is None) == any(not problem.warn for problem in problems)


@each_case
def test_speaks_plain_chinese(text: str) -> None:
    for problem in judge(marked(text)[0], SHELF)[1]:
        _plain(problem)


def _plain(problem: Problem) -> None:
    assert CODE.fullmatch(problem.code)
    for words in (problem.text, problem.remedy):
        assert re.search("[一-龥]", words), problem.code
        bare = re.sub("“[^”]*”", "", words).replace("UTF-8", "")
        assert not re.search("[A-Za-z]{2}", bare), (problem.code, bare)
    assert problem.place.file == "f.yaml"
    assert str(problem).startswith("f.yaml:")


def _raised() -> Iterator[str]:
    """The codes that the source can raise: the first code among the arguments of a call."""
    root = Path(settings.BASE_DIR) / "forms_catalog"
    files = [path for pattern in SOURCES for path in root.glob(pattern)]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found = [code for arg in node.args for code in _codes(arg)] if name in CALLS else []
                yield from found[:2] if len(found) > 1 and "later-" in found[0] else found[:1]


def _codes(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if CODE.fullmatch(node.value) else []
    if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
        head = getattr(node.values[0], "value", "")
        return (
            [head + kind for kind in ("list", "ledger")]
            if isinstance(head, str) and re.fullmatch("form\\.[a-z]+-", head)
            else []
        )
    return []


def test_every_code_has_a_row() -> None:
    raised = set(_raised())
    assert len(raised) > 60
    rows = cases.codes() | set(FOLDERS) | {code for code, _ in BROKEN.values()}
    rows |= {code for code, _ in WHOLE.values()} | OF_DUTIES | BESIDE
    assert raised - rows - {"ledger.slots-full"} == set()


def test_a_near_miss_is_suggested() -> None:
    table = {
        ask("type: text, requird: true"): "required",
        ask("type: text, lable: 题"): "label",
        form("q: {label: 题, type: txet}"): "text",
        form("q: {label: 题, type: id-card}"): "id_card",
    }
    for text, meant in table.items():
        assert f"“{meant}”" in judge(text, SHELF)[1][0].remedy


def test_slots_are_counted() -> None:
    names = [f"q{n}" for n in range(9)]
    questions = "\n".join(f"{name}: {{label: 题, type: text}}" for name in names)
    wide = form(questions + "\ncourt: {label: 场地, type: division}")
    book = SHELF.plus(wide=define(wide))
    text = cases.ledgers.ledger(
        form="form: f", columns=f"«ledger.slots-full»columns: [court, {', '.join(names)}]"
    )
    clean, expected = marked(text)
    problems = judge(clean, book)[1]
    assert spots(problems) == expected
    _plain(problems[0])
    assert judge(clean.replace(", q8", ""), book)[1] == []


def test_a_form_may_not_include_itself() -> None:
    clean, expected = marked(CHAINED.replace("include: member", "«include.chain»include: chained"))
    assert spots(judge(clean, SHELF)[1]) == expected


GOOD = {
    "implicit types are words": 'q: {label: yes, type: text, hint: 01, note: 12:30, default: "1.10"}',
    "a default that is an expression": "q:\n  label: 题\n  type: date\n  default: today()",
    "a default of a list that comes later": "q: {label: 题, type: choice, choices: lessons, default: X}",
    "a table in a table": "r: {label: 外, type: rows, questions: {s: {label: 内, type: rows, "
    "questions: {c: {label: 列, type: text}}}}}",
    "otherwise at the end": "q: {label: 题, type: score, "
    "score: {rows: [{when: 1 = 1, then: 2.5}, {then: 0}]}}",
    "points that are worked out": 'q: {label: 题, type: score, score: {rows: [{then: "int(2.5)"}]}}',
    "as many questions as may be": "\n".join(
        f"q{n}: {{label: 题, type: text}}" for n in range(1000)
    ),
    "required under a condition": "q:\n  label: 题\n  type: text\n  required: ${q} = 'no'",
    "a number of a level": 'q: {label: 题, type: text, number: "((_court_code))-((_year))-((_seq:5))"}',
    "JSON's lists of named things": "q: {label: 题, type: choice, choices: [{name: A, label: 甲}]}",
    "a sealed column": "q: {label: 表, type: rows, questions: {c: {label: 列, type: text, sealed: true}}}",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=list(GOOD))
def test_nothing_is_wrong(text: str) -> None:
    template, problems = judge(form(text), SHELF)
    assert template is not None
    assert [problem for problem in problems if not problem.warn] == []


def test_all_problems_come_at_once_in_file_order() -> None:
    text = ask("type: text, colour: 红, sensitivity: 9, missing: [forgotten], number: ((_year))")
    problems = judge(text.replace("number: ((_year))", 'number: "((_year))"'), SHELF)[1]
    assert codes(problems) == [
        "format.unknown-key",
        "question.bad-sensitivity",
        "question.number-no-seq",
        "question.unknown-reason",
    ]
    places = [(problem.place.line, problem.place.column) for problem in problems]
    assert places == sorted(places)
    assert problems[1].place.path == "sections.s.questions.q.sensitivity"
