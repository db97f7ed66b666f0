"""Made-up answers: deterministic, taken by their own questions, never looked up anywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forms_catalog.bundle import EmptyBook, make
from forms_catalog.definition import ChoiceList, FormDefinition, Option, Question, Section, freeze
from forms_catalog.questions import TYPES, Context, read, type_of
from forms_catalog.samples import sample_answers

from .test_round_trip import SHIPPED

FORMS = [t for t in SHIPPED.values() if isinstance(t, FormDefinition)]


class Shipped(EmptyBook):
    """All shipped templates."""

    def get(self, kind: str, id: str) -> Any:
        return next((t for t in SHIPPED.values() if (t.kind, t.id) == (kind, id)), None)


def form(*questions: Question) -> FormDefinition:
    return FormDefinition(id="f", title="表", sections=(Section(name="s", questions=questions),))


@pytest.mark.parametrize("template", FORMS, ids=lambda t: t.id)
def test_every_sample_is_an_answer(template: FormDefinition) -> None:
    bundle = make(template, Shipped())
    found, ctx = sample_answers(bundle), Context(options=bundle.options)
    assert found == sample_answers(bundle)
    for name, answer in found.items():
        question = bundle.questions[name][0]
        if type_of(question).kind != "file":
            assert read(question, answer, ctx) == answer, name
    for name, (question, _) in bundle.questions.items():
        kind = type_of(question)
        if not kind.looks_out and kind.stored and kind.kind not in ("file", "list"):
            assert name in found, name


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_type_has_a_sample_or_none(name: str) -> None:
    question = Question(name="q", label="题", type=name)
    found = sample_answers(make(form(question), EmptyBook()))
    kind = TYPES[name]
    assert ("q" in found) <= kind.stored and not (kind.looks_out and found)


def test_what_follows_from_an_answer_agrees_with_it() -> None:
    fills = freeze([{"name": "birth", "value": "born"}])
    card = Question(name="card", label="号", type="id_card")
    born = Question(name="born", label="生日", type="date")
    bundle = make(form(card, born), EmptyBook())
    assert sample_answers(bundle)["born"] == "2015-02-03"
    linked = make(form(replace(card, options=(("fills", fills),)), born), EmptyBook())
    assert sample_answers(linked)["born"] == "2013-01-11"


def test_a_disabled_option_is_never_a_sample() -> None:
    colours = ChoiceList(
        id="c",
        title="色",
        options=(Option(name="r", label="红", disabled=True), Option(name="g", label="绿")),
    )

    class Book(EmptyBook):
        def get(self, kind: str, id: str) -> Any:
            return colours if id == "c" else None

    options = (("choices", "c"),)
    one = Question(name="one", label="选", type="choice", options=options)
    many = Question(name="many", label="选", type="choices", options=options)
    assert sample_answers(make(form(one, many), Book())) == {"one": "g", "many": ["g"]}
