"""A child that nobody visits, told to whom and when: the pack's own words, from the gate to the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from forms_catalog.definition import Ledger, Notice, dump, load
from forms_catalog.models import Template
from ledgers.duties import saying
from ledgers.models import Duty, Message
from ledgers.notices import sending
from ledgers.notices.channels import CHANNELS
from ledgers.notices.telling import opened
from tests.ledgers import registers
from tests.ledgers.duties.world import Time
from tests.ledgers.test_child_protection_risk import BEST
from tests.ledgers.test_child_protection_visits import LEVELS
from tests.ledgers.tools import Part, row, send
from tests.people import client

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
START = dt.date(2026, 11, 21)
WHO = {"village_officer": "村", "township_supervisor": "乡", "county_admin": "县"}
type Told = list[tuple[int, str, str]]


class Gateway:
    """Takes what is sent."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def __call__(self, message: Any) -> str:
        self.said.append(message.text)
        return f"there{len(self.said)}"


@pytest.fixture
def time(world: Any, monkeypatch: pytest.MonkeyPatch) -> Time:
    found = Time(monkeypatch)
    found.to(START.isoformat())
    return found


@pytest.fixture
def sms(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    found = Gateway()
    monkeypatch.setattr(CHANNELS["sms"], "send", found)
    return found


def child(level: str, number: int = 1) -> Any:
    """In the register, left behind, assessed; the clock of the visits begins today."""
    found = registers.dossier(number)
    registers.left_behind(found)
    said = BEST | {"child": found.uid, "assess_date": f"{START}"} | LEVELS[level]
    part = Part("risk_assessments", said)
    registers.verified(registers.kept(send(registers.director("河湾村"), part)))
    return found


def lived(time: Time, last: int, first: int = 1) -> Told:
    """(day, who, which notice) of the visits, morning by morning."""
    told: Told = []
    for day in range(first, last + 1):
        time.to(f"{START + dt.timedelta(days=day)}")
        known = set(Message.objects.unscoped("test").values_list("pk", flat=True))
        for pks in saying.due_now():
            saying.say(pks)
        sending.run()
        rows = Message.objects.unscoped("test").filter(channel="inbox", notice__startswith="visit")
        new = rows.exclude(pk__in=known).order_by("id").values_list("user__username", "notice")
        told += [(day, WHO[name], notice) for name, notice in new]
    return told


def published(kind: str, key: str, change: Callable[[Any], Any]) -> None:
    """By an administrator, as the editor does it."""
    template = Template.objects.get(kind=kind, key=key)
    template.body = dump(change(load(template.body)))
    template.save_revision().publish()


def due(record: Any) -> str:
    rows = Duty.objects.unscoped("test").filter(record=row(record), series="home_visit")
    return f"{rows.get(current=True).due}"


def visited(record: Any, time: Time) -> Any:
    return registers.visit(record, visit_at=f"{time.day}T08:30", late_reason="下雨路不好走")


def test_the_third_level_and_its_end(time: Time, sms: Gateway) -> None:
    found = child("3")
    assert lived(time, 24) == [
        (12, "村", "visit_due"),
        (16, "乡", "visit_overdue"),
        (22, "县", "visit_overdue_county"),
    ]
    assert [said for said in sms.said if "走访" in said] == [
        "请在2026年12月6日前走访罗＊，风险等级是三级（中）。要见到孩子本人，走访完当场登记。",
        "河湾村的罗＊该走访还没有走访，晚了1天，风险等级是三级（中）。"
        "请今天就去；没有见到孩子的，7天内再去一次。",
        "枫树坪镇河湾村有1名孩子该走访没有走访，最长晚了7天。名单在系统里看。",
    ]
    assert visited(found, time).ok
    assert due(found) == "2026-12-30"
    assert lived(time, 35, 25) == []


@pytest.mark.parametrize("level", ["1", "2"])
def test_the_first_two_levels(time: Time, sms: Gateway, level: str) -> None:
    child(level)
    assert lived(time, 12) == [
        (4, "村", "visit_due"),
        (7, "乡", "visit_due_today"),
        (8, "乡", "visit_overdue"),
        (8, "县", "visit_overdue_county"),
    ]


def test_a_visit_that_comes_back_speaks_of_the_level(time: Time) -> None:
    """The form reads a derived column of the child, which is noted like any other."""
    told = {"key": "a" * 32, "child": child("3").uid}
    answer = client("village_officer").post("/ledgers/home_visits/new/", told)
    assert answer.status_code == 422


def test_whoever_is_visited_in_time_is_spoken_of_to_nobody(time: Time, sms: Gateway) -> None:
    found = child("3")
    lived(time, 10)
    assert visited(found, time).ok
    assert due(found) == "2026-12-16"
    assert lived(time, 21, 11) == []


def test_other_words_and_another_cadence(time: Time, sms: Gateway) -> None:
    """Published in between: the next ones follow, nobody is late for it before today."""
    found = child("3")
    lived(time, 2)

    def worded(notice: Notice) -> Notice:
        return replace(notice, text="新的说法：((_due_date))前去看((name:mask))。")

    def denser(ledger: Ledger) -> Ledger:
        duties = (replace(d, every="10d") if d.name == "home_visit_3" else d for d in ledger.duties)
        return replace(ledger, duties=tuple(duties))

    published("notice", "visit_due", worded)
    published("ledger", "children", denser)
    assert due(found) == "2026-12-01"
    assert lived(time, 11, 3) == [(7, "村", "visit_due"), (11, "乡", "visit_overdue")]
    (first,) = Message.objects.unscoped("test").filter(notice="visit_due", channel="inbox")
    assert opened(first)["text"].startswith("新的说法：2026年12月1日前去看罗")
    assert first.edition is not None


def test_a_visit_in_vain_is_made_up_for(time: Time, sms: Gateway) -> None:
    found = child("4")
    unseen = {"saw_child": "no", "not_seen_reason": "去外婆家了", "visit_result": "ABSENT"}
    vain = registers.kept(registers.visit(found, visit_at=f"{START}T08:30", **unseen))
    rows = Duty.objects.unscoped("test").filter(record=row(vain), duty="revisit")
    assert (f"{rows.get().due}", rows.get().state) == ("2026-11-28", "open")
    lived(time, 9)
    told = Message.objects.unscoped("test").filter(channel="inbox", notice__startswith="revisit")
    names = told.order_by("id").values_list("user__username", "notice")
    assert [(WHO[name], notice) for name, notice in names] == [
        ("村", "revisit_due"),
        ("乡", "revisit_today"),
        ("乡", "revisit_late"),
        ("县", "revisit_late"),
    ]
    assert visited(found, time).ok
    assert rows.get().state == "late"
