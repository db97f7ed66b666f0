"""What happens to records tells whom it concerns, in the words of the pack."""

from __future__ import annotations

import pytest

from ledgers.notices.telling import opened
from ledgers.submission import Part
from tests.ledgers import registers
from tests.ledgers.tools import child, row, send

from .conftest import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_a_new_record_is_told_and_a_returned_one(world):
    made = registers.kept(send(registers.director("河湾村"), Part("children", child(1))))
    told = outbox(notice="record_submitted")
    assert [(r.user.username, r.state) for r in told] == [("township_supervisor", "held")]
    assert registers.act("township_supervisor", made, "return", "号码写错了").ok
    back = outbox(notice="record_returned")
    assert [(r.user.username, r.channel) for r in back] == [
        ("village_officer", "inbox"),
        ("village_officer", "sms"),
    ]
    assert opened(back[0])["text"] == "您报的罗＊的档案退回来了，原因：号码写错了。请改好再交。"


def test_a_column_that_follows_another_record(world, publish):
    publish("seen", on={"changed": "last_visit"}, text="((name:mask))：((last_visit))")
    found = registers.dossier(2)
    registers.left_behind(found)
    assert registers.visit(found).ok
    told = outbox(notice="seen")
    assert [opened(r)["text"] for r in told] == ["罗＊：2026年11月20日"]


def test_an_answer_that_changed(world, publish):
    publish("moved", on={"changed": "residence_detail"}, text="住到((residence_detail))")
    found = registers.dossier(2)
    before = len(outbox(notice="moved"))
    part = Part("children", {"residence_detail": "5组1号"}, found.uid, "update")
    assert send(registers.director("河湾村"), part).ok
    assert send(registers.director("河湾村"), part).ok
    texts = [opened(r)["text"] for r in outbox(notice="moved")]
    assert texts[before:] == ["住到5组1号"]


def test_what_is_shown_to_nobody_by_the_rules(world, publish):
    publish("plain", on={"action": "verify"}, text="((id_card))/((father_phone))/((name))")
    found = registers.dossier(4)
    assert row(found).state == "VERIFIED"
    text = opened(outbox(notice="plain")[0])["text"]
    assert text.startswith("*") or text.startswith("＊")
    assert text.endswith("/罗安") and "10000001234" not in text
