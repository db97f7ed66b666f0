"""The rule builder: conditions, tables and points made without an expression, texts marked where wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from .acting import DESK, Acting, House
from .test_editor import NARROW, calm
from .test_editor_large import send
from .test_seeing import LEVELS

AGE = (
    "format-date(today(), '%Y') - format-date(${born}, '%Y')"
    " - if(format-date(today(), '%m%d') < format-date(${born}, '%m%d'), 1, 0)"
)
FILE = """format: 1
form: {key}
title: 外出情况表
sections:
  one:
    label: 第一部分
    questions:
      going: {{label: 父母外出情形, type: choice, choices: {{BOTH: 父母都外出, ONE: 一方外出}}}}
      born: {{label: 出生日期, type: date}}
      kin:
        label: 家庭成员
        type: rows
        questions:
          kin_name: {{label: 姓名, type: text}}
          income: {{label: 年收入, type: integer}}
      work: {{label: 在哪里打工, type: text}}
"""


@pytest.fixture(scope="module")
def page(house: House, chromium: Browser) -> Iterator[Page]:
    acting = Acting(house, chromium)
    yield acting.person("administrator", DESK)
    acting.end()


def new_form(page: Page) -> str:
    """A form of one's own, still a draft; gives the number of its row."""
    page.set_viewport_size(DESK["viewport"])
    made = send(page, "/admin/forms/add/", title="外出情况表").url
    number = re.search(r"/edit/(\d+)/", made)[1]
    text = page.context.request.get(f"/admin/forms/export/{number}/").text()
    key = re.search(r"form: (\w+)", text)[1]
    done = send(page, f"/admin/forms/import/{number}/", text=FILE.format(key=key), replace="1")
    assert "/edit/" in done.url, done.text()
    return number


def text_of(page: Page, number: str) -> str:
    return page.context.request.get(f"/admin/forms/export/{number}/").text()


def section(page: Page, number: str, name: str = "one") -> None:
    page.goto(f"/admin/forms/edit/{number}/?section={name}#tab-questions")
    page.locator("[data-streamfield-child], .c-sf-add-button").first.wait_for()
    if name == "one":
        calm(page)


def question(page: Page, words: str) -> Locator:
    """The block of a question, opened."""
    block = page.locator("[data-streamfield-child]:visible", has=page.locator("h2", has_text=words))
    block.first.locator("[data-panel-toggle]").first.click()
    return block.first


def fold(block: Locator, heading: str) -> Locator:
    """A fold of an open block, opened; its panel."""
    head = block.page.locator("h2", has_text=heading)
    panel = block.locator("[data-panel]", has=head).last
    panel.locator("[data-panel-toggle]").first.click()
    panel.scroll_into_view_if_needed()
    return panel


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("button.action-save").first.click()


def pick(line: Locator, label: str, words: str) -> None:
    line.get_by_label(label, exact=True).select_option(label=words)


def add_line(rule: Locator, **chosen: str) -> Locator:
    """One more condition with its question, comparison and value."""
    rule.get_by_role("button", name="加一个条件").last.click()
    line = rule.locator(".rule__line").last
    for label, words in chosen.items():
        if label == "多少":
            line.get_by_label(label).fill(words)
        else:
            pick(line, label, words)
    return line


def faults(page: Page) -> list[Any]:
    options = {"runOnly": LEVELS, "resultTypes": ["violations"]}
    found = Axe().run(page, context={"include": [[".rule"]]}, options=options)
    rules = found.response["violations"]
    return [(rule["id"], node["html"][:160]) for rule in rules for node in rule["nodes"][:3]]


def chips(rule: Locator) -> list[str]:
    expect(rule.locator(".rule__said")).not_to_be_empty()
    return rule.locator(".rule__said .rule__chip").all_inner_texts()


def test_a_condition_is_built_saved_published_and_opened_again(page: Page) -> None:
    """Labels everywhere, the canonical text underneath."""
    number = new_form(page)
    section(page, number)
    block = question(page, "在哪里打工")
    rule = fold(block, "什么时候问").locator(".rule")
    add_line(rule, 哪一题="父母外出情形", 怎么比="是", 哪个答案="父母都外出")
    add_line(rule, 哪一题="出生日期", 怎么比="满几周岁", 多少="16")
    expect(rule.locator(".rule__said")).to_contain_text("到今天满16周岁")
    assert chips(rule) == ["父母外出情形", "父母都外出", "出生日期"]
    assert "going" not in rule.locator(".rule__lines").inner_text()
    text = f"${{going}} = 'BOTH' and {AGE} >= 16"
    expect(block.locator("textarea[name$='-relevant']")).to_have_value(text)
    assert faults(page) == []
    save(page)
    assert "relevant" in text_of(page, number) and "age" not in text_of(page, number)
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url(lambda url: "/check/" not in url)
    section(page, number)
    block = question(page, "在哪里打工")
    expect(block.get_by_text("到今天满16周岁").first).to_be_visible()
    rule = fold(block, "什么时候问").locator(".rule")
    expect(rule.locator(".rule__line")).to_have_count(2)
    shown = rule.locator("select").evaluate_all(
        "all => all.map(one => one.selectedOptions[0].text)"
    )
    assert shown[:4] == ["都成立", "父母外出情形", "是", "父母都外出"]
    assert shown[4:6] == ["出生日期", "满几周岁"]


def test_a_save_waits_until_the_condition_is_written(page: Page) -> None:
    """The text is the server's: whoever is quicker than it loses nothing."""
    number = new_form(page)
    section(page, number)
    rule = fold(question(page, "在哪里打工"), "什么时候问").locator(".rule")
    page.route("**/rule/**", late)
    add_line(rule, 哪一题="父母外出情形", 怎么比="是", 哪个答案="父母都外出")
    save(page)
    page.unroute_all()
    assert "${going} = 'BOTH'" in text_of(page, number)


def test_a_condition_that_cannot_be_written_holds_the_save_once(page: Page) -> None:
    number = new_form(page)
    section(page, number)
    page.locator("#id_section_hint").fill("别的照存")
    rule = fold(question(page, "在哪里打工"), "什么时候问").locator(".rule")
    add_line(rule, 哪一题="父母外出情形", 怎么比="是")
    page.route("**/rule/**", lambda route: route.abort())
    pick(rule.locator(".rule__line").last, "哪个答案", "父母都外出")
    page.locator("button.action-save").first.click()
    expect(rule.locator(".rule__said")).to_contain_text("没有保存")
    expect(rule.locator(".rule__line")).to_have_count(1)
    save(page)
    page.unroute_all()
    assert "别的照存" in text_of(page, number) and "relevant" not in text_of(page, number)


def late(route: Route) -> None:
    time.sleep(1.5)
    route.continue_()


def test_groups_lines_taken_away_and_a_narrow_screen(page: Page) -> None:
    number = new_form(page)
    section(page, number)
    block = question(page, "在哪里打工")
    rule = fold(block, "什么时候问").locator(".rule")
    add_line(rule, 哪一题="家庭成员", 怎么比="至少几行", 多少="2")
    rule.get_by_role("button", name="加一组").click()
    group = rule.locator(".rule__group")
    pick(group.locator(".rule__line").first, "哪一题", "家庭成员：年收入")
    group.get_by_label("多少").fill("100")
    add_line(group, 哪一题="出生日期", 怎么比="填了")
    area = block.locator("textarea[name$='-relevant']")
    both = "count(${kin}) >= 2 and (sum(${kin.income}) > 100 or ${born} != '')"
    expect(area).to_have_value(both)
    page.set_viewport_size(NARROW["viewport"])
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.set_viewport_size(DESK["viewport"])
    group.get_by_role("button", name="去掉这一组").click()
    expect(area).to_have_value("count(${kin}) >= 2")
    rule.get_by_role("button", name="去掉", exact=True).click()
    expect(area).to_have_value("")


def test_a_typed_expression_is_marked_where_it_is_wrong(page: Page) -> None:
    """The place and what to do; what the lines cannot show stays text, and is never changed."""
    number = new_form(page)
    section(page, number)
    block = question(page, "在哪里打工")
    rule = fold(block, "什么时候问").locator(".rule")
    rule.get_by_text("高级：用式子写").click()
    area = rule.locator("textarea")
    area.fill("${gong} = 'BOTH'")
    expect(rule.locator(".rule__bad")).to_contain_text("${going}")
    expect(rule.locator(".rule__mark mark")).to_have_text("${gong}")
    rule.get_by_role("button", name="看在哪里").click()
    chosen = "one => one.value.slice(one.selectionStart, one.selectionEnd)"
    assert area.evaluate(chosen) == "${gong}"
    area.fill("(${going} = 'BOTH'")
    expect(rule.locator(".rule__bad")).to_contain_text("补上“)”")
    assert faults(page) == []
    area.fill("string-length(${work}) + 1 > 3")
    expect(rule.locator(".rule__bad")).to_have_count(0)
    expect(rule.locator(".rule__said")).to_contain_text("的字数＋1大于3")
    expect(rule.locator(".rule__note")).to_contain_text("用式子写成")
    expect(area).to_have_value("string-length(${work}) + 1 > 3")
    area.fill("${going}＝“ONE”")
    expect(rule.locator(".rule__line")).to_have_count(1)
    assert chips(rule) == ["父母外出情形", "一方外出"]
    save(page)
    assert "${going} = 'ONE'" in text_of(page, number)


def test_a_limit_on_the_answer_itself(page: Page) -> None:
    number = new_form(page)
    section(page, number)
    block = question(page, "出生日期")
    rule = fold(block, "答案要符合什么").locator(".rule").first
    line = add_line(rule, 哪一题="这一题的答案", 怎么比="不晚于")
    pick(line, "和什么比", "今天")
    expect(block.locator("textarea[name$='-constraint']")).to_have_value(". <= today()")
    expect(rule.locator(".rule__said")).to_contain_text("答案不晚于今天")


def test_a_new_question_keeps_the_code_that_a_condition_uses(page: Page) -> None:
    """Its code is made from its words until something rests on it."""
    number = new_form(page)
    section(page, number)
    page.locator(".c-sf-add-button:visible").first.click()
    page.get_by_role("option", name=re.compile("^是或否")).first.click()
    head = page.locator("h2", has_text="是或否")
    fresh = page.locator("[data-streamfield-child]:visible", has=head).first
    fresh.locator("[name$='-value-label']").fill("在不在学")
    block = question(page, "在哪里打工")
    rule = fold(block, "什么时候问").locator(".rule")
    add_line(rule, 哪一题="在不在学", 哪个答案="是")
    area = block.locator("textarea[name$='-relevant']")
    expect(area).to_have_value("${zai_bu_zai_xue} = 'yes'")
    expect(fresh.locator("[name$='-value-name']")).to_have_value("zai_bu_zai_xue")
    fresh.locator("[name$='-value-label']").fill("现在上学吗")
    save(page)
    assert "zai_bu_zai_xue: {label: 现在上学吗" in text_of(page, number)


def test_a_decision_table_and_points_without_an_expression(page: Page) -> None:
    number = new_form(page)
    logic(page, number)
    page.locator(".c-sf-add-button:visible").nth(1).click()
    table = page.locator(".logic:visible").first
    table.locator("[name$='-value-label']").fill("谁来照看")
    _row(table, 0, "父母外出情形", "父母都外出", "KIN")
    _row(table, 1, "", "", "SELF")
    save(page)
    assert "shui_lai_zhao_kan" in text_of(page, number)
    section(page, number)
    page.locator(".c-sf-add-button:visible").last.click()
    page.get_by_role("option", name=re.compile("^计分")).first.click()
    points = page.locator(".question:visible").last
    points.locator("[name$='-value-label']").fill("外出得分")
    _row(points, 0, "父母外出情形", "一方外出", "5")
    _row(points, 1, "", "", "10")
    save(page)
    told = text_of(page, number)
    assert re.search(r"when: \"?\$\{going\} = 'ONE'\"?, then: \"5\"", told), told
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    assert page.locator(".tpl-faults").count() == 0
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_visible()


def logic(page: Page, number: str) -> None:
    """The page of rules, tables and scoring, by the link beside the sections."""
    section(page, number)
    page.locator(".tpl-nav__logic a").click()
    page.wait_for_url("**section=_logic**")
    expect(page.locator(".c-sf-add-button:visible")).to_have_count(3)
    page.wait_for_timeout(2500)  # as calm() waits where there is a section


def _one_more(rows: Locator, button: Locator) -> None:
    """Presses again where nothing came of it: what slides open moves from under the pointer."""
    wanted = rows.count() + 1
    for _ in range(3):
        button.click()
        with suppress(AssertionError):
            expect(rows).to_have_count(wanted, timeout=5000)
            return
    expect(rows).to_have_count(wanted)


def _row(table: Locator, at: int, asked: str, answer: str, then: str) -> None:
    """Adds one row; without a question it is "otherwise"."""
    rows = table.locator(".table-row")
    while rows.count() <= at:
        _one_more(rows, table.locator("[data-contentpath='rows'] .c-sf-add-button:visible").last)
    row = rows.nth(at)
    row.scroll_into_view_if_needed()
    if asked:
        row.locator(".rule__compact > summary").click()
        add_line(row.locator(".rule"), 哪一题=asked, 哪个答案=answer)
        expect(row.locator("textarea[name$='-when']")).not_to_have_value("")
    row.locator("[name$='-then']").fill(then)


def test_a_problem_of_a_table_leads_to_its_block(page: Page) -> None:
    number = new_form(page)
    logic(page, number)
    page.locator(".c-sf-add-button:visible").nth(1).click()
    table = page.locator(".logic:visible").first
    table.locator("[name$='-value-label']").fill("等级")
    _row(table, 0, "", "", "A")
    row = table.locator(".table-row").first
    row.locator(".rule__compact > summary").click()
    row.get_by_text("高级：用式子写").click()
    row.locator("textarea[name$='-when']").fill("${gone} = 'x'")
    expect(row.locator(".rule__mark mark")).to_have_text("${gone}")
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    page.locator(".tpl-faults a", has_text="决策表").first.click()
    page.wait_for_url("**section=_logic**")
    expect(page.locator(".w-field--error").first).to_be_visible()
