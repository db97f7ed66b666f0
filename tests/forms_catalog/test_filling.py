"""A form cut into pages: one subject each, never too long, every question once and in order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.bundle import Bundle, make
from forms_catalog.filling import pages
from forms_catalog.filling.pages import ROOM, weight
from forms_catalog.questions import Context, type_of
from forms_catalog.writers.django_form import form_class, problems_of

from .tools import SHELF, define, form

OPTIONS = "{" + ", ".join(f"a{n}: 第{n}项" for n in range(8)) + "}"
KINDS = {
    "short": "{label: 题, type: text}",
    "note": "{label: 说明, type: note}",
    "long": "{label: 题, type: long_text}",
    "table": "{label: 表, type: rows, questions: {a: {label: 甲, type: text}}}",
    "many": f"{{label: 题, type: choice, choices: {OPTIONS}}}",
    "photo": "{label: 题, type: photo}",
}


def bundle(*kinds: str) -> Bundle:
    lines = "\n".join(
        f"q{n}: {KINDS[kind].replace('a:', f'a{n}:', 1)}" for n, kind in enumerate(kinds)
    )
    return make(define(form(lines), SHELF), SHELF)


def cut(*kinds: str) -> list[list[str]]:
    found = pages(bundle(*kinds))
    return [[kinds[int(q.name[1:])] for q in page.questions] for page in found]


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        (["short"] * 5, [["short"] * 5]),
        (["short"] * 6, [["short"] * 3, ["short"] * 3]),
        (["short", "table", "short"], [["short"], ["table"], ["short"]]),
        (["short", "long"], [["short"], ["long"]]),
        (["many", "many", "many"], [["many"], ["many"], ["many"]]),
        (["many", "many", "short"], [["many", "many", "short"]]),
        (["short"] * 4 + ["note", "photo"], [["short"] * 3, ["short", "note", "photo"]]),
        (["short", "note"], [["short", "note"]]),
        (["note"], [["note"]]),
    ],
    ids=str,
)
def test_cut(kinds: list[str], found: list[list[str]]) -> None:
    assert cut(*kinds) == found


@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=25))
def test_any_form(kinds: list[str]) -> None:
    made = bundle(*kinds)
    found = pages(made)
    assert [q.name for page in found for q in page.questions] == list(made.questions)
    assert len({page.step for page in found}) == len(found)
    assert found == pages(make(made.form, SHELF))
    for page in found:
        assert weight(page.questions, Context()) <= ROOM
        asked = [q for q in page.questions if type_of(q).asked]
        alone = [q for q in asked if q.type in ("rows", "long_text")]
        assert not alone or len(asked) == 1


def test_skipped_questions_have_no_page() -> None:
    made = bundle("table", "short")
    assert [page.step for page in pages(made, frozenset({"q0"}))] == ["s-1"]


def test_sections_of_one_name_are_counted_on() -> None:
    made = bundle("short")
    section = made.placed[0]
    made.__dict__["placed"] = (section, section)
    made.__dict__["digest"] = "two of one name"
    assert [page.step for page in pages(made)] == ["s-1", "s-2"]
    assert [page.part for page in pages(made)] == [1, 2]


def test_problems_keep_their_place() -> None:
    table = "{label: 表, type: rows, questions: {a: {label: 甲, type: integer}}}"
    made = make(
        define(form(f"t: {table}\nn: {{label: 名, type: text, required: true}}"), SHELF), SHELF
    )
    from django.http import QueryDict

    filled: Any = form_class(made)(QueryDict("t-0-_id=&t-0-a=x&n="))
    assert [(p.code, p.place.question) for p in problems_of(filled)] == [
        ("integer.not-a-number", "t.1.a"),
        ("answer.required", "n"),
    ]
