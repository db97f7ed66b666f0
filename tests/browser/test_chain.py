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
days = Template.objects.get(kind="calendar")
for period in days.body["periods"]:  # whatever season it is when this runs
    period |= {"from": "02-29", "to": "02-29"}
days.save()
for name in ("village_officer", "township_supervisor", "county_admin"):
    get_user_model().objects.filter(username=name).update(email=name + "@example.invalid")
get_user_model().objects.filter(username="county_second").update(is_active=False)
children = []
for number, name, level in ((1, "罗桐", "3"), (2, "罗楠", "2")):
    child = registers.dossier(number, name=name)
    registers.left_behind(child)
    said = BEST | {"child": child.uid, "assess_date": str(today())} | LEVELS[level]
    part = tools.Part("risk_assessments", said)
    registers.verified(registers.kept(tools.send(registers.director("河湾村"), part)))
    children.append(child.uid)
rows = Template.objects.values_list("kind", "key", "pk")
answer = {"children": children, "admin": {f"{kind} {key}": pk for kind, key, pk in rows}}
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
all_of_them = Message.objects.unscoped("test")
rows = all_of_them.filter(record__uid=child, notice__startswith="visit")
rows |= all_of_them.filter(notice="visit_overdue_county")
going = all_of_them.filter(state__in=OPEN, channel__in=("sms", "email", "wework"))
busy = Lease.objects.filter(key="words", open=True).exists()
if not busy and going.exists():
    ask_to_send()
    busy = True
columns = ("notice", "channel", "user__username", "state", "uncertain")
answer = [busy, list(rows.filter(pk__gt=after).order_by("id").values_list(*columns))]
if not busy:
    answer.append(rows.order_by("-id").values_list("id", flat=True).first() or after)
"""


@dataclass
class Town:
    """The house, who is asked to carry its words, and the children."""

    house: House
    sms: Moody
    group: Moody
    mail: Post
    children: list[str]
    admin: dict[str, int]
    heard: int = 0

    def days(self, number: int, child: int = 0) -> list[Any]:
        """So many pass at one child; gives what is said and sent of it then."""
        uid = self.children[child]
        self.house.hands.run(LIVED, child=uid, days=number)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            busy, rows, *last = self.house.hands.run(STANDING, child=uid, after=self.heard)
            if not busy:
                self.heard = max(self.heard, *last)
                return [tuple(row) for row in rows]
            time.sleep(0.1)  # the worker tells nobody that it is done
        raise AssertionError(rows)


@pytest.fixture
def town() -> Iterator[Town]:
    sms, group, mail = Moody(), Moody(), Post()
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
            yield Town(house, sms, group, mail, begun["children"], begun["admin"])


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
    """The first child; written down on the telephone, now."""
    page.goto(f"/ledgers/home_visits/new/?child={town.children[0]}")
    complete(page, VISIT)
    assert "/receipts/" in page.url, errors(page)


def told(notice: str, who: str, *channels: str, unsure: tuple[str, ...] = ()) -> list[Any]:
    """Rows of the outbox; a group has no name."""
    return [
        (
            notice,
            channel,
            None if channel == "wework" else who,
            "delivered" if channel == "inbox" else "accepted",
            channel in unsure,
        )
        for channel in channels
    ]


def test_from_the_reminder_to_the_visit(town: Town, chromium: Browser) -> None:
    act = Acting(town.house, chromium)
    boss = act.person("administrator", DESK)
    changes_the_words(boss, town.admin["notice visit_due"])
    changes_the_cadence(boss, town.admin["ledger children"])
    the_reminder(town, act)
    boss.goto("/outbox/?view=all")
    assert words(boss).count("可能发了两次") == 3 and "罗" not in words(boss)
    up_to_the_county(town, act)
    officer = act.person("village_officer", PHONE)
    visits(town, officer)
    officer.goto("/duties/")
    assert "罗桐" not in words(officer)
    assert town.days(6) == []
    assert town.days(3) == told(*REMINDER)
    assert "这是新的说法" in town.sms.said[-1]["text"]
    the_second_level(town)
    act.end()


EVERYWHERE = ("inbox", "sms", "email", "wework")
REMINDER = ("visit_due", "village_officer", *EVERYWHERE)


def the_reminder(town: Town, act: Acting) -> None:
    """Three days before, in the new words, to the village, over gateways that fail and forget."""
    assert town.days(6) == []
    sms, group, mail = town.sms, town.group, town.mail
    sms.order, group.order, mail.order = ["error", "lost"], ["lost"], ["error", "lost"]
    sms.knows = True
    begun = len(sms.said)
    # words are said at seven, whenever this runs
    assert town.days(2) == told(*REMINDER, unsure=("sms", "email", "wework"))
    assert [list(one.taken.values()) for one in (group, mail)] == [[2], [2]]
    assert {*sms.taken.values()} == {1} and len(sms.said) == begun + 1
    assert "前去看罗＊，这是新的说法。" in sms.said[-1]["text"]
    assert "这是新的说法" in group.said[0]["text"]["content"]
    assert "这是新的说法" in mail.said[0]
    officer = act.person("village_officer", PHONE)
    officer.goto("/inbox/")
    assert "这是新的说法" in words(officer)
    officer.goto("/duties/")
    expect(officer.get_by_role("link", name="罗桐")).to_be_visible()


def up_to_the_county(town: Town, act: Acting) -> None:
    """One day late the township hears of it, seven days late the county, in the words of the pack."""
    assert town.days(4) == told("visit_overdue", "township_supervisor", "inbox", "sms")
    said = town.sms.said[-1]["text"]
    assert "河湾村的罗＊该走访还没有走访，晚了" in said and "风险等级是三级（中）" in said
    assert town.days(6) == told("visit_overdue_county", "county_admin", "inbox", "sms")
    assert "枫树坪镇河湾村有1名孩子该走访没有走访" in town.sms.said[-1]["text"]
    for name, text in (("township_supervisor", "河湾村的罗＊"), ("county_admin", "有1名孩子")):
        page = act.person(name, DESK)
        page.goto("/inbox/")
        assert text in words(page)


def the_second_level(town: Town) -> None:
    """The township on the day itself, and a day later with the county."""
    assert town.days(5, 1) == told(*REMINDER)
    assert town.days(4, 1) == [
        *told("visit_due_today", "township_supervisor", "inbox", "sms"),
        *told("visit_overdue", "township_supervisor", "inbox", "sms"),
        *told("visit_overdue_county", "county_admin", "inbox", "sms"),
    ]
