"""What is sent, tried again, given up, and what is never sent twice without saying so."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import socket

import pytest
from django.core import mail

from ledgers.clock import now
from ledgers.models import Message
from ledgers.notices import sending, tell
from ledgers.notices.telling import opened, seal
from tests.ledgers import registers
from tests.ledgers.tools import row

from .conftest import outbox
from .gateway import gateway

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
QUICK = {"timeout": 0.2, "pauses": (0.0,), "strikes": 99, "tries": 5}


@pytest.fixture
def dossier(world, settings):
    settings.QUIET_HOURS, settings.NOTICES = "", QUICK
    Message.objects.unscoped("test").all().delete()
    found = row(registers.dossier(3))
    Message.objects.unscoped("test").all().delete()
    return found


@pytest.fixture
def sms(settings):
    def at(url):
        settings.SMS = settings.SMS | {"url": url, "secret": "只在测试里", "sign": "【测试】"}

    return at


def closed_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_gateway_takes_it(dossier, publish, sms):
    key = publish(channels=["sms"])
    with gateway() as there:
        sms(there.url)
        tell(key, record=dossier.pk, about="a")
        assert sending.run() == 1
    (found,) = outbox(notice=key)
    assert (found.state, found.uncertain, found.provider_id) == ("accepted", False, found.key[:8])
    assert there.said == [{"key": found.key, "to": "10000000001", "text": "【测试】请看罗安"}]
    head = there.heads[0]
    said = "\n".join([head["X-Time"], found.key, "10000000001", "【测试】请看罗安"])
    assert (
        head["X-Signature"]
        == hmac.new("只在测试里".encode(), said.encode(), hashlib.sha256).hexdigest()
    )


@pytest.mark.parametrize(
    ("moods", "state", "problem", "uncertain", "tried", "taken"),
    [
        ({"no": 1}, "given_up", "notice.gateway-refused", False, 1, 0),
        ({"error": 1}, "given_up", "notice.tried-out", False, 5, 0),
        ({"lost": 1}, "given_up", "notice.tried-out", True, 5, 5),
    ],
)
def test_bad_answers(dossier, publish, sms, moods, state, problem, uncertain, tried, taken):
    key = publish(channels=["sms"])
    with gateway(**moods) as there:
        sms(there.url)
        tell(key, record=dossier.pk, about="a")
        assert sending.run() == tried
    (found,) = outbox(notice=key)
    assert (found.state, found.problem, found.uncertain) == (state, problem, uncertain)
    assert (found.attempts, there.taken[found.key]) == (tried, taken)


def test_a_gateway_that_knows_what_it_took_before(dossier, publish, sms):
    """Its first answer was lost; the second says that it has this one already."""
    key = publish(channels=["sms"])
    with gateway(lost=1) as there:
        there.knows = True
        sms(there.url)
        tell(key, record=dossier.pk, about="a")
        assert sending.run() == 2
    (found,) = outbox(notice=key)
    assert (found.state, found.problem, found.uncertain) == ("accepted", "", True)
    assert (found.provider_id, there.taken[found.key]) == (found.key[:8], 1)


def test_a_gateway_that_is_down_for_a_day(dossier, publish, sms, settings, monkeypatch):
    settings.NOTICES = {"timeout": 0.2}
    key = publish(channels=["sms"])
    sms(f"http://127.0.0.1:{closed_port()}/")
    for number in range(9):
        tell(key, record=dossier.pk, about=str(number))
    start = now()
    for minutes in range(0, 24 * 60, 30):
        at = start + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(sending, "now", lambda at=at: at)
        assert sending.run() <= 3
    assert {r.state for r in outbox(notice=key)} <= {"queued", "failed"}
    with gateway() as there:
        sms(there.url)
        monkeypatch.setattr(sending, "now", lambda: start + dt.timedelta(hours=36))
        assert sending.run() == 9
    assert {(r.state, r.uncertain) for r in outbox(notice=key)} == {("accepted", False)}
    assert set(there.taken.values()) == {1}


def test_whoever_was_killed_in_between_leaves_a_doubt(dossier, publish, sms, settings):
    settings.NOTICES = QUICK | {"lease": 0}
    key = publish(channels=["sms"])
    tell(key, record=dossier.pk, about="a")
    (found,) = sending.due([], 9)
    assert sending._claim(found, sending.terms())
    with gateway() as there:
        sms(there.url)
        sending.run()
    (found,) = outbox(notice=key)
    assert (found.state, found.uncertain, there.taken[found.key]) == ("accepted", True, 1)


def test_two_senders_take_it_once(dossier, publish):
    key = publish(channels=["sms"])
    tell(key, record=dossier.pk, about="a")
    one, two = sending.due([], 9)[0], sending.due([], 9)[0]
    assert [sending._claim(item, sending.terms()) for item in (one, two)] == [True, False]


def test_a_clock_set_back_keeps_nothing_waiting(dossier, publish):
    key = publish(channels=["sms"])
    tell(key, record=dossier.pk, about="a")
    far = now() + dt.timedelta(days=300)
    Message.objects.unscoped("test").filter(notice=key).update(next_at=far)
    assert len(sending.due([], 9)) == 1


def test_quiet_hours_let_only_urgent_ones_through(dossier, publish, settings):
    settings.QUIET_HOURS = "00:00-23:59"
    for key in (publish("soft", channels=["sms"]), publish("loud", channels=["sms"], urgent=True)):
        tell(key, record=dossier.pk, about="a")
    assert [r.notice for r in sending.due([], 9)] == ["loud"]


def test_mail_and_what_would_break_its_head(dossier, publish, world, settings):
    settings.MAIL_DOMAIN = "example.invalid"
    officer = world.users["village_officer"]
    for address, state in (
        ("a@example.invalid", "queued"),
        ("a@example.invalid\nBcc: b@example.invalid", "given_up"),
        ("a@example.invalid,b@example.invalid", "given_up"),
        ("", "given_up"),
    ):
        type(officer).objects.filter(pk=officer.pk).update(email=address)
        key = publish(channels=["email"], subject="请看((remark??))\n((name))")
        tell(key, record=dossier.pk, about=address)
        assert outbox(notice=key)[-1].state == state
    sending.run()
    (sent,) = mail.outbox
    assert (sent.subject, sent.to, sent.body) == ("请看 罗安", ["a@example.invalid"], "请看罗安")
    assert sent.message()["Message-ID"].endswith("@example.invalid>")


def test_a_robot_of_a_group(dossier, publish, settings):
    key = publish(channels=["wework"], title="标题")
    with gateway() as there:
        settings.WEWORK_URL = there.url
        tell(key, record=dossier.pk, about="a")
        sending.run()
    assert there.said == [{"msgtype": "text", "text": {"content": "标题\n请看罗安"}}]


def test_a_channel_without_an_address_waits(dossier, publish):
    key = publish(channels=["sms", "wework"])
    tell(key, record=dossier.pk, about="a")
    sending.run()
    found = outbox(notice=key)
    assert {r.problem for r in found} <= {"notice.channel-off", "notice.tried-out"}


def test_only_the_configured_host_and_no_plain_http(dossier, publish, sms):
    key = publish(channels=["sms"])
    sms("http://example.invalid/")
    tell(key, record=dossier.pk, about="a")
    sending.run()
    assert outbox(notice=key)[0].state != "accepted"


def test_tried_again_once_it_is_mended(dossier, publish, world):
    officer, people = world.users["village_officer"], type(world.users["village_officer"]).objects
    people.filter(pk=officer.pk).update(phone="")
    key = publish(channels=["sms"])
    tell(key, record=dossier.pk, about="a")
    (found,) = outbox(notice=key)
    assert sending.retry([found.pk]) == 0
    people.filter(pk=officer.pk).update(phone="10000000009")
    assert sending.retry([found.pk]) == 1
    (found,) = outbox(notice=key)
    assert (found.state, opened(found)["to"]) == ("queued", "10000000009")


def test_what_cannot_be_opened_is_not_sent(dossier, publish, sms):
    key = publish(channels=["sms"])
    tell(key, record=dossier.pk, about="a")
    (found,) = outbox(notice=key)
    other = Message(uid=dossier.uid)
    seal(other, {"text": "", "to": "", "subject": ""})
    Message.objects.unscoped("test").filter(pk=found.pk).update(sealed=other.sealed)
    with gateway() as there:
        sms(there.url)
        sending.run()
    assert not there.taken
    assert outbox(notice=key)[0].problem in ("notice.unreadable", "notice.tried-out")
