"""An administrator changes a form without code; an officer fills it on a bad day; old records stay."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
from playwright.sync_api import Page, expect

from .acting import DESK, PHONE, Acting, errors, fill, press, put, state, words
from .test_drafts import ON, PAGES, STEP, given
from .test_editor import calm

QUESTION = "最近一次和父母通话"
SECTION = "联系情况"
TALKS = "多久通一次话"


def text_of(page: Page, href: str) -> bytes:
    """What the printed record says, without where and when it was printed."""
    answer = page.context.request.get(f"{href}print.pdf")
    sheets = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    return "\n".join(sheet.extract_text() for sheet in sheets).encode()


def add_question(page: Page, kind: str) -> Any:
    """A new block at the end of the open section; gives the block."""
    before = page.locator("[data-streamfield-child]:visible").count()
    page.locator(".c-sf-add-button:visible").last.click()
    page.get_by_role("option", name=re.compile(f"^{kind}")).first.click()
    blocks = page.locator("[data-streamfield-child]:visible")
    expect(blocks).to_have_count(before + 1)
    return blocks.nth(before)


def label_of(block: Any) -> Any:
    return block.locator("[name$='-value-label']")


def designs(act: Acting) -> None:
    """Two mistakes on the way: a question without words, a choice without a list."""
    page = act.person("administrator", DESK)
    page.goto("/admin/forms/?q=农村留守")
    page.get_by_role("link", name=re.compile("农村留守儿童基本信息登记表")).first.click()
    page.get_by_role("tab", name="题目").click()
    page.locator(".tpl-nav a", has_text="监护").click()
    page.wait_for_url("**section=guard**")
    calm(page)
    add_question(page, "日期")
    previews(page)
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    expect(page.get_by_role("heading", name="发布前有1处要改")).to_be_visible()
    page.locator(".tpl-faults a").first.click()
    page.wait_for_url("**/edit/**")
    page.get_by_role("tab", name="题目").click()
    calm(page)
    label_of(page.locator("[data-streamfield-child]:visible").last).fill(QUESTION)
    with page.expect_navigation():
        page.locator("button.action-save").first.click()
    page.get_by_role("button", name="添一部分").click()
    page.wait_for_load_state()
    calm(page)
    page.locator("#id_section_label").fill(SECTION)
    label_of(add_question(page, "单选")).fill(TALKS)
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    assert "处要改" in words(page)
    page.locator(".tpl-faults a").first.click()
    page.wait_for_url("**/edit/**")
    page.get_by_role("tab", name="题目").click()
    calm(page)
    block = page.locator("[data-streamfield-child]:visible").last
    block.locator("select[name*='choices']").first.select_option("guardian_quality")
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    expect(page.get_by_text("成为第2版")).to_be_visible()
    assert QUESTION in words(page) and TALKS in words(page) and "仍是第1版" in words(page)
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url(lambda url: "/check/" not in url)


def previews(page: Page) -> None:
    """The half-made form as a phone and as paper shows it."""
    page.get_by_role("button", name=re.compile("预览")).first.click()
    frame = page.frame_locator("iframe[title]").first
    for mode, said in (("mobile", "父母外出情形"), ("paper", "父母外出情形")):
        page.locator("[data-side-panel='preview'] select").select_option(mode)
        inner = frame.frame_locator("iframe") if mode == "mobile" else frame
        expect(inner.get_by_text(said).first).to_be_attached()
    page.get_by_role("button", name=re.compile("预览")).first.click()


def on(page: Page) -> None:
    """Saves the page and goes on, whatever is still missing on it."""
    press(page, ON)
    if errors(page):
        press(page, "先往下填")


def fills(act: Acting, name: str, number: str) -> None:
    """On a small phone until the signal goes; then on another one to the end."""
    page = act.person("village_officer", PHONE)
    page.goto(PAGES)
    put(page, given(act, page, name=name, id_card=number))
    on(page)
    while "第5部分" not in words(page):
        put(page, given(act, page, name=name, id_card=number))
        on(page)
    asked = given(act, page, name=name, id_card=number)
    page.context.set_offline(True)
    fill(page, asked)
    expect(page.get_by_role("status").filter(has_text="已存在本机")).to_be_visible()
    page.close()
    other = act.person("village_officer", PHONE)
    other.goto("/work/")
    other.locator("a.task", has_text=f"接着填 {name}").click()
    other.wait_for_url(STEP)
    while not other.url.endswith("/check/"):
        put(other, given(act, other, name=name, id_card=number))
        if QUESTION in words(other):
            boxes = other.locator("[data-date]").filter(has=other.locator("input")).last
            for part, value in (("y", "2026"), ("m", "11"), ("d", "1")):
                boxes.locator(f"[data-part={part}]").fill(value)
        if TALKS in words(other):
            other.locator("input[type=radio]").first.check()
        press(other, ON)
        assert errors(other) == [], (other.url, errors(other))
    assert QUESTION in words(other) and "2026年11月1日" in words(other) and TALKS in words(other)
    press(other, "提交")
    other.wait_for_url("**/receipts/**")
    other.locator(".sum a").last.click()
    expect(other.locator("main")).to_contain_text(QUESTION)


def test_a_form_changes_without_code(act: Acting) -> None:
    officer = act.person("village_officer", DESK)
    child = act.child(officer, "罗旧安")
    before = text_of(officer, child.href)
    assert len(before) > 500 and QUESTION.encode() not in before
    designs(act)
    fills(act, "罗新安", act.house.number())
    assert text_of(officer, child.href) == before
    officer.goto(child.href)
    assert "第1版" in words(officer)
    officer.goto("/ledgers/left_behind/new/")
    assert QUESTION in words(officer) and state(officer) is not None
