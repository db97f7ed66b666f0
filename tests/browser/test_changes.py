"""Changing what is there: sealed values, two people at once, the same form sent twice, doubles."""

from __future__ import annotations

import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from .acting import (
    KEY,
    NEW,
    TOKEN,
    Acting,
    answers,
    errors,
    fill,
    kept,
    press,
    put,
    save,
    sealed,
    state,
    words,
)


def found(page: Page, name: str) -> int:
    """How many registrations the person finds by this name."""
    page.goto("/ledgers/left_behind/")
    page.locator("#q").fill(name)
    press(page, "查找")
    return page.locator("tbody tr").count()


def test_a_sealed_value_stays_behind_its_mask(act: Acting) -> None:
    page = act.person("village_officer")
    child = act.child(page, "罗柏安")
    page.goto(f"{child.dossier_href}edit/")
    field = page.locator(".field", has=page.locator("#q-father_phone"))
    expect(field.locator(".stored")).to_have_text("*******1234")
    expect(page.locator("#q-father_phone")).to_have_value("")
    expect(page.locator("#q-father_phone")).to_be_hidden()
    page.locator("#q-class_name").fill("2班")
    assert save(page).status == 302
    expect(page.get_by_role("status")).to_have_text("已保存")
    now = page.locator(".time .now")
    assert now.locator("p").first.inner_text() == "班级：2班"
    assert "*******1234" in words(page) and "*" * 14 + child.number[-4:] in words(page)


def test_a_changed_sealed_value_is_told_by_masks(act: Acting) -> None:
    page = act.person("village_officer")
    child = act.child(page, "罗柏晨")
    page.goto(f"{child.dossier_href}edit/")
    field = page.locator(".field", has=page.locator("#q-father_phone"))
    field.get_by_text("更改").click()
    expect(page.locator("#q-father_phone")).to_be_focused()
    page.keyboard.type("１０００ ０００９９９９")
    assert save(page).status == 302
    line = page.locator(".time .now p").first.inner_text()
    assert re.search(r"父亲电话：\*{7}1234.*\*{7}9999", line, re.S)
    assert "10000009999" not in page.content()


def test_two_people_at_once(act: Acting) -> None:
    """The second one sees both versions, keeps what was typed, and may save again."""
    first, second = (act.person("village_officer") for _ in range(2))
    child = act.child(first, "罗柏川")
    for page in (first, second):
        page.goto(f"{child.dossier_href}edit/")
    first.locator("#q-class_name").fill("1班")
    assert save(first).status == 302
    second.locator("#q-class_name").fill("2班")
    second.locator("#q-residence_detail").fill("5组8号")
    assert save(second).status == 409
    both = second.get_by_role("group", name="班级")
    assert "用现在存着的：1班" in both.inner_text() and "用我填的：2班" in both.inner_text()
    assert "5组8号" in words(second) and second.title().startswith("错误：")
    expect(second.locator("#q-class_name")).to_have_value("2班")
    expect(second.locator("#q-residence_detail")).to_have_value("5组8号")
    first.reload()
    assert "1班" in words(first) and "5组8号" not in words(first)
    assert save(second).status == 422 and "请选用哪一个" in words(second)
    second.get_by_role("group", name="班级").get_by_text("用我填的").click()
    assert save(second).status == 302
    past = second.locator(".time").inner_text()
    assert "2班" in past and "1班" in past and "5组8号" in words(second)


def test_ux_13_a_double_press_saves_once(act: Acting) -> None:
    page = act.person("village_officer")
    page.goto(NEW)
    put(page, answers(act.house, name="罗柏丹", id_card="", household_reg="N"))
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    with page.expect_event("load"):
        page.get_by_role("button", name="保存").dblclick()
    assert "/receipts/" in page.url and len(sent) == 1
    assert found(page, "罗柏丹") == 1


def test_ux_13_one_post_sent_twice_at_the_same_time(act: Acting) -> None:
    page = act.person("village_officer")
    html = page.context.request.get(NEW).text()
    posted = answers(act.house, name="谷晴恩", id_card="", household_reg="N")
    posted |= {"key": KEY.search(html)[1], "csrfmiddlewaretoken": TOKEN.search(html)[1]}
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())

    def send(_: int) -> str:
        request = urllib.request.Request(act.house.url + NEW, urlencode(posted).encode())
        request.add_header("Cookie", cookies)
        return urllib.request.urlopen(request, timeout=20).url

    with ThreadPoolExecutor(4) as crowd:
        answered = set(crowd.map(send, range(4)))
    assert len(answered) == 1 and "/receipts/" in answered.pop()
    assert found(page, "谷晴恩") == 1


def test_back_and_saved_again_is_one_record(act: Acting) -> None:
    page = act.person("village_officer")
    page.goto(NEW)
    child = answers(act.house, name="何川帆", id_card="", household_reg="N")
    put(page, child)
    assert save(page).status == 302
    receipt = page.url
    page.go_back()
    put(page, {name: value for name, value in child.items() if name in sealed(page)})
    assert save(page).status == 302 and page.url == receipt
    page.go_back()
    page.locator("#q-name").fill("罗柏谷")
    assert save(page).status == 409 and len(errors(page)) == 1
    page.get_by_role("link", name="打开已存的那份").click()
    page.wait_for_url(receipt)
    assert found(page, "何川帆") == 1 and found(page, "罗柏谷") == 0


def test_ux_15_back_keeps_what_was_typed(act: Acting) -> None:
    page = act.person("village_officer")
    page.goto(NEW)
    put(page, answers(act.house, name="罗柏禾", id_card=act.house.number()))
    page.get_by_role("button", name="再加一行").click()
    fill(page, {"grandparents-2-gp_name": "罗旧禾"})
    typed = state(page)
    page.get_by_role("link", name="回到台账").click()
    page.wait_for_url("**/ledgers/left_behind/")
    page.go_back()
    assert state(page) == kept(page, typed)
    page.reload()
    assert state(page) == kept(page, typed)


def test_another_person_finds_nothing_of_it_in_the_same_tab(act: Acting) -> None:
    page = act.window()
    page.goto(f"/login/?next={NEW}")
    sign(page, "village_officer")
    page.wait_for_url(f"**{NEW}")
    page.locator("#q-name").fill("罗柏嘉")
    press(page, "退出")
    page.wait_for_url("**/login/")
    page.go_back()
    page.wait_for_url(f"**/login/?next={NEW}")
    sign(page, "other_village_officer")
    page.wait_for_url(f"**{NEW}")
    for _ in range(3):
        expect(page.locator("#q-name")).to_have_value("")
        page.go_back()
        if NEW not in page.url or "login" in page.url:
            break
    assert "罗柏嘉" not in page.content()


def sign(page: Page, name: str) -> None:
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(f"pass of {name}")
    page.get_by_role("button", name="登录").click()


def test_a_double_in_sight_is_offered(act: Acting) -> None:
    page = act.person("village_officer")
    child = act.child(page, "罗晨安")
    page.goto(NEW)
    put(page, answers(act.house, name="罗晨柏", id_card=child.number))
    assert save(page).status == 422
    expect(page.locator("#q-id_card-e")).to_be_visible()
    assert "河湾村已有一份身份号码相同的记录" in words(page)
    expect(page.locator("#q-name")).to_have_value("罗晨柏")
    page.get_by_role("link", name="打开那份").click()
    page.wait_for_url(f"**{child.dossier_href}")


def test_a_double_out_of_sight_is_only_told(act: Acting) -> None:
    page = act.person("village_officer")
    there = act.house.facts["elsewhere"]
    page.goto(NEW)
    put(page, answers(act.house, name="罗晨恩", id_card=there["number"]))
    assert save(page).status == 422
    assert "已在他处建档，请联系上级办理转入" in errors(page)[0]
    html = page.content()
    assert "柳" not in re.sub("柳州", "", html) and not any(uid in html for uid in there["records"])
    expect(page.get_by_role("link", name=re.compile("打开"))).to_have_count(0)
    expect(page.locator("#q-name")).to_have_value("罗晨恩")
