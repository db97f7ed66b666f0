"""The columns of a ledger that runs, and the plans of filters over them."""

from __future__ import annotations

import datetime as dt

import pytest

from forms_catalog.expressions import parse
from ledgers.filtering import columns_of, compile_filter
from ledgers.models import Record
from ledgers.registry import live
from tests import people
from tests.ledgers.tools import many

from .rows import NOW, age_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def columns(world):
    return columns_of(live("children"))


def test_every_column_has_its_kind(columns):
    kinds = {name: columns[name].kind for name in ("sex", "birth_date", "name", "sibling_count")}
    assert kinds == {
        "sex": "code",
        "birth_date": "date",
        "name": "text",
        "sibling_count": "number",
    }
    slots = live("children").slots
    assert {columns[name].field for name in slots} == set(slots.values())
    assert not columns["sex"].sealed and columns["_state"].field == "state"


def test_what_is_sealed_or_not_listed_is_known_and_refused(columns):
    assert columns["id_card"].sealed and columns["residence_detail"].field == ""
    for text, code in (
        ("${id_card} = '1'", "filter.sealed"),
        ("${residence_detail} = '1'", "filter.not-in-columns"),
    ):
        [problem] = compile_filter(parse(text), columns, NOW).problems
        assert problem.code == code


@pytest.mark.storage
def test_kept_records_are_found(world, officer, columns):
    kept = people.register(officer).records[0]
    for text, due in (
        ("${sex} = '2' and ${name} = '罗安'", 1),
        (f"{age_of('${birth_date}')} >= 13", 1),
        (f"{age_of('${birth_date}')} >= 14", 0),
        ("${mother_name} = ''", 1),
        ("${mother_name} != ''", 0),
        ("${_created} >= date('2020-01-01') and ${_state} != 'x'", 1),
        (f"starts-with(${{_place}}, '{people.world().places['枫树坪镇'].path}')", 1),
    ):
        q = compile_filter(parse(text), columns, NOW).q
        rows = Record.objects.visible_to(officer, live("children")).filter(q)
        assert [str(uid) for uid in rows.values_list("uid", flat=True)] == [kept.uid] * due, text


def test_the_wide_index_serves(world, columns):
    """Equality and range are read off the index: the row is not fetched for what fails."""
    many(world.places["河湾村"].path, 300)
    name = next(name for name, slot in live("children").slots.items() if slot == "c1")
    text = f"${{{name}}} = '2' and {age_of('${birth_date}')} < 16 and ${{_state}} = 'SUBMITTED'"
    q = compile_filter(parse(text), columns, NOW).q
    rows = Record.objects.visible_to(world.users["township_supervisor"], live("children")).filter(q)
    plan = rows.order_by().values("state").explain()
    assert "COVERING INDEX rec_wide" in plan


def test_a_prefix_takes_the_look_up_index(world, columns):
    many(world.places["河湾村"].path, 300)
    name = columns["name"].field
    assert name in ("t1", "t2", "t3", "t4")
    q = compile_filter(parse("starts-with(${name}, '甲00')"), columns, NOW).q
    rows = Record.objects.visible_to(world.users["county_admin"], live("children")).filter(q)
    assert f"rec_{name}" in rows.order_by().values("id").explain()


def test_the_clock_is_the_one_that_is_given(columns):
    aware = dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)
    q = compile_filter(parse("${birth_date} = today()"), columns, aware).q
    assert q.children[0][1] == dt.date(2026, 11, 23)
