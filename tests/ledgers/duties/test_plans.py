"""The planner takes the indexes that were built for what is due, and counts by them alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgers.duties import lists
from ledgers.models import Duty
from ledgers.registry import live
from tests.ledgers.tools import many

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def filled(world: Any) -> Any:
    """Hundreds of rounds in a village, their clerk and their township."""
    village = world.places["河湾村"].path
    many(village, 400)
    book = live("children")
    assert book
    from ledgers.models import Record

    pks = Record.objects.unscoped("test").filter(ledger=book.id).values_list("pk", flat=True)
    Duty.objects.bulk_create(
        Duty(
            record_id=pk,
            ledger_id=book.id,
            series="s",
            duty="s",
            place_path=village,
            role="village_director",
            applies_on=DAY,
            from_on=DAY,
            since=DAY,
            due=DAY + dt.timedelta(days=n % 90),
            good_until=DAY,
        )
        for n, pk in enumerate(pks)
    )
    return world


def plan(rows: Any) -> str:
    """Of a query with aggregates or without."""
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        rows()
        sql = next(q["sql"] for q in asked.captured_queries if "ledgers_duty" in q["sql"])
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"))
        return " ".join(str(line[3]) for line in cursor.fetchall())


@pytest.mark.parametrize(
    ("name", "whose", "index"),
    [
        ("village_officer", lists.mine, "duty_role"),
        ("village_officer", lists.all_seen, "duty_place"),
        ("township_supervisor", lists.all_seen, "duty_place"),
        ("county_admin", lists.all_seen, "duty_due"),
    ],
)
def test_counted_by_an_index_alone(filled: Any, name: str, whose: Any, index: str):
    found = plan(lambda: lists.counts(whose(filled.users[name])))
    assert f"USING COVERING INDEX {index}" in found and "SCAN" not in found


@pytest.mark.parametrize("name", ["township_supervisor", "county_admin"])
def test_how_much_lies_where_by_an_index_alone(filled: Any, name: str):
    found = plan(lambda: lists.load(filled.users[name]))
    assert "USING COVERING INDEX duty_place" in found and "TEMP B-TREE" not in found


@pytest.mark.parametrize("window", lists.WINDOWS)
def test_listed_by_an_index(filled: Any, window: str):
    mine = plan(lambda: lists.listed(lists.mine(filled.users["village_officer"]), window))
    assert "USING INDEX duty_role" in mine
    all_ = plan(lambda: lists.listed(lists.all_seen(filled.users["county_admin"]), window))
    assert "USING INDEX duty_due" in all_ and "TEMP B-TREE" not in all_


def test_what_is_to_be_said(filled: Any):
    rows = Duty.objects.unscoped("test").filter(
        state="open", next_at__lte=dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
    )
    assert "duty_next" in rows.explain()
