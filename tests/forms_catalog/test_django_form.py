"""The form class that wizard and admin build on: it judges as `read` does, codes and all."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forms_catalog.bundle import make
from forms_catalog.problems import Refused
from forms_catalog.questions import TYPES, Context, read
from forms_catalog.writers.django_form import form_class
from tests.forms_catalog.questions.tools import CTX
from tests.forms_catalog.questions.tools import ask as question_of

from .tools import SHELF, define, form

TEXT = form(
    """
    name: {label: 姓名, type: person_name, required: true, required_message: 写上姓名}
    age: {label: 年龄, type: integer, required: true}
    born: {label: 出生日期, type: date, hint: 写公历}
    phone: {label: 电话, type: phone, missing: [unknown], required: true}
    grade: {label: 等级, type: choice, choices: grade}
    several: {label: 几项, type: choices, choices: grade}
    words: {label: 说明, type: note}
    shown: {label: 结果, type: calculated, calculation: 1 + 1, required: true}
    rows: {label: 表, type: rows, questions: {a: {label: 甲, type: integer}}}
    """
)
BUNDLE = make(define(TEXT, SHELF), SHELF)


def filled(query: str, names: tuple[str, ...] = (), **files: Any) -> Any:
    made = form_class(BUNDLE, names)
    return made(QueryDict(query), MultiValueDict({name: [file] for name, file in files.items()}))


def errors(bound: Any) -> dict[str, list[str]]:
    assert not bound.is_valid()
    return {name: [error.code for error in found.as_data()] for name, found in bound.errors.items()}


GOOD = (
    "name=罗 安&age=６２&born-y=2015&born-m=2&born-d=3&phone.reason=unknown&grade=A"
    "&several=B&several=A&rows-0-_id=0a1b2c3d4e5f&rows-0-a=３"
)


def test_cleaned_answers_are_those_that_are_read() -> None:
    bound = filled(GOOD)
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data == {
        "name": "罗安",
        "age": 62,
        "born": "2015-02-03",
        "phone": {"$missing": "unknown"},
        "grade": "A",
        "several": ["A", "B"],
        "shown": None,
        "rows": [{"_id": "0a1b2c3d4e5f", "a": 3}],
    }


def test_errors_keep_their_codes() -> None:
    query = "name=罗安2&age=x&born-y=2015&born-m=2&born-d=30&phone=&grade=X&several=X&rows-0-_id=&rows-0-a=x"
    assert errors(filled(query)) == {
        "name": ["person-name.bad-character"],
        "age": ["integer.not-a-number"],
        "born": ["date.no-such-day"],
        "phone": ["answer.required"],
        "grade": ["choice.not-offered"],
        "several": ["choices.not-offered"],
        "rows": ["integer.not-a-number"],
    }


def test_what_must_be_answered_says_so_in_its_own_words() -> None:
    bound = filled("")
    assert errors(bound) == {key: ["answer.required"] for key in ("name", "age", "phone")}
    assert bound.errors["name"] == ["写上姓名"]
    assert "年龄" in bound.errors["age"][0]


def test_only_the_questions_named_in_their_order() -> None:
    assert list(filled("", ("grade", "name")).fields) == ["grade", "name"]
    assert list(filled("").fields) == [
        "name",
        "age",
        "born",
        "phone",
        "grade",
        "several",
        "shown",
        "rows",
    ]


def test_fields_carry_label_and_hint() -> None:
    field = filled("").fields["born"]
    assert (field.label, field.help_text, field.required) == ("出生日期", "写公历", False)
    assert not filled("").fields["shown"].required, "what is computed cannot be demanded"


def test_two_forms_share_nothing() -> None:
    one, two = form_class(BUNDLE), form_class(BUNDLE)
    assert one is not two
    assert one().fields["name"] is not one().fields["name"]
    assert list(one.base_fields) == list(two.base_fields)


@pytest.mark.parametrize("name", [name for name, type_ in TYPES.items() if type_.kind == "text"])
def test_every_example_is_judged_as_it_is_read(name: str) -> None:
    kind = TYPES[name]
    if not (kind.stored and kind.asked):
        return
    examples = [*kind.good, *kind.bad]
    for example in examples:
        question = question_of(name, example.options)
        if not isinstance(example.raw, str) or question.option("bodies", ()):
            continue
        made = make(define(form("q: {label: 题, type: text}")), SHELF)
        made.questions["q"] = (question, "")
        data = QueryDict(mutable=True)
        data["q"] = example.raw
        bound = form_class(made, ctx=CTX)(data)
        answer, refused = _read(question, example.raw)
        if refused:
            assert errors(bound) == {"q": refused}
        else:
            assert bound.is_valid(), (example.raw, bound.errors)
            assert bound.cleaned_data["q"] == answer


def _read(question: Any, raw: Any) -> tuple[Any, list[str]]:
    try:
        return read(question, raw, CTX), []
    except Refused as refused:
        return None, [problem.code for problem in refused]


def test_the_context_is_the_bundle_s_unless_given() -> None:
    context = Context(options={})
    made = form_class(BUNDLE, ("grade",), context)
    assert errors(made(QueryDict("grade=A"))) == {"grade": ["choice.not-offered"]}
