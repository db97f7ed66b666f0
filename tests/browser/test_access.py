"""Signing in as a village does it: a slip's QR once, six digits from then on; and the second step."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from .acting import DESK, PHONE, Acting, House, errors, sign_in
from .kinds import overflow

PIN = "395046"
MAKE = """
from datetime import date
from people.access import passes
from people.models import Place, Post, User
user, made = User.objects.get_or_create(username=name, defaults={"name": "安晨川"})
if made:
    user.set_password("pass of " + name) if password else user.set_unusable_password()
    user.save()
    place = Place.objects.get(name="河湾村")
    Post.objects.create(user=user, role="village_director", place=place, since=date(2020, 1, 1))
answer = passes.issue(user, None).url_path
"""
SCRIPTS = pytest.mark.parametrize("js", [True, False], ids=["js", "plain"])


def slip(house: House, name: str, password: str = "") -> str:
    """The address on a slip of somebody who is made when they are not there."""
    address: str = house.hands.run(MAKE, name=name, password=password)
    return address


def pin_in(page: Page, pin: str) -> None:
    page.get_by_label("6位数字").fill(pin)
    page.get_by_role("button", name="登录", exact=True).click()


def trusts(page: Page, address: str) -> None:
    """From the QR to six digits."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("您是安晨川吗？")
    page.get_by_role("button", name="是我，登录").click()
    page.wait_for_url("**/me/pin/")
    page.get_by_label("6位数字").fill(PIN)
    page.get_by_label("再输一次").fill(PIN)
    page.get_by_role("button", name="设好").click()
    page.wait_for_url(re.compile("/me/(password/|.done=pin)"))


@SCRIPTS
def test_a_slip_once_then_six_digits(act: Acting, house: House, js: bool) -> None:
    name = f"slip{js}"
    address = slip(house, name)
    page = act.window(PHONE, java_script_enabled=js)
    for _ in range(2):  # looking spends nothing
        page.goto(address)
    trusts(page, address)
    assert overflow(page, 16, 24) == {}
    page.get_by_role("link", name="先不设").click()
    page.wait_for_url("**/work/")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("这张登录单不能用了")
    page.get_by_role("button", name="退出").click()
    page.goto("/work/")
    expect(page.get_by_role("heading", level=1)).to_have_text("安**，输6位数字")
    assert overflow(page, 16, 24) == {}
    pin_in(page, "395047")
    assert errors(page) == ["数字不对，还可以试4次"]
    pin_in(page, PIN)
    page.wait_for_url("**/work/")


@SCRIPTS
def test_five_wrong_ones_end_it(act: Acting, house: House, js: bool) -> None:
    page = act.window(PHONE, java_script_enabled=js)
    trusts(page, slip(house, f"wrong{js}"))
    page.get_by_role("button", name="退出").click()
    for left in (4, 3, 2, 1):
        pin_in(page, "395047")
        assert errors(page) == [f"数字不对，还可以试{left}次"]
    pin_in(page, "395047")
    expect(page.get_by_label("密码")).to_be_visible()
    page.goto("/work/")
    expect(page.get_by_label("账号")).to_be_visible()
    assert not [one for one in page.context.cookies() if one["name"] == "phone"]


def test_a_lost_phone_is_put_out_from_another(act: Acting, house: House) -> None:
    phone = act.window(PHONE)
    trusts(phone, slip(house, "lost", "password"))
    phone.get_by_role("button", name="退出").click()
    desk = act.window(DESK)
    sign_in(desk, "lost")
    desk.get_by_role("link", name="登录方式").click()
    desk.get_by_role("button", name="不再信任").click()
    expect(desk.get_by_role("status")).to_contain_text("要重新登录")
    phone.goto("/work/")
    expect(phone.get_by_label("密码")).to_be_visible()


def code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@SCRIPTS
def test_the_second_step(act: Acting, house: House, js: bool) -> None:
    name = f"second{js}"
    slip(house, name, "password")
    page = act.window(PHONE, java_script_enabled=js)
    sign_in(page, name)
    page.goto("/me/second/")
    assert overflow(page, 16, 24) == {}
    assert page.locator(".qr svg").bounding_box()["width"] >= 180  # type: ignore[index]
    page.get_by_text("扫不了，用手输").click()
    secret = page.locator(".fold .num").inner_text().replace(" ", "").strip()
    page.get_by_label("现在的6位数字").fill(code(secret, -1))
    page.get_by_role("button", name="开好").click()
    paper = page.locator(".codes li").first.inner_text()
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="抄好了").click()
    page.get_by_role("button", name="退出").click()
    for text in (code(secret), paper):
        half(page, name)
        page.get_by_label("验证码").fill("000000")
        page.get_by_role("button", name="登录", exact=True).click()
        assert len(errors(page)) == 1
        page.get_by_label("验证码").fill(text)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/work/")
        page.get_by_role("button", name="退出").click()


def half(page: Page, name: str) -> None:
    page.goto("/login/")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(f"pass of {name}")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第二步：验证码")


def test_what_the_pages_say_to_who_listens(act: Acting, house: House) -> None:
    """Every box has its label, every page one heading and a title; no script, no inline style."""
    page = act.window(PHONE)
    said: list[Any] = []
    trusts(page, slip(house, "listen"))
    for address in ("/me/", "/me/pin/", "/me/password/", "/me/second/"):
        html = page.request.get(address).text()
        page.goto(address)
        said.append(page.title())
        assert page.locator("h1").count() == 1 and " style=" not in html
        assert overflow(page, 16, 24, 32) == {}, address
        for box in page.locator("main input:not([type=hidden])").all():
            assert box.get_attribute("aria-label") or box.evaluate("one => one.labels.length")
    assert len(set(said)) == 4 and all(title.endswith(" - 童护") for title in said)
