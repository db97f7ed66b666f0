"""The save in between: never judged, told in figures that a script understands."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from ledgers.models import Draft, File, Record
from tests import people

from .filling import NEW, Hand, texts, walk

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def hand(world: Any) -> Hand:
    return Hand().open(NEW)


def save(hand: Hand, **typed: Any) -> Any:
    """What the script posts from the open page."""
    found = hand.controls.values | {n.replace("__", "-"): v for n, v in typed.items()}
    address = re.search(r'data-draft="([^"]+)"', hand.html)
    assert address
    return hand.client.post(address[1], found)


def test_what_every_form_carries(hand: Hand) -> None:
    for page in (NEW, "/ledgers/left_behind/new/"):
        hand.open(page)
        names = {"key", "ledger", "step", "edition", "base", "whose"}
        assert names <= set(hand.controls.values) and "data-saved" in hand.html
        assert 'data-user="' in hand.html and 'data-kept="何晨柏"' in hand.html


def test_it_creates_keeps_and_tells(hand: Hand) -> None:
    answer = save(hand, name="罗安2", id_card="x", birth_date__y="20")
    assert answer.status_code == 200 and set(answer.json()) == {"saved", "base", "href"}
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved"])
    found = Hand().open(answer.json()["href"])
    assert found.controls.values["name"] == ["罗安2"]
    assert found.controls.values["base"] == [answer.json()["base"]]
    assert save(hand, name="罗安3", base=answer.json()["base"]).status_code == 200
    assert Draft.objects.unscoped("test").count() == 1


def test_the_whole_form_too(hand: Hand) -> None:
    hand.open("/ledgers/left_behind/new/")
    answer = save(hand, **texts())
    assert answer.status_code == 200 and answer.json()["href"].endswith("/all/")
    assert Record.objects.unscoped("test").count() == 0
    assert "/receipts/" in Hand().open(answer.json()["href"]).press().at


def test_the_check_page_keeps_its_reasons_alone(hand: Hand) -> None:
    walk(hand, has_entrusted="no")
    answer = save(hand, **{"has_entrusted.why": "还在找人", "name": "罗谷"})
    assert answer.status_code == 200 and answer.json()["href"].endswith("/check/")
    hand.again()
    assert hand.controls.values["has_entrusted.why"] == ["还在找人"] and "罗谷" not in hand.html


def test_changed_elsewhere(hand: Hand) -> None:
    assert save(hand, name="罗安").status_code == 200
    answer = save(hand, name="罗谷")
    assert answer.status_code == 409
    assert answer.json()["theirs"] == [["姓名", "罗安"]]
    assert Hand().open(NEW).status == 200


def test_nothing_in_it_is_said_of_sealed_answers(hand: Hand) -> None:
    assert save(hand, id_card=people.ID_CARDS[0]).status_code == 200
    answer = save(hand, id_card=people.ID_CARDS[1])
    assert answer.status_code == 409
    assert answer.json()["theirs"] == [["身份号码", "**************0025"]]


def test_signed_out(hand: Hand) -> None:
    hand.client.logout()
    answer = save(hand, name="罗安")
    assert answer.status_code == 401 and answer.json()["login"].startswith("/login/?next=/drafts/")
    assert Draft.objects.unscoped("test").count() == 0


def test_submitted_meanwhile(hand: Hand) -> None:
    walk(hand)
    other = Hand().open(hand.step("identity-1"))
    hand.press()
    answer = save(other, name="罗谷")
    assert answer.status_code == 410 and answer.json()["receipt"] == hand.at


def test_too_much(hand: Hand) -> None:
    assert save(hand, residence_detail="长" * 200_000, step="").status_code == 200
    assert save(hand, residence_detail="长" * 1_000_001, step="", base="").status_code == 413


def test_without_keys(hand: Hand, settings: Any, tmp_path: Any) -> None:
    settings.KEYRING = tmp_path / "gone.json"
    assert save(hand, name="罗安").status_code == 503


@pytest.mark.parametrize(
    "typed",
    [{"step": "body-1"}, {"step": "all"}, {"ledger": "nothing"}, {"ledger": ""}, {"step": "😀"}],
    ids=str,
)
def test_of_another_form(hand: Hand, typed: dict[str, str]) -> None:
    assert save(hand, name="罗安", **typed).status_code == 404
    assert Draft.objects.unscoped("test").count() == 0


def test_texts_only(hand: Hand) -> None:
    upload = io.BytesIO(b"whatever")
    upload.name = "a.png"
    data = hand.controls.values | {"step": "", "photo": upload, "photo.file": upload}
    address = f"/drafts/{uuid.uuid4()}/save/"
    assert hand.client.post(address, data).status_code == 200
    assert File.objects.unscoped("test").count() == 0


def test_only_who_may_open_a_record(hand: Hand) -> None:
    address = f"/drafts/{uuid.uuid4()}/save/"
    county = people.client("county_admin")
    assert county.post(address, {"ledger": "left_behind"}).status_code == 404
    assert Client(enforce_csrf_checks=True).post(address, {}).status_code == 403
