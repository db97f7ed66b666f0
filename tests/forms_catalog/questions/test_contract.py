"""One contract for every type: its good and bad examples are its tests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from forms_catalog.questions import KINDS, TYPES, Bad, Good, mask, read, schema, show
from forms_catalog.questions.base import QuestionType

from .tools import CTX, ask, problems_of

GOOD = [(name, good) for name, type_ in TYPES.items() for good in type_.good]
BAD = [(name, bad) for name, type_ in TYPES.items() for bad in type_.bad]
FAMILIES = {"": 0, "t": 120, "c": 32, "n": 0, "d": 0}
NO_SAMPLE = {
    "choice",
    "choices",
    "division",
    "body",
    "record",
    "rows",
    "file",
    "photo",
    "note",
    "print_only",
}

each_type = pytest.mark.parametrize("type_", TYPES.values(), ids=list(TYPES))
each_good = pytest.mark.parametrize(
    ("name", "good"), GOOD, ids=[f"{n}-{g.raw!r}"[:50] for n, g in GOOD]
)
each_answer = pytest.mark.parametrize(
    ("name", "good"),
    [pair for pair in GOOD if pair[1].answer is not None],
    ids=[f"{n}-{g.raw!r}"[:50] for n, g in GOOD if g.answer is not None],
)
each_bad = pytest.mark.parametrize(
    ("name", "bad"), BAD, ids=[f"{n}-{b.raw!r}"[:50] for n, b in BAD]
)


@each_type
def test_says_what_it_is(type_: QuestionType) -> None:
    assert re.fullmatch("[a-z][a-z0-9_]*", type_.name)
    assert re.search("[一-龥]", type_.label)
    assert type_.kind in KINDS
    assert type_.slot_family in FAMILIES
    assert type_.width in {"", "w4", "w11", "w18"}
    assert type_.inputmode in {"", "numeric", "decimal", "tel"}
    assert set(type_.boxes) <= set("ymdt")


@each_type
def test_its_control_can_be_drawn(type_: QuestionType) -> None:
    controls = Path(__file__).parents[3] / "templates/web/controls.html"
    assert not type_.macro or f"macro {type_.macro}(" in controls.read_text()


@each_type
def test_has_examples(type_: QuestionType) -> None:
    assert len(type_.good) >= 2
    assert type_.bad or not type_.stored


@each_type
def test_the_sample_is_a_good_answer(type_: QuestionType) -> None:
    assert (type_.sample == "") == (type_.name in NO_SAMPLE)
    if type_.sample != "":
        assert read(ask(type_.name), type_.sample, CTX) == type_.sample


@each_good
def test_parses(name: str, good: Good) -> None:
    assert read(ask(name, good.options), good.raw, CTX) == good.answer


@each_good
def test_shows(name: str, good: Good) -> None:
    assert show(ask(name, good.options), good.answer, CTX) == good.shown


@each_answer
def test_an_answer_parses_to_itself(name: str, good: Good) -> None:
    assert read(ask(name, good.options), good.answer, CTX) == good.answer


@each_answer
def test_an_answer_is_json(name: str, good: Good) -> None:
    assert json.loads(json.dumps(good.answer)) == good.answer


@each_answer
def test_what_fills_the_control_parses_to_the_same(name: str, good: Good) -> None:
    question = ask(name, good.options)
    edited = TYPES[name].edit(good.answer, question, CTX)
    assert read(question, edited, CTX) == good.answer
    if TYPES[name].boxes:
        assert tuple(edited) == TYPES[name].boxes


@each_answer
def test_a_cell_parses_to_the_same(name: str, good: Good) -> None:
    question = ask(name, good.options)
    if TYPES[name].kind in {"file", "rows"} or not TYPES[name].asked:
        return
    assert read(question, TYPES[name].cell(good.answer, question, CTX), CTX) == good.answer


@each_answer
def test_the_schema_is_one_and_takes_the_answer(name: str, good: Good) -> None:
    own = schema(ask(name, good.options), CTX)
    Draft202012Validator.check_schema(own)
    Draft202012Validator(own, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        good.answer
    )


@each_answer
def test_the_mask_shows_the_last_four_at_most(name: str, good: Good) -> None:
    masked, whole = mask(ask(name, good.options), good.answer), str(good.answer)
    told = masked.strip("*＊")
    assert len(masked) >= 4
    assert told == "" or (told == whole[-4:] and len(whole) > 4)


@each_answer
def test_the_slot_fits(name: str, good: Good) -> None:
    family, slot = TYPES[name].slot_family, TYPES[name].slot(good.answer)
    assert slot is None or family
    if family in {"t", "c"}:
        assert 0 < len(slot) <= FAMILIES[family]


@each_answer
def test_has_one_normal_form(name: str, good: Good) -> None:
    assert TYPES[name].normal(good.answer)
    assert isinstance(TYPES[name].normal(good.answer), str)


@each_bad
def test_refuses(name: str, bad: Bad) -> None:
    assert {problem.code for problem in problems_of(name, bad.raw, bad.options)} == {bad.code}


@each_bad
def test_speaks_plain_chinese(name: str, bad: Bad) -> None:
    for problem in problems_of(name, bad.raw, bad.options):
        assert re.fullmatch("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*", problem.code)
        ours = re.sub("“[^”]*”", "", problem.text)
        assert not re.search(
            "[A-WYZa-z!！]|务必|错误|非法|失败|[一-龥] [0-9]|[0-9] [一-龥]", ours
        ), ours
        assert problem.place.question.startswith("q")
