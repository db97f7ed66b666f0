"""A roster leaves the house by the rules of export: who at once, who by another's word, who not at all."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from forms_catalog.models import Template
from forms_catalog.tables import ROWS, open_tables
from ledgers.exchange import agreeing
from ledgers.models import AccessEvent, Export, ExportEvent
from ledgers.submission import Part
from ledgers.witnessing import shown
from tests import people
from tests.ledgers import registers
from tests.ledgers.gardens import Gardens

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
WHY = "给县里核对人数"
ARGS = ["difficulty", "difficulty_roster"]
KINDS = ("pdf", "xlsx")


@pytest.fixture
def listed(world: Any) -> Any:
    """Two of one village on the roster; a second person in the county's office."""
    for number in (1, 2):
        registers.in_difficulty(registers.dossier(number))
    people.colleague()
    return world


def href(kind: str, args: list[str] = ARGS) -> str:
    return reverse(f"roster-{kind}", args=args)


def told(response: Any) -> str:
    """What stands in the file."""
    assert response.status_code == 200, response.content
    if response["Content-Type"] == "application/pdf":
        return "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages
        )
    return str(open_tables(b"".join(response.streaming_content), ROWS, "a.xlsx")[0].rows)


def noted() -> list[tuple[str, str, str, int]]:
    rows = ExportEvent.objects.unscoped("test").order_by("id")
    return [(row.author.username, row.kind, row.format, row.count) for row in rows]


def test_whose_sheet_it_is_has_it_by_one_press(
    listed: Any, settings: Any, monkeypatch: Any
) -> None:
    """It is kept although nothing on it is guarded."""
    settings.EXPORT_ALONE = 0
    monkeypatch.setattr(shown, "GUARDED", 9)
    browser, name = people.client("village_officer"), listed.users["village_officer"].name
    page = browser.get(reverse("roster", args=ARGS)).content.decode()
    for kind in KINDS:
        assert href(kind) in page
        words = told(browser.get(href(kind)))
        assert "罗安" in words and f"{name}，20" in words
    assert noted() == [("village_officer", "taken", kind, 2) for kind in KINDS]
    events = AccessEvent.objects.unscoped("test").order_by("id")
    assert [(row.kind, row.count) for row in events] == [("print", 2), ("export", 2)]
    assert {row.place_path for row in events} == {registers.path("河湾村")}


def test_who_takes_nothing_along_finds_no_door(listed: Any) -> None:
    form = Template.objects.get(kind="form", key=ARGS[1])
    form.body |= {"by": ["village_director"]}
    form.save()
    browser = people.client("township_supervisor")
    page = browser.get(reverse("roster", args=ARGS)).content.decode()
    ask = reverse("export-ask", args=ARGS[:1])
    assert "罗安" in page and not any(word in page for word in (href("pdf"), href("xlsx"), ask))
    for kind in KINDS:
        assert browser.get(href(kind)).status_code == 404
    asked = {"roster": ARGS[1], "place": registers.path("枫树坪镇"), "purpose": WHY}
    assert browser.post(ask, asked).status_code == 404 and noted() == []


def test_where_another_agrees_it_is_asked_agreed_and_taken(listed: Any) -> None:
    asker, other = people.client("county_admin"), people.client("county_second")
    place = registers.path("枫树坪镇")
    page = asker.get(reverse("roster", args=ARGS), {"place": place}).content.decode()
    ask = f"{reverse('export-ask', args=ARGS[:1])}?place={place}&amp;roster={ARGS[1]}"
    assert ask in page and href("pdf") not in page
    for kind in KINDS:
        refused = asker.get(href(kind), {"place": place})
        assert refused.status_code == 403 and ask in refused.content.decode()
    form = asker.get(ask.replace("&amp;", "&")).content.decode()
    assert "困境儿童花名册" in form and "2份" in form and "枫树坪镇" in form
    assert f'name="roster" value="{ARGS[1]}"' in form
    sent = {"roster": ARGS[1], "place": place, "purpose": WHY}
    export = Export.objects.unscoped("test").get(uid=asker.post(ask, sent)["Location"][-37:-1])
    assert (export.count, export.path) == (2, place)
    take = {kind: reverse(f"export-take-{kind}", args=[export.uid]) for kind in (*KINDS, "csv")}
    assert asker.post(take["pdf"]).status_code == 403
    seen = other.get(reverse("export-one", args=[export.uid])).content.decode()
    assert "困境儿童花名册" in seen and WHY in seen and "罗安" not in seen
    agreeing.decide(export, agreeing.approvers(place, export.author)[0], True, "")
    page = asker.get(reverse("export-one", args=[export.uid])).content.decode()
    assert take["pdf"] in page and take["csv"] not in page
    assert asker.post(take["csv"]).status_code == 404
    for kind in KINDS:
        words = told(asker.post(take[kind]))
        assert "罗安" in words and WHY in words and "苏文，20" in words
    assert [row[1:] for row in noted()] == [
        ("asked", "", 2),
        ("agreed", "", 2),
        ("taken", "pdf", 2),
        ("taken", "xlsx", 2),
    ]


# ---- a role that takes the ledger along, and not the ones beside it ----


@pytest.fixture
def grown(gardens: Gardens) -> Gardens:
    home = gardens.place("河湾村")
    answers = {"name": "罗安", "home": home, "phone": "10000001234", "health": "POOR"}
    one = gardens.send("keeper", Part("gardeners", answers))[0]
    gardens.hold(gardener=one.uid, crop="BEAN")
    gardens.hold(crop="RICE")
    return gardens


def warden(gardens: Gardens) -> Client:
    client = Client()
    client.force_login(gardens.users["warden"], "django.contrib.auth.backends.ModelBackend")
    return client


def test_above_a_number_of_lines_somebody_else_agrees(grown: Gardens, settings: Any) -> None:
    browser, args = warden(grown), ["plots", "plot_roster"]
    settings.EXPORT_ALONE = 2
    page = browser.get(reverse("roster", args=args)).content.decode()
    assert href("pdf", args) in page
    for kind in KINDS:
        words = told(browser.get(href(kind, args)))
        assert "地001" in words and "罗安" not in words and "1234" not in words
    settings.EXPORT_ALONE = 1
    page = browser.get(reverse("roster", args=args)).content.decode()
    assert href("pdf", args) not in page and "roster=plot_roster" in page
    for kind in KINDS:
        refused = browser.get(href(kind, args))
        assert refused.status_code == 403 and "超过1份" in refused.content.decode()
    assert noted() == [("warden", "taken", kind, 2) for kind in KINDS]


def test_a_roster_that_is_there_no_more_gives_nothing(grown: Gardens) -> None:
    browser = warden(grown)
    ask, place = reverse("export-ask", args=["plots"]), grown.place("澜川县")
    for told in ({"roster": "gardener_roster", "place": place}, {"roster": "plot_roster"}):
        assert browser.post(ask, {**told, "purpose": WHY}).status_code == 404
    assert not Export.objects.unscoped("test").exists()
