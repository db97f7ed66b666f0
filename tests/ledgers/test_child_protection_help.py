"""The pack's 求助和反映: six short questions, who is told of it, who may see whom it came from."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.datastructures import MultiValueDict

from ledgers.ids import new_number
from ledgers.models import Message
from ledgers.outside.answering import reply_of
from ledgers.outside.door import Door, Slip, door_of
from ledgers.submission import Part, Submission
from tests.ledgers.registers import path
from tests.ledgers.tools import codes, row, send

pytestmark = pytest.mark.storage
NAME, PHONE = "安柏晨", "10000007777"


def door(**posted: str) -> Door:
    whole = {"urgent": "FAST", "call_type": "AID", "content": "孩子没有人管", **posted}
    found = door_of("hotline_calls", MultiValueDict({n: [text] for n, text in whole.items()}))
    assert found
    return found


def slip() -> Slip:
    return Slip(Submission.new_key(), new_number(), "0" * 32)


def page(user: Any, uid: Any) -> str:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.get(f"/records/{uid}/").content.decode()


def test_who_sees_whom_it_came_from(world: Any) -> None:
    town = path("枫树坪镇")
    asked = door(town=town, caller_name=NAME, caller_phone=PHONE)
    assert len(asked.names) == 6 and not asked.urgent and door(urgent="URGENT").urgent
    result, receipt = asked.send(slip())
    assert result.status == "accepted" and receipt
    kept = result.records[0]
    assert row(kept).place_path == town
    county, near = (page(world.users[n], kept.uid) for n in ("county_admin", "township_supervisor"))
    assert "孩子没有人管" in county and "孩子没有人管" in near
    assert "您的姓名" in county and PHONE not in county and PHONE[-4:] in county
    assert "您的姓名" not in near and "您的电话" not in near and "公众" in near
    assert page(world.users["village_officer"], kept.uid) != near
    told = Message.objects.unscoped("test").values_list("user__username", flat=True)
    assert set(told) == {"county_admin", None}, "nobody takes calls in this county"


def test_it_is_answered_and_the_answer_alone_is_read(world: Any) -> None:
    result, receipt = door(town=path("枫树坪镇"), caller_name=NAME).send(slip())
    assert receipt
    kept = result.records[0]
    officer, supervisor = world.users["village_officer"], world.users["township_supervisor"]
    reply = Part("hotline_calls", {"result": "已经上门看过"}, kept.uid, "reply")
    assert not send(officer, reply).ok
    nothing = Part("hotline_calls", {}, kept.uid, "reply")
    assert "answer.required" in codes(send(supervisor, nothing))
    assert reply_of(receipt).state == "已收到" and not reply_of(receipt).lines
    assert send(supervisor, reply).ok
    assert reply_of(receipt).lines == (("回复", "已经上门看过"),)
    assert reply_of(receipt).state == "已回复" and NAME not in str(reply_of(receipt))
