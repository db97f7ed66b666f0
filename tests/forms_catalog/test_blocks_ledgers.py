"""A ledger as blocks: every ledger there is comes back the same, whatever stage its keys are of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from forms_catalog.blocks import block_id
from forms_catalog.blocks.errors import page_with_errors
from forms_catalog.blocks.ledgers import (
    HEADS,
    PAGES,
    keys_on,
    page_block,
    page_from_block,
    page_of,
    page_to_block,
)
from forms_catalog.checks.shape import judge
from forms_catalog.definition import STAGES, Access, Action, Ledger, Rule, State, keys_of, load
from forms_catalog.definition.canonical import attribute
from forms_catalog.definition.ledger import VERBS
from forms_catalog.editing.facets import EMPTY
from forms_catalog.problems import Place, Problem
from forms_catalog.readers import READERS
from tests.conftest import ROOT

from .streams import post, typed

FILES = sorted(ROOT.glob("t*/packs/*/ledgers/*.yaml"))


def read(text: bytes) -> Ledger:
    node, problems = READERS[".yaml"].read(text)
    assert node is not None and not problems
    found = load(judge(node, "", frozenset(STAGES)).data)
    assert isinstance(found, Ledger)
    return found


RICH = """format: 1
ledger: loans
title: 借用
form: loan
also: {check: {as: open, ledger: checks, by: loan}}
place: _actor
identity: [[thing, since], [number]]
states:
  OUT: {label: 借出, color: orange}
  BACK: {label: 归还, final: true, was: HOME}
actions:
  opening: {label: 借, who: [clerk]}
  bring:
    label: 还
    verb: close
    from: [OUT]
    to: BACK
    who: [clerk, manager]
    guard:
    - {constraint: "${whole} = 'yes'", constraint_message: 先修好}
    reason: true
    effects:
    - {when: "${late} = 'yes'", open: {ledger: fines, set: {sum: "${days} * 2"}}}
    - {set: {thing.free: "yes"}}
  lose: {label: 丢失, from: [any], who: [manager], guard: "${since} != ''"}
columns: [thing, since]
views:
  open: {label: 没还的, filter: "${_state} = 'OUT'", columns: [thing], sort: [-since]}
access:
  clerk: {fill: true, hidden: [price], export: approval}
  manager: {clear: [phone]}
retention: {years: 3, after: "${since}"}
"""


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_every_ledger_comes_back_the_same(file: Path) -> None:
    same(read(file.read_bytes()))


def test_so_does_one_with_everything() -> None:
    same(read(RICH.encode()))


def same(ledger: Ledger) -> None:
    """Through the browser and back, page by page."""
    for page in PAGES:
        block = page_block(page)
        back = page_from_block(typed(block, page_to_block(ledger, page)), page)
        for key in keys_on(page):
            name = attribute(key)
            assert getattr(back, name) == getattr(ledger, name), key


def test_every_key_is_on_one_page() -> None:
    for key in keys_of(Ledger):
        found = [page for page in PAGES if key in keys_on(page)]
        assert len(found) == (0 if key in HEADS else 1) and page_of(key) == "".join(found)


def page(name: str, ledger: Ledger, **changes: str) -> Any:
    """The value of a page after somebody wrote into it."""
    block = page_block(name)
    data = post(block, page_to_block(ledger, name))
    for box, text in changes.items():
        data[f"q-{box.replace('__', '-')}"] = text
    return block.value_from_datadict(data, {}, "q")


def test_names_are_made_of_the_words_and_stay_once_published() -> None:
    draft = replace(EMPTY, states=(State(name="", label="在用"), State(name="OLD", label="旧")))
    value = page("states", draft, **{"states__1__value__name": "OTHER"})
    states = page_from_block(value, "states", {"states": {"OLD"}}).states
    assert [one.name for one in states] == ["zai_yong", "OLD"]


def test_a_role_is_chosen_never_made() -> None:
    draft = replace(EMPTY, access=(Access(name=""),))
    assert page_from_block(page("access", draft), "access").access == ()
    value = page("access", draft, access__0__value__fill="on")
    assert page_from_block(value, "access").access in ((), (Access(name="", fill=True),))


GUARDS = {
    (): "",
    (("${a} = 1", ""),): "${a} = 1",
    (("${a} = 1", "先写a"),): (("${a} = 1", "先写a"),),
    (("${a} = 1", ""), ("${b} = 1", "")): (("${a} = 1", ""), ("${b} = 1", "")),
}


@pytest.mark.parametrize("rows", GUARDS, ids=repr)
def test_one_condition_without_words_is_kept_as_text(rows: Any) -> None:
    rules = tuple(Rule(constraint=c, constraint_message=m) for c, m in rows)
    draft = replace(EMPTY, actions=(Action(name="x", label="x", who=(), guard=rules),))
    [action] = page_from_block(page("actions", draft), "actions").actions
    found = action.guard
    if not isinstance(found, str):
        found = tuple((rule.constraint, rule.constraint_message) for rule in found)
    assert found == GUARDS[rows] or (not rows and not found)


def test_what_the_engine_can_do_is_offered_in_words() -> None:
    action = page_block("actions").child_blocks["actions"].part
    offered = dict(action.child_blocks["verb"].field.widget.offered())
    assert set(VERBS) < set(offered) and not any(words.isascii() for words in offered.values())


def test_problems_go_to_the_box_that_has_them() -> None:
    ledger = read(RICH.encode())
    value = page_to_block(ledger, "actions")
    paths = ("actions.bring.to", "actions.bring.guard.1.constraint", "actions")
    problems = [Problem("x.y", "不对", place=Place(path=path)) for path in paths]
    error = page_with_errors(value, problems)
    assert isinstance(error, StructBlockValidationError)
    stream = error.block_errors["actions"]
    assert len(stream.non_block_errors) == 1
    bring = stream.block_errors[1].block_errors
    assert bring.keys() == {"to", "guard"}
    assert bring["guard"].block_errors[0].block_errors.keys() == {"constraint"}
    assert page_with_errors(value, []) is None


def test_a_part_is_known_by_its_name() -> None:
    value = page_to_block(read(RICH.encode()), "actions")
    assert [child.id for child in value["actions"]] == [
        block_id(name) for name in ("opening", "bring", "lose")
    ]
