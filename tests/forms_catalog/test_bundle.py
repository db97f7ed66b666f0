"""A form with everything it embeds: its digest covers what it judges and prints by."""

from __future__ import annotations

import json
from typing import Any

from forms_catalog.bundle import EmptyBook, every_question, make, own_questions, thaw_bundle

from .tools import GRADE, MEMBER, SHELF, Shelf, define, form


def bundle(text: str, book: Any = SHELF) -> Any:
    return make(define(text, book), book)


THROUGH = """\
format: 1
form: visit
title: 走访
sections:
  who: {include: member, through: member}
  head:
    label: 走访
    hint: 先核对上面的
    questions:
      member: {label: 会员, type: record, record: members}
      words: {label: 情况, type: text}
"""
COPIED = """\
format: 1
form: card
title: 卡
sections:
  first: {label: 前面, questions: {a: {label: 甲, type: text}}}
  own: {include: member.card, label: 会籍情况}
  last: {include: other}
"""


def test_lists_are_embedded_wherever_they_are_used() -> None:
    in_rows = form(
        "r: {label: 表, type: rows, questions: {c: {label: 列, type: choice, choices: grade}}}"
    )
    calculated = form("q: {label: 题, type: calculated, choices: grade, calculation: 1 + 1}")
    for text in (MEMBER, in_rows, calculated, THROUGH, COPIED):
        assert "list:grade" in bundle(text).embedded
        assert [option.name for option in bundle(text).options["grade"]] == ["A", "B", "C"]


def test_embeds_only_what_it_needs_and_each_once() -> None:
    assert set(bundle(MEMBER).embedded) == {"list:grade"}
    assert set(bundle(THROUGH).embedded) == {"list:grade", "form:member"}
    assert set(bundle(COPIED).embedded) == {"list:grade", "form:member", "form:other"}
    assert set(make(define(MEMBER, SHELF), EmptyBook()).embedded) == set()


def test_inline_options_are_the_question_s_own() -> None:
    made = bundle(form("q: {label: 题, type: choice, choices: {A: 甲}}"))
    assert made.embedded == {}
    assert made.options == {}


def test_a_form_filled_through_a_record_keeps_its_answers_there() -> None:
    made = bundle(THROUGH)
    assert [(s.name, s.form, s.through) for s in made.placed] == [
        ("person", "member", "member"),
        ("card", "member", "member"),
        ("head", "visit", ""),
    ]
    assert made.through == {"member": "member"}
    assert [q.name for q in made.part()] == ["member", "words"]
    assert [q.name for q in made.part("member")] == [
        "name",
        "number",
        "born",
        "court",
        "grade",
        "wins",
    ]
    assert made.form_of("member").title == "会员登记表"
    assert made.form_of("visit") is made.form


def test_copied_sections_are_answered_here() -> None:
    made = bundle(COPIED)
    assert [(s.name, s.label, s.form, s.through) for s in made.placed] == [
        ("first", "前面", "card", ""),
        ("card", "会籍情况", "card", ""),
        ("o", "部分", "card", ""),
    ]
    assert list(made.questions) == ["a", "grade", "wins", "court", "name", "phone", "member"]
    assert made.part() == tuple(q for q, _ in made.questions.values())
    assert [q.name for q in own_questions(made.form, SHELF)] == list(made.questions)


def test_own_questions_leave_out_what_passes_through() -> None:
    assert [q.name for q in own_questions(define(THROUGH, SHELF), SHELF)] == ["member", "words"]
    assert [q.name for q in own_questions(define(COPIED, SHELF), EmptyBook())] == ["a"]


def test_columns_are_questions_too() -> None:
    assert [q.name for q in every_question(define(MEMBER, SHELF))][-2:] == ["wins", "prize"]


def test_columns_of_columns_too() -> None:
    inner = "{label: 内, type: rows, questions: {c: {label: 列, type: choice, choices: grade}}}"
    made = bundle(form(f"r: {{label: 外, type: rows, questions: {{s: {inner}}}}}"))
    assert [q.name for q in every_question(made.form)] == ["r", "s", "c"]
    assert "list:grade" in made.embedded


def test_a_copied_section_stands_under_both_conditions() -> None:
    member = MEMBER.replace("    label: 会籍\n", "    label: 会籍\n    relevant: ${name} != ''\n")
    book = SHELF.plus(member=define(member, SHELF))
    text = COPIED.replace(
        "  own: {include: member.card, label: 会籍情况}\n",
        """\
  own:
    include: member.card
    relevant: ${a} = 'x'
  all: {include: member.person}
""",
    ).replace("  last: {include: other}\n", "")
    made = make(define(text, book), book)
    assert [(s.name, s.relevant) for s in made.placed] == [
        ("first", ()),
        ("card", ("${a} = 'x'", "${name} != ''")),
        ("person", ()),
    ]


def test_thaws_to_the_same() -> None:
    for text in (MEMBER, THROUGH, COPIED):
        made = bundle(text)
        for data in (made.canonical(), json.loads(made.to_bytes())):
            thawed = thaw_bundle(data)
            assert thawed == made
            assert thawed.digest == made.digest
            assert thawed.to_bytes() == made.to_bytes()
            assert thawed.placed == made.placed


def test_the_digest_sees_what_is_embedded() -> None:
    changed = SHELF.plus(grade=define(GRADE.replace("银卡", "银色卡")))
    renamed = SHELF.plus(member=define(MEMBER.replace("得奖", "奖项"), SHELF))
    for text in (THROUGH, COPIED):
        assert len({bundle(text, book).digest for book in (SHELF, changed, renamed)}) == 3
    unused = SHELF.plus(clerk=define("format: 1\nrole: clerk\ntitle: 新\nheld_at: none\n"))
    assert bundle(COPIED, unused).digest == bundle(COPIED).digest


def test_the_digest_does_not_see_a_question_s_source() -> None:
    assert bundle("# 说明\n" + COPIED).digest == bundle(COPIED).digest
    assert bundle(COPIED.replace("甲", "乙")).digest != bundle(COPIED).digest


def test_what_is_not_there_yet_is_left_out() -> None:
    book = Shelf(later=["lessons"])
    made = bundle(form("q: {label: 题, type: choice, choices: lessons}"), book)
    assert made.embedded == {}
    assert made.options.get("lessons", ()) == ()
