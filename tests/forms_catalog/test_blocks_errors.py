"""Problems stand where they were made: at the field, else at the block, else at the stream."""

from __future__ import annotations

from typing import Any

import pytest

from forms_catalog.blocks import (
    from_stream,
    options_block,
    options_from_stream,
    options_to_stream,
    questions_block,
    to_stream,
    with_errors,
)
from forms_catalog.problems import Place, Problem

from .streams import typed
from .tools import SHELF, define, form, judge

TEXT = form(
    """
    court: {label: 场地, type: text, required: "${age} > 3"}
    age: {label: 级别, type: choice, choices: {A: 甲, B: 乙}}
    kin:
      label: 家人
      type: rows
      questions:
        kin_name: {label: 姓名, type: text}
"""
)
SECTION = "sections.s"


@pytest.fixture
def value() -> Any:
    return to_stream(define(TEXT).sections[0].questions)


def codes(error: Any, *path: Any) -> Any:
    """The codes below a path of block numbers and field names; None where nothing is wrong."""
    for step in path:
        error = error.block_errors.get(step) if hasattr(error, "block_errors") else None
        if error is None:
            return None
    own = error.non_block_errors.as_data() if hasattr(error, "block_errors") else error.error_list
    return [one.code for one in own]


def at(path: str) -> Problem:
    return Problem("a.b", "不对", "改一改", Place(path=path))


WHERE = {
    "court.label": (0, "label"),
    "court.required": (0, "required_when"),
    "age.required": (1, "required"),
    "age.choices": (1, "choices"),
    "age.choices.B": (1, "choices_own", 1),
    "age.choices.B.label": (1, "choices_own", 1, "label"),
    "court": (0,),
    "court.constraint": (0, "constraint"),
    "court.by": (0, "by"),
    "kin.questions.kin_name.label": (2, "questions", 0, "label"),
    "kin.questions.kin_name": (2, "questions", 0),
    "kin.questions.gone": (2, "questions"),
    "gone": (),
    "gone.label": (),
}


@pytest.mark.parametrize(("path", "place"), WHERE.items())
def test_a_problem_finds_its_place(value: Any, path: str, place: tuple[Any, ...]) -> None:
    error = with_errors(value, [at(f"{SECTION}.questions.{path}")], SECTION)
    assert codes(error, *place) == ["a.b"]
    assert error is not None and error.as_json_data()


def test_problems_of_other_places_are_left_alone(value: Any) -> None:
    others = [at("title"), at("sections.so.questions.court"), at("sections.other")]
    assert with_errors(value, others, SECTION) is None
    assert with_errors(value, [], SECTION) is None


def test_several_problems_of_one_field_are_all_said(value: Any) -> None:
    twice = [at(f"{SECTION}.questions.court.label")] * 2
    assert codes(with_errors(value, twice, SECTION), 0, "label") == ["a.b", "a.b"]


def test_what_the_check_finds_in_a_draft_is_put_onto_its_blocks() -> None:
    text = TEXT.replace("label: 场地", "label: ''").replace("{A: 甲, B: 乙}", "nowhere")
    problems = judge(text, SHELF)[1]
    value = questions_block().to_python(
        [
            {"type": "text", "id": "x", "value": {"name": "court"}},
            {"type": "choice", "id": "y", "value": {"name": "age", "choices": "nowhere"}},
        ]
    )
    error = with_errors(value, problems, "sections.s")
    assert codes(error, 0, "label") == ["format.missing-key"]
    assert codes(error, 1, "choices") == ["form.unknown-list"]


def test_a_made_name_is_found_again() -> None:
    value = questions_block().to_python([{"type": "text", "id": "x", "value": {"label": "姓名"}}])
    name = from_stream(value)[0].name
    error = with_errors(value, [at(f"{SECTION}.questions.{name}.hint")], SECTION)
    assert codes(error, 0, "hint") == ["a.b"]


def test_options_of_a_list() -> None:
    text = "format: 1\nlist: sizes\ntitle: 号\ntags: [k]\noptions:\n  S: 小\n  L: {label: 大, tags: {k: v}}\n"
    value = options_to_stream(define(text).options)
    problems = [at("options.L.label"), at("options.L.tags"), at("options.XL"), at("title")]
    error = with_errors(value, problems, "options")
    assert codes(error, 1, "label") == codes(error, 1, "tags") == codes(error) == ["a.b"]
    assert codes(error, 0) is None


def test_options_without_a_code_are_given_one_and_empty_ones_left_out() -> None:
    block = options_block()
    rows = [{"label": "小"}, {}, {"label": "小", "name": "xiao", "disabled": True}]
    value = block.to_python([{"type": "option", "id": "x", "value": row} for row in rows])
    made = options_from_stream(typed(block, value))
    assert [(one.name, one.label, one.disabled) for one in made] == [
        ("xiao_2", "小", False),
        ("xiao", "小", True),
    ]
