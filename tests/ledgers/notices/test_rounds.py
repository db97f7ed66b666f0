"""Digests, receipts that nobody confirmed, and notices that the calendar sets off."""

from __future__ import annotations

import datetime as dt

import pytest

from ledgers.clock import now
from ledgers.models import Message
from ledgers.notices import reading, rounds, tell, unconfirmed
from ledgers.notices.telling import opened
from ledgers.notices.terms import digest_at, quiet, span
from tests.ledgers import registers
from tests.ledgers.tools import row

from .conftest import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def at(text):
    return dt.datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
def quiet_world(world):
    registers.dossier(3)
    Message.objects.unscoped("test").all().delete()
    return world


def test_a_digest_counts_and_joins(quiet_world, publish, monkeypatch):
    counting = publish("many", text="((_village))有((_count))份", digest="day")
    naming = publish("names", text="((name))((n))", digest="week")
    found = [row(registers.dossier(n)) for n in (11, 12)]
    for n, record in enumerate(found):
        tell(counting, record=record.pk, about="a")
        tell(naming, record=record.pk, about="a", values={"n": n})
    assert {r.state for r in outbox(notice=counting)} == {"held"}
    assert reading.unread(quiet_world.users["village_officer"]) == 0
    assert rounds.gather() == 0
    monkeypatch.setattr(rounds, "now", lambda: now() + dt.timedelta(days=8))
    assert rounds.gather() >= 2
    first, second = outbox(notice=counting)
    assert (first.state, second.state, second.into) == ("delivered", "gathered", first.pk)
    assert opened(first)["text"] == "河湾村有2份"
    assert opened(outbox(notice=naming)[0])["text"] == "罗安0\n罗安1"
    assert rounds.gather() == 0


def test_a_long_digest_is_cut():
    said = rounds.joined([f"甲{n}" for n in range(25)])
    assert said.count("\n") == 20 and said.endswith("还有5条，请登录查看。")


def test_a_receipt_that_nobody_gave(quiet_world, publish, monkeypatch):
    key = publish(to=["village_director@record", "child_supervisor@township"], ack="2h")
    record = row(registers.dossier(14))
    tell(key, record=record.pk, about="a")
    tell(key, record=record.pk, about="b")
    confirmed = next(r for r in outbox(notice=key) if r.about == "b")
    reading.confirm(confirmed)
    assert unconfirmed.escalate() == 0
    monkeypatch.setattr(unconfirmed, "now", lambda: now() + dt.timedelta(hours=3))
    unconfirmed.escalate()
    told = outbox(notice="not_confirmed", channel="inbox")
    assert {r.user.username for r in told} == {"township_supervisor", "county_admin"}
    assert len(told) == 2 and "一句话" in opened(told[0])["text"]
    assert unconfirmed.escalate() == 0


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("day", {"2026-03-01", "2026-03-02", "2026-02-28"}),
        ("week", {"2026-03-02"}),
        ("month", {"2026-03-01"}),
        (["03-01", "02-29"], {"2026-03-01", "2026-02-28"}),
    ],
)
def test_on_which_days(quiet_world, publish, every, days):
    key = publish(on={"every": every}, text="((_village))((_count))份")
    for day in ("2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03"):
        before = len(outbox(notice=key))
        rounds.scheduled(dt.date.fromisoformat(day))
        rounds.scheduled(dt.date.fromisoformat(day))
        assert (len(outbox(notice=key)) > before) is (day in days or every == "day"), day


def test_one_a_place_or_one_a_record(quiet_world, publish):
    for number in (21, 22):
        registers.dossier(number)
    registers.dossier(23, "柳坪村")
    condition = "${_state} = 'VERIFIED'"
    many = publish(
        "many", on={"every": "day"}, text="((_village))((_count))份", condition=condition
    )
    each = publish("each", on={"every": "day"}, text="((name))", condition=condition)
    rounds.scheduled()
    assert sorted(opened(r)["text"] for r in outbox(notice=many)) == ["柳坪村1份", "河湾村3份"]
    assert len(outbox(notice=each)) == 4


def test_a_condition_that_no_column_answers_tells_nobody(quiet_world, publish):
    key = publish(on={"every": "day"}, condition="${no_such_column} = 'a'")
    rounds.scheduled()
    assert outbox(notice=key) == []


def test_an_import_tells_who_brought_it(quiet_world):
    from ledgers.exchange import judging, writing
    from ledgers.exchange.bringing import bring
    from ledgers.registry import live

    officer = quiet_world.users["village_officer"]
    batch = bring(officer, live("children"), "甲.csv", "姓名,性别\n罗谷,女\n".encode())
    judging.judge(batch, officer)
    writing.confirm(batch, "核对过")
    writing.write(batch, officer)
    (told,) = outbox(notice="import_done")
    assert told.user == officer and "没有收下1行" in opened(told)["text"]


@pytest.mark.parametrize(
    ("unit", "now_", "then"),
    [
        ("day", "2026-11-20T07:59", "2026-11-20T08:00"),
        ("day", "2026-11-20T08:00", "2026-11-21T08:00"),
        ("week", "2026-11-20T07:59", "2026-11-23T08:00"),
        ("week", "2026-11-23T07:00", "2026-11-23T08:00"),
    ],
)
def test_when_digests_go_out(unit, now_, then):
    assert digest_at(unit, at(now_)) == at(then)


@pytest.mark.parametrize(
    ("hours", "time", "held"),
    [
        ("21:00-07:00", "22:00", True),
        ("21:00-07:00", "06:59", True),
        ("21:00-07:00", "07:00", False),
        ("12:00-14:00", "13:00", True),
        ("12:00-14:00", "14:00", False),
        ("", "03:00", False),
        ("甲", "03:00", False),
    ],
)
def test_quiet_hours(settings, hours, time, held):
    settings.QUIET_HOURS = hours
    assert quiet(at(f"2026-11-20T{time}")) is held


def test_spans():
    found = [span(text) for text in ("30min", "2h", "3d", "1w", "", "3x")]
    hours = [one and one.total_seconds() / 3600 for one in found]
    assert hours == [0.5, 2, 72, 168, None, None]
