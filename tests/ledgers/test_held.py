"""What is sent from outside: written, or held until somebody looks; never lost, never read by others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ledgers.intake import holding
from ledgers.intake.holding import receive
from ledgers.models import AccessEvent, Change, Draft, Held, Message, Receipt, Record
from ledgers.outside.answering import CAME, GONE_WORDS, SEEN, reply_of
from ledgers.outside.receipts import FREE, find, groups, tidy_code
from ledgers.protect import NoScope
from ledgers.submission import Part, Submission
from people.models import Place
from tests.ledgers.kiosk import KEY, door, open_kiosk, slip
from tests.ledgers.tools import CLOCK, answers, child, problems, row, send, together

pytestmark = pytest.mark.storage
STORY = "昨天晚上在河边丢的"


@pytest.fixture
def staff(world: Any, tmp_path: Path) -> dict[str, Any]:
    return open_kiosk(tmp_path)


def all_held() -> list[Held]:
    return list(Held.objects.unscoped("test").order_by("id"))


def path(name: str) -> str:
    return Place.objects.get(name=name).path


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_written_at_once_under_the_number_that_was_told(staff: dict[str, Any]) -> None:
    told = slip()
    result, receipt = door(
        thing="雨伞",
        story=STORY,
        village="河湾村",
        shelf="架上",
        inner="x",
        answer="y",
        name="何晨",
    ).send(told)
    assert result.status == "accepted" and receipt
    record = row(result.records[0])
    assert record.number == receipt.number == told.number
    assert record.place_path == path("河湾村") and record.opened_by_id is None
    assert answers(record.uid) == {
        "thing": "雨伞",
        "story": STORY,
        "village": path("河湾村"),
        "name": "何晨",
    }
    change = Change.objects.unscoped("test").get(record=record)
    assert (change.door, change.actor_id, change.post) == ("public", None, None)
    again, same = door(thing="雨伞", story=STORY, village="河湾村", name="何晨").send(told)
    assert (again.status, same) == ("replayed", receipt)
    other, none = door(thing="帽子").send(told)
    assert none is None and problems(other) == {("submission.other-body", "")}
    nowhere, _ = door(thing="手套").send(slip())
    assert row(nowhere.records[0]).place_path == path("澜川县")


def test_what_the_sender_can_mend_is_told_and_nothing_else(staff: dict[str, Any]) -> None:
    found = door(thing="", village="月亮村")
    result, receipt = found.send(slip())
    assert receipt is None and result.status == "refused"
    assert problems(result) == {("answer.required", "thing"), ("division.unknown", "village")}
    assert found.names == {"thing", "danger", "how", "ticket", "story", "village", "name"}
    assert not all_held() and not Receipt.objects.exists()


def test_a_double_is_held_and_nobody_outside_learns_of_it(staff: dict[str, Any]) -> None:
    first, _ = door(thing="雨伞", ticket="A1", village="高田村").send(slip())
    told = slip()
    posted = {
        "thing": "黑雨伞",
        "ticket": "A1",
        "story": STORY,
        "village": "河湾村",
        "name": "何晨",
    }
    result, receipt = door(**posted).send(told)
    assert result.status == "held" and receipt and receipt.number == told.number
    assert door(**posted).send(told)[1] == receipt and len(all_held()) == 1
    other, none = door(**posted | {"thing": "红雨伞"}).send(told)
    assert none is None and problems(other) == {("submission.other-body", "")}
    held = all_held()[0]
    kept = json.dumps([held.sealed, held.reason, held.number, bytes(held.data_key).hex()])
    assert not any(word in kept for word in ("雨伞", STORY, "何晨"))
    assert reply_of(receipt).words == CAME
    seen = {name for name, user in staff.items() if list(holding.in_the_queue(user, 9))}
    assert seen == {"chief", "deputy", "near"}
    with pytest.raises(NoScope):
        Held.objects.count()

    near = browser(staff["near"])
    page = near.get("/queues/held/").content.decode()
    assert "已在他处建档" in page and STORY not in page
    assert "等人看的来件：1份" in near.get("/work/").content.decode()
    far = browser(staff["far"])
    address = f"/held/{held.uid}/"
    assert far.get(address).status_code == far.post(address, {"go": "open"}).status_code == 404
    events = AccessEvent.objects.unscoped("test")
    before = events.count()
    opened = near.post(address, {"go": "open"})
    assert opened.status_code == 302
    event = events.order_by("-pk").first()
    assert events.count() == before + 1 and event and event.questions == "story"
    form = near.get(opened["Location"]).content.decode()
    assert STORY in form and "黑雨伞" in form and 'name="shelf"' in form
    assert f"{staff['near'].name}已经打开" in browser(staff["chief"]).get(address).content.decode()

    chief = browser(staff["chief"])
    assert chief.post(address, {"go": "open"}).status_code == 200
    taken = chief.post(address, {"go": "take"})["Location"]
    assert chief.get(taken).status_code == 200 and near.get(opened["Location"]).status_code == 404
    sent = posted | {"ticket": "A2", "village": path("河湾村"), "shelf": "架上"}
    done = chief.post(taken, sent | {"key": held.uid.hex, "ledger": KEY})
    assert done.status_code == 302 and "/receipts/" in done["Location"], done.content.decode()
    record = Record.objects.unscoped("test").get(number=told.number)
    assert record.opened_by == staff["chief"] and record.pk != row(first.records[0]).pk
    assert not list(holding.in_the_queue(staff["chief"], 9))
    assert "这一份已经登记" in chief.get(address).content.decode()
    assert reply_of(receipt).words == SEEN
    assert door(**posted).send(told)[1] == receipt and Record.objects.unscoped("t").count() == 2
    holding.work_off(lambda: False)
    assert all_held()[0].sealed == {} and all_held()[0].key_id == ""


def test_put_aside_with_a_reason_and_kept(staff: dict[str, Any]) -> None:
    door(thing="雨伞", ticket="A1").send(slip())
    _, receipt = door(thing="雨伞", ticket="A1", story=STORY).send(slip())
    held = all_held()[0]
    chief, address = browser(staff["chief"]), f"/held/{held.uid}/"
    elsewhere = browser(staff["near"]).get(address)
    assert elsewhere.status_code == 404, "it named no place: it is the root's"
    refused = chief.post(address, {"go": "dismiss", "reason": " "})
    assert refused.status_code == 422 and "请写为什么" in refused.content.decode()
    assert chief.post(address, {"go": "dismiss", "reason": "和前面一份是同一件"}).status_code == 302
    page = chief.get(address).content.decode()
    assert "和前面一份是同一件" in page and "打开，核对后登记" not in page
    assert chief.post(address, {"go": "open"}).status_code == 200
    assert not Draft.objects.unscoped("test").exists()
    assert holding.said(all_held()[0])["values"]["story"] == [STORY]
    assert not holding.dismiss(all_held()[0], staff["deputy"], "又一次")
    assert receipt and reply_of(receipt).words == CAME


def test_a_flood_is_put_off_and_written_in_its_order(staff: dict[str, Any], settings: Any) -> None:
    settings.PUBLIC_A_MINUTE = 3
    sent = [(slip(), f"伞{n}", f"T{min(n, 6)}") for n in range(8)]
    results = [door(thing=thing, ticket=no, story=STORY).send(told) for told, thing, no in sent]
    assert [result.status for result, _ in results] == ["accepted"] * 3 + ["held"] * 5
    assert [one.number for _, one in results if one] == [told.number for told, _, _ in sent]
    assert door(thing="").send(slip())[0].status == "refused"
    assert not list(holding.in_the_queue(staff["chief"], 9)), "what waits its turn is for nobody"
    queued = all_held()[0]
    assert browser(staff["chief"]).get(f"/held/{queued.uid}/").status_code == 404
    assert holding.work_off(lambda: False) == 5 and holding.work_off(lambda: False) == 0
    rows = Record.objects.unscoped("test").order_by("id")
    assert [record.answers["thing"] for record in rows] == [f"伞{n}" for n in range(7)]
    assert [record.number for record in rows] == [told.number for told, _, _ in sent[:7]]
    waiting = list(holding.in_the_queue(staff["chief"], 9))
    assert [one.number for one in waiting] == [sent[7][0].number]
    assert [code for code, _ in holding.said(waiting[0])["problems"]] == [
        "record.duplicate-elsewhere"
    ]


def test_what_breaks_the_gate_holds_up_nothing(
    staff: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_A_MINUTE = 0
    for thing in ("坏", "好"):
        assert door(thing=thing).send(slip())[0].status == "held"
    gate = holding.accept

    def broken(submission: Submission) -> Any:
        if submission.parts[0].answers["thing"] == "坏":
            raise ValueError("坏")
        return gate(submission)

    monkeypatch.setattr(holding, "accept", broken)
    assert holding.work_off(lambda: False) == 2
    assert Record.objects.unscoped("test").get().answers["thing"] == "好"
    waiting = list(holding.in_the_queue(staff["chief"], 9))
    assert [code for code, _ in holding.said(waiting[0])["problems"]] == ["held.broken"]


def test_another_door_whose_sender_is_gone(world: Any) -> None:
    """Any ledger, any person: nothing of it is refused, whoever may open a record there sees it."""
    officer = world.users["village_officer"]
    part = Part("children", child(1, name=""))
    sent = Submission("phone-0001", "phone", officer, None, (part,), CLOCK)
    assert receive(sent, {"id_card": ["990121"]}).status == "held"
    assert receive(sent, {}).status == "held" and len(all_held()) == 1
    held = all_held()[0]
    assert [code for code, _ in holding.said(held)["problems"]] == ["answer.required"]
    queue = holding.in_the_queue
    assert list(queue(officer, 9)) and not list(queue(world.users["other_village_officer"], 9))
    client = browser(officer)
    opened = client.post(f"/held/{held.uid}/", {"go": "open"})
    assert "990121" in client.get(opened["Location"]).content.decode()
    good = Submission("phone-0002", "phone", officer, None, (Part("children", child(2)),), CLOCK)
    assert receive(good, {}).status == "accepted"


def test_the_code_is_kept_by_nobody_and_wrong_ones_slow_down(
    staff: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, other = slip(), slip()
    _, receipt = door(thing="雨伞").send(told)
    door(thing="帽子").send(other)
    assert receipt and len(told.code) == 20 and told.code not in json.dumps(receipt.sealed)
    spoken = "，".join(groups(told.code))
    assert tidy_code(spoken) == told.code and tidy_code("12") == ""
    assert find(told.number.lower(), spoken) == receipt
    for _ in range(FREE):
        assert find(told.number, other.code) is None
    assert find(told.number, told.code) is None, "right, but too soon"
    assert find(other.number, other.code), "another receipt is not slowed down"
    assert find("", "") is None and find("2B4C6D8E1", told.code) is None
    Receipt.objects.update(rests_until=None)
    assert find(told.number, told.code) == receipt
    assert Receipt.objects.get(pk=receipt.pk).tries == 0


def test_the_answer_and_nothing_else(staff: dict[str, Any]) -> None:
    result, receipt = door(thing="雨伞", story=STORY, name="何晨").send(slip())
    assert receipt
    kept = result.records[0]
    assert send(staff["porter"], Part(KEY, {"answer": "x"}, kept.uid, "reply")).status == "refused"
    said = {"answer": "<b>找到</b>了，来拿", "inner": "别告诉他"}
    assert send(staff["chief"], Part(KEY, said, kept.uid, "reply")).ok
    reply = reply_of(receipt)
    assert (reply.state, reply.lines) == ("找完了", (("答复", "<b>找到</b>了，来拿"),))
    assert "别告诉他" not in str(reply) and STORY not in str(reply) and "何晨" not in str(reply)
    Record.objects.unscoped("test").update(state="_void")
    assert reply_of(receipt).words == GONE_WORDS and not reply_of(receipt).lines
    assert not Message.objects.unscoped("test").exists()


def test_pressed_twice_at_once(committed: Any, tmp_path: Path) -> None:
    open_kiosk(tmp_path)
    told = slip()
    results = together(*[lambda: door(thing="雨伞", ticket="A9").send(told) for _ in range(3)])
    assert {result.status for result, _ in results} <= {"accepted", "replayed"}, results
    assert len({receipt.number for _, receipt in results}) == 1
    assert Record.objects.unscoped("test").filter(number=told.number).count() == 1
