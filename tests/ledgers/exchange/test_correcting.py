"""A column mapped by hand is read as if it had stood so from the start."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from forms_catalog.exchange.reading import Reading
from forms_catalog.problems import Refused
from ledgers.exchange import judging, writing
from ledgers.exchange.bringing import bring, headings, reading_of, remembered
from ledgers.exchange.correcting import correct, settle
from ledgers.exchange.stepping import begin_judging
from ledgers.models import Import, Record
from ledgers.registry import live
from tests import people
from tests.ledgers.exchange.sheets import ANNA, BAI, HEADS, changed, table

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def clerk(club: Any) -> Any:
    return club.users["clerk"]


def brought(clerk: Any, *rows: Any, **heads: str) -> Import:
    """A list whose headings are others than the form's."""
    named = [heads.get(head, head) for head in HEADS]
    return bring(clerk, live("members"), "会员.csv", table(*rows, heads=named))


def codes(reading: Reading) -> set[str]:
    return {note.code for note in reading.notes}


def test_a_required_question_that_was_given_a_column_is_not_missed(clerk: Any) -> None:
    batch = brought(clerk, ANNA, 姓名="甲")
    assert "heading.required-missing" in codes(reading_of(batch))
    reading = correct(batch, {(0, 1): "name"})
    assert codes(reading) == set() and reading.columns[1] == "name" and reading.ready


def test_what_stands_in_it_tells_totals_from_people(clerk: Any) -> None:
    """Somebody called as totals are stays a row once it is known which column holds names."""
    rows = (("1", *ANNA), ("合计", "陈一"), ("合计", "2人"))
    data = table(*rows, heads=("序", "甲", *HEADS[1:]))
    batch = bring(clerk, live("members"), "会员.csv", data)
    assert dict(reading_of(batch).left_out)[3] == "total"
    reading = correct(batch, {(0, 2): "name"})
    assert dict(reading.left_out) == {1: "heading", 4: "total"}


def test_places_that_stand_once_are_asked_about(clerk: Any) -> None:
    batch = brought(clerk, ANNA, changed(BAI, 常去场地=""), 常去场地="甲")
    assert reading_of(batch).ready
    reading = correct(batch, {(0, 5): "court"})
    assert [d.id for d in reading.decisions if d.chosen is None] == ["blank-below:5"]
    with pytest.raises(Refused):
        begin_judging(batch)
    assert settle(batch, {"blank-below:5": "take"}).ready
    judging.judge(batch, clerk)
    assert batch.counts == {"new": 2}


def test_said_otherwise_again_it_is_as_it_is_said_last(clerk: Any) -> None:
    batch = brought(clerk, ANNA, 姓名="甲", 身高="乙")
    correct(batch, {(0, 1): "name", (0, 7): "height"})
    reading = correct(batch, {(0, 1): "", (0, 7): "height"})
    assert {n for n in reading.mapped().values() if n} >= {"height", "phone"}
    assert "heading.required-missing" in codes(reading) and not reading.mapped().get(1)
    with pytest.raises(Refused) as caught:
        correct(batch, {(0, 1): "height"})
    problem = caught.value.problems[0]
    assert problem.code == "table.column-twice" and "A列“甲”和G列“乙”" in problem.text


def by_hand(clerk: Any) -> dict[str, str]:
    """What is remembered beside what the ledger's export layouts call their columns."""
    book = live("members")
    return {n: q for n, q in remembered(clerk, book).items() if n not in headings(book)}


def test_a_near_heading_is_asked_taken_and_remembered(clerk: Any) -> None:
    batch = brought(clerk, ANNA, 姓名="会员姓名", 手机="手机号")
    assert sorted(d.id for d in reading_of(batch).decisions) == [
        "near-question:1",
        "near-question:4",
    ]
    reading = settle(batch, {"near-question:1": "1=name", "near-question:4": "4=phone"})
    assert reading.ready and reading.columns[1] == "name" and codes(reading) == set()
    judging.judge(batch, clerk)
    writing.confirm(batch)
    writing.write(batch, clerk)
    assert Record.objects.unscoped("test").get().answers["name"] == "罗安"
    assert by_hand(clerk) == {"会员姓名": "name", "手机号": "phone"}
    again = brought(clerk, BAI, 姓名="会员姓名", 手机="手机号")
    assert reading_of(again).ready


def test_two_columns_may_change_places_at_once(clerk: Any) -> None:
    batch = brought(clerk, changed(ANNA, 身高="罗安"), 姓名="甲", 身高="会员姓名")
    settle(batch, {"near-question:7": "leave"}, {(0, 1): "name"})
    reading = settle(batch, {"near-question:7": "7=name"}, {(0, 1): ""})
    assert reading.mapped()[7] == "name" and not reading.mapped().get(1)


def test_that_it_is_none_of_them_is_remembered_too(clerk: Any) -> None:
    batch = bring(
        clerk, live("members"), "会员.csv", table((*ANNA, "好"), heads=(*HEADS, "会员备注"))
    )
    settle(batch, {"near-question:8": "leave"})
    judging.judge(batch, clerk)
    writing.confirm(batch)
    writing.write(batch, clerk)
    assert by_hand(clerk) == {"会员备注": ""}


def test_on_the_page_what_it_brings_up_is_asked_there(clerk: Any) -> None:
    batch = brought(clerk, ANNA, changed(BAI, 常去场地=""), 常去场地="甲", 姓名="会员姓名")
    browser, href = people.client("clerk"), f"/imports/{batch.uid}/"
    html = browser.get(href).content.decode()
    assert 'name="d.near-question:1"' in html and 'name="c.0.1"' in html
    assert press(browser, href, {"c.0.5": "court"}).status_code == 422
    chosen = {"d.near-question:1": "1=name", "c.0.1": "", "c.0.5": "court"}
    response = press(browser, href, chosen)
    assert response["Location"] == f"{href}?again=1"
    html = browser.get(response["Location"]).content.decode()
    assert 'name="d.blank-below:5"' in html and "又看了一遍" in html
    press(browser, href, chosen | {"d.blank-below:5": "take"})
    batch.refresh_from_db()
    assert (batch.step, batch.counts) == ("judged", {"new": 2})


def test_any_other_question_may_be_chosen_for_a_near_heading(clerk: Any) -> None:
    batch = brought(clerk, ANNA, 身高="会员备注")
    browser, href = people.client("clerk"), f"/imports/{batch.uid}/"
    press(browser, href, {"c.0.7": "height"})
    batch.refresh_from_db()
    assert batch.counts == {"new": 1} and reading_of(batch).mapped()[7] == "height"


def press(browser: Client, href: str, chosen: dict[str, str]) -> Any:
    return browser.post(href, chosen | {"go": "check"})
