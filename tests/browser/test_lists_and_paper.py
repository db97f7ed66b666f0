"""Lists whose state is their address, paper, and what all of it weighs on a slow line."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from .acting import DESK, LEDGER, NEW, PHONE, Acting, errors, press, save, words


def rows(page: Page) -> list[str]:
    return page.locator("tbody th a span").all_inner_texts()


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_ux_38_the_address_says_what_is_shown(act: Acting, js: bool) -> None:
    page = act.person("county_admin", DESK, java_script_enabled=js)
    page.goto(LEDGER)
    expect(page.locator("caption")).to_contain_text("第1—50条")
    page.get_by_role("link", name="下一页").click()
    page.wait_for_url("**page=2*")
    second = rows(page)
    page.locator("#place").select_option(label="枫树坪镇")
    press(page, "查找")
    assert "place=" in page.url and "page=" not in page.url
    page.get_by_role("columnheader").get_by_role("link", name="登记时间").click()
    page.wait_for_url("**sort=_created*")
    assert "place=" in page.url
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("登记时间")
    first = rows(page)
    assert "柳" in first[0] and len(first) == 50
    page.get_by_role("link", name="去掉这个条件").click()
    page.wait_for_url(lambda url: "place=" not in url)
    page.go_back()
    assert rows(page) == first
    shared = act.person("county_admin", DESK)
    shared.goto(page.url)
    assert rows(shared) == first
    page.go_back()
    page.go_back()
    assert rows(page) == second
    for name in ("名称", "状态", "地方"):
        expect(page.get_by_role("columnheader", name=name)).to_be_visible()


def test_ux_38_states_are_tabs(act: Acting) -> None:
    page = act.person("village_officer")
    child = act.child(page, "罗帆安")
    page.goto(LEDGER)
    page.get_by_role("link", name=re.compile("^待审核.*[0-9]")).click()
    page.wait_for_url("**state=SUBMITTED*")
    current = page.locator("[aria-current=page]", has_text="待审核")
    expect(current).to_be_visible()
    assert page.locator(f'a[href="{child.href}"]').count() == 1
    page.goto(f"{LEDGER}?state=VOID")
    assert "一条也没有" in words(page) and "换个条件" in words(page)
    page.goto(f"{LEDGER}?page=9999&sort=nothing&state=%27&place=ZZ")
    assert page.locator("tbody tr").count() >= 1


def test_ux_39_paper(act: Acting) -> None:
    """Every page prints without bars; table heads repeat on each sheet."""
    page = act.person("village_officer", DESK)
    child = act.child(page, "罗帆柏")
    for address in ("/work/", LEDGER, NEW, child.dossier_href):
        page.goto(address)
        page.emulate_media(media="print")
        for bar in (".nav", ".tool", ".foot", ".filters", ".btns", "aside", ".pager"):
            for one in page.locator(bar).all():
                expect(one).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
        for head in page.locator(".table--cards thead").all():
            assert head.evaluate("one => getComputedStyle(one).display") == "table-header-group"
        page.emulate_media(media="screen")


def test_ux_39_pdf(act: Acting) -> None:
    page = act.person("village_officer")
    answer = page.context.request.get("/ledgers/left_behind/blank.pdf")
    sheets = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    text = re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in sheets))
    assert f"共{len(sheets)}页" in text and "签名" in text and "姓名" in text
    order = [text.index(word) for word in ("个人基本情况", "就学", "现在谁照看")]
    assert order == sorted(order)


class Scale:
    """Counts what comes over the line, compressed, as the browser's own network tab does."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.kinds: dict[str, str] = {}
        self.session.on("Network.responseReceived", self._kind)
        self.session.on("Network.loadingFinished", self._weigh)
        self.clear()

    def clear(self) -> None:
        self.bytes = self.requests = self.scripts = 0

    def _kind(self, event: Any) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _weigh(self, event: Any) -> None:
        size = event["encodedDataLength"]
        self.bytes += size
        self.requests += size > 0
        self.scripts += size if self.kinds.get(event["requestId"]) == "Script" else 0


def weighed(page: Page, scale: Scale, address: str) -> tuple[int, int, int]:
    scale.clear()
    page.goto(address, wait_until="networkidle")
    return scale.bytes, scale.requests, scale.scripts


def test_ux_31_weight(act: Acting, record_property: Any) -> None:
    """Kilobytes of a first visit and of the next one; few requests, little script."""
    limits = {
        "/": (60, 15),
        NEW: (60, 15),
        f"{NEW}pages/": (60, 15),
        LEDGER: (120, 120),
        "/work/": (60, 15),
    }
    for address, (first, again) in limits.items():
        page = act.person("county_admin" if address == LEDGER else "village_officer", PHONE)
        scale = Scale(page)
        size, requests, script = weighed(page, scale, address)
        page.goto("about:blank")
        second, _, _ = weighed(page, scale, address)
        record_property(address, f"{size} {second} {requests} {script}")
        assert 0 < size <= first * 1024 and 0 < second <= again * 1024, (address, size, second)
        assert 0 < requests <= 12 and 0 < script <= 20 * 1024, (address, requests, script)


def test_ux_31_errors_weigh_no_more(act: Acting) -> None:
    page = act.person("village_officer")
    page.goto(NEW)
    scale = Scale(page)
    save(page)
    page.wait_for_load_state("networkidle")
    assert errors(page) and 0 < scale.bytes <= 20 * 1024


def test_ux_36_after_the_login_one_is_where_one_wanted_to_be(act: Acting) -> None:
    page = act.window()
    page.goto(f"{LEDGER}?state=SUBMITTED")
    page.get_by_label("账号").fill("village_officer")
    page.get_by_label("密码").fill("pass of village_officer")
    press(page, "登录")
    page.wait_for_url(f"**{LEDGER}?state=SUBMITTED")
