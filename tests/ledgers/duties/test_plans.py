"""The planner takes the index that was built for the list of what is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

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


def test_a_clerk(filled: Any):
    rows = lists.mine(filled.users["village_officer"]).filter(lists.window("late", DAY))
    assert "duty_role" in rows.order_by("due", "id").explain()


def test_a_township(filled: Any):
    rows = lists.all_seen(filled.users["county_admin"]).filter(lists.window("late", DAY))
    assert "duty_due" in rows.order_by("due", "id")[:200].explain()


def test_what_is_to_be_said(filled: Any):
    rows = Duty.objects.unscoped("test").filter(
        state="open", next_at__lte=dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
    )
    assert "duty_next" in rows.explain()
