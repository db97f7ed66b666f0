"""Who was shown what is kept for three years; what is older goes in small steps."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from ledgers.chores import old_sightings
from ledgers.clock import now
from ledgers.models import AccessEvent
from ledgers.registry import live
from ledgers.worker import enqueue, status

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def seen(user, days):
    at = now() - dt.timedelta(days=days)
    rows = [AccessEvent(user=user, ledger_id=live("children").id, kind="list", at=at)]
    AccessEvent.objects.get_queryset().bulk_create(rows)


def test_three_years(officer, monkeypatch):
    monkeypatch.setattr(old_sightings, "AT_ONCE", 2)
    for days in (0, 365, 3 * 365 - 1, 3 * 365 + 2, 4 * 365, 5 * 365):
        seen(officer, days)
    task = enqueue(old_sightings.old_sightings, asked_by=None)
    call_command("worker", "--once")
    found = status(task)
    assert (found.done, found.total, found.problem) == (3, 3, "")
    left = AccessEvent.objects.unscoped("test").order_by("at").values_list("at", flat=True)
    assert [(now() - at).days for at in left] == [3 * 365 - 1, 365, 0]
