"""A child that nobody visits: told by an administrator's words over gateways that fail, until the visit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .acting import DESK, PHONE, Acting, House, complete, errors, words
from .conftest import made, serving
from .gateways import Moody, Post, listening
from .test_ledgers_without_code import part, publishes, saves

BEGUN = """
from django.contrib.auth import get_user_model
from forms_catalog.models import Template
from ledgers.clock import now, today
from tests.ledgers import registers, tools
from tests.ledgers.test_child_protection_risk import BEST
from tests.ledgers.test_child_protection_visits import LEVELS
tools.CLOCK = now()
for name in ("village_officer", "township_supervisor", "county_admin"):
    get_user_model().objects.filter(username=name).update(email=name + "@example.invalid")
child = registers.dossier(1, name="罗桐")
registers.left_behind(child)
said = BEST | {"child": child.uid, "assess_date": str(today())} | LEVELS["3"]
part = tools.Part("risk_assessments", said)
registers.verified(registers.kept(tools.send(registers.director("河湾村"), part)))
rows = Template.objects.values_list("kind", "key", "pk")
answer = {"child": child.uid, "admin": {f"{kind} {key}": pk for kind, key, pk in rows}}
"""
LIVED = """
import datetime as dt
from ledgers.chores.duty_words import duty_words
from ledgers.models import Duty
from ledgers.worker import enqueue
rows = Duty.objects.unscoped("test").filter(series="home_visit", current=True)
for kept in rows.filter(record__uid=child):
    for name in ("applies_on", "from_on", "since", "due", "good_until", "next_at"):
        value = getattr(kept, name)
        setattr(kept, name, value and value - dt.timedelta(days=days))
    kept.save()
answer = str(enqueue(duty_words, asked_by=None, unique="words"))
"""
STANDING = """
from ledgers.models import Lease, Message
from ledgers.notices.asking import ask_to_send
from ledgers.notices.states import OPEN
rows = Message.objects.unscoped("test").filter(record__uid=child, notice__startswith="visit")
group = Message.objects.unscoped("test").filter(notice="visit_overdue_county")
busy = Lease.objects.filter(key="words", open=True).exists()
if not busy and (rows | group).filter(state__in=OPEN).exists():
    ask_to_send()
    busy = True
columns = ("notice", "channel", "user__username", "state", "uncertain")
answer = [busy, list((rows | group).order_by("id").values_list(*columns))]
"""


@dataclass
class Town:
    """The house, who is asked to carry its words, and the child."""

    house: House
    sms: Moody
    group: Moody
    mail: Post
    child: str
    admin: dict[str, int]

    def days(self, number: int) -> list[Any]:
        """So many pass; what is to be said is said and sent."""
        self.house.hands.run(LIVED, child=self.child, days=number)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            busy, rows = self.house.hands.run(STANDING, child=self.child)
            if not busy:
                return [tuple(row) for row in rows]
            time.sleep(0.1)  # the worker tells nobody that it is done
        raise AssertionError(rows)


@pytest.fixture
def town() -> Iterator[Town]:
    sms, group, mail = Moody("error", "lost"), Moody("lost"), Post("error", "lost")
    with listening(sms), listening(group), listening(mail):
        more = {
            "DJANGO_SETTINGS_MODULE": "tests.browser.impatient",
            "PYTHONPATH": "site:.",
            "TONGHU_SMS_URL": sms.url,
            "TONGHU_WEWORK_URL": group.url,
            "TONGHU_SMTP": mail.url,
        }
        with serving(made(), **more) as house:
            begun = house.hands.run(BEGUN)
            yield Town(house, sms, group, mail, begun["child"], begun["admin"])


def changes_the_words(page: Page, number: int) -> None:
    page.goto(f"/admin/notices/edit/{number}/")
    page.locator("[name=rule_text]").fill("请在((_due_date))前去看((name:mask))，这是新的说法。")
    for name in ("电子邮件", "企业微信群"):
        page.get_by_label(name, exact=True).check()
    saves(page)
    page.goto(f"/admin/notices/check/{number}/")
    publishes(page)


def changes_the_cadence(page: Page, number: int) -> None:
    page.goto(f"/admin/ledgers/edit/{number}/?section=duties")
    page.locator(".ledger-page").wait_for()
    duty = part(page, "走访（三级）")
    box = duty.locator("[name$='-value-every']")
    expect(box).to_have_value("15")
    box.fill("10")
    saves(page)
    page.goto(f"/admin/ledgers/check/{number}/")
    publishes(page)


VISIT = {
    "visitors-0-visitor_name": "何晨柏",
    "visitors-0-visitor_post": "VILL_DIR",
    "visit_method": "HOME",
    "saw_child": "yes",
    "interviewee": "罗柏",
    "interviewee_relation": "61",
    "guard_state": "IN",
    "alone_living": "no",
    "parent_contact": "yes",
    "school_state": "NORMAL",
    "safety_hazard": "0",
    "life_state": "OK",
    "visit_result": "OK",
    "action": "看了作业，讲了用火用电的安全",
    "sign_g": "paper",
    "sign_v": "paper",
}


def visits(town: Town, page: Page) -> None:
    """Written down on the telephone, now."""
    page.goto(f"/ledgers/home_visits/new/?child={town.child}")
    complete(page, VISIT)
    assert "/receipts/" in page.url, errors(page)


def test_from_the_reminder_to_the_visit(town: Town, chromium: Browser) -> None:
    act = Acting(town.house, chromium)
    boss = act.person("administrator", DESK)
    changes_the_words(boss, town.admin["notice visit_due"])
    changes_the_cadence(boss, town.admin["ledger children"])
    assert town.days(6) == []
    told = town.days(2)  # words are said at seven, whenever this runs
    assert told == [
        ("visit_due", "inbox", "village_officer", "delivered", False),
        ("visit_due", "sms", "village_officer", "accepted", True),
        ("visit_due", "email", "village_officer", "accepted", True),
        ("visit_due", "wework", None, "accepted", True),
    ]
    assert [list(one.taken.values()) for one in (town.sms, town.group, town.mail)] == [[2]] * 3
    assert "前去看罗＊，这是新的说法。" in town.sms.said[0]["text"]
    assert "这是新的说法" in town.group.said[0]["text"]["content"]
    assert "这是新的说法" in town.mail.said[0]
    officer = act.person("village_officer", PHONE)
    officer.goto("/inbox/")
    assert "这是新的说法" in words(officer)
    officer.goto("/duties/")
    expect(officer.get_by_role("link", name="罗桐")).to_be_visible()
    told += town.days(4)[len(told) :]
    assert told[4:] == [
        ("visit_overdue", "inbox", "township_supervisor", "delivered", False),
        ("visit_overdue", "sms", "township_supervisor", "accepted", False),
    ]
    visits(town, officer)
    officer.goto("/duties/")
    assert "罗桐" not in words(officer)
    assert town.days(6) == told
    act.end()
