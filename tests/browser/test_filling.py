"""Filling as the checklist wants it, on a small phone: the points C, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .acting import MORE, NEW, Acting, answers, does, errors, fill, press, put, save, state, words


def opened(act: Acting, name: str = "village_officer", **options: bool) -> Page:
    page = act.person(name, **options)
    page.goto(NEW)
    return page


def test_ux_19_dates_are_typed(act: Acting) -> None:
    """Three boxes, no jumping; a whole date pasted is spread over them."""
    page = opened(act)
    boxes = [page.locator(f'[name="birth_date-{part}"]') for part in "ymd"]
    boxes[0].focus()
    page.keyboard.type("2015")
    expect(boxes[0]).to_be_focused()
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer(), how = { bubbles: true, cancelable: true };
          clipboardData.setData("text", "20150203");
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", { ...how, clipboardData }));
        }"""
    )
    for box, value in zip(boxes, ("2015", "2", "3"), strict=True):
        expect(box).to_have_value(value)
    assert page.locator("input[type=date]").count() == 0


def test_ux_20_the_identity_number_reads_itself(act: Acting) -> None:
    page = opened(act)
    number = act.house.number()
    fill(page, {"household_reg": "Y"})
    box = page.locator("#q-id_card")
    box.press_sequentially(f"{number[:6]} {number[6:14]} {number[14:]}")
    line = page.locator(".read")
    for said in ("校验通过", f"出生{number[6:10]}年", "女", "周岁"):
        expect(line).to_contain_text(said)
    expect(page.locator('[name="sex"][value="2"]')).to_be_checked()
    box.fill(number[:-1])
    box.press("Tab")
    expect(line).to_have_text("身份号码应为18位，现在是17位")


def test_ux_20_without_a_number(act: Acting) -> None:
    """A child who is not yet registered has no number, and is kept all the same."""
    page = opened(act)
    put(page, answers(act.house, name="罗恩安", id_card="", household_reg="N"))
    assert save(page).status == 302


def test_ux_21_places_end_at_the_own_post(act: Acting) -> None:
    """A village officer's village is chosen already; a supervisor narrows down from the town."""
    page = opened(act)
    own = page.locator("#q-residence_place")
    expect(own).to_have_value(act.house.place("河湾村"))
    assert own.locator("option").all_inner_texts() == ["请选择", "河湾村"]
    supervisor = opened(act, "township_supervisor")
    shown = supervisor.locator("#q-residence_place option").all_inner_texts()
    assert {"河湾村", "柳坪村"} <= {*shown} and "高田村" not in shown
    plain = opened(act, java_script_enabled=False)
    assert plain.locator("#q-residence_place option").all_inner_texts() == ["请选择", "河湾村"]
    expect(plain.locator("#q-residence_place")).to_have_value(act.house.place("河湾村"))


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_ux_23_24_judged_on_the_server_with_all_kept(act: Acting, js: bool) -> None:
    page = opened(act, java_script_enabled=js)
    first = {"household_reg": "Y", "school_status": "PS"}
    fill(page, first)
    if not js:
        assert save(page).status == 200 and MORE in words(page)
    fill(page, {"name": "罗", "id_card": "12", "school": "school1", "income_source": "WORK"})
    fill(page, {"mother_name.reason": "unknown", "grandparents-0-gp_name": "罗旧安"})
    assert page.locator(".error").count() == 0  # nothing is said before saving
    typed = state(page)
    assert save(page).status == 422
    assert state(page) == typed
    lines = page.locator(".errs a")
    said = lines.all_inner_texts()
    assert f"有{len(said)}处需要改正" in words(page) and page.title().startswith("错误：")
    beside = {line.strip() for line in page.locator(".error").all_inner_texts()}
    assert {*said} == beside
    for link in lines.all():
        assert page.locator(link.get_attribute("href") or "").count() == 1
    places = [
        page.locator(link.get_attribute("href") or "").evaluate(
            "one => [...document.querySelectorAll('*')].indexOf(one)"
        )
        for link in lines.all()
    ]
    assert places == sorted(places)  # from top to bottom, as they are asked
    if js:
        expect(page.locator(".errs")).to_be_focused()


def test_ux_25_words_say_what_to_do(act: Acting) -> None:
    """Every line of an empty form: no code, no English, no blame, nothing shouted."""
    page = opened(act)
    put(page, {"residence_place": "", "ethnicity": ""})
    save(page)
    said = errors(page)
    assert len(said) > 15
    for line in said:
        assert not re.search(r"[A-Za-z!！]|非法|无效|错误|不能为空|失败|系统", line), line
        assert re.match("写|选|请|至少", line), line


def test_ux_27_the_receipt(act: Acting) -> None:
    page = act.person("village_officer")
    child = act.child(page, "罗恩柏")
    page.goto(child.href)
    put_off = page.url
    page.goto(NEW)
    put(page, answers(act.house, name="罗恩晨", id_card=act.house.number()))
    save(page)
    receipt = page.url
    text = words(page)
    assert "接下来" in text and "谁会看到" in text and len(page.locator("main dl a").all()) == 2
    expect(page.get_by_role("link", name="打印留存")).to_be_visible()
    page.goto(put_off)
    assert page.goto(receipt).status == 200 and words(page) == text


def test_ux_33_the_daily_work_without_javascript(act: Acting) -> None:
    """Finding, filtering, acting, changing, printing, large print: plain links and forms."""
    officer = act.person("village_officer", java_script_enabled=False)
    child = act.child(officer, "罗恩嘉")
    officer.goto(f"{child.dossier_href}edit/")
    assert "*******1234" in words(officer)
    officer.locator("#q-class_name").fill("3班")
    assert save(officer).status == 302 and "3班" in words(officer)
    paper = officer.get_by_role("link", name=re.compile("^打印")).get_attribute("href")
    assert officer.context.request.get(paper or "").body()[:4] == b"%PDF"
    page = act.person("township_supervisor", java_script_enabled=False)
    page.goto("/ledgers/left_behind/")
    page.locator("#q").fill("罗恩嘉")
    press(page, "查找")
    page.locator("tbody a").click()
    page.wait_for_url(f"**{child.href}")
    does(page, "审核通过")
    assert "在册" in words(page)
