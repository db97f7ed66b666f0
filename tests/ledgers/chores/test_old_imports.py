"""A table that was brought goes when it can be taken back no more; what it wrote stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command

from ledgers.chores.old_imports import old_imports
from ledgers.clock import now
from ledgers.exchange import forgetting, judging, undoing, writing
from ledgers.exchange.bringing import bring, headings, remembered
from ledgers.exchange.stepping import begin_undoing
from ledgers.files import path_of
from ledgers.models import Import, ImportRow, Record
from ledgers.registry import live
from ledgers.worker import enqueue, status
from tests import people
from tests.ledgers.exchange.sheets import ANNA, BAI, table

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
STEPS = ("asked", "judged", "written", "undone")


@pytest.fixture
def clerk(club: Any) -> Any:
    return club.users["clerk"]


def at(clerk: Any, step: str, days: int) -> Import:
    """An import that came as far as this step, so many days ago."""
    batch = bring(clerk, live("members"), "会员.csv", table(ANNA, BAI))
    if step != "asked":
        judging.judge(batch, clerk)
    if step in ("written", "undone"):
        writing.confirm(batch)
        writing.write(batch, clerk)
    if step == "undone":
        begin_undoing(batch)
        undoing.undo(batch, clerk)
    then = now() - dt.timedelta(days=days)
    ended = then if step in ("written", "undone") else None
    found = Import.objects.unscoped("test").filter(pk=batch.pk)
    found.update(created_at=then, finished_at=ended)
    return found.get()


def tidy() -> None:
    task = enqueue(old_imports, asked_by=None)
    call_command("worker", "--once")
    found = status(task)
    assert found and found.over and not found.problem


def rows(batch: Import) -> int:
    return ImportRow.objects.unscoped("test").filter(batch=batch.pk).count()


def again(batch: Import) -> Import | None:
    found: Import | None = Import.objects.unscoped("test").filter(pk=batch.pk).first()
    return found


@pytest.mark.parametrize("step", STEPS)
def test_a_young_one_stays(clerk: Any, step: str) -> None:
    batch = at(clerk, step, 29)
    before = rows(batch)
    tidy()
    assert (kept := again(batch)) and kept.file == batch.file
    assert path_of(batch.file).exists() and rows(batch) == before


@pytest.mark.parametrize("step", ["written", "undone"])
def test_that_it_was_stays(clerk: Any, step: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 1)
    batch = at(clerk, step, 31)
    records = Record.objects.unscoped("test").count()
    tidy()
    tidy()
    assert not path_of(batch.file).exists() and rows(batch) == 0
    kept = again(batch)
    assert kept and (kept.step, kept.counts) == (step, batch.counts)
    assert (kept.file, bytes(kept.data_key), kept.key_id) == ("", b"", "")
    assert Record.objects.unscoped("test").count() == records
    assert remembered(clerk, live("members")) == headings(live("members"))


@pytest.mark.parametrize("step", ["asked", "judged"])
def test_what_nobody_confirmed_goes_whole(clerk: Any, step: str) -> None:
    batch = at(clerk, step, 31)
    tidy()
    assert again(batch) is None and rows(batch) == 0 and not path_of(batch.file).exists()


def test_killed_in_the_midst(clerk: Any) -> None:
    """The file is gone, the row does not know it yet: the next one ends it."""
    batch = at(clerk, "written", 31)
    path_of(batch.file).unlink()
    tidy()
    kept = again(batch)
    assert kept and forgetting.forgotten(kept) and rows(batch) == 0


@pytest.mark.parametrize("step", ["written", "undone"])
def test_its_page_says_so(clerk: Any, step: str) -> None:
    batch = at(clerk, step, 31)
    tidy()
    browser = people.client(clerk.username)
    html = browser.get(f"/imports/{batch.uid}/?show=written&page=2").content.decode()
    assert ("写进台账的都在" in html) is (step == "written")
    assert "不再保存" in html and "罗安" not in html and "refused.xlsx" not in html
    assert browser.get(f"/imports/{batch.uid}/refused.xlsx").status_code == 404
    assert browser.post(f"/imports/{batch.uid}/", {"go": "undo"}).status_code in (302, 422)
    assert browser.get("/ledgers/members/import/").status_code == 200
