"""Before submitting: what is missing or doubtful is named, reasons are kept, several get the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledgers.intake import accept
from ledgers.models import Change, Record
from ledgers.registry import live
from ledgers.submission import Part
from tests import people

from .editions import new_rules, publish
from .filling import CARD, NEW, Hand, shown, texts, walk, whole
from .tools import answers, sent

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]


def change_of(ledger: str) -> Change:
    found: Change = Change.objects.unscoped("test").get(record__ledger__key=ledger)
    return found


def test_a_doubt_asks_for_a_reason(world: Any) -> None:
    hand = walk(Hand().open(NEW), has_entrusted="no")
    assert "有1处请再看一眼" in hand.html and "has_entrusted.why" in hand.html
    hand.press()
    assert hand.status == 422 and Record.objects.unscoped("test").count() == 0
    hand.press(go="stay", **{"has_entrusted.why": "还在找人"})
    assert hand.controls.values["has_entrusted.why"] == ["还在找人"]
    hand.press()
    assert "/receipts/" in hand.at
    assert change_of("left_behind").warnings == {"has_entrusted": "还在找人"}


def test_a_doubt_on_one_page(world: Any) -> None:
    hand = whole(Hand().open("/ledgers/left_behind/new/"), **texts(has_entrusted="no"))
    assert hand.status == 422 and 'id="q-has_entrusted-why"' in hand.html
    hand.press(**{"has_entrusted.why": "还在找人"})
    assert "/receipts/" in hand.at
    assert change_of("left_behind").warnings == {"has_entrusted": "还在找人"}


def test_a_doubt_whose_reason_is_a_question(world: Any) -> None:
    """The question is asked as soon as it is needed, and nothing else has to be said."""
    hand = Hand().open(NEW).press(**texts(birth_date="2013-01-12"))
    assert "/identity-2/" in hand.at and "id_mismatch_reason" in shown(hand)
    walk(hand, birth_date="2013-01-12", id_mismatch_reason="户口簿上登记错了").press()
    assert "/receipts/" in hand.at
    assert change_of("children").warnings == {}
    child = Record.objects.unscoped("test").get(ledger__key="children")
    assert answers(child)["id_mismatch_reason"] == "户口簿上登记错了"


def test_a_double_is_said_when_it_is_submitted(world: Any, officer: Any) -> None:
    """Whoever went on although the first page said so is told again, and nothing is written twice."""
    people.register(officer)
    hand = Hand().open(NEW)
    typed = {name: text for name, text in texts().items() if name in hand.controls.names}
    assert hand.press(**typed).status == 422 and "打开那份" in hand.html
    hand = walk(hand.press(go="on", **typed)).press()
    assert hand.status == 422 and "打开那份" in hand.html
    assert Record.objects.unscoped("test").count() == 2


def test_what_a_record_holds_already(world: Any, officer: Any) -> None:
    """A form that goes on from an existing record: its answers stand, marked, masked where sealed."""
    child = accept(sent(officer, Part("children", people.dossier()))).records[0]
    hand = Hand().open(f"{NEW}?child={child.uid}")
    assert "沿用，请核对" in hand.html and people.ID_CARDS[0] not in hand.html
    assert "**************0025" in hand.html
    hand.press(name="罗谷")
    assert hand.status == 200 and "identity-2" in hand.at
    walk(hand).press()
    assert "/receipts/" in hand.at
    row = Record.objects.unscoped("test").get(uid=child.uid)
    assert row.version == 2 and answers(row) == people.dossier() | {"name": "罗谷"}


def test_what_of_that_record_is_not_shown_stays_unseen_and_kept(world: Any, officer: Any) -> None:
    """Hidden means not asked; masked stands as a mask, and stays when nothing is written over it."""
    unseen = {"hidden": ("caregiver_name",), "masked": ("father_name",)}
    new_rules("children", access=tuple(replace(a, **unseen) for a in live("children").rules.access))
    publish()
    stood = people.dossier(caregiver_name="安丹")
    child = accept(sent(officer, Part("children", stood))).records[0]
    seen = Hand().open(f"/ledgers/left_behind/new/?child={child.uid}").html
    hand = Hand().open(f"{NEW}?child={child.uid}")
    filled = texts(father_name="", caregiver_name="")
    while "/check/" not in hand.at:
        before = hand.at
        seen += hand.html
        names = set(hand.controls.names)
        hand.press(**{name: value for name, value in filled.items() if name in names})
        assert hand.status == 200 and hand.at != before, (hand.at, hand.html[:3000])
    seen += hand.html
    assert [w for w in ("罗川", "安丹", 'name="caregiver_name"') if w in seen] == []
    assert "罗安" in seen and 'name="father_name"' in seen
    hand.press()
    assert "/receipts/" in hand.at
    assert answers(Record.objects.unscoped("test").get(uid=child.uid)) == stood


def test_somebody_else_changed_that_record(world: Any, officer: Any) -> None:
    child = accept(sent(officer, Part("children", people.dossier()))).records[0]
    hand = walk(Hand().open(f"{NEW}?child={child.uid}"))
    change = Part("children", {"name": "罗川"}, child.uid, "update")
    assert accept(sent(officer, change)).ok
    hand.press()
    assert hand.status == 409 and "罗川" in hand.html
    hand.press()
    assert "/receipts/" in hand.at


@pytest.fixture
def members(club: Any) -> list[str]:
    """Three members of one village."""
    clerk = club.users["clerk"]
    uids = []
    for number, name in enumerate(("罗甲", "罗乙", "罗丙")):
        answers = {
            "name": name,
            "sex": "F",
            "phone": f"1000000123{number}",
            "court": club.places["河湾村"].path,
            "grade": "B",
        }
        result = accept(sent(clerk, Part("members", answers)))
        assert result.ok, result.problems
        uids.append(result.records[0].uid)
    return uids


def test_one_sitting_for_several_records(members: list[str]) -> None:
    hand = Hand("clerk").open("/ledgers/sessions/new/pages/")
    hand.press(
        member=members[0], played_on__y="2026", played_on__m="11", played_on__d="1", came="yes"
    )
    assert hand.at.endswith("/check/") and "同样的内容也记给" in hand.html
    hand.press(go="find", find="罗乙")
    assert "罗乙" in hand.html and "罗丙" not in hand.html
    hand.press(go="stay", also=[members[1], "x", CARD, "z" * 36])
    hand.press(also=[members[1], members[2]])
    assert "/receipts/" in hand.at
    rows = Record.objects.unscoped("test").filter(ledger__key="sessions")
    assert sorted(answers(row)["member"] for row in rows) == sorted(members)
    assert len({answers(row)["played_on"] for row in rows}) == 1


def test_what_is_missing_is_told_once_for_several_records(members: list[str]) -> None:
    hand = Hand("clerk").open("/ledgers/sessions/new/pages/")
    hand.press(member=members[0], came="yes")
    hand.press(go="on", member=members[0], came="yes")
    hand.press(go="stay", also=[members[1], members[2]])
    hand.press(also=[members[1], members[2]])
    assert hand.status == 422 and "有1处需要改正" in hand.html
