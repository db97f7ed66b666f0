"""A clerk who writes no code changes a duty and a letter, and makes a notice from nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .acting import DESK, Acting
from .choosing import panel, tells
from .test_rule_builder import add_line

pytestmark = pytest.mark.long


def box(page: Page, name: str) -> Locator:
    return page.locator(f"[name={name}]")


def file_of(page: Page) -> str:
    """As the newest draft is written to a file."""
    href = re.sub(r"/(edit|check)/(\d+)/.*", r"/export/\2/", page.url)
    return page.context.request.get(href).text()


def edits(page: Page, kind: str, title: str) -> None:
    page.goto(f"/admin/{kind}/")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/**")


def checked(page: Page) -> str:
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    return page.locator("main").inner_text()


def test_a_notice_from_nothing(act: Acting) -> None:
    page = act.person("administrator", DESK)
    page.goto("/admin/notices/add/")
    box(page, "title").fill("评级高了")
    box(page, "ledger").select_option(value="children")
    page.get_by_role("button", name="建立").click()
    page.wait_for_url("**/edit/**")
    box(page, "rule_on").select_option(label="一列变了")
    panel(page, "rule_on_what").locator("select").select_option(label="风险等级")
    rule = panel(page, "rule_condition").locator(".rule")
    add_line(rule, 哪一题="风险等级", 怎么比="是", 哪个答案="二级（高）")
    expect(rule.locator(".rule__said")).to_contain_text("二级（高）")
    whom = panel(page, "rule_to")
    tells(whom, "儿童督导员", "记录所在的乡镇的")
    tells(whom, "父亲电话")
    expect(whom.locator(".names__list li")).to_have_count(3)
    whom.get_by_role("button", name="去掉登记这份记录的人").click()
    text = panel(page, "rule_text").locator("textarea")
    text.fill("请看")
    page.locator("[data-insert='((name:mask))']").click()
    expect(panel(page, "rule_text").locator(".rule__chip")).to_have_text(["姓名"])
    text.press_sequentially("((gone))")
    expect(panel(page, "rule_text").locator(".rule__bad")).to_contain_text("没有“gone”这一题")
    text.fill("请看((name:mask))")
    box(page, "rule_ack").fill("2小时")
    steps = panel(page, "rule_escalate")
    steps.get_by_role("button", name="加一步").click()
    steps.get_by_label("过多久").fill("4")
    steps.get_by_label("用哪个通知").select_option(index=1)
    tells(steps, "县级经办", "记录所在的县的")
    assert "发给记录里的电话，却没有选短信或通知单" in checked(page)
    said = file_of(page)
    for line in (
        "on: {changed: risk_level}",
        "condition: ${risk_level} = '2'",
        'to: [child_supervisor@township, "${father_phone}"]',
        "to: [county_office@county]",
    ):
        assert line in said, said
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url("**/edit/**")
    expect(page.locator(".tpl-state")).to_contain_text("线上第1版")


def test_a_duty_and_a_letter(act: Acting) -> None:
    page = act.person("administrator", DESK)
    edits(page, "ledgers", "儿童档案")
    page.goto(f"{page.url.partition('?')[0]}?section=duties#tab-rules")
    head = page.locator("[data-streamfield-child] h2", has_text="走访（三级）").first
    section = head.get_attribute("id").replace("-heading", "-section")
    duty = page.locator(f"[data-streamfield-child]:has(> [id='{section}'])")
    duty.locator("[data-panel-toggle]").first.click()
    expect(duty.locator(".rule__said").first).to_contain_text("三级")
    duty.locator("[name$='-value-every']").first.fill("10")
    step = duty.locator("[data-contentpath='escalate'] [data-contentpath='to']").first
    step.scroll_into_view_if_needed()
    tells(step, "县级经办", "记录所在的县的")
    said = checked(page)
    assert "15天\t10天" in said and "县级经办（记录所在的县的）" in said
    edits(page, "letters", "农村留守儿童委托监护（照护）责任确认书")
    when = panel(page, "rule_when")
    expect(when.locator(".rule__said")).to_contain_text("待签")
    text = box(page, "rule_text")
    text.fill("被照护的孩子：\n\n1. 甲\n2. 乙")
    text.evaluate("area => area.setSelectionRange(7, 7)")
    page.locator("summary", has_text="那份记录的").click()
    page.locator("[data-insert='((child.name))']").click()
    assert text.input_value().startswith("被照护的孩子：((child.name))")
    assert "被照护的孩子：「被照护的孩子的姓名」" in checked(page)


def test_without_scripts_the_boxes_stay(act: Acting) -> None:
    page = act.person("administrator", DESK, java_script_enabled=False)
    edits(page, "notices", "走访晚了")
    for name, text in (("rule_to", "_filler"), ("rule_condition", "${sex} = '1'")):
        expect(box(page, name)).to_be_visible()
        box(page, name).fill(text)
    box(page, "rule_on").select_option(label="做了一个动作")
    box(page, "rule_on_what").fill("opening")
    page.locator("button[name='action-check']").click()
    said = page.locator("main").inner_text()
    assert "登记这份记录的人" in said and "「性别」是「男」" in said
