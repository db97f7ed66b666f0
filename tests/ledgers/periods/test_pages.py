"""The pages of books, tables and rosters: who is shown what, closing and reopening by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ledgers.models import Period
from tests.ledgers.gardens import Gardens, finish

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]

PEOPLE = ("keeper", "other_keeper", "town_warden", "warden", "guest")
ALL, NONE = (200,) * 5, (404,) * 5
BUT_GUESTS = (200, 200, 200, 200, 404)
TABLE = {
    ("periods", "plots"): ALL,
    ("periods", "gardeners"): (404, 404, 404, 404, 404),
    ("period", "plots", "2026Q1"): ALL,
    ("period", "plots", "2026Q2"): ALL,
    ("period", "plots", "2031Q1"): NONE,
    ("period", "plots", "2026"): NONE,
    ("tables", "plots"): ALL,
    ("tables", "gardeners"): NONE,
    ("table", "plots", "by_crop"): BUT_GUESTS,
    ("table", "plots", "held"): ALL,
    ("table", "plots", "nothing"): NONE,
    ("table-xlsx", "plots", "by_crop"): BUT_GUESTS,
    ("table-pdf", "plots", "by_crop"): BUT_GUESTS,
    ("rosters", "plots"): ALL,
    ("roster", "plots", "plot_roster"): ALL,
    ("roster", "plots", "gardener_roster"): NONE,
    ("roster-pdf", "plots", "plot_roster"): (404, 404, 200, 200, 404),
    ("roster-xlsx", "plots", "plot_roster"): (404, 404, 200, 200, 404),
}


@pytest.fixture
def grown(gardens: Gardens) -> Gardens:
    gardens.hold(crop="BEAN", size=3)
    gardens.hold("柳坪村", crop="RICE", size=4)
    gardens.hold("高田村", crop="RICE")
    gardens.clock.turn("2026-04-02")
    gardens.close("2026Q1")
    return gardens


def browser(gardens: Gardens, name: str) -> Client:
    client = Client()
    client.force_login(gardens.users[name], "django.contrib.auth.backends.ModelBackend")
    return client


def words(response: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def test_who_is_shown_what(grown: Gardens) -> None:
    found = {
        row: tuple(
            browser(grown, name).get(reverse(row[0], args=row[1:])).status_code for name in PEOPLE
        )
        for row in TABLE
    }
    assert found == TABLE


def test_a_stranger_signs_in_first(grown: Gardens) -> None:
    for row in TABLE:
        assert Client().get(reverse(row[0], args=row[1:])).status_code == 302


def test_each_sees_the_figures_of_their_own_places(grown: Gardens) -> None:
    address = reverse("period", args=["plots", "2026Q1"])
    seen = {name: words(browser(grown, name).get(address)) for name in PEOPLE}
    assert "枫树坪镇" in seen["warden"] and "青禾镇" in seen["warden"]
    assert "柳坪村" in seen["town_warden"] and "青禾镇" not in seen["town_warden"]
    assert "河湾村" in seen["keeper"] and "柳坪村" not in seen["keeper"]
    elsewhere = f"{address}?place={grown.place('青禾镇')}"
    assert browser(grown, "warden").get(elsewhere).status_code == 200
    assert browser(grown, "keeper").get(elsewhere).status_code == 404


@pytest.mark.parametrize(
    ("name", "query"),
    [("table", "?period=2026Q1"), ("table-pdf", "?period=2026Q1"), ("roster-pdf", "")],
)
def test_strangers_places_and_periods(grown: Gardens, name: str, query: str) -> None:
    what = "plot_roster" if name.startswith("roster") else "by_crop"
    address = reverse(name, args=["plots", what])
    warden = browser(grown, "warden")
    assert warden.get(address + query).status_code == 200
    assert warden.get(f"{address}?place=zz&period=2025Q1").status_code == 404


def test_only_who_closes_may_post(grown: Gardens) -> None:
    grown.clock.turn("2026-07-02")
    address = reverse("period", args=["plots", "2026Q2"])
    posted = {
        name: browser(grown, name).post(address, {"do": "close"}).status_code for name in PEOPLE
    }
    assert posted == dict(zip(PEOPLE, (404, 404, 404, 302, 404), strict=True))
    row = Period.objects.get(key="2026Q2")
    assert (row.status, row.asked_by) == ("closing", grown.users["warden"]) and row.task
    assert "正在结账" in words(browser(grown, "warden").get(address))
    finish(row)
    assert "已结账" in words(browser(grown, "guest").get(address))


def test_reopening_needs_a_reason(grown: Gardens) -> None:
    address, warden = reverse("period", args=["plots", "2026Q1"]), browser(grown, "warden")
    assert warden.post(address, {"do": "reopen", "reason": " "}).status_code == 422
    assert warden.post(address, {"do": "something"}).status_code == 422
    assert warden.post(address, {"do": "reopen", "reason": "漏了一块地"}).status_code == 302
    shown = words(browser(grown, "keeper").get(address))
    assert "漏了一块地" in shown and "重开了" in shown


def test_books_that_do_not_balance_name_the_records_in_sight(grown: Gardens) -> None:
    from ledgers.models import Record

    rows = Record.objects.unscoped("test")
    rows.filter(place_path=grown.place("河湾村")).update(state="ASKED")
    grown.clock.turn("2026-07-02")
    address = reverse("period", args=["plots", "2026Q2"])
    shown = words(browser(grown, "warden").get(address))
    assert "不平" in shown and "地001" in shown
    assert "地001" not in words(browser(grown, "other_keeper").get(address))
    refused = browser(grown, "warden").post(address, {"do": "close"})
    assert refused.status_code == 422 and Period.objects.count() == 1


def test_the_list_leads_there(grown: Gardens) -> None:
    page = browser(grown, "guest").get(reverse("ledger", args=["plots"])).content.decode()
    for name in ("periods", "tables", "rosters"):
        assert f'href="{reverse(name, args=["plots"])}"' in page
