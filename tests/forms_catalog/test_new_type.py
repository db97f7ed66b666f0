"""A question type is one module: written, it is everywhere; nothing else names it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from forms_catalog import slots
from forms_catalog.blocks import from_stream, questions_block, to_stream
from forms_catalog.bundle import Bundle, make
from forms_catalog.format_schema import format_schema
from forms_catalog.questions import TYPES, Context, QuestionType
from forms_catalog.reference import pages
from forms_catalog.writers import web
from forms_catalog.writers.django_form import form_class
from forms_catalog.writers.pdf import Sheet, draw
from forms_catalog.writers.schema import schema
from forms_catalog.writers.yaml import write_template

from .test_round_trip import round_trip
from .tools import SHELF, codes, define, form, judge

ROOT = Path(settings.BASE_DIR)

MODULE = '''
"""The level of a player, written as a number with a half: 3.5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forms_catalog.definition import key
from forms_catalog.problems import refuse
from forms_catalog.questions.base import Bad, Context, Good, QuestionType, tidy


class Rating(QuestionType):
    """From 1.0 to 7.0 in halves."""

    name = "rating_for_test"
    label = "水平"
    slot_family = "c"
    width = "w4"
    inputmode = "decimal"
    sample = "3.5"
    good = (Good(" 3.5 ", "3.5", "3.5级"),)
    bad = (Bad("9", "rating.out-of-range"),)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """How high it goes."""

        highest: int = key("int", default=7, note="最高几级")

    def parse(self, raw: Any, question: Any, ctx: Context) -> Any:
        text = tidy(raw)
        if text not in {str(half / 2) for half in range(2, 2 * question.option("highest", 7) + 1)}:
            raise refuse("rating.out-of-range", "没有这一级")
        return text

    def show(self, answer: Any, question: Any, ctx: Context) -> str:
        return f"{answer}级"

    def schema(self, question: Any, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[1-7]\\.[05]$"}
'''
TEXT = form("r: {label: 打球水平, type: rating_for_test, highest: 5, required: true, default: 2.5}")


@pytest.fixture(autouse=True)
def _module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "rating_for_test.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    __import__("rating_for_test")
    yield
    del QuestionType.registry["rating_for_test"], sys.modules["rating_for_test"]


@pytest.fixture
def bundle() -> Bundle:
    return make(define(TEXT, SHELF), SHELF)


def test_it_is_read_judged_and_written(bundle: Bundle) -> None:
    round_trip(bundle.template)
    line = 'r: {label: 打球水平, type: rating_for_test, highest: 5, required: true, default: "2.5"}'
    assert line in write_template(bundle.template).decode()
    assert codes(judge(TEXT.replace("2.5", "5.5"), SHELF)[1]) == ["question.bad-default"]
    assert codes(judge(TEXT.replace("highest: 5", "highest: 五"), SHELF)[1]) == ["format.bad-value"]
    near = judge(TEXT.replace("rating_for_test", "ratings_for_test"), SHELF)[1][0]
    assert (near.code, near.remedy) == ("question.unknown-type", "是不是“rating_for_test”")
    other = judge(form("q: {label: 题, type: text, highest: 5}"), SHELF)[1]
    assert codes(other) == ["question.option-of-other-type"]


def test_it_has_a_control(bundle: Bundle) -> None:
    page = web.write(bundle).decode()
    assert "打球水平" in page
    assert 'id="q-r" name="r" value="2.5" inputmode="decimal"' in page


def test_it_is_asked_by_the_form_class(bundle: Bundle) -> None:
    made = form_class(bundle)
    assert made({"r": " 3.5 "}).errors == {}
    bound = made({"r": "6.5"})
    assert [error.code for error in bound.errors.as_data()["r"]] == ["rating.out-of-range"]


def test_it_is_printed(bundle: Bundle) -> None:
    data = draw(bundle, {"r": "3.5"}, Context(), Sheet())
    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "打球水平" in text
    assert "3.5级" in text


def test_its_answers_have_a_schema(bundle: Bundle) -> None:
    made: Any = schema(bundle)
    assert made["properties"]["r"]["pattern"] == r"^[1-7]\.[05]$"
    assert made["required"] == ["r"]


def test_it_is_in_the_schema_of_the_format() -> None:
    types = {
        one["properties"]["type"]["const"]: one
        for one in format_schema()["$defs"]["Question"]["oneOf"]
    }
    assert types["rating_for_test"]["properties"]["highest"] == {
        "type": "integer",
        "description": "最高几级",
    }


def test_it_is_in_the_reference() -> None:
    page = pages()["reference/question-types.md"]
    assert "\n## rating_for_test\n\n水平。\n" in page
    assert "| rating_for_test | 水平 | text | c（16） | `highest` |" in page
    assert "| `3.5` | 3.5级 |" in page


def test_it_takes_a_slot(bundle: Bundle) -> None:
    questions = {question.name: question for question in bundle.part()}
    assert slots.assign(["r"], questions, {}) == {"r": "c1"}


def test_it_is_a_block_of_the_editor(bundle: Bundle) -> None:
    form: Any = bundle.template
    value = to_stream(form.sections[0].questions)
    block = value[0].block
    assert (block.name, block.label, block.meta.group) == ("rating_for_test", "水平", "文字")
    assert block.child_blocks["highest"].label == "最高几级"
    assert value[0].value["highest"] == "5"
    typed = questions_block().to_python(questions_block().get_prep_value(value))
    assert from_stream(typed) == form.sections[0].questions


def test_nothing_else_names_a_type_s_module() -> None:
    """A type is named where it is itself, or where the shape of one control is meant, never listed."""
    found = subprocess.run(
        ["grep", "-rlE", "person_name|id_card|geopoint|long_text|money", "--include=*.py"]
        + [str(ROOT / name) for name in ("forms_catalog", "ledgers")],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    named = {Path(path).relative_to(ROOT).as_posix() for path in found}
    outside = {name for name in named if not name.startswith("forms_catalog/questions/")}
    words = "forms_catalog/xlsform/types.py"  # XLSForm has geopoints of its own
    assert not re.search("person_name|id_card|long_text|money", (ROOT / words).read_text())
    assert outside <= {"forms_catalog/writers/paper.py", words}
    assert "rating_for_test" in TYPES
