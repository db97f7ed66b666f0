"""What no type sees: empty answers, reasons, and what a door may hand over."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from forms_catalog.problems import Refused, refuse
from forms_catalog.questions import TYPES, Good, QuestionType, mask, read, schema, show
from forms_catalog.questions.base import tidy

from .tools import CTX, answer_of, ask, codes_of


@pytest.mark.parametrize(
    "raw", [None, "", "  ", [], {}, {"y": "", "m": " ", "d": None}, ["", ""], [{"name": ""}]]
)
@pytest.mark.parametrize("type_", list(TYPES))
def test_empty_is_no_answer(type_: str, raw: Any) -> None:
    assert answer_of(type_, raw) is None


def test_a_reason_stands_for_an_answer_where_it_is_offered() -> None:
    question = ask("phone", missing=("deceased",))
    assert read(question, {"$missing": "deceased"}, CTX) == {"$missing": "deceased"}
    assert show(question, {"$missing": "deceased"}, CTX) == "已故"
    assert mask(question, {"$missing": "deceased"}) == "已故"
    with pytest.raises(Refused) as caught:
        read(question, {"$missing": "refused"}, CTX)
    assert [problem.code for problem in caught.value] == ["answer.reason-not-offered"]


def test_the_schema_takes_the_reasons() -> None:
    own = Draft202012Validator(schema(ask("integer", missing=("unknown",)), CTX))
    assert own.is_valid(3)
    assert own.is_valid({"$missing": "unknown"})
    assert not own.is_valid({"$missing": "refused"})
    assert not Draft202012Validator(schema(ask("integer"), CTX)).is_valid({"$missing": "unknown"})


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), True, object(), b"x"])
def test_what_is_no_text_is_refused(raw: Any) -> None:
    assert codes_of("text", raw) == ["answer.wrong-shape"]


def test_text_is_composed_and_without_control_characters() -> None:
    assert tidy("Jose\u0301\x07") == "José"


def test_a_type_is_one_class() -> None:
    class Colour(QuestionType):
        name = "colour_for_test"
        label = "颜色"
        good = (Good("红", "红", "红色"),)

        def parse(self, raw: Any, question: Any, ctx: Any) -> Any:
            if raw not in ("红", "绿"):
                raise refuse("colour.unknown", "请写红或绿")
            return raw

        def show(self, answer: Any, question: Any, ctx: Any) -> str:
            return f"{answer}色"

    try:
        assert answer_of("colour_for_test", "红") == "红"
        assert show(ask("colour_for_test"), "红", CTX) == "红色"
        assert codes_of("colour_for_test", "紫") == ["colour.unknown"]
    finally:
        del QuestionType.registry["colour_for_test"]
