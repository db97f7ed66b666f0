"""A bad day: no signal, a closed browser, a second phone, a session that ended. Nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .acting import (
    DESK,
    PHONE,
    Acting,
    answers,
    complete,
    errors,
    fill,
    press,
    put,
    put_asked,
    state,
    words,
)

PAGES = "/ledgers/left_behind/new/pages/"
STEP = re.compile(r"/drafts/([0-9a-f-]{36})/([\w-]+)/(\?[^/]*)?$")
ON = "保存并继续"
COPIES = "() => Object.entries(localStorage).filter(([name]) => name.startsWith('unsent:'))"
RAW = "() => JSON.stringify(localStorage)"


def begun(act: Acting, **options: Any) -> Page:
    page = act.person("village_officer", PHONE, **options)
    page.goto(PAGES)
    return page


def given(act: Acting, page: Page, **changes: Any) -> dict[str, str]:
    """What a complete registration posts, as far as the open page has a control for it."""
    posted = answers(act.house, **changes)
    there = page.eval_on_selector_all("form[enctype] [name]", "all => all.map(one => one.name)")
    return {name: value for name, value in posted.items() if name in there}


def through(act: Acting, page: Page, **changes: Any) -> int:
    """From the open page to the check page, by 保存并继续; gives how many pages there were."""
    for number in range(1, 60):
        put_asked(page, answers(act.house, **changes))
        press(page, ON)
        assert errors(page) == [], (page.url, errors(page))
        if page.url.endswith("/check/"):
            return number
    raise AssertionError("never came to the check page")


def copies(page: Page) -> list[Any]:
    return page.evaluate(COPIES)


def on_the_phone(page: Page) -> None:
    """Waits until what was typed without a signal lies in the browser."""
    page.wait_for_function(f"() => ({COPIES})().length === 1")


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"上次保存：\d\d:\d\d"))


@pytest.mark.parametrize("js", [True, False])
def test_ux_14_one_thing_per_page(act: Acting, js: bool) -> None:
    """Few questions of one subject a page; the other look holds the same draft."""
    page = begun(act, java_script_enabled=js)
    number = act.house.number()
    name = "罗柏晨" if js else "罗柏川"
    complete(page, given(act, page, name=name, id_card=number), ON)
    assert STEP.search(page.url), errors(page)
    asked = page.locator("form[enctype] .card .fields > *").count()
    assert 1 <= asked <= 6
    page.get_by_role("button", name="一页填完").click()
    page.wait_for_url("**/all/")
    expect(page.locator('[name="name"]')).to_have_value(name)
    page.get_by_role("button", name="一题一题填").click()
    page.wait_for_url(STEP)


def test_ux_15_every_page_leads_back_and_keeps(act: Acting) -> None:
    page = begun(act)
    fill(page, given(act, page, name="罗谷川", id_card=act.house.number()))
    first = state(page)
    press(page, ON)
    second = given(act, page)
    put(page, second)
    page.get_by_role("link", name=re.compile("上一[页题]")).click()
    page.wait_for_url(STEP)
    assert {"name": "罗谷川"}.items() <= state(page).items()
    assert state(page)["birth_date-y"] == first["birth_date-y"]
    page.go_back()
    saved_second = {name: value for name, value in second.items() if value}
    assert saved_second.items() <= state(page).items()


def test_ux_26_answers_are_checked_before_they_are_sent(act: Acting) -> None:
    page, number = begun(act), act.house.number()
    name = "罗禾晨"
    through(act, page, name=name, id_card=number)
    said = words(page)
    assert name in said and "未填" in said
    assert number not in page.content() and number[-4:] in said and "10000001234" not in said
    change = page.get_by_role("link", name=re.compile("^修改.*姓名$")).first
    change.click()
    page.wait_for_url(STEP)
    page.locator('[name="name"]').fill("罗禾安")
    press(page, ON)
    assert page.url.endswith("/check/") and "罗禾安" in words(page)
    press(page, "提交")
    page.wait_for_url("**/receipts/**")
    page.goto("/work/")
    assert "接着填" not in words(page) or "罗禾安" not in page.locator(".tasks").first.inner_text()


def test_ux_29_begun_here_finished_there(act: Acting) -> None:
    """Saved without being judged; another device goes on where one stopped."""
    page, number = begun(act), act.house.number()
    fill(page, {"name": "罗恩川"})
    press(page, "先存下，以后再填")
    page.wait_for_url("**/work/")
    line = page.get_by_role("link", name=re.compile("接着填.*罗恩川|罗恩川.*接着填"))
    expect(line.first).to_be_visible()
    other = act.person("village_officer", DESK)
    other.goto("/work/")
    other.get_by_role("link", name=re.compile("罗恩川")).first.click()
    other.wait_for_url(STEP)
    expect(other.locator('[name="name"]')).to_have_value("罗恩川")
    through(act, other, name="罗恩川", id_card=number)
    press(other, "提交")
    other.wait_for_url("**/receipts/**")
    page.goto("/work/")
    assert page.get_by_role("link", name=re.compile("接着填.*罗恩川")).count() == 0


def test_a_draft_is_its_authors_alone(act: Acting) -> None:
    page = begun(act)
    fill(page, {"name": "罗恩帆"})
    press(page, "先存下，以后再填")
    page.get_by_role("link", name=re.compile("罗恩帆")).first.click()
    page.wait_for_url(STEP)
    for name in ("other_village_officer", "township_supervisor", "county_admin"):
        assert act.person(name).goto(page.url).status == 404


def test_ux_30_typing_is_kept_when_the_signal_goes(act: Acting) -> None:
    """Kept within two seconds, sealed on the phone, told in words, sent when the signal is back."""
    page, number = begun(act), act.house.number()
    fill(page, given(act, page, name="罗安恩", id_card=number))
    press(page, ON)
    saved(page)
    page.context.set_offline(True)
    box = page.locator("form[enctype] input.in:is([type=text], :not([type])):visible").first
    box.fill("没有信号时写的")
    on_the_phone(page)
    expect(page.get_by_role("status").filter(has_text="没有网络，已存在本机")).to_be_visible()
    assert len(copies(page)) == 1
    assert "没有信号" not in page.evaluate(RAW) and number not in page.evaluate(RAW)
    page.context.set_offline(False)
    expect(page.get_by_role("status").filter(has_text="没有网络")).to_have_count(0)
    saved(page)
    assert copies(page) == []
    page.reload()
    assert "没有信号时写的" in state(page).values()


def test_ux_30_the_browser_was_closed_without_a_signal(act: Acting) -> None:
    """Opened again with a signal, one tap sends what the phone kept."""
    page = begun(act)
    fill(page, given(act, page, name="罗安帆", id_card=act.house.number()))
    press(page, ON)
    context, address = page.context, page.url
    context.set_offline(True)
    page.locator("form[enctype] input.in:is([type=text], :not([type])):visible").first.fill(
        "关机前写的"
    )
    on_the_phone(page)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto("/work/")
    line = again.get_by_role("status").filter(has_text="本机有没送出的内容")
    expect(line).to_be_visible()
    line.get_by_role("button", name="现在送出").click()
    again.wait_for_url(STEP)
    assert again.url == address and "关机前写的" in state(again).values()
    assert copies(again) == []


def test_ux_30_pressing_on_without_a_signal_loses_nothing(act: Acting) -> None:
    page = begun(act)
    fill(page, given(act, page, name="罗安丹", id_card=act.house.number()))
    page.context.set_offline(True)
    page.get_by_role("button", name=ON).click()
    expect(page.get_by_role("status").filter(has_text="已存在本机")).to_be_visible()
    assert state(page)["name"] == "罗安丹"
    page.context.set_offline(False)
    saved(page)
    press(page, ON)
    assert STEP.search(page.url), errors(page)


def test_ux_30_a_sign_out_clears_the_phone(act: Acting) -> None:
    page = act.window(PHONE)
    from .acting import sign_in

    sign_in(page, "village_officer")
    page.goto(PAGES)
    page.context.set_offline(True)
    page.locator('[name="name"]').fill("罗安禾")
    on_the_phone(page)
    assert len(copies(page)) == 1
    page.context.set_offline(False)
    page.evaluate("() => { localStorage.setItem('unsent:old:x', JSON.stringify({at: 1})); }")
    page.goto("/work/")
    assert all("old" not in name for name, _ in copies(page))
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/**")
    assert copies(page) == []


@pytest.mark.parametrize("js", [True, False])
def test_ux_36_a_session_that_ended_while_typing(act: Acting, js: bool) -> None:
    """After the login of the same person one is back on the page, with everything that was typed."""
    from .acting import sign_in

    page = act.window(PHONE, java_script_enabled=js)
    sign_in(page, "village_officer")
    page.goto(PAGES)
    number = act.house.number()
    put(page, given(act, page, name="罗柏恩", id_card=number))
    page.context.clear_cookies(name="sessionid")
    press(page, ON)
    assert "/login/" in page.url or page.get_by_label("密码").count()
    assert "您填的还在" in words(page) and number not in page.url
    page.get_by_label("账号").fill("village_officer")
    page.get_by_label("密码").fill("pass of village_officer")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/(drafts|ledgers)/"))
    assert state(page).get("name") == "罗柏恩"
    press(page, ON)
    assert errors(page) == []


def test_ux_36_a_warning_before_the_end(act: Acting) -> None:
    page = act.person("village_officer", PHONE)
    page.clock.install()
    page.goto(PAGES)
    page.clock.fast_forward("09:56:00")
    line = page.get_by_role("status").filter(has_text="再过10分钟就要重新登录")
    expect(line).to_be_visible()
    line.get_by_role("button", name="继续填写").click()
    expect(line).to_have_count(0)


def test_two_browsers_one_page(act: Acting) -> None:
    """The second sees both and chooses; another page of the same draft is nobody's conflict."""
    one = begun(act)
    fill(one, {"name": "罗川安"})
    press(one, "先存下，以后再填")
    one.get_by_role("link", name=re.compile("罗川安")).first.click()
    one.wait_for_url(STEP)
    two = act.person("village_officer", DESK, java_script_enabled=False)
    two.goto(one.url)
    with one.expect_response("**/save/"):
        one.locator('[name="name"]').fill("罗川甲")
    two.locator('[name="name"]').fill("罗川乙")
    press(two, ON)
    assert "罗川甲" in words(two)
    expect(two.locator('[name="name"]')).to_have_value("罗川乙")
