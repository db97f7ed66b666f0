"""Forms that live while they are filled; nothing that a page without JavaScript would not give."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from forms_catalog.bundle import Bundle
from tests.forms_catalog.tools import form
from tests.logic.cases import bundle_of

from .acting import DESK, NEW, PHONE, RECORD, Acting, answers, errors, post, put, save, state
from .living import living

TOWN = "options:\n  T1: {label: 东镇}\n  T2: {label: 西镇}\n"
VILLAGE = """options:
  V1: {label: 一村, parent: T1}
  V2: {label: 二村, parent: T1}
  V3: {label: 三村, parent: T2}
  V4: {label: 旧村, parent: T2, disabled: true}
"""
QUESTIONS = """
y: {label: 有没有, type: yes_no}
b: {label: 说明, type: text, relevant: "${y} = 'yes'", required: "${y} = 'yes'"}
c: {label: 谁说的, type: text, relevant: "${b} != ''"}
n: {label: 人数, type: integer, constraint: ". <= 20", constraint_message: 人数最多20}
l: {label: 等级, type: calculated, decision: d, choices: {H: 高, M: 中, L: 低}}
start: {label: 哪天起, type: date}
due: {label: 到期, type: calculated, calculation: "date(${start} + 30)"}
t: {label: 镇, type: choice, choices: town}
v: {label: 村, type: choice, choices: village, choice_filter: "parent = ${t}"}
w: {label: 哪些村, type: choices, choices: village, choice_filter: "${t} = '' or parent = ${t}"}
r:
  label: 家里的人
  type: rows
  questions:
    age: {label: 年龄, type: integer, constraint: ". < 120", constraint_message: 年龄请核对}
    school: {label: 学校, type: text, relevant: "${age} < 18"}
    twice: {label: 两倍, type: calculated, calculation: "${age} * 2"}
sum: {label: 年龄合计, type: calculated, calculation: "sum(${r.age})"}
k: {label: 备注, type: text, read_only: "${y} = 'no'"}
m: {label: 方式, type: choice, choices: {A: 电话, B: 上门}, read_only: "${y} = 'no'"}
end: {label: 哪天止, type: date}
"""
FOOT = """decisions:
  d:
    label: 等级
    rows:
    - {when: "${n} > 10", then: H, why: 人太多}
    - {when: "${n} > 5", then: M, why: 人较多}
    - {then: L}
rules:
- {constraint: "${start} = '' or ${end} = '' or ${start} <= ${end}", constraint_message: 止日在起日前}
"""
FIXED = """
n: {label: 几个, type: integer}
r:
  label: 表
  type: rows
  repeat_count: ${n}
  questions:
    k: {label: 数, type: integer}
"""
MORE = """
p: {label: 编号, type: text, constraint: "regex(., '^[A-Z]{2}[0-9]+$')", constraint_message: 编号请核对}
t: {label: 镇, type: choice, choices: town}
h: {label: 镇名, type: calculated, calculation: "instance('town')/root/item[name = ${t}]/label"}
"""
"""What few forms use: the page loads the second half of the language for it."""
SECTIONS = """format: 1
form: f
title: 表
sections:
  one: {label: 第一, questions: {y: {label: 有没有, type: yes_no}}}
  two: {label: 第二, relevant: "${y} = 'yes'", questions: {z: {label: 几时, type: text}}}
"""


def bundle(text: str) -> Bundle:
    return bundle_of((("town", TOWN), ("village", VILLAGE)), text)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="zh-CN", **request.param)
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def lives(page: Page) -> Page:
    living(page, bundle(form(QUESTIONS, foot=FOOT)))
    return page


def at(page: Page, path: str) -> Locator:
    return page.locator(f'[data-q="{path}"]')


def typed(page: Page, name: str, text: str) -> None:
    page.locator(f'[name="{name}"]').fill(text)


def dated(page: Page, name: str, *parts: str) -> None:
    for box, part in zip("ymd", parts, strict=True):
        typed(page, f"{name}-{box}", part)


def pick(page: Page, name: str, value: str) -> None:
    page.locator(f'[name="{name}"][value="{value}"]').check()


def said(page: Page) -> Locator:
    return page.locator("[data-news]")


def test_questions_come_and_go(lives: Page) -> None:
    expect(at(lives, "b")).to_be_hidden()
    pick(lives, "y", "yes")
    expect(at(lives, "b")).to_be_visible()
    expect(said(lives)).to_have_text("多了1题")
    typed(lives, "b", "有")
    expect(at(lives, "c")).to_be_visible()
    pick(lives, "y", "no")
    expect(at(lives, "b")).to_be_hidden()
    expect(at(lives, "c")).to_be_hidden()
    expect(said(lives)).to_have_text("少了2题")
    assert state(lives)["b"] == "有"
    pick(lives, "y", "yes")
    expect(lives.locator("[name=b]")).to_have_value("有")


def test_what_few_forms_use_is_loaded_for_them(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    living(page, bundle(form(MORE)))
    typed(page, "p", "A1")
    page.keyboard.press("Tab")
    expect(at(page, "p").locator(".error")).to_have_text("编号请核对")
    pick(page, "t", "T2")
    expect(at(page, "h").locator("[data-value]")).to_have_text("西镇")
    assert sum(url.endswith("/expressions-more.js") for url in asked) == 1


def test_what_few_forms_use_is_left_out_for_the_others(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    living(page, bundle(form(QUESTIONS, foot=FOOT)))
    assert any(url.endswith("/expressions.js") for url in asked)
    assert not any(url.endswith("/expressions-more.js") for url in asked)


def test_the_server_learns_what_was_seen(lives: Page) -> None:
    marks = lives.locator("[data-unseen]")
    assert marks.input_value().split() == ["b", "c"]
    pick(lives, "y", "yes")
    assert marks.input_value().split() == ["c"]


def test_optional_is_said_where_it_is(lives: Page) -> None:
    pick(lives, "y", "yes")
    expect(at(lives, "b").locator(".opt")).to_be_hidden()


def test_sections_come_and_go(page: Page) -> None:
    living(page, bundle(SECTIONS))
    expect(page.locator("#s-two")).to_be_hidden()
    pick(page, "y", "yes")
    expect(page.locator("#s-two")).to_be_visible()


def test_values_are_worked_out_and_explained(lives: Page) -> None:
    value, why = at(lives, "l").locator("[data-value]"), at(lives, "l").locator("[data-why]")
    expect(value).to_have_text("低")
    expect(why).to_be_hidden()
    typed(lives, "n", "１１")
    expect(value).to_have_text("高")
    expect(why).to_have_text("因为人太多")
    typed(lives, "n", "")
    expect(value).to_have_text("低")
    dated(lives, "start", "2026", "11", "2")
    expect(at(lives, "due").locator("[data-value]")).to_have_text("2026年12月2日")


def test_options_are_narrowed(lives: Page) -> None:
    village, several = at(lives, "v"), at(lives, "w")
    expect(village.locator(".empty")).to_be_visible()
    expect(several.locator(".choice")).to_have_text(["一村", "二村", "三村"])
    pick(lives, "w", "V1")
    pick(lives, "t", "T1")
    expect(village.locator(".empty")).to_be_hidden()
    village.locator("select").select_option("V2")
    pick(lives, "t", "T2")
    expect(several.locator(".choice")).to_have_text(["三村"])
    assert not {"v", "w"} & state(lives).keys()
    assert village.locator("option").all_inner_texts() == ["请选择", "三村"]
    expect(lives.locator('[name=t][value="T2"]')).to_be_focused()


def test_rows_are_added_up(lives: Page) -> None:
    typed(lives, "r-0-age", "9")
    typed(lives, "r-1-age", "40")
    expect(at(lives, "sum").locator("[data-value]")).to_have_text("49")
    expect(at(lives, "r.1.school")).to_be_visible()
    expect(at(lives, "r.2.school")).to_be_hidden()
    lives.get_by_role("button", name="再加一行").click()
    typed(lives, "r-2-age", "17")
    expect(at(lives, "sum").locator("[data-value]")).to_have_text("66")
    expect(at(lives, "r.3.school")).to_be_visible()
    expect(at(lives, "r.3.twice").locator("[data-value]")).to_have_text("34")
    script = "() => [...document.querySelectorAll('[id]')].map(one => one.id)"
    ids = lives.evaluate(script)
    assert len(ids) == len(set(ids))


def test_as_many_rows_as_are_said(page: Page) -> None:
    living(page, bundle(form(FIXED)))
    rows = page.locator("[data-rows] > tr:visible")
    typed(page, "n", "4")
    expect(rows).to_have_count(4)
    expect(page.locator("[name=n]")).to_be_focused()
    typed(page, "n", "1")
    expect(rows).to_have_count(1)


def test_what_is_wrong_is_said_on_leaving(lives: Page) -> None:
    typed(lives, "n", "21")
    expect(at(lives, "n").locator(".error")).to_have_count(0)
    lives.keyboard.press("Tab")
    expect(at(lives, "n").locator(".error")).to_have_text("人数最多20")
    expect(lives.locator("[name=n]")).to_have_attribute("aria-describedby", "q-n-e")
    expect(said(lives)).to_have_text("人数最多20")
    typed(lives, "n", "20")
    expect(at(lives, "n").locator(".error")).to_have_count(0)
    assert lives.locator("[aria-invalid]").count() == 0


def test_rules_and_cells_are_judged_too(lives: Page) -> None:
    dated(lives, "start", "2026", "11", "2")
    dated(lives, "end", "2026", "11", "1")
    typed(lives, "r-0-age", "130")
    lives.keyboard.press("Tab")
    expect(at(lives, "end").locator(".error")).to_have_text("止日在起日前")
    expect(at(lives, "r.1.age").locator(".error")).to_have_text("年龄请核对")
    dated(lives, "start", "2026", "10", "1")
    expect(at(lives, "end").locator(".error")).to_have_count(0)


def test_what_may_not_be_changed(lives: Page) -> None:
    pick(lives, "m", "A")
    pick(lives, "y", "no")
    assert not lives.locator("[name=k]").is_editable()
    lives.locator('[name=m][value="B"]').click(force=True)
    assert state(lives)["m"] == "A"
    pick(lives, "y", "yes")
    pick(lives, "m", "B")
    assert lives.locator("[name=k]").is_editable()


def test_nothing_jumps(lives: Page) -> None:
    box = lives.locator("[name=k]")
    box.scroll_into_view_if_needed()
    box.focus()
    before = lives.evaluate("scrollY")
    lives.keyboard.type("文字")
    expect(box).to_be_focused()
    assert lives.evaluate("scrollY") == before


def test_without_fault_and_not_wider_than_the_screen(lives: Page) -> None:
    pick(lives, "y", "yes")
    pick(lives, "t", "T1")
    typed(lives, "n", "21")
    typed(lives, "r-0-age", "130")
    lives.keyboard.press("Tab")
    results = Axe().run(lives, options={"rules": {"region": {"enabled": False}}})
    assert results.response["violations"] == []
    assert lives.evaluate("document.documentElement.scrollWidth <= innerWidth")


# ---- in the house ----

AWAY = {
    "fill_date-y": "2026",
    "fill_date-m": "11",
    "fill_date-d": "20",
    "father_work_level": "3",
    "father_leave_date.reason": "unknown",
    "mother_work_place.reason": "unknown",
    "mother_work_level": "9",
    "mother_leave_date.reason": "unknown",
    "has_entrusted": "yes",
    "entrusted_name": "罗柏",
    "entrusted_birth-y": "1956",
    "entrusted_birth-m": "3",
    "entrusted_birth-d": "2",
    "entrusted_id.reason": "unknown",
    "entrusted_phone": "10000005678",
    "entrusted_relation": "61",
    "entrusted_addr": "河湾村3组12号",
}
"""What the registration asks besides when both parents are away."""


def kept(page: Page) -> str:
    """The dossier that was just kept, without what is one child's alone."""
    page.goto(f"/records/{RECORD.findall(page.content())[0]}/")
    return re.sub(r"[0-9A-Z＊*-]+|罗恩.", "#", page.locator("main").inner_text())


def test_the_same_record_with_and_without_scripts(act: Acting) -> None:
    """What a page that lives posts becomes what a page that does not gives."""
    records = []
    for name, scripts in (("罗恩帆", True), ("罗恩谷", False)):
        page = act.person("village_officer", java_script_enabled=scripts)
        page.goto(NEW)
        if scripts:
            page.wait_for_selector("[data-news]", state="attached")
            put(page, answers(act.house, name=name, id_card=act.house.number()) | AWAY)
            assert save(page).status == 302, errors(page)
        else:
            posted = answers(act.house, name=name, id_card=act.house.number()) | AWAY
            page.set_content(post(page, NEW, posted).text())
        records.append(kept(page))
    assert records[0] == records[1] and "罗川" in records[0]


def test_the_registration_lives(act: Acting) -> None:
    page = act.person("village_officer")
    page.goto(NEW)
    page.wait_for_selector("[data-news]", state="attached")
    expect(at(page, "father_work_place")).to_be_hidden()
    pick(page, "migration_type", "F_OUT_M_INC")
    expect(at(page, "father_work_place")).to_be_visible()
    pick(page, "has_entrusted", "yes")
    expect(page.locator("[data-news]")).to_contain_text("多了")
