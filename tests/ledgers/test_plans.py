"""The planner of SQLite takes the index that was built for the question."""

from __future__ import annotations

import pytest

from ledgers import queries
from ledgers.models import Record
from ledgers.queries import Ask
from ledgers.registry import live
from tests.ledgers.tools import many

pytestmark = pytest.mark.django_db


def plan(user, **ask):
    rows = Record.objects.visible_to(user, live("children"))
    narrowed = queries._narrowed(rows, user, live("children"), Ask(**ask))
    return queries._ordered(narrowed, live("children"), Ask(**ask)).values_list("id").explain()


@pytest.mark.parametrize(
    "ask", [{}, {"state": "SUBMITTED"}, {"sort": "-birth_date"}, {"place": True}]
)
@pytest.mark.parametrize("name", ["village_officer", "township_supervisor"])
def test_below_the_root(world, ask, name):
    village = world.places["河湾村"].path
    many(village, 300)
    ask = ask | ({"place": village} if ask.get("place") else {})
    assert "rec_wide" in plan(world.users[name], **ask)


@pytest.mark.parametrize("ask", [{}, {"state": "SUBMITTED"}])
def test_at_the_root_there_is_no_range(world, ask):
    many(world.places["河湾村"].path, 300)
    assert "place_path>" not in plan(world.users["county_admin"], **ask)


def test_counting_stays_in_the_index(world):
    many(world.places["河湾村"].path, 300)
    rows = Record.objects.visible_to(world.users["township_supervisor"], live("children"))
    assert "COVERING INDEX rec_wide" in rows.filter(state="SUBMITTED").values("state").explain()
