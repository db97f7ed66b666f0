"""Alarms of the shipped pack with a moved clock: who is told at once, who later, and when it stops."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from ledgers.duties import saying
from ledgers.models import Duty, Message
from ledgers.notices import house, reading, sending, terms, unconfirmed
from ledgers.notices.telling import compulsory, opened
from ledgers.submission import Kept, Part
from people.models import Body, Place, Post
from tests.ledgers import cases, registers
from tests.ledgers.cases import COUNTY, SECRETS, TOWNSHIP, VILLAGE
from tests.ledgers.duties.world import Time
from tests.ledgers.registers import act
from tests.ledgers.test_child_protection_cases import put
from tests.ledgers.tools import row, send, user

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
START = dt.datetime(2026, 11, 21, 15, 0, tzinfo=dt.UTC)
"""Eleven at night."""
NAMES = {VILLAGE: "V", TOWNSHIP: "T", COUNTY: "C"}


@pytest.fixture
def time(world: Any, monkeypatch: pytest.MonkeyPatch) -> Time:
    found = Time(monkeypatch)
    found.at = START
    found.go()
    return found


@pytest.fixture
def one(time: Time) -> Kept:
    found = registers.dossier(1)
    Message.objects.unscoped("test").all().delete()
    return found


def told(channel: str = "inbox", **only: Any) -> list[tuple[str, str]]:
    rows = Message.objects.unscoped("test").filter(channel=channel, **only).order_by("id")
    return [(one.notice, NAMES[one.user.username]) for one in rows if one.user]


def minute(time: Time, **span: int) -> list[tuple[str, str]]:
    """So much later; what the worker says then."""
    known = set(Message.objects.unscoped("test").values_list("pk", flat=True))
    time.go(**span)
    unconfirmed.escalate()
    for pks in saying.due_now():
        saying.say(pks)
    rows = Message.objects.unscoped("test").filter(channel="inbox").exclude(pk__in=known)
    return sorted((one.notice, NAMES[one.user.username]) for one in rows if one.user)


def file_report(time: Time, child: Kept | None = None, **changes: Any) -> Kept:
    now = time.at + dt.timedelta(hours=8)
    return cases.reported(child, found_at=f"{now:%Y-%m-%dT%H:%M}", **changes)


def test_at_once_to_everybody_at_night_too(one: Kept, time: Time, settings: Any) -> None:
    settings.QUIET_HOURS = "21:00-07:00"
    assert terms.quiet(time.at)
    file_report(time, **SECRETS)
    everybody = [("report_filed", who) for who in "VTC"]
    assert told() == everybody and told("sms") == everybody
    waiting = sending.due((), 50)
    assert {(one_.notice, one_.urgent) for one_ in waiting} == {("report_filed", True)}
    for key in ("report_filed", "report_unread", "report_unread_red", "report_not_police"):
        assert compulsory(house.notice(key)), "nobody can switch it off"
    for message in Message.objects.unscoped("test").all():
        text = opened(message)["text"]
        assert not any(word in text for word in (*SECRETS.values(), *cases.SAID.values()))


def test_nobody_confirms(one: Kept, time: Time) -> None:
    file_report(time, one)
    assert minute(time, minutes=59) == []
    first = [("report_not_police", "T"), ("report_not_police", "V"), ("report_unread", "T")]
    assert minute(time, minutes=1) == first
    said = minute(time, minutes=0)
    assert said == [], "each step once"
    assert minute(time, minutes=59) == []
    assert ("report_unread", "C") in minute(time, minutes=1)
    assert minute(time, hours=21, minutes=59) == []
    red = minute(time, minutes=1)
    assert ("report_unread_red", "C") in red and ("report_unread_red", "T") in red
    assert ("report_red", "C") in red
    assert minute(time, days=3) == []


def test_somebody_confirms(one: Kept, time: Time) -> None:
    report = file_report(time)
    rows = Message.objects.unscoped("test").filter(channel="inbox", record=row(report))
    reading.confirm(rows.get(user__username=VILLAGE))
    first = minute(time, hours=1)
    assert ("report_unread", "T") in first, "whoever filed it cannot hear it in others' place"
    reading.confirm(rows.get(user__username=TOWNSHIP, notice="report_filed"))
    later = minute(time, hours=1) + minute(time, days=2)
    assert not [one_ for one_ in later if one_[0].startswith("report_unread")]


def test_police_are_told_in_time(one: Kept, time: Time) -> None:
    report = file_report(time)
    now = f"{time.at + dt.timedelta(hours=8):%Y-%m-%dT%H:%M}"
    assert cases.completed(report, police_at=now, copy_at=now).ok
    said = minute(time, hours=2) + minute(time, days=2)
    assert not [one_ for one_ in said if one_[0] in ("report_not_police", "report_red")]
    duty = Duty.objects.unscoped("test").get(record=row(report), series="report_police")
    assert duty.state in ("done", "ended")


def test_an_hour_without_the_police(one: Kept, time: Time) -> None:
    file_report(time)
    assert [x for x in minute(time, hours=1) if x[0] == "report_not_police"] == [
        ("report_not_police", "T"),
        ("report_not_police", "V"),
    ]
    assert ("report_not_police", "C") in minute(time, hours=1)


def test_a_case_that_waits(one: Kept, time: Time) -> None:
    day = f"{time.day}"
    case = registers.kept(cases.case(one, accept_date=day))
    assert minute(time, hours=23) == []
    assert minute(time, hours=1) == [("case_waiting", "C"), ("case_waiting", "T")]
    said = {"owner": "林安", "owner_post": "TOWN_SUP"}
    assert act(TOWNSHIP, case, "dispatch_assess", "", **said).ok
    plan = Duty.objects.unscoped("test").get(record=row(case), series="case_plan")
    assert str(plan.due) == "2026-12-04", "ten working days after it was taken on"
    late = minute(time, days=15)
    assert ("case_late", "C") in late


def test_an_emergency_wants_somebody_there(one: Kept, time: Time) -> None:
    case = registers.kept(cases.case(one, accept_date=f"{time.day}", urgent="yes"))
    assert act(TOWNSHIP, case, "dispatch_emergency", "", urgent="yes").ok
    assert {("emergency_opened", "T"), ("emergency_opened", "C")} <= set(told())
    assert ("emergency_unread", "T") in minute(time, hours=1)
    later = minute(time, hours=1)
    assert {("not_arrived", "T"), ("not_arrived", "C"), ("emergency_unread", "C")} <= set(later)


def test_visits_after_the_case(one: Kept, time: Time) -> None:
    """Three visits a month apart, each by a visit that counts; then it is over."""
    case = registers.kept(cases.case(one, accept_date=f"{time.day}"))
    put(case, "ASSESSING")
    assert act(TOWNSHIP, case, "no_risk", "查清了，没有危险").ok
    rows = Duty.objects.unscoped("test").filter(record=row(case), series="case_after")
    found = []
    for _ in range(3):
        found.append(str(rows.get(current=True).due))
        time.go(days=20)
        seen = f"{time.at + dt.timedelta(hours=8):%Y-%m-%dT%H:%M}"
        assert registers.visit(one, visit_at=seen).ok
    assert found == ["2026-12-21", "2027-01-10", "2027-01-30"]
    assert [one_.state for one_ in rows.order_by("id")] == ["done"] * 3


def asked(time: Time, urgent: str) -> Kept:
    """A call for help, taken at the county's desk."""
    now = f"{time.at + dt.timedelta(hours=8):%Y-%m-%dT%H:%M}"
    said = {"urgent": urgent, "call_type": "AID", "content": "孩子没有人管", "call_at": now}
    said |= {"hotline_no": "12345", "caller_type": "ANON", "town": registers.path("枫树坪镇")}
    return registers.kept(send(user(COUNTY), Part("hotline_calls", said)))


def handed_on(call: Kept, **said: str) -> Any:
    return send(user(COUNTY), Part("hotline_calls", said, call.uid, "assign"))


def test_a_call_for_help_is_answered_in_time(one: Kept, time: Time) -> None:
    late, soon = asked(time, "URGENT"), asked(time, "FAST")
    assert minute(time, hours=23) == []
    assert minute(time, hours=1) == [("hotline_late", "C")], "urgent: a day"
    assert act(COUNTY, soon, "reply", "", result="已经上门看过").ok
    assert minute(time, days=9) == [], "what was answered is not late"
    assert act(COUNTY, late, "reply", "", result="已经送医").ok
    rows = Duty.objects.unscoped("test").filter(series="hotline_reply")
    assert {one_.record_id: one_.state for one_ in rows} == {
        row(soon).pk: "done",
        row(late).pk: "late",
    }


def test_a_call_handed_on_tells_that_body(one: Kept, time: Time) -> None:
    bureau = Body.objects.create(
        kind="UNIT", name="县教育局", place=Place.objects.get(name="澜川县")
    )
    clerk = get_user_model().objects.create_user("clerk", phone="10000007788")
    Post.objects.create(user=clerk, role="member_unit_clerk", body=bureau, since=cases.SINCE)
    call = asked(time, "NORMAL")
    assert handed_on(call, action="ASSIGN", assign_to=bureau.key).ok
    told_of = Message.objects.unscoped("test").filter(notice="hotline_assigned")
    assert {(one_.channel, one_.user) for one_ in told_of} == {("inbox", clerk), ("sms", clerk)}
    text = opened(told_of[0])["text"]
    assert row(call).number[:3] in text and "2026年12月1日" in text and "孩子没有人管" not in text
    assert handed_on(asked(time, "NORMAL"), action="ANSWER").ok
    assert told_of.count() == 2, "what is answered at once is handed to nobody"
