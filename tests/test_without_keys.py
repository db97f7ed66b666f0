"""Without its keys the house shows what needs none, says so in words, and loses nothing that was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import people
from tests.listening import Visible, english
from tests.made import OTHER, counts, href, one_of_each, posted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

NUMBER = people.ID_CARDS[0]


@pytest.fixture
def made(world: Any) -> dict[str, str]:
    return one_of_each(world)


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
