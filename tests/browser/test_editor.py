"""The editor's own parts in a browser: seen, reached by keyboard, narrow, without a fault of axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from .acting import DESK, Acting, House
from .choosing import panel, tells
from .test_editor_large import send
from .test_seeing import LEVELS

NARROW = {"viewport": {"width": 390, "height": 800}}
NARROWEST = {"viewport": {"width": 320, "height": 640}}
OURS = ".tpl-page, .tpl-sections, .tpl-note, .tpl-tab, .tpl-state, .tpl-chips"
FILE = """format: 1
form: {key}
title: 小表
sections:
  one:
    label: 第一部分
    questions:
      name: {{label: 姓名, type: text, required: true}}
      again: {{label: 再问一次, type: text}}
  two:
    label: 第二部分
    questions:
      day: {{label: 哪一天, type: date}}
"""


@pytest.fixture(scope="module")
def act(house: House, chromium: Browser) -> Iterator[Acting]:
    acting = Acting(house, chromium)
    yield acting
    acting.end()


@pytest.fixture(scope="module")
def page(act: Acting) -> Page:
    return act.person("county_admin", DESK)


def new_form(page: Page) -> str:
    """A small form of one's own; gives the number of its row."""
    made = send(page, "/admin/forms/add/", title="小表").url
    number = re.search(r"/edit/(\d+)/", made)[1]
    text = page.context.request.get(f"/admin/forms/export/{number}/").text()
    key = re.search(r"form: (\w+)", text)[1]
    done = send(page, f"/admin/forms/import/{number}/", text=FILE.format(key=key), replace="1")
    assert "/edit/" in done.url, done.text()
    return number


def calm(page: Page) -> None:
    """Until Wagtail looks for changes: it takes the page as loaded a moment after it is drawn."""
    page.locator("#id_section_hint").wait_for()
    page.wait_for_timeout(3000)


STILL = """() => document.readyState === "complete" && document.getAnimations().every(
  (one) => one.playState !== "running" || one.effect.getTiming().iterations === Infinity)"""
"""Nothing slides any more: the admin's own panels come in after the page is there."""


def faults(page: Page) -> list[Any]:
    """What is found is looked for once more when all has come in: a fault stays."""
    if found := _found(page):
        page.wait_for_timeout(2000)
        found = _found(page)
    return found


def _found(page: Page) -> list[Any]:
    page.wait_for_function(STILL)
    options = {"runOnly": LEVELS, "resultTypes": ["violations"]}
    found = Axe().run(page, context={"include": [[s] for s in _present(page)]}, options=options)
    rules = found.response["violations"]
    return [(rule["id"], node["html"][:160]) for rule in rules for node in rule["nodes"][:3]]


def _present(page: Page) -> list[str]:
    return [one for one in OURS.split(", ") if page.locator(one).count()]


PAGES = ("edit/{}/?section=one#tab-questions", "edit/{}/#tab-access", "edit/{}/#tab-editions")
PAGES += ("check/{}/", "usage/{}/", "import/{}/", "edit/{}/?section=one&delete=one#tab-questions")


@pytest.mark.parametrize("where", PAGES)
def test_axe_and_width(page: Page, where: str) -> None:
    number = new_form(page)
    for size in (DESK, NARROW):
        page.set_viewport_size(size["viewport"])
        page.goto(f"/admin/forms/{where.format(number)}")
        page.locator(".tpl-page, .tpl-state").first.wait_for()
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.set_viewport_size(DESK["viewport"])


OUT = """() => [...document.querySelectorAll(".w-panel :is(select, input, textarea, button)")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.name)"""
"""Controls of ours that run out of the screen."""


@pytest.mark.parametrize(("kind", "title"), [("notices", "该走访了"), ("letters", "劝诫书")])
def test_notices_and_letters_on_a_telephone(page: Page, kind: str, title: str) -> None:
    page.set_viewport_size(NARROWEST["viewport"])
    page.goto(f"/admin/{kind}/")
    page.get_by_role("link", name=title, exact=True).click()
    page.locator(".tpl-chips").first.wait_for()
    assert page.evaluate(OUT) == [] and faults(page) == []
    if kind == "notices":
        box = page.locator("[name=rule_to]")
        for _ in range(2):
            tells(panel(page, "rule_to"), "县级经办")
        expect(box).to_have_value("village_director@record\ncounty_office@record")
    page.locator(".tpl-chips summary", has_text="系统知道的").click()
    page.locator("[name=rule_text]").fill("")
    page.locator("[data-insert='((_township))']").click()
    expect(page.locator("[name=rule_text]")).to_have_value("((_township))")
    page.set_viewport_size(DESK["viewport"])


def test_a_draft_is_saved_by_itself(page: Page) -> None:
    number = new_form(page)
    page.goto(f"/admin/forms/edit/{number}/?section=two#tab-questions")
    calm(page)
    with page.expect_response(lambda r: r.request.method == "POST" and "/edit/" in r.url) as sent:
        page.locator("#id_section_hint").fill("自己存的")
    assert sent.value.ok
    expect(page.locator("#w-autosave-indicator")).to_contain_text("已保存")
    page.reload()
    expect(page.locator("#id_section_hint")).to_have_value("自己存的")


def test_a_save_overtakes_the_page_saving_itself(page: Page) -> None:
    """The draft was saved in the background; its answer comes after the person pressed the button."""
    number = new_form(page)
    page.goto(f"/admin/forms/edit/{number}/?section=two#tab-questions")
    calm(page)
    held = []

    def hold(route: Route) -> None:
        if route.request.headers.get("accept") != "application/json":
            return route.fallback()
        held.append(route.fetch())  # done by the server, never answered
        return None

    page.route("**/admin/forms/edit/**", hold)
    page.locator("#id_section_hint").fill("写到一半")
    for _ in range(300):
        if held:
            break
        page.wait_for_timeout(100)
    page.locator("#id_section_hint").fill("写完了")
    with page.expect_navigation():
        page.locator("button.action-save").first.click()
    page.unroute_all()
    assert (
        held[0].ok and "写完了" in page.context.request.get(f"/admin/forms/export/{number}/").text()
    )
    expect(page.locator("#id_section_hint")).to_have_value("写完了")


def test_a_problem_leads_to_its_block(page: Page) -> None:
    """The link opens the section and the block, and puts the focus there."""
    number = new_form(page)
    page.goto(f"/admin/forms/edit/{number}/?section=one#tab-questions")
    calm(page)
    label = page.locator("[name='questions-1-value-label']")
    label.evaluate("one => { one.value = ''; }")
    page.get_by_role("button", name="检查并发布").click()
    page.wait_for_url("**/check/**")
    link = page.locator(".tpl-faults a").first
    link.click()
    page.wait_for_url("**/edit/**")
    expect(page.locator(".w-field--error").first).to_be_visible()
    inside = "document.activeElement.closest('[data-panel]')?.innerText ?? ''"
    page.wait_for_function(f"() => Boolean({inside})")
    expect(page.get_by_role("heading", name="要改").first).to_be_visible()


def test_sections_by_keyboard(page: Page) -> None:
    number = new_form(page)
    page.goto(f"/admin/forms/edit/{number}/?section=one#tab-questions")
    calm(page)
    page.locator(".tpl-nav a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**section=two**")
    expect(page.locator(".tpl-part h3")).to_have_text("第二部分")
    page.get_by_role("button", name="上移", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tpl-nav a").first).to_contain_text("第二部分")


def test_two_people_see_both_versions(page: Page, act: Acting) -> None:
    """The same section twice: nothing is lost, the person decides."""
    number = new_form(page)
    other = act.window(DESK)
    other.context.add_cookies(page.context.cookies())
    where = f"/admin/forms/edit/{number}/?section=one#tab-questions"
    page.goto(where)
    other.goto(where)
    calm(page)
    with other.expect_navigation():
        other.locator("#id_section_hint").fill("别人写的")
        other.locator("button.action-save").first.click()
    page.locator("#id_section_hint").fill("我写的")
    page.locator("button.action-save").first.click()
    note = page.locator(".tpl-note--sun")
    expect(note).to_contain_text("别人写的")
    expect(note).to_contain_text("我写的")
    assert faults(page) == []
    page.get_by_role("button", name="用我的").click()
    expect(note).to_have_count(0)
    expect(page.locator("#id_section_hint")).to_have_value("我写的")


def test_the_preview_stands_beside_the_page(page: Page) -> None:
    number = new_form(page)
    page.goto(f"/admin/forms/edit/{number}/?section=one#tab-questions")
    calm(page)
    page.locator("[aria-label='打开预览'], [data-side-panel-toggle='preview']").first.click()
    frame = page.frame_locator("#w-preview-iframe, iframe.w-preview__iframe").last
    expect(frame.get_by_role("heading", name="小表")).to_be_visible()
    expect(frame.get_by_text("再问一次")).to_be_visible()


def test_a_look_chosen_amid_the_drawing_of_another_is_drawn(act: Acting) -> None:
    """On a slow line the choice falls while the panel still waits for the look before."""
    page = act.person("county_admin", DESK)
    number = new_form(page)
    page.goto(f"/admin/forms/edit/{number}/?section=one#tab-questions")
    calm(page)
    held: list[Route] = []
    drawn = re.compile(r"/preview/.*in_preview_panel")
    page.route(drawn, lambda route: route.continue_() if held else held.append(route))
    with page.expect_request(drawn):
        page.get_by_role("button", name=re.compile("预览")).first.click()
    page.locator("[data-side-panel='preview'] select").select_option("mobile")
    held[0].continue_()
    phone = page.frame_locator("#w-preview-iframe").frame_locator("iframe")
    expect(phone.get_by_text("再问一次")).to_be_attached()
    page.context.close()
