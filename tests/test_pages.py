"""Five people ask every page: who is shown what, and what no page, address or log ever says."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from forms_catalog.writers.pdf import draw
from ledgers.ids import show_number
from ledgers.intake import accept
from ledgers.models import Record
from ledgers.submission import Part
from ledgers.views import printing
from tests import people
from tests.asked import KEPT, NOKEY, NOWHERE, OPEN, TABLE
from tests.ledgers.tools import undone
from tests.listening import Visible, english
from tests.made import OTHER, counts, href, one_of_each, posted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

NUMBER = people.ID_CARDS[0]


PAPER: list[bytes] = []


@pytest.fixture(autouse=True)
def _paper_is_drawn_once(monkeypatch: Any) -> None:
    """Who may print is asked here, not how it looks: what was drawn first stands for every record."""

    def drawn(*what: Any) -> bytes:
        if not PAPER:
            PAPER.append(draw(*what))
        return PAPER[0]

    monkeypatch.setattr(printing, "draw", drawn)


@pytest.fixture
def made(world: Any) -> dict[str, str]:
    return one_of_each(world)


def test_every_address_has_a_row() -> None:
    ours = [p for p in get_resolver().url_patterns if p.__class__.__name__ == "URLResolver"]
    names = {
        route.name
        for part in ours
        if getattr(part.urlconf_name, "__name__", "").startswith(
            ("ledgers", "people", "portal", "public")
        )
        for route in part.url_patterns
    }
    assert "work" in names and names - OPEN == {row[0] for row in TABLE}


@pytest.mark.seldom
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may(made: dict[str, str], method: str) -> None:
    for row in TABLE:
        with undone():
            _told(made, row, method)


def _told(made: dict[str, str], row: tuple[str, ...], method: str) -> None:
    address = href(made, *row)
    expected = TABLE[row][method == "post"]
    for name, status in zip(people.PEOPLE, expected, strict=True):
        response = getattr(people.client(name), method)(address)
        assert response.status_code == status, (name, method, address)
        if name == "citizen" and status == 302:
            assert response["Location"].startswith("/login/?next=/")
        else:
            kept = row[0] in KEPT and status == 200
            assert ("private" if kept else "no-store") in response["Cache-Control"], address
        assert "'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert NUMBER not in str(response.headers)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_record_is_no_record(made: dict[str, str], method: str) -> None:
    """The very same answer, byte by byte, for what is somebody else's and for what is not at all."""
    for row in TABLE:
        if {"UID", "KEY", "FILE"} & {*row}:
            with undone():
                _no_record(made, row, method)


def _no_record(made: dict[str, str], row: tuple[str, ...], method: str) -> None:
    stranger = people.client("other_village_officer")
    answers = []
    for names in (made, dict.fromkeys(made, NOWHERE) | {"KEY": NOKEY}):
        response = getattr(stranger, method)(href(names, *row))
        body = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode())
        for key in row[1:]:
            body = body.replace(names.get(key, key), "")
        answers.append((response.status_code, body))
    assert answers[0] == answers[1] and answers[0][0] == 404, (row, method)


def pages(client: Client, made: dict[str, str]) -> dict[str, str]:
    """Every page that this person is shown, as text."""
    found = {}
    for row in TABLE:
        address = href(made, *row)
        response = client.get(address)
        if response.content and response["Content-Type"].startswith("text/html"):
            found[address] = response.content.decode()
    return found


def test_nothing_leaks(made: dict[str, str]) -> None:
    """Neither name nor place nor numbers in any page of people whom the record does not concern."""
    secrets = ["罗安", "河湾村", NUMBER, NUMBER[-5:], "10000001234", "东莞"]
    secrets += [show_number(made["number"]), show_number(made["registration"])]
    for name in ("other_village_officer", "citizen"):
        for address, html in pages(people.client(name), made).items():
            assert [word for word in secrets if word in html] == [], (name, address)
    own = "".join(pages(people.client("village_officer"), made).values())
    assert [word for word in secrets if word not in own] == [NUMBER, NUMBER[-5:], "10000001234"]


def test_a_stranger_finds_nothing(made: dict[str, str]) -> None:
    stranger = people.client("other_village_officer")
    for key in ("children", "left_behind"):
        for q in ("罗安", NUMBER, made["number"], made["registration"], "罗"):
            response = stranger.post(reverse("ledger", args=[key]), {"q": q}, follow=True)
            assert response.status_code == 200 and "一条也没有" in response.content.decode()


@pytest.mark.parametrize("name", people.PEOPLE)
def test_every_page_speaks_chinese_and_says_what_it_is(made: dict[str, str], name: str) -> None:
    client = people.client(name)
    found = pages(client, made)
    found["/login/"] = Client().get("/login/").content.decode()
    found["wrong"] = Client().post("/login/", {}).content.decode()
    found["nowhere"] = client.get("/nowhere/").content.decode()
    if name == "village_officer":
        fill = reverse("fill", args=["left_behind"])
        found["errors"] = client.post(fill, {"name": "罗安2", "id_card": "99"}).content.decode()
        found["history"] = client.get(href(made, "record", "CHILD")).content.decode()
    for address, html in found.items():
        page = Visible(html)
        assert english(html) == [], address
        assert page.lang == "zh-CN" and page.heads == 1, address
        assert re.fullmatch(r"\S.*\S - 童护", page.title), (address, page.title)


def test_a_session_that_ended_leads_back_to_the_record(made: dict[str, str]) -> None:
    """The address of an action, asked for by the login page afterwards, is no dead end."""
    address = href(made, "act", "UID", "verify")
    assert people.client("township_supervisor").get(address).status_code == 200
    response = people.client("village_officer").get(address)
    assert response["Location"] == href(made, "record", "UID")


# ---- the whole job, listened to ----


class Ear:
    """Follows a person through pages and keeps every address it met."""

    def __init__(self, name: str) -> None:
        self.client = people.client(name)
        self.addresses: list[str] = []

    def ask(self, method: str, address: str, data: Any = None, **more: Any) -> Any:
        response = getattr(self.client, method)(address, data, **more)
        self.addresses += [address, response.get("Location", "")]
        if response.get("Content-Type", "").startswith("text/html"):
            html = response.content.decode()
            self.addresses += re.findall(r'(?:href|action|src)="([^"]*)"', html)
        return response


def test_no_identity_number_in_an_address_or_in_the_log(
    world: Any, caplog: Any, settings: Any
) -> None:
    for name, rule in settings.LOGGING["loggers"].items():
        caplog.set_level(rule["level"], logger=name)
    caplog.set_level(logging.DEBUG)
    anyone = Ear("citizen")
    for text in (NUMBER, "village_officer"):
        anyone.ask("post", "/login/", {"username": text, "password": NUMBER})
    officer = Ear("village_officer")
    new = reverse("fill", args=["left_behind"])
    wrong = officer.ask("post", new, posted(world, id_card=NUMBER[:-1] + "6"))
    assert wrong.status_code == 422
    saved = officer.ask("post", new, posted(world))
    assert saved.status_code == 302, saved.content.decode()
    twice = officer.ask("post", new, posted(world))
    assert twice.status_code == 422 and "打开那份" in twice.content.decode()
    officer.ask("get", saved["Location"])
    row = Record.objects.unscoped("test").get(ledger__key="children")
    officer.ask("get", reverse("record", args=[row.uid]))
    edit = reverse("edit", args=[row.uid])
    changing = posted(world, id_card=OTHER, name="罗谷") | {"version-": "1"}
    assert officer.ask("post", edit, changing).status_code == 302
    officer.ask("get", reverse("print", args=[row.uid]))
    elsewhere = Ear("other_village_officer")
    theirs = dict.fromkeys(("hukou_place", "residence_place"), world.places["柳坪村"].path)
    elsewhere.ask("post", new, posted(world, id_card=OTHER, **theirs))
    county = Ear("county_admin")
    for key, q, there in (
        ("children", OTHER, True),
        ("children", OTHER[:-1] + "9", False),
        ("left_behind", OTHER, False),
    ):
        found = county.ask("post", reverse("ledger", args=[key]), {"q": q}, follow=True)
        assert ("罗谷" in found.content.decode()) is there and found.redirect_chain == []
        asked = county.client.get(reverse("ledger", args=[key]), {"q": q})
        assert asked.status_code == 302 and q not in asked["Location"]
    said = "\n".join(
        f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records
    )
    met = "\n".join(
        [*anyone.addresses, *officer.addresses, *elsewhere.addresses, *county.addresses]
    )
    for secret in (NUMBER, NUMBER[:-1], OTHER, OTHER[:-1], "10000001234", "10000005678", "罗安"):
        assert secret not in met and secret not in said
    assert len(caplog.records) > 3 and "duplicate out of sight" in said


# ---- without the keys ----


def test_the_job_itself_stays_whole(world: Any) -> None:
    """A part handed over with nothing at all is refused, not written empty."""
    officer = world.users["village_officer"]
    result = accept(people.sitting(officer, one={}, two={}))
    assert result.status == "refused" and counts() == [0, 0, 0]
    assert isinstance(people.sitting(officer).parts[0], Part)
