"""A list leaves the house only when two agree: asked for with a purpose, agreed to, downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forms_catalog.tables import ROWS, open_tables

from .acting import DESK, PHONE, Acting
from .test_import import seen

LIST = "/ledgers/children/"


@pytest.mark.parametrize(
    ("size", "js"), [(DESK, True), (PHONE, False)], ids=["desk", "phone without scripts"]
)
def test_asked_agreed_downloaded(act: Acting, size: dict[str, Any], js: bool) -> None:
    why = f"县里核对人数，{'电脑' if js else '手机'}"
    asker = act.person("county_admin", size, java_script_enabled=js)
    asker.goto(LIST)
    if js:
        seen(asker, "list-asks")
    asker.get_by_role("button", name="申请导出").click()
    expect(asker.get_by_role("heading", level=1)).to_have_text("申请导出")
    asker.get_by_role("button", name="申请").click()
    expect(asker.locator(".errs")).to_contain_text("做什么用")
    if js:
        seen(asker, "export-ask")
    asker.get_by_label("做什么用").fill(why)
    asker.get_by_role("button", name="申请").click()
    expect(asker.locator("main")).to_contain_text("能批准的人：陈恩")
    if js:
        seen(asker, "export-waits")
    agree(act.person("county_second", size, java_script_enabled=js), why, js)
    asker.goto("/work/")
    asker.get_by_role("link", name="导出可以下载").click()
    if js:
        seen(asker, "exports")
    asker.get_by_role("link", name=why).click()
    if js:
        seen(asker, "export-take")
    rows = downloaded(asker)
    assert str(rows[0][0]).startswith("导出：苏文") and why in str(rows[0][0])
    assert "姓名" in rows[1] and len(rows) > 50
    expect(asker.get_by_role("heading", name="办理经过")).to_be_visible()


def agree(page: Page, why: str, js: bool) -> None:
    """The other one sees what is asked for, and why, and no record."""
    page.goto("/work/")
    if js:
        seen(page, "work-waits")
    page.get_by_role("link", name="导出等您批准").click()
    page.get_by_role("link", name=why).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("苏文申请导出")
    page.get_by_role("button", name="不同意").click()
    expect(page.locator(".errs")).to_contain_text("为什么不同意")
    if js:
        seen(page, "export-decide")
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.locator("main")).to_contain_text("可以下载")


def downloaded(page: Page) -> Any:
    with page.expect_download() as caught:
        page.get_by_role("button", name="下载Excel").click()
    data = Path(caught.value.path()).read_bytes()
    return open_tables(data, ROWS, "a.xlsx")[0].rows
