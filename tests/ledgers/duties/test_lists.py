"""Pages: what is due to whom, where, how it went, in a calendar, in a year."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from forms_catalog.tables import ROWS, open_tables
from ledgers.duties import feeds, figures, lists, simulating
from ledgers.duties.house import house
from ledgers.registry import live
from people.access import end_all
from people.posts import forget_posts
from tests.ledgers.tools import row

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def worker(here: Any) -> Any:
    found = get_user_model().objects.get(username="worker")
    forget_posts(found)
    return found


class Browser:
    """Signs in at every page, so that no session ends while the clock is moved."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def __getattr__(self, method: str) -> Any:
        client = Client()
        client.force_login(self.user, "django.contrib.auth.backends.ModelBackend")
        return getattr(client, method)


@pytest.fixture
def browser(worker: Any) -> Browser:
    return Browser(worker)


def test_late_today_and_soon(here: Any, time: Any, worker: Any, browser: Browser):
    hub = here.opened("hubs", name="甲", kind="A", size="1")
    found = []
    for day in ("2026-03-03", "2026-03-09", "2026-03-10"):
        time.to(day)
        found.append(lists.counts(lists.mine(worker)))
    assert found == [
        {"late": 0, "today": 0, "week": 1},
        {"late": 0, "today": 1, "week": 0},
        {"late": 1, "today": 0, "week": 0},
    ]
    page = browser.get(reverse("duties")).content.decode()
    assert "晚了1天" in page and "常去" in page and str(row(hub).uid) in page
    assert "要做的事" in browser.get(reverse("work")).content.decode()
    assert "常去：3月9日以前，晚了1天" in (
        browser.get(reverse("record", args=[row(hub).uid])).content.decode()
    )


def test_who_has_another_post_has_nothing_to_do(here: Any, time: Any, world: Any):
    here.opened("hubs", name="甲", kind="A")
    assert not lists.mine(world.users["village_officer"]).exists()
    assert not lists.all_seen(world.users["county_admin"]).exists()


def test_by_place(here: Any, time: Any, worker: Any, browser: Browser):
    for name in "甲乙":
        here.opened("hubs", name=name, kind="A", size="1")
    time.to("2026-03-12")
    (found,) = lists.load(worker)
    assert (found["role"], found["late"], found["open"]) == ("worker", 2, 4)
    assert lists.officers([found])[found["place_path"], "worker"] == [worker.get_full_name()]
    assert "登记员" in browser.get(reverse("duty-load")).content.decode()


def test_how_it_went(here: Any, time: Any, worker: Any, browser: Browser):
    one, other = (here.opened("hubs", name=name, kind="A", size="1") for name in "甲乙")
    here.visit(one, on="2026-03-05", ok="yes")
    time.to("2026-03-31")
    here.visit(other, on="2026-03-31", ok="yes")
    span = figures.quarters()[0]
    found = figures.figures(worker, span)
    assert found.sums == [1, 1, 3, 0, 5]  # two confirmations and the next visit of one are missing
    assert figures.rate(found.sums) == "20%" and figures.rate([0, 0, 0, 3, 3]) == "—"
    assert "按时率" in browser.get(reverse("duty-figures")).content.decode()
    data = b"".join(browser.get(reverse("duty-figures-xlsx")))
    (table,) = open_tables(data, ROWS, "a.xlsx")
    assert table


def test_a_calendar_without_names(here: Any, time: Any, worker: Any):
    here.opened("hubs", name="甲乙丙", kind="A")
    token = feeds.token(worker)
    response = Client().get(reverse("duty-calendar", args=[token]))
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:常去" in text and "DTSTART;VALUE=DATE:20260309" in text
    assert "甲乙丙" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_renewed_address_is_the_only_one(here: Any, worker: Any, browser: Browser):
    old = feeds.token(worker)
    assert browser.post(reverse("duty-feed")).status_code == 302
    assert feeds.token(worker) != old and feeds.owner(old) is None
    assert feeds.owner(feeds.token(worker)) == worker


@pytest.mark.parametrize("text", ["", "x", "1", "1-", "99999-abc", "1-" + "0" * 40])
def test_a_guessed_address_leads_nowhere(here: Any, text: str):
    assert feeds.owner(text) is None


def test_who_left_has_no_calendar(here: Any, worker: Any):
    token = feeds.token(worker)
    worker.is_active = False
    worker.save()
    assert feeds.owner(token) is None


def test_who_was_put_out_everywhere_gets_another_address(here: Any, worker: Any):
    token = feeds.token(worker)
    end_all(worker)
    assert feeds.owner(token) is None and feeds.owner(feeds.token(worker)) == worker


def test_a_year_ahead(here: Any, time: Any, world: Any):
    for name in "甲乙":
        here.opened("hubs", name=name, kind="B", size="1")
    book, rule = live("hubs"), house().rule("hubs", "seldom")
    assert book and rule
    village = world.places["河湾村"].path
    twice = simulating.year(book, rule.duty, village)
    assert (twice.records, twice.rounds) == (2, 4)
    confirm = house().rule("hubs", "confirm")
    assert confirm and simulating.year(book, confirm.duty, village).rounds == 8
    often = simulating.year(book, confirm.duty, village, "7d")
    assert (
        often.rounds > 100 and often.before == 8 and sum(n for _, n in often.months) == often.rounds
    )
    assert simulating.year(book, rule.duty, world.places["高田村"].path).records == 0


def test_the_calendar_of_a_text_that_would_be_more_lines():
    assert feeds._text("a\r\nURL:x;y,z\\") == "a  URL:x\\;y\\,z\\\\"
