"""A morning's visits written down in one table, on a phone and at a desk, also without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .acting import DESK, PHONE, Acting, answers, errors, post, words

GRID = "/ledgers/home_visits/grid/child/"


def dossier(act: Acting, page: Page, name: str) -> None:
    posted = answers(act.house, name=name, id_card=act.house.number())
    assert "/receipts/" in post(page, "/ledgers/children/new/", posted).url


def line(page: Page, name: str) -> Locator:
    return page.locator(".rows--lines tbody tr", has_text=name)


def box(row: Locator, name: str) -> Locator:
    return row.locator(f"[name$='-{name}']")


def whole(row: Locator) -> None:
    """Everything that the line asks at first."""
    for name, code in (("visit_method", "HOME"), ("saw_child", "yes"), ("guard_state", "IN")):
        box(row, name).select_option(code)
    box(row, "parent_contact").select_option("yes")
    box(row, "school_state").select_option("NORMAL")
    box(row, "interviewee").fill("罗柏")
    row.locator("[name$='-safety_hazard'][value='0']").check()


def common(page: Page) -> None:
    """What is the same for all."""
    page.locator("[name='visitors-0-visitor_name']").fill("何晨柏")
    page.locator("[name='visitors-0-visitor_post']").select_option(index=1)
    page.locator("[name='life_state'][value='OK']").check()
    page.locator("[name='visit_result']").first.check()
    page.locator("[name='action']").fill("讲了防溺水")
    page.locator("[name='sign_v']").check()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="保存", exact=True).click()


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_visits_of_many_in_one_table(act: Acting, size: dict[str, object]) -> None:
    page = act.person("village_officer", size, java_script_enabled=False)
    last = "川" if size is PHONE else "帆"
    good, half, blank = (f"苗{first}{last}" for first in "安柏晨")
    for name in (good, half, blank):
        dossier(act, page, name)
    page.goto("/ledgers/children/")
    for name in (good, half, blank):
        page.get_by_label(f"选中{name}").check()
    page.get_by_text("给这些一起填一张表").click()
    page.get_by_role("button", name="填走访记录").click()
    page.wait_for_url(f"**{GRID}?uid=*")
    assert page.locator(".rows--lines tbody tr").count() == 3 and sideways(page) <= 0
    common(page)
    whole(line(page, good))
    box(line(page, half), "saw_child").select_option("no")
    save(page)
    assert "已经加到表里了" in words(page), "what depends on other answers comes up"
    assert box(line(page, good), "interviewee").input_value() == "罗柏"
    page.locator("[name='sign_g']").check()
    box(line(page, good), "alone_living").select_option("no")
    box(line(page, good), "interviewee_relation").select_option(index=1)
    save(page)
    assert "已存1份" in words(page) and sideways(page) <= 0
    expect(line(page, good).get_by_text("已记下")).to_be_visible()
    assert all(half in text for text in errors(page)) and errors(page)
    assert box(line(page, half), "saw_child").input_value() == "no"
    assert box(line(page, blank), "saw_child").input_value() == ""
    line(page, good).get_by_role("link", name="看这一份").click()
    page.wait_for_url(re.compile(r"/records/[0-9a-f-]{36}/$"))
    assert good in words(page) and "讲了防溺水" in words(page)
