"""The planner of SQLite takes the index that was built for the question."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgers import queries
from ledgers.models import Record
from ledgers.queries import Ask
from ledgers.registry import live
from tests import people
from tests.ledgers.tools import many, row

pytestmark = pytest.mark.django_db


def told(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " ".join(str(row) for row in cursor.fetchall())


def plan(user, **ask):
    """How the page of a list was read, the last thing that is asked for it."""
    with CaptureQueriesContext(connection) as met:
        queries.listing(user, live("children"), Ask(**ask))
    return told(met.captured_queries[-1]["sql"])


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


@pytest.mark.parametrize("name", ["township_supervisor", "county_admin"])
def test_what_is_linked_is_found_by_its_key(world, name):
    """Never by walking through the place or the ledger."""
    user, kept = world.users[name], people.register(world.users["village_officer"]).records
    many(world.places["河湾村"].path, 300)
    one, two = row(kept[0]), row(kept[1])
    with CaptureQueriesContext(connection) as met:
        assert queries.titled(user, live("children"), "child", [two.pk])
        assert queries.linked_from(user, one)
    asked = [q["sql"] for q in met.captured_queries if 'FROM "ledgers_record"' in q["sql"]]
    assert len(asked) == 2
    assert all("USING INTEGER PRIMARY KEY" in told(sql) for sql in asked)


def test_counting_stays_in_the_index(world):
    many(world.places["河湾村"].path, 300)
    rows = Record.objects.visible_to(world.users["township_supervisor"], live("children"))
    assert "COVERING INDEX rec_wide" in rows.filter(state="SUBMITTED").values("state").explain()


def test_identities_are_searched_not_walked_through(world):
    """The whole index of identities is named, so that a county's worth of them costs nothing."""
    with CaptureQueriesContext(connection) as met:
        people.register(world.users["village_officer"])
    asked = [q["sql"] for q in met.captured_queries if q["sql"].startswith("SELECT")]
    asked = [sql for sql in asked if 'FROM "ledgers_blindindex"' in sql]
    assert asked
    found = told(asked[0])
    assert "SEARCH" in found and "digest=?" in found and "SCAN" not in found


def test_what_is_still_to_be_asked_is_read_through_the_scope(club):
    """No index holds editions: they are looked at within the place alone."""
    from ledgers import lacking
    from tests.ledgers.editions import SHOES, member, second_edition

    member(club.users["clerk"], club)
    second_edition(SHOES)
    rows = lacking.left(club.users["clerk"], live("members"))
    assert rows is not None and rows.count() == 1
    assert "rec_wide" in rows.values("id").explain()
