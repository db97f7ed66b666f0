"""Somebody without an account writes, is answered, and reads it: a small phone, with scripts and without."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .acting import DESK, PHONE, Acting, errors, press, words
from .kinds import care, overflow, seen
from .test_lists_and_paper import Scale, weighed
from .test_seeing import CARE, LEVELS

STORY = "隔壁的孩子晚上一个人在家"
ANSWER = "已经上门看过，孩子的奶奶今天回来了。"


def sound(page: Page, what: str) -> None:
    """Axe, the sizes, no sideways scrolling, the numbers to call: on every page of this way."""
    plain = Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]})
    assert [rule["id"] for rule in plain.response["violations"]] == [], what
    assert overflow(page, 16, 24, 32) == {}, what
    assert seen(page)["body"] >= 18, what
    care(page, True)
    large = Axe().run(page, options={"runOnly": CARE, "resultTypes": ["violations"]})
    assert [rule["id"] for rule in large.response["violations"]] == [], what
    assert overflow(page, 16, 24) == {}, what
    care(page, False)
    for number in ("110", "12345"):
        assert page.locator(f'a[href="tel:{number}"]').count(), (what, number)


def wait(page: Page) -> None:
    """Nobody writes faster than a page is taken for a robot's."""
    page.wait_for_timeout(2100)


def send(page: Page, check: Any) -> tuple[str, str]:
    """From the front page in two touches to the receipt: (number, code)."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("求助和反映")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("求助和反映")
    check(page, "form")
    wait(page)
    answer = press(page, "发出")
    assert answer.status == 422 and page.title().startswith("错误：") and len(errors(page)) == 3
    check(page, "errors")
    page.locator(".errs a").first.click()
    page.get_by_label("有人正受伤害，或者马上有危险").check()
    page.get_by_label("生活困难，要救助").check()
    page.locator("[name=content]").fill(f"{STORY}<b>")
    wait(page)
    assert press(page, "发出").status == 200
    expect(page.get_by_role("heading", name="先打电话，别等回复")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("已经收到")
    check(page, "sent")
    assert STORY not in words(page) and page.url.endswith("/send/") is False
    number, code = page.locator("dd.num").all_inner_texts()
    assert re.fullmatch(r"\d{4}( \d{4}){4}", re.sub(r"\s+", " ", code.strip()))
    assert code.replace(" ", "") not in page.url
    return number, code


def reply(page: Page, number: str, code: str) -> str:
    page.goto("/reply/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    press(page, "查回复")
    return words(page)


@pytest.mark.parametrize("js", [True, False], ids=["js", "plain"])
def test_from_the_first_word_to_the_answer(act: Acting, js: bool) -> None:
    citizen = act.window(PHONE, java_script_enabled=js)
    number, code = send(citizen, sound if js else lambda *_: None)
    assert "对不上" in reply(citizen, number, "1" * 20)
    sound(citizen, "wrong") if js else None
    assert "还没有回复" in reply(citizen, number, code)

    office = act.person("county_admin", DESK)
    office.goto("/ledgers/hotline_calls/")
    office.locator("table a", has_text="生活困难").first.click()
    assert f"{STORY}<b>" in words(office) and number in words(office)
    office.get_by_role("link", name="回复", exact=True).click()
    office.locator("[name=result]").fill(ANSWER)
    press(office, "回复")
    told = reply(citizen, number, code)
    assert ANSWER in told and "已回复" in told and STORY not in told
    sound(citizen, "reply") if js else None


def test_live_the_danger_is_told_before_it_is_sent(act: Acting) -> None:
    page = act.window(PHONE)
    page.goto("/help/")
    page.wait_for_selector("[data-news]", state="attached")
    first = page.get_by_text("请先打110。打不了电话的")
    expect(first).to_be_hidden()
    page.get_by_label("有人正受伤害，或者马上有危险").check()
    expect(first).to_be_visible()
    page.get_by_label("不急").check()
    expect(first).to_be_hidden()
    assert page.context.cookies() == [] and "login" not in page.url


def test_ux_31_it_is_light(act: Acting, record_property: Any) -> None:
    for address in ("/help/", "/reply/"):
        page = act.window(PHONE)
        scale = Scale(page)
        size, requests, script = weighed(page, scale, address)
        page.goto("about:blank")
        again, _, _ = weighed(page, scale, address)
        record_property(address, f"{size} {again} {requests} {script}")
        assert 0 < size <= 60 * 1024 and 0 < again <= 15 * 1024, (address, size, again)
        assert requests <= 12 and script <= 20 * 1024, (address, requests, script)


def test_the_queue_of_what_came_in(act: Acting) -> None:
    """A double by ticket stands there in words; opened, it is a form that is filled in already."""
    key = act.house.hands.run(HOLD, words=STORY)
    office = act.person("county_admin", PHONE)
    office.goto("/queues/held/")
    sound_staff(office)
    office.locator(f'a[href="/held/{key}/"]').click()
    sound_staff(office)
    assert STORY not in words(office)
    press(office, "打开，核对后登记")
    expect(office.locator("[name=content]")).to_have_value(STORY)
    office.goto(f"/held/{key}/")
    office.get_by_text("不登记", exact=True).click()
    assert press(office, "不登记这一份").status == 422
    sound_staff(office)
    office.get_by_label("为什么不登记").fill("打电话问过，是误会")
    press(office, "不登记这一份")
    office.goto(f"/held/{key}/")
    expect(office.locator("main")).to_contain_text("打电话问过，是误会")


HOLD = """
from dataclasses import replace
from django.utils.datastructures import MultiValueDict
from ledgers.ids import new_number
from ledgers.models import Held
from ledgers.outside.door import Slip, door_of
from ledgers.submission import Submission
posted = {"urgent": ["FAST"], "call_type": ["AID"], "content": [words]}
door = door_of("hotline_calls", MultiValueDict(posted))
door.parts = (replace(door.parts[0], links={"town": 7}),)
slip = Slip(Submission.new_key(), new_number(), "0" * 32)
assert door.send(slip)[0].status == "held"
answer = str(Held.objects.unscoped("test").get(key=slip.key).uid)
"""
"""A sitting whose link is broken: nothing that its sender could mend."""


def sound_staff(page: Page) -> None:
    plain = Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]})
    assert [rule["id"] for rule in plain.response["violations"]] == []
    assert overflow(page, 16, 24, 32) == {}
