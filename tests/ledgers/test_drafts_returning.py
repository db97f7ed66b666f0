"""A session that ended while somebody typed: back on the page with everything in it, without a script."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from ledgers.models import Draft
from tests import people

from .filling import CARD, NEW, Hand, texts
from .tools import user

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def hand(world: Any) -> Hand:
    return Hand().open(NEW)


def sign_in(hand: Hand, name: str = "village_officer", password: str = "") -> Hand:
    """Fills the login page that came instead of the answer."""
    fields: dict[str, list[str]] = {}
    for field, value in HIDDEN.findall(hand.html):
        fields.setdefault(unescape(field), []).append(unescape(value))
    data = fields | {"username": name, "password": password or f"pass of {name}"}
    response = hand.client.post("/login/", data, follow=True)
    hand.html, hand.status = response.content.decode(), response.status_code
    hand.at = response.redirect_chain[-1][0] if response.redirect_chain else "/login/"
    return hand


def test_what_was_typed_is_on_the_page_again(hand: Hand) -> None:
    hand.client.logout()
    hand.press(name="罗谷", id_card=CARD)
    assert hand.status == 401 and "登录时间到了，您填的还在" in hand.html
    assert CARD not in hand.at and Draft.objects.unscoped("test").count() == 0
    sign_in(hand)
    assert hand.at.endswith("/identity-1/") and hand.status == 200
    assert hand.controls.values["name"] == ["罗谷"] and hand.controls.values["id_card"] == [CARD]


def test_a_wrong_password_first(hand: Hand) -> None:
    hand.client.logout()
    hand.press(name="罗谷")
    sign_in(hand, password="wrong")
    assert "登录时间到了" in hand.html and hand.status == 200
    assert sign_in(hand).controls.values["name"] == ["罗谷"]


def test_somebody_else_gets_nothing(hand: Hand) -> None:
    hand.client.logout()
    hand.press(name="罗谷")
    sign_in(hand, "other_village_officer")
    assert hand.at == "/work/" and "罗谷" not in hand.html
    assert Draft.objects.unscoped("test").count() == 0


def test_of_a_page_deep_in_the_form(hand: Hand) -> None:
    hand.press(go="later", name="罗谷")
    page = hand.open(hand.step("family-4"))
    page.client.logout()
    page.press(income_source=["WORK", "KIN"], sibling_count="2")
    sign_in(page)
    assert page.at.endswith("/family-4/")
    assert page.controls.values["income_source"] == ["WORK", "KIN"]


def test_of_the_whole_form_on_one_page(world: Any) -> None:
    hand = Hand().open("/ledgers/left_behind/new/")
    hand.client.logout()
    hand.press(**texts())
    sign_in(hand)
    assert hand.at.endswith("/all/") and hand.controls.values["residence_detail"] == ["3组12号"]
    assert "/receipts/" in hand.press().at


def test_of_a_record_that_is_being_changed(world: Any) -> None:
    uid = people.register(user("village_officer")).records[0].uid
    hand = Hand().open(f"/records/{uid}/edit/")
    hand.client.logout()
    hand.press(name="罗谷")
    sign_in(hand)
    assert hand.status == 200 and hand.controls.values["name"] == ["罗谷"]
    assert hand.controls.action == f"/records/{uid}/edit/"
    assert hand.press().at == f"/records/{uid}/?saved=1"


def test_changed_elsewhere_meanwhile_shows_both(hand: Hand) -> None:
    hand.press(go="later", name="罗安")
    page = Hand().open(hand.step("identity-1"))
    hand.open(hand.step("identity-1")).press(go="later", name="罗谷")
    page.client.logout()
    page.press(name="罗川")
    sign_in(page)
    assert page.status == 409 and "罗谷" in page.html
    assert page.controls.values["name"] == ["罗川"]
    page.press(go="later")
    assert Hand().open(hand.step("identity-1")).controls.values["name"] == ["罗川"]


@pytest.mark.parametrize("address", ["/admin/", "//evil.example/", "/logout/", "/nowhere/", ""])
def test_only_pages_of_forms_are_gone_back_to(hand: Hand, address: str) -> None:
    hand.client.logout()
    hand.press(name="罗谷")
    hand.html = re.sub(
        r'name="typed-at" value="[^"]*"', f'name="typed-at" value="{address}"', hand.html
    )
    assert sign_in(hand).at == "/work/"


def test_files_are_said_to_be_lost(hand: Hand) -> None:
    import io

    photo = io.BytesIO(b"x")
    photo.name = "a.png"
    hand.client.logout()
    assert "要再选一次" in hand.press(files={"photo.file": photo}).html
    assert "要再选一次" not in Hand().open(NEW).html
