"""What was measured to be slow is written nowhere: forms of queries, indexes, places that write slots."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from forms_catalog.slots import SLOTS
from ledgers.models import Record
from ledgers.queries import MOST_PAGES, PAGE

ROOT = Path(__file__).resolve().parent.parent.parent
ASKING = [p for p in (ROOT / "ledgers").rglob("*.py") if "migrations" not in p.parts]
WRITING = {"update", "create", "update_or_create", "filter", "exclude"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def indexes():
    return {index.name: index for index in Record._meta.indexes}


def test_every_index_begins_with_the_ledger_and_holds_for_all():
    """None belongs to one ledger, none is added when a ledger is published."""
    for index in indexes().values():
        assert index.fields[0] == "ledger"
        told = dict(index.condition.children) if index.condition else {}
        assert set(told) <= {f"{index.fields[1]}__isnull"}
    assert not Record._meta.get_field("ledger").db_index
    guilty = [
        name(p) for p in ASKING if re.search(r"schema_editor|CREATE INDEX|add_index", p.read_text())
    ]
    assert guilty == []


def test_what_changes_with_every_version_is_in_no_index():
    held = {field for index in indexes().values() for field in index.fields}
    assert held & {"updated_at", "version", "edition", "answers"} == set()


def test_no_index_leads_with_a_code():
    """SQLite would filter by it and then sort all that it finds."""
    second = {index.fields[1] for index in indexes().values()}
    assert second == {"place_path", "id", "t1", "t2", "t3", "t4", "d1", "d2"}


def test_indexes_of_days_answer_place_state_and_codes():
    """A list by day passes over what is not wanted without reading it."""
    for day in ("d1", "d2"):
        fields = indexes()[f"rec_{day}"].fields
        assert fields == ["ledger", day, "id", "place_path", "state", "c1", "c2", "c3"]


@pytest.mark.parametrize("path", ASKING, ids=name)
def test_rows_are_counted_not_their_keys(path):
    assert not re.search(r"""Count\(["'](id|pk)["']""", path.read_text())


@pytest.mark.parametrize("path", ASKING, ids=name)
def test_every_order_by_a_column_says_where_nothing_stands(path):
    """Of what may be NULL: by a plain name the two databases put it at different ends."""
    plain = {*SLOTS, *(f"-{slot}" for slot in SLOTS)}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by":
            told = {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
            assert told & plain == set()


def test_nobody_pages_beyond_what_an_offset_can_do():
    assert MOST_PAGES * PAGE <= 2000


def test_nobody_writes_a_slot_by_its_name():
    """The gate and what fills columns write by the mapping; a name in the code would be somebody's."""
    guilty = set()
    for path in ASKING:
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in WRITING
            if called and {word.arg for word in node.keywords} & set(SLOTS):
                guilty.add(name(path))
    assert guilty == set()
