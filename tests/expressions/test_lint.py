"""What lint finds in an expression that can be read: the code, its place, and what it lets pass."""

from __future__ import annotations

import pytest

from forms_catalog.expressions import Scope, check

KINDS = {
    "name": "text",
    "number": "number",
    "born": "date",
    "id": "identity",
    "over": "truth",
    "tab.x": "list",
    "_today": "date",
}
SCOPE = Scope(KINDS, condition=True)
STORED = Scope(KINDS, stored=True)
OWN = Scope(KINDS, own="identity", condition=True)
FILTER = Scope(KINDS, columns=frozenset({"name", "label", "parent", "fee"}))

FOUND = [
    (SCOPE, "${nmae} = 'x'", "expression.unknown-name", 0, 7),
    (SCOPE, "${} = ''", "expression.unknown-name", 0, 3),
    (SCOPE, "name = 'x'", "expression.unknown-name", 0, 4),
    (SCOPE, "甲 = 'x'", "expression.unknown-name", 0, 1),
    (SCOPE, "selectd(${name}, 'x')", "expression.unknown-function", 0, 21),
    (SCOPE, "floor(${number}) = 1", "expression.not-portable", 0, 16),
    (SCOPE, "cht:thing(1) = 1", "expression.not-portable", 0, 12),
    (SCOPE, "${name} | ${name}", "expression.not-portable", 0, 17),
    (SCOPE, "selected(${name}) ", "expression.wrong-arity", 0, 17),
    (SCOPE, "today(1) = 1", "expression.wrong-arity", 0, 8),
    (SCOPE, "regex(${name}, '^(a$')", "expression.bad-pattern", 15, 21),
    (SCOPE, r"regex(${name}, '^(a)\1$')", "expression.bad-pattern", 15, 24),
    (SCOPE, "regex(${name}, 'a')", "expression.open-pattern", 15, 18),
    (SCOPE, "selected(${name}, 3)", "expression.selected-number", 18, 19),
    (SCOPE, "${born} > '2026-03-01'", "expression.text-order", 10, 22),
    (SCOPE, "${name} > 'b'", "expression.text-order", 10, 13),
    (SCOPE, "${born} = date('2026-02-30')", "expression.bad-date", 15, 27),
    (SCOPE, "${over}", "expression.always-true", 0, 7),
    (SCOPE, "not(${over})", "expression.always-true", 4, 11),
    (SCOPE, "${over} and ${number} > 1", "expression.always-true", 0, 7),
    (SCOPE, "${id} > 3", "expression.number-of-identity", 0, 5),
    (SCOPE, "number(${id}) = 1", "expression.number-of-identity", 7, 12),
    (SCOPE, "sin(${number}) = 1", "expression.not-evaluated", 0, 14),
    (SCOPE, ". = 'x'", "expression.self-not-here", 0, 1),
    (OWN, ". + 1 > 2", "expression.number-of-identity", 0, 1),
    (STORED, "today()", "expression.stored-today", 0, 7),
    (STORED, "${_today} - ${born}", "expression.stored-today", 0, 9),
    (FILTER, "nmae = 'x'", "expression.unknown-name", 0, 4),
]


@pytest.mark.parametrize(("scope", "text", "code", "start", "end"), FOUND)
def test_found(scope, text, code, start, end):
    _, problems = check(text, scope)
    places = {(p.code, p.place.start, p.place.end) for p in problems}
    assert (code, start, end) in places, problems
    assert all(problem.text and problem.remedy for problem in problems)


CLEAN = [
    (SCOPE, "${name} = 'x' and selected(${name}, '3')"),
    (SCOPE, "regex(${id}, '^[0-9]{18}$')"),
    (SCOPE, "${born} > date('2026-03-01') or ${born} < today()"),
    (SCOPE, "${over} = 'true'"),
    (SCOPE, "number(substr(${id}, 16, 17)) mod 2 = 1"),
    (SCOPE, "sum(${tab.x}) > 3"),
    (SCOPE, "instance('l')/root/item[name = ${name} and fee > 2]/label = 'x'"),
    (OWN, "string-length(.) = 18"),
    (STORED, "format-date(${born}, '%Y')"),
    (FILTER, "name = ${name} or fee = 1"),
]


@pytest.mark.parametrize(("scope", "text"), CLEAN)
def test_clean(scope, text):
    assert check(text, scope)[1] == []


def test_the_nearest_name_is_offered():
    (problem,) = check("${nmae} = 'x'", SCOPE)[1]
    assert "${name}" in problem.remedy
    (problem,) = check("selectd(${name}, 'x')", SCOPE)[1]
    assert "selected" in problem.remedy
