"""Answers taken over from another record: shared ones alone, marked, sealed ones never in clear."""

from __future__ import annotations

from typing import Any

import pytest

from ledgers.models import Record, Share
from ledgers.registry import live
from ledgers.views.carrying import carried_from
from tests import people

from .filling import CARD, NEW, Hand, texts, walk, whole
from .tools import answers, row

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
ROW = {"_id": "0a1b2c3d4e5f", "gp_relation": "61", "gp_name": "罗柏", "gp_phone": "10000009999"}
OWN = {"name": "罗谷", "id_card": CARD, "birth_date": "2015-02-03", "sex": "1"}


@pytest.fixture
def like(world: Any, officer: Any) -> str:
    """A registration whose household has everything."""
    result = people.register(officer, grandparents=[ROW], illness_name="示例病")
    return result.records[1].uid


def test_shared_answers_come_along(like: str) -> None:
    hand = Hand().open(f"{NEW}?like={like}")
    assert "罗安" not in hand.html and people.ID_CARDS[0] not in hand.html
    hand.press(**{k: v for k, v in texts(**OWN).items() if k in hand.controls.names})
    assert hand.at.endswith("/identity-2/") and "沿用，请核对" in hand.html
    hand.open(hand.step("identity-3"))
    assert hand.controls.values["residence_detail"] == ["3组12号"]
    hand.open(hand.step("family-2"))
    assert "10000001234" not in hand.html and "沿用，请核对" in hand.html


def test_untouched_they_are_kept(like: str) -> None:
    hand = Hand().open(f"{NEW}?like={like}")
    own = texts(**OWN) | {"school": "school1"}
    left = {"father_phone", "residence_detail", "caregiver_phone"}
    while "/check/" not in hand.at:
        names = set(hand.controls.names) - left
        hand.press(**{name: value for name, value in own.items() if name in names})
        assert hand.status == 200, hand.html[-3000:]
    assert "10000001234" not in hand.html
    hand.press()
    assert "/receipts/" in hand.at
    made = answers(Record.objects.unscoped("test").filter(ledger__key="children").latest("id"))
    assert made["name"] == "罗谷" and "illness_name" not in made
    assert made["father_phone"] == "10000001234" and made["residence_detail"] == "3组12号"
    assert [row["gp_phone"] for row in made["grandparents"]] == ["10000009999"]


def test_seen_pages_alone_decide(like: str) -> None:
    """What was emptied on its page is empty, what was never opened is taken over."""
    hand = Hand().open(f"{NEW}?like={like}").press(go="later", name="罗谷")
    hand.open(hand.step("identity-3")).press(go="later", residence_detail="")
    check = hand.open(hand.step("check")).html
    assert "3组12号" not in check and "罗川" in check and "沿用，请核对" in check


def test_on_one_page(like: str) -> None:
    hand = Hand().open(f"/ledgers/left_behind/new/?like={like}")
    assert hand.controls.values["residence_detail"] == ["3组12号"]
    assert "10000001234" not in hand.html
    shared = {"father_phone", "caregiver_phone"}
    own = {n: v for n, v in texts(**OWN).items() if n not in shared}
    whole(hand, **own)
    assert "/receipts/" in hand.at, hand.html[-3000:]
    made = answers(Record.objects.unscoped("test").filter(ledger__key="children").latest("id"))
    assert made["father_phone"] == "10000001234"


def test_out_of_sight_is_as_if_not_there(like: str) -> None:
    hand = Hand("other_village_officer").open(f"{NEW}?like={like}")
    assert hand.status == 200 and "沿用" not in hand.html
    other = Hand("other_village_officer").open(f"/ledgers/left_behind/new/?like={like}")
    assert "3组12号" not in other.html and "罗川" not in other.html


def test_from_afar_nothing_is_handed_over(world: Any, like: str) -> None:
    """Sealed answers would be kept under a record of one's own, and asked for there."""
    guest = world.users["other_village_officer"]
    for uid in (like, answers(like)["child"]):
        Share.objects.create(record=row(uid), user=guest, since="2020-01-01", reason="x")
    assert Hand("other_village_officer").open(f"/records/{like}/").status == 200
    hand = Hand("other_village_officer").open(f"{NEW}?like={like}")
    assert hand.status == 200 and "沿用" not in hand.html
    assert carried_from(guest, like, live("left_behind")) == {}
    assert "father_phone" in carried_from(world.users["village_officer"], like, live("left_behind"))


def test_it_is_offered_on_the_first_page(like: str) -> None:
    hand = Hand().open(NEW)
    assert "同户带入" in hand.html and f"like={like}" in hand.html
    assert "同户带入" not in Hand("other_village_officer").open(NEW).html


def test_it_is_offered_on_the_receipt(world: Any) -> None:
    hand = walk(Hand().open(NEW)).press()
    assert "给同户的再登记一个" in hand.html and "like=" in hand.html


def test_all_is_normal(world: Any, officer: Any, monkeypatch: Any) -> None:
    from ledgers.views import normal, wizard

    usual = {"boarding": "no", "school_status": "PS", "name": "罗安"}
    for module in (normal, wizard):
        monkeypatch.setattr(module, "normals", lambda bundle: usual)
    hand = Hand().open(NEW).press(go="later", name="罗谷")
    hand.open(hand.step("school-1"))
    assert "一切正常" in hand.html
    hand.press(go="normal", school_status="SS")
    assert hand.at.endswith("/school-1/") and hand.controls.values["school_status"] == ["SS"]
    hand.open(hand.step("school-2")).press(go="normal")
    assert hand.controls.values["boarding"] == ["no"]
