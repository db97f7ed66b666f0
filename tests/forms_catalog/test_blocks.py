"""Questions as blocks and back: nothing is lost, whatever way the blocks went."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from wagtail.admin.telepath import JSContext

from forms_catalog.blocks import (
    block_id,
    from_stream,
    options_block,
    options_from_stream,
    options_to_stream,
    questions_block,
    to_stream,
)
from forms_catalog.blocks.ledgers import PAGES, page_block
from forms_catalog.blocks.stream import UNKNOWN, usable
from forms_catalog.checks import check
from forms_catalog.checks.shape import question_keys
from forms_catalog.definition import (
    READY,
    ChoiceList,
    FormDefinition,
    Question,
    Section,
    load,
    ready,
)
from forms_catalog.questions import TYPES
from forms_catalog.readers import READERS
from forms_catalog.writers.yaml import write_template

from . import strategies
from .streams import typed
from .test_round_trip import SHIPPED, _normal, again

Canonical = dict[str, Any]
QUIET = list(HealthCheck)


def form_of(questions: list[Canonical]) -> FormDefinition | None:
    """The definition that the shape judge takes, None when it has a fault."""
    section = {"name": "s", "label": "部分", "questions": questions}
    head = {"format": 1, "kind": "form", "id": "f", "title": "表"}
    found = _normal(head | {"sections": [section]})
    assert found is None or isinstance(found, FormDefinition)
    return found


def comes_back(questions: tuple[Question, ...]) -> None:
    """Through blocks, their JSON and a browser: the same questions, the same blocks."""
    block, value = questions_block(), to_stream(questions)
    stored = json.loads(json.dumps(block.get_prep_value(value)))
    for way in (value, block.to_python(stored), typed(block, value)):
        assert from_stream(way) == questions
    assert block.get_prep_value(to_stream(from_stream(value))) == stored


def comes_round(form: FormDefinition) -> None:
    """Blocks, definition, YAML, definition, blocks."""
    block = questions_block()
    for section in form.sections:
        comes_back(section.questions)
    made = again(write_template(form), ".yaml")
    assert made == form
    assert isinstance(made, FormDefinition)
    for old, new in zip(form.sections, made.sections, strict=True):
        one, other = to_stream(old.questions), to_stream(new.questions)
        assert block.get_prep_value(one) == block.get_prep_value(other)


@pytest.mark.parametrize(
    "template", [t for t in SHIPPED.values() if isinstance(t, FormDefinition)], ids=lambda t: t.id
)
def test_shipped_forms(template: FormDefinition) -> None:
    comes_round(template)


@pytest.mark.parametrize(
    "template", [t for t in SHIPPED.values() if isinstance(t, ChoiceList)], ids=lambda t: t.id
)
def test_shipped_lists(template: ChoiceList) -> None:
    value = options_to_stream(template.options)
    assert options_from_stream(value) == template.options
    assert options_from_stream(typed(options_block(), value)) == template.options


@trials(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(strategies.template("list"))
def test_any_list(data: Canonical) -> None:
    template = _normal(data)
    if not isinstance(template, ChoiceList):
        return
    value = options_to_stream(template.options)
    assert options_from_stream(typed(options_block(), value)) == template.options
    stored = options_block().get_prep_value(value)
    assert options_from_stream(options_block().to_python(stored)) == template.options
    assert options_block().get_prep_value(options_to_stream(template.options)) == stored


@pytest.mark.parametrize("type_", TYPES)
def test_any_question_of_a_type(type_: str) -> None:
    @trials(max_examples=10, deadline=None, suppress_health_check=QUIET)
    @given(strategies.question(type_))
    def trip(question: Canonical) -> None:
        if form := form_of([{"name": "q"} | question]):
            comes_back(form.sections[0].questions)

    trip()


def edit(questions: list[Canonical], draw: Any) -> list[Canonical]:
    """One change of a kind that an administrator makes."""
    made = [dict(question) for question in questions]
    what = draw(st.sampled_from(["add", "delete", "move", "copy", "label", "retype", "key"]))
    if what == "add" or not made:
        return [*made, draw(strategies.questions(1)) | {"name": _fresh(made)}]
    at = draw(st.integers(0, len(made) - 1))
    if what == "delete":
        del made[at]
    elif what == "move":
        made.insert(draw(st.integers(0, len(made) - 1)), made.pop(at))
    elif what == "copy":
        made.insert(at + 1, made[at] | {"name": _fresh(made)})
    elif what == "label":
        made[at]["label"] = draw(strategies.TEXT)
    elif what == "retype":
        made[at] = draw(strategies.questions(1)) | {"name": made[at]["name"]}
    else:
        _change(made[at], draw)
    return made


def _change(question: Canonical, draw: Any) -> None:
    keys = question_keys(question["type"])
    may = sorted(k for k, i in keys.items() if ready(i, READY) and k not in {"type", "questions"})
    name = draw(st.sampled_from(may))
    item = keys[name]
    if name in question and not item.required and draw(st.booleans()):
        del question[name]
    else:
        question[name] = draw(strategies.key_value(item, draw(st.sampled_from(item.shapes))))


def _fresh(questions: list[Canonical]) -> str:
    taken = {question["name"] for question in questions}
    return next(f"q{n}" for n in range(1, 999) if f"q{n}" not in taken)


def edits(many: int) -> int:
    """So many random edits; how many of them made a form that the judge of shapes takes."""
    good = [0]

    @trials(max_examples=many // 10, deadline=None, suppress_health_check=QUIET)
    @given(st.data())
    def session(data: Any) -> None:
        questions: list[Canonical] = []
        for _ in range(10):
            edited = edit(questions, data.draw)
            form = form_of(edited) if edited else None
            if form is not None:
                good[0] += 1
                questions = edited
                comes_round(form)

    session()
    return good[0]


def test_a_hundred_random_edits() -> None:
    assert edits(100) > 50


@pytest.mark.long
def test_a_thousand_random_edits() -> None:
    assert edits(1000) > 500


def test_every_usable_type_has_a_block() -> None:
    block = questions_block()
    assert [*block.child_blocks] == [type_.name for type_ in usable()] + [UNKNOWN]
    assert {type_.name for type_ in usable()} == {n for n, t in TYPES.items() if t.since in READY}
    shown = {
        name for _, blocks in block.grouped_child_blocks() for name in (b.name for b in blocks)
    }
    assert shown == set(block.child_blocks)
    assert "rows" not in block.child_blocks["rows"].child_blocks["questions"].child_blocks


def test_every_key_that_may_be_used_has_a_control() -> None:
    """But a table of points: it has none yet and is carried along."""
    block = questions_block()
    for type_ in usable():
        keys = {n for n, i in question_keys(type_.name).items() if ready(i, READY)} - {"type"}
        assert keys - {"score"} <= set(block.child_blocks[type_.name].controls), type_


def test_every_word_of_the_editor_is_chinese() -> None:
    """No label is a bare key, and none is English."""
    for struct in questions_block().child_blocks.values():
        for name, child in struct.child_blocks.items():
            said = str(child.label)
            assert said != name
            assert not said.strip() or any("\u4e00" <= c <= "\u9fff" for c in said), (name, said)


def test_a_type_that_nobody_knows_is_kept() -> None:
    question = Question(name="q", label="题", type="bank_card", options=(("bank", "x"),))
    value = to_stream((question,))
    assert value[0].block_type == UNKNOWN
    assert from_stream(value) == (question,)
    assert from_stream(typed(questions_block(), value)) == (question,)


def test_keys_of_later_stages_are_carried_along() -> None:
    data = {"name": "q", "label": "题", "type": "text", "constraint": ". != 'x'", "by": ["clerk"]}
    extra = {"extra": [{"name": "media", "value": "x"}]}
    section = {"name": "s", "questions": [data | extra]}
    form = load({"kind": "form", "id": "f", "sections": [section]})
    assert isinstance(form, FormDefinition)
    comes_back(form.sections[0].questions)


def test_a_table_in_a_table_is_kept_for_the_check_to_refuse() -> None:
    inner = Question(name="c", label="内", type="text")
    middle = Question(name="b", label="中", type="rows", questions=(inner,))
    comes_back((Question(name="a", label="外", type="rows", questions=(middle,)),))


@pytest.mark.parametrize("missing", [("refused", "unknown"), ("unknown",), ("odd", "none")])
def test_reasons_keep_their_order(missing: tuple[str, ...]) -> None:
    comes_back((Question(name="q", label="题", type="text", missing=missing),))


@pytest.mark.parametrize("required", [True, False, "${a} = 'x'", "(half", "a\n('half"])
def test_what_cannot_be_read_is_kept_word_for_word(required: bool | str) -> None:
    question = Question(name="q", label="题", type="text", required=required)
    assert from_stream(typed(questions_block(), to_stream((question,)))) == (question,)


@pytest.mark.parametrize("key", ["required", "relevant", "constraint", "calculation"])
def test_what_can_be_read_is_written_one_way(key: str) -> None:
    typed_so = Question(name="q", label="题", type="text", **{key: "  ${a}＝“x”\nor ( true() ) "})
    made = from_stream(typed(questions_block(), to_stream((typed_so,))))[0]
    assert getattr(made, key) == "${a} = 'x' or true()"


def test_half_filled_blocks_are_read() -> None:
    block = questions_block()
    value = block.to_python(
        [{"type": name, "value": {}, "id": None} for name in block.child_blocks]
    )
    made = from_stream(typed(block, value))
    assert [question.type for question in made[:-1]] == list(block.child_blocks)[:-1]
    assert {question.label for question in made} == {""}
    assert len({question.name for question in made}) == len(made)
    assert from_stream(to_stream(made)) == made


def test_text_is_tidied_as_the_canonical_form_wants_it() -> None:
    block = questions_block()
    said = {"label": " 题\x0b目\x00 ", "hint": "一\r\n二 \r\n", "required": "when"}
    value = block.to_python([{"type": "text", "value": said, "id": "x"}])
    question = from_stream(value)[0]
    assert (question.label, question.hint, question.required) == ("题目", "一\n二", False)


def test_odd_things_in_the_carried_field_do_no_harm() -> None:
    for carried in ("[1]", "{", "5", '{"name": "evil", "label": "x", "type": "note"}'):
        said = {"label": "题", "name": "q", "carried": carried}
        value = questions_block().to_python([{"type": "text", "value": said, "id": "x"}])
        assert from_stream(value) == (Question(name="q", label="题", type="text"),)


@pytest.mark.django_db
@pytest.mark.storage
def test_the_browser_is_told_of_a_block_once() -> None:
    packed = json.dumps(JSContext().pack(questions_block()), ensure_ascii=False)
    assert packed.count('"wagtail.blocks.FieldBlock"') < 60
    assert len(packed) < 130_000


def test_a_large_form_is_quick() -> None:
    """To blocks and back costs about what a file and back does, in the same minute of the machine."""
    questions = tuple(
        Question(name=f"q{n}", label=f"第{n}题", type="choice", options=_options())
        for n in range(15)
    )
    pairs = [(_seconds(_blocks, questions), _seconds(_file, questions)) for _ in range(5)]
    assert min(blocks for blocks, _ in pairs) < 2 * min(file for _, file in pairs)


def _blocks(questions: tuple[Question, ...]) -> None:
    assert from_stream(to_stream(questions)) == questions


def _file(questions: tuple[Question, ...]) -> None:
    section = Section(name="s", label="部分", questions=questions)
    form = FormDefinition(id="f", title="表", sections=(section,))
    node, problems = READERS[".yaml"].read(write_template(form))
    assert not problems and node and check(node)[0] == form


def _options() -> tuple[tuple[str, Any], ...]:
    rows = [{"name": c, "label": c} for c in "abc"]
    data = {"name": "q", "label": "题", "type": "choice", "choices": rows}
    form: Any = load({"kind": "form", "id": "f", "sections": [{"name": "s", "questions": [data]}]})
    return form.sections[0].questions[0].options


def _seconds(act: Any, questions: tuple[Question, ...]) -> float:
    """CPU for a form of twenty such sections."""
    start = time.process_time()
    for _ in range(20):
        act(questions)
    return time.process_time() - start


def test_the_id_of_a_block_follows_from_its_name() -> None:
    twice = Question(name="q", label="题", type="text")
    value = to_stream((twice, Question(name="p", label="题", type="text"), twice))
    assert [child.id for child in value] == [block_id("q"), block_id("p"), block_id("q", 2)]
    assert block_id("q") == block_id("q") != block_id("q_2")
    assert from_stream(value)[2].name == "q"


def test_a_section_without_questions() -> None:
    assert from_stream(to_stream(())) == ()


def test_a_block_bears_the_name_that_it_has_in_its_part() -> None:
    """A block that two parts share has one name: the browser asks for it by that name in both."""
    pages = [page_block(name) for name in PAGES]
    for block in (*questions_block().child_blocks.values(), *pages):
        for part in _parts(block):
            for name, child in part.child_blocks.items():
                assert child.name == name, (part.name, name)


def _parts(block: Any) -> Iterator[Any]:
    inner = getattr(block, "child_blocks", {})
    if inner:
        yield block
    children = [*inner.values(), *filter(None, [getattr(block, "child_block", None)])]
    for child in children:
        yield from _parts(child)
