"""Rules, decision tables and scoring as blocks and back: nothing is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials

from forms_catalog.blocks import (
    block_id,
    decisions_block,
    logic_from_blocks,
    logic_to_blocks,
    rules_block,
    scoring_block,
    with_errors,
)
from forms_catalog.definition import Decision, FormDefinition, Row, Rule, Scoring, load
from forms_catalog.problems import Place, Problem

from . import strategies
from .streams import typed
from .test_blocks_errors import codes
from .test_round_trip import SHIPPED, _normal

BLOCKS = {"rules": rules_block, "decisions": decisions_block, "scoring": scoring_block}
ROWS = (Row(when="${a} = 'x'", then="1", why="因为"), Row(then="2"))
FORM = FormDefinition(
    id="x",
    title="x",
    rules=(Rule(constraint="${a} != 'y'", constraint_message="改一改", warn=True, reason="why"),),
    decisions=(Decision(name="level", label="等级", rows=ROWS),),
    scoring=Scoring(total="sum", by_score="level"),
)


def logic(form: FormDefinition) -> tuple[Any, ...]:
    return form.rules, form.decisions, form.scoring


def comes_back(form: FormDefinition) -> None:
    """Through blocks, their JSON and a browser."""
    shown = logic_to_blocks(form)
    sent = {name: typed(BLOCKS[name](), value) for name, value in shown.items()}
    stored = {
        name: BLOCKS[name]().to_python(json.loads(json.dumps(BLOCKS[name]().get_prep_value(value))))
        for name, value in shown.items()
    }
    for way in (shown, sent, stored):
        assert logic(logic_from_blocks(**way)) == logic(form)


@pytest.mark.parametrize(
    "template", [t for t in SHIPPED.values() if isinstance(t, FormDefinition)], ids=lambda t: t.id
)
def test_shipped_forms(template: FormDefinition) -> None:
    comes_back(template)


def test_all_that_can_be_said() -> None:
    comes_back(FORM)
    comes_back(FormDefinition(id="x", title="x"))


@trials(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.template("form"))
def test_any_form(data: dict[str, Any]) -> None:
    form = _normal(data)
    if isinstance(form, FormDefinition):
        comes_back(form)


def test_a_table_is_named_after_its_words() -> None:
    shown = logic_to_blocks(load_form(decisions=[{"name": "", "label": "谁来照看"}]))
    made = logic_from_blocks(**shown, taken={"shui_lai_zhao_kan"})
    assert made.decisions[0].name == "shui_lai_zhao_kan_2"


def test_a_published_name_stays_whatever_is_typed() -> None:
    shown = logic_to_blocks(FORM)
    shown["decisions"][0].value["name"] = "other"
    assert logic_from_blocks(**shown).decisions[0].name == "other"
    made = logic_from_blocks(**shown, published=frozenset({"level"}))
    assert made.decisions[0].name == "level"


def load_form(**data: Any) -> FormDefinition:
    form = load({"kind": "form", "id": "x", "title": "x"} | data)
    assert isinstance(form, FormDefinition)
    return form


def test_what_says_nothing_is_left_out() -> None:
    shown = {
        name: block().to_python(
            [{"type": next(iter(block().child_blocks)), "value": {}, "id": "x"}]
        )
        for name, block in BLOCKS.items()
    }
    assert logic(logic_from_blocks(**shown)) == ((), (), None)


WHERE = {
    "decisions": (
        ("decisions.level.label", (0, "label")),
        ("decisions.level.rows.2.then", (0, "rows", 1, "then")),
        ("decisions.level.rows.1", (0, "rows", 0)),
        ("decisions.gone.label", ()),
    ),
    "rules": (("rules.1.constraint", (0, "constraint")), ("rules.7", ())),
    "scoring": (("scoring.1.total", (0, "total")),),
}


@pytest.mark.parametrize("name", WHERE)
def test_a_problem_finds_its_place(name: str) -> None:
    value = logic_to_blocks(FORM)[name]
    for path, place in WHERE[name]:
        problem = Problem("a.b", "不对", "改一改", Place(path=path))
        error = with_errors(value, [problem], name)
        assert codes(error, *place) == ["a.b"], path
        assert error is not None and error.as_json_data()


def test_blocks_are_known_again() -> None:
    shown = logic_to_blocks(FORM)
    assert [child.id for child in shown["decisions"]] == [block_id("level")]
    assert [child.id for child in shown["rules"]] == [block_id("rule")]


def test_every_word_is_chinese() -> None:
    for block in BLOCKS.values():
        for part in block().child_blocks.values():
            labels = [str(child.label).strip() for child in part.child_blocks.values()]
            assert all(not said or any("\u4e00" <= c <= "\u9fff" for c in said) for said in labels)
