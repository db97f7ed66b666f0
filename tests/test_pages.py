"""Five people ask every page: who is shown what, and what no page, address or log ever says."""

from __future__ import annotations

import logging
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from forms_catalog.writers.pdf import draw
from ledgers.ids import show_number
from ledgers.intake import accept
from ledgers.models import Change, Record, Submission
from ledgers.registry import live
from ledgers.submission import Part
from ledgers.submission import Submission as Sitting
from ledgers.views import printing
from people.posts import forget_posts
from tests import people
from tests.asked import KEPT, NOKEY, NOWHERE, OPEN, TABLE
from tests.listening import Visible, english

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

NUMBER = people.ID_CARDS[0]
OTHER = "99012120150203118X"


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
    """A child of 河湾村 with a photo, in the village officer's name."""
    from ledgers.files import KeptFiles
    from ledgers.models import File

    officer = world.users["village_officer"]
    photo = dict(KeptFiles().keep(officer, "a.png", _picture(), image=True, sealed=True))
    sent = people.sitting(officer, key="a" * 32, one=people.dossier(photo=photo))
    result = accept(sent)
    assert result.status == "accepted", result.problems
    forget_posts(officer)
    child, registration = result.records
    file = File.objects.unscoped("test").get(sha256=photo["sha256"])
    return {
        "UID": registration.uid,
        "CHILD": child.uid,
        "KEY": "a" * 32,
        "EDITION": str(live("left_behind").form_edition),
        "FILE": str(file.uid),
        "OFFICER": str(officer.pk),
        "POST": str(officer.posts.get().pk),
        "DRAFT": begun(officer),
        "IMPORT": looked_at(officer),
        "EXPORT": asked_for(world.users["county_admin"]),
        "MESSAGE": told(child.uid),
        "number": child.number,
        "registration": registration.number,
    }


def told(uid: str) -> str:
    """A message about the child to the village officer."""
    from ledgers.models import Message
    from ledgers.notices import tell

    record = Record.objects.unscoped("test").get(uid=uid)
    tell("visit_due", record=record.pk, about="test", values={"_due_date": "明天"})
    rows = Message.objects.unscoped("test").filter(notice="visit_due", channel="inbox")
    return str(rows.get().uid)


def begun(user: Any) -> str:
    """A form that somebody has begun: a name, an identity number, nothing else."""
    from ledgers.drafts import Content, Drafts, Sheet

    book = live("left_behind")
    assert book
    values = {"name": ["罗谷"], "id_card": [OTHER]}
    content = Content(values, seen=["identity-1"], at="identity-1")
    sheet = Sheet(uuid.uuid4(), book.id, book.form_edition, content)
    return str(Drafts(user).save(sheet, lambda sheet: None).uid)


def looked_at(user: Any) -> str:
    """A table that somebody has brought and that waits for a word of theirs."""
    from ledgers.exchange import judging
    from ledgers.exchange.bringing import bring

    book = live("children")
    assert book
    batch = bring(user, book, "甲.csv", f"姓名,身份号码,性别\n罗谷,{OTHER},女\n".encode())
    judging.judge(batch, user)
    return str(batch.uid)


def asked_for(user: Any) -> str:
    """A list that somebody would take along, once a second person of their office agrees."""
    from ledgers.exchange.agreeing import ask
    from ledgers.queries import Ask

    book = live("children")
    assert book
    people.colleague()
    return str(ask(user, book, Ask(text="罗安"), "给县里核对人数").uid)


def _picture() -> Any:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    out.seek(0)
    return out


def href(made: dict[str, str], name: str, *args: str) -> str:
    return reverse(name, args=[made.get(arg, arg) for arg in args])


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
@pytest.mark.parametrize("row", TABLE, ids=" ".join)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may(made: dict[str, str], row: tuple[str, ...], method: str) -> None:
    address = href(made, *row)
    expected = TABLE[row][method == "post"]
    for name, status in zip(people.PEOPLE, expected, strict=True):
        response = getattr(people.client(name), method)(address)
        assert response.status_code == status, (name, method, address)
        if name == "citizen" and status == 302:
            assert response["Location"].startswith("/login/?next=/")
        else:
            kept = row[0] in KEPT and status == 200
            assert ("private" if kept else "no-store") in response["Cache-Control"]
        assert "'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert NUMBER not in str(response.headers)


@pytest.mark.parametrize(
    "row", [row for row in TABLE if {"UID", "KEY", "FILE"} & {*row}], ids=" ".join
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_record_is_no_record(
    made: dict[str, str], row: tuple[str, ...], method: str
) -> None:
    """The very same answer, byte by byte, for what is somebody else's and for what is not at all."""
    stranger = people.client("other_village_officer")
    answers = []
    for names in (made, dict.fromkeys(made, NOWHERE) | {"KEY": NOKEY}):
        response = getattr(stranger, method)(href(names, *row))
        body = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode())
        for key in row[1:]:
            body = body.replace(names.get(key, key), "")
        answers.append((response.status_code, body))
    assert answers[0] == answers[1] and answers[0][0] == 404


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


def posted(world: Any, **changes: Any) -> dict[str, Any]:
    """A whole sitting as a browser posts it."""
    found: dict[str, Any] = {"key": Sitting.new_key()}
    for name, value in (people.dossier(**changes) | people.registration() | changes).items():
        if isinstance(value, dict):
            found[f"{name}.reason"] = value["$missing"]
        elif re.fullmatch(r"\d{4}-\d\d(-\d\d)?", str(value)):
            bits = zip("ymd", value.split("-"), strict=False)
            found |= {f"{name}-{part}": bit for part, bit in bits}
        else:
            found[name] = value
    return found


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


@pytest.fixture(params=["gone", "garbled", "other"])
def locked(request: Any, made: dict[str, str], settings: Any, tmp_path: Path) -> dict[str, str]:
    """The key file is not there, is no key file, or is one of another house."""
    settings.KEYRING = tmp_path / "keyring.json"
    if request.param == "garbled":
        settings.KEYRING.write_text('{"seal": {"1": "half a k')
    elif request.param == "other":
        from ledgers.sealing import create_keyring

        assert create_keyring()
    return made


def counts() -> list[int]:
    return [m.objects.count() for m in (Submission,)] + [
        m.objects.unscoped("test").count() for m in (Record, Change)
    ]


def test_without_keys_records_say_so_in_words(locked: dict[str, str]) -> None:
    before = counts()
    officer = people.client("village_officer")
    for row in (("record", "CHILD"), ("edit", "CHILD"), ("print", "UID"), ("file", "FILE")):
        response = officer.get(href(locked, *row))
        assert response.status_code == 503, row
        page = Visible(response.content.decode())
        assert "密钥" in page.title and english(response.content.decode()) == []
        assert "已经存下的都还在" in "".join(page.said)
        assert NUMBER not in "".join(page.said)
    supervisor = people.client("township_supervisor")
    assert supervisor.post(href(locked, "act", "CHILD", "verify")).status_code == 503
    assert counts() == before


def test_without_keys_nothing_typed_is_lost(locked: dict[str, str], world: Any) -> None:
    """A new registration is refused before the typing; what was typed before is shown again."""
    before = counts()
    officer = people.client("village_officer")
    new = reverse("fill", args=["left_behind"])
    assert officer.get(new).status_code == 503
    response = officer.post(new, posted(world, name="罗新", id_card=OTHER))
    html = response.content.decode()
    assert response.status_code == 503
    assert 'value="罗新"' in html and OTHER in html and "密钥" in html
    assert counts() == before


def test_without_keys_the_public_is_served(locked: dict[str, str]) -> None:
    from portal.setup import plant_home

    plant_home("首页", "", [])
    assert Client().get("/").status_code == 200
    assert Client().get("/login/").status_code == 200


def test_without_keys_the_site_says_so(locked: dict[str, str]) -> None:
    """Lists and 今天 hold nothing sealed, so they stay, with a note on top."""
    officer = people.client("village_officer")
    for row in (("work",), ("ledger", "children"), ("receipt", "KEY")):
        response = officer.get(href(locked, *row))
        assert response.status_code == 200
        assert "密钥" in response.content.decode(), row


def test_the_job_itself_stays_whole(world: Any) -> None:
    """A part handed over with nothing at all is refused, not written empty."""
    officer = world.users["village_officer"]
    result = accept(people.sitting(officer, one={}, two={}))
    assert result.status == "refused" and counts() == [0, 0, 0]
    assert isinstance(people.sitting(officer).parts[0], Part)
