"""What is written as an XLSForm reads back as the same definition, with the same lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials

from forms_catalog.bundle import Bundle, EmptyBook, make
from forms_catalog.checks.shape import judge
from forms_catalog.definition import (
    ChoiceList,
    FormDefinition,
    Template,
    digest,
    dump,
    load,
)
from forms_catalog.packs import Folder
from forms_catalog.questions import TYPES
from forms_catalog.readers.xlsform import read_all
from forms_catalog.writers import csv_sheets, xlsx

from .. import strategies
from ..test_round_trip import FOLDERS, _normal
from ..tools import ALL_STAGES, SHELF, Shelf, define

BUNDLES = {
    f"{root.name}-{form.id}": make(form, folder)
    for root in FOLDERS
    if (root / "pack.yaml").is_file()
    for folder in [Folder(root)]
    for form in folder.templates.values()
    if isinstance(form, FormDefinition)
}
WRITERS = {"xlsx": xlsx, "zip": csv_sheets}


def again(bundle: Bundle, suffix: str) -> tuple[Template, dict[str, Template]]:
    """The definitions that the written workbook holds, judged by their shape alone."""
    data = WRITERS[suffix].write(bundle)
    book, problems = read_all(data, f"f.{suffix}")
    assert book.form is not None, [str(problem) for problem in problems]
    assert {problem.code for problem in problems} <= {"xlsform.included"}
    return _loaded(book.form), {id: _loaded(tree) for id, tree in book.lists.items()}


def _loaded(tree: Any) -> Template:
    sheet = judge(tree, "f", ALL_STAGES)
    assert sheet.problems == [], [str(problem) for problem in sheet.problems]
    return load(sheet.data)


def trip(bundle: Bundle) -> None:
    embedded = bundle.embedded.values()
    lists = {item.id: item for item in embedded if isinstance(item, ChoiceList) and item.options}
    for suffix in WRITERS:
        form, found = again(bundle, suffix)
        assert form == bundle.template
        assert digest(dump(form)) == digest(dump(bundle.template))
        assert found == lists


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=list(BUNDLES))
def test_shipped_forms(bundle: Bundle) -> None:
    trip(bundle)


@trials(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.template("form"))
def test_any_form(data: dict[str, Any]) -> None:
    _mend(data)
    form = _normal(data)
    if isinstance(form, FormDefinition):
        trip(make(form, EmptyBook()))


def _mend(data: dict[str, Any]) -> None:
    """What the checks of meaning would refuse: names that stand twice, sections of two minds."""
    names = (f"q{number}" for number in count())
    for section in data["sections"]:
        if section.get("include"):
            section.pop("questions", None)
        else:
            section["label"] = section.get("label") or "部分"
            questions = section.get("questions") or [{"label": "题", "type": "text"}]
            section["questions"] = questions
            _rename(questions, names)


def _rename(questions: list[dict[str, Any]], names: Iterator[str]) -> None:
    for question in questions:
        question["name"] = next(names)
        _rename(question.get("questions", []), names)


@pytest.mark.parametrize("type_", TYPES)
def test_any_question_of_a_type(type_: str) -> None:
    @trials(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategies.question(type_))
    def one(question: dict[str, Any]) -> None:
        section = {"name": "s", "label": "部分", "questions": [{"name": "q"} | question]}
        head = {"format": 1, "kind": "form", "id": "f", "title": "表"}
        data = head | {"sections": [section]}
        _mend(data)
        form = _normal(data)
        if isinstance(form, FormDefinition):
            trip(make(form, EmptyBook()))

    one()


@trials(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.template("list"))
def test_any_list(data: dict[str, Any]) -> None:
    found = _normal(data)
    if isinstance(found, ChoiceList) and found.options:
        shelf = Shelf()
        shelf.templates["list", found.id] = found
        form = define(
            "format: 1\nform: f\ntitle: 表\nsections:\n  s:\n    label: 部分\n    questions:\n"
            f"      q: {{label: 题, type: choice, choices: {found.id}}}\n",
            shelf,
        )
        trip(make(form, shelf))


def test_the_same_bytes_twice() -> None:
    bundle = make(SHELF.templates["form", "member"], SHELF)  # type: ignore[arg-type]
    for writer in WRITERS.values():
        assert writer.write(bundle) == writer.write(bundle)
