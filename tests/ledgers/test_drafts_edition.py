"""A form that got a newer edition while it was filled: nothing is lost until its author moves it."""

from __future__ import annotations

from typing import Any

import pytest

from ledgers.models import Draft, Record
from ledgers.registry import forget, live

from .filling import NEW, Hand, texts

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def republish(*swaps: tuple[str, str], form: str = "left_behind_registration") -> None:
    """A newer edition of a shipped form, its text changed."""
    import shutil
    import tempfile
    from pathlib import Path

    from django.conf import settings

    from forms_catalog import editions
    from forms_catalog.applying import apply
    from forms_catalog.packs import Folder
    from ledgers.publishing import publish_all

    with tempfile.TemporaryDirectory() as there:
        pack = Path(there) / settings.PACK
        shutil.copytree(settings.PACKS_DIR / settings.PACK, pack)
        path = pack / "forms" / f"{form}.yaml"
        text = path.read_text()
        for old, new in swaps:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text)
        apply(Folder(pack))
        publish_all()
    editions.bundle.cache_clear()
    forget()


RENAMED = (
    (
        "      village_contact: {label: 村里的联系人, ",
        "      contact_words: {label: 找村里哪个人, was: village_contact, ",
    ),
    ("      disability_card:", "      new_card:"),
)


@pytest.fixture
def hand(world: Any) -> Hand:
    hand = Hand().open(NEW).press(go="later", name="罗安", id_card="990121201301110025")
    hand.open(hand.step("care-2")).press(go="later", village_contact="何柏")
    hand.open(hand.step("health-2")).press(go="later", disability_card="99012120130111002545")
    return hand


def test_every_page_leads_to_the_edition_page(hand: Hand) -> None:
    republish(*RENAMED, form="child")
    for page in ("", "identity-1/", "all/", "check/"):
        assert hand.open(f"/drafts/{hand.uid}/{page}").at.endswith("/edition/"), page
    assert "“村里的联系人”改叫“找村里哪个人”" in hand.html and "会丢下" in hand.html
    assert "990121201301110025" not in hand.html and "99012120130111002545" not in hand.html
    assert "换了新版" in hand.open("/work/").html
    row = Draft.objects.unscoped("test").get()
    assert row.edition_id != live("left_behind").form_edition  # type: ignore[union-attr]


def test_moved_it_goes_on(hand: Hand) -> None:
    republish(*RENAMED, form="child")
    hand.open(f"/drafts/{hand.uid}/").press()
    assert hand.status == 200 and "/edition/" not in hand.at
    hand.open(f"/drafts/{hand.uid}/care-2/")
    assert hand.controls.values["contact_words"] == ["何柏"]
    assert hand.open(hand.step("identity-1")).controls.values["name"] == ["罗安"]
    assert hand.open(hand.step("health-2")).controls.values.get("new_card") == [""]


def test_a_page_of_the_old_edition_is_kept_first(hand: Hand) -> None:
    page = Hand().open(hand.step("identity-1"))
    republish(*RENAMED, form="child")
    page.press(name="罗谷")
    assert page.at.endswith("/edition/") and "罗谷" in page.html


def test_the_one_page_look_comes_back_in_the_new_edition(world: Any) -> None:
    hand = Hand().open("/ledgers/left_behind/new/")
    republish(*RENAMED, form="child")
    hand.press(**texts(), village_contact="何柏")
    assert hand.status == 409 and "换了新版" in hand.html
    assert hand.controls.values["contact_words"] == ["何柏"]
    assert hand.controls.values["name"] == ["罗安"]
    assert Record.objects.unscoped("test").count() == 0
    hand.press()
    assert "/receipts/" in hand.at


def test_the_first_page_too(world: Any) -> None:
    hand = Hand().open(NEW)
    republish(*RENAMED, form="child")
    hand.press(name="罗谷")
    assert hand.status == 409 and hand.controls.values["name"] == ["罗谷"]
