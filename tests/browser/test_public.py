"""The public site as a small phone on a slow line meets it: every kind of page, in every look."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pace import idle_seconds

from .acting import DESK, PHONE, Acting
from .kinds import care, overflow, seen
from .test_lists_and_paper import Scale
from .test_seeing import CARE, DARK, LEVELS, broken

KINDS = {
    "home": "/",
    "law": "/laws/minors/",
    "article": "/laws/minors/articles/22/",
    "section": "/laws/",
    "answer": "/answers/who-cares/",
    "search": "/search/?q=户口",
    "nothing-found": "/search/?q=zzzz",
    "topic": "/topics/report/",
    "guide": "/guides/entrust/",
    "board": "/hotlines/",
    "news": "/news/",
    "item": "/news/home-for-children/",
    "event": "/news/consulting-day/",
    "policy": "/policies/summer/",
    "place": "/places/shiqiao/",
    "help": "/help/",
    "report": "/report/",
    "reply": "/reply/",
    "lost": "/nowhere/",
}
SLOW = ("home", "law", "article", "answer", "search", "item", "help")
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit a second, 400 ms there and back."""


@pytest.fixture(scope="module")
def measured(house: Any, chromium: Any) -> Any:
    act = Acting(house, chromium)
    page = act.window(PHONE)
    found: dict[str, Any] = {}
    for kind, address in KINDS.items():
        response = page.goto(address)
        assert response
        loose = page.locator("[style], style, script:not([src]):not([type])").count()
        plain = seen(page) | {"over": overflow(page, 16, 24, 32), "faults": broken(page, LEVELS)}
        plain["policy"] = response.headers["content-security-policy"]
        plain["loose"] = loose
        care(page, True)
        plain["care"] = seen(page) | {"over": overflow(page, 16, 24)}
        plain["faults"] += broken(page, CARE)
        care(page, False)
        page.emulate_media(color_scheme="dark")
        plain["faults"] += broken(page, DARK)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK["viewport"])
        plain["over"] |= {f"desk {size}": wide for size, wide in overflow(page, 16, 32).items()}
        page.set_viewport_size(PHONE["viewport"])
        found[kind] = plain
    yield found
    act.end()


def test_ux_01_to_09_on_every_public_page(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        big = found["care"]
        assert (found["faults"], found["over"], big["over"]) == ([], {}, {}), kind
        assert [text for text in found["texts"] if text[2] < 16] == [], kind
        assert found["body"] >= 18 and big["body"] >= 24 and {*big["columns"]} <= {1}, kind
        assert [one for one in found["targets"] if min(one[2], one[3]) < 43] == [], kind
        assert [one for one in big["targets"] if min(one[2], one[3]) < 59] == [], kind
        assert found["viewport"] == "width=device-width, initial-scale=1", kind
        assert found["floating"] == found["outside"] == found["unlabelled"] == [], kind
        assert (found["h1"], found["lang"], found["windows"]) == (1, "zh-CN", 0), kind


def test_nothing_runs_that_is_not_ours(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        assert "default-src 'self'" in found["policy"] and "unsafe" not in found["policy"], kind
        assert found["loose"] == 0, kind


def test_ux_31_32_on_a_slow_line(act: Acting, record_property: Any) -> None:
    """A first visit and the next one: what comes over the line, and until it can be used."""
    for kind in SLOW:
        page = act.window(PHONE)
        scale = Scale(page)
        scale.session.send("Network.emulateNetworkConditions", LINE)
        first, took = visited(page, scale, KINDS[kind])
        page.goto("about:blank")
        again, next_time = visited(page, scale, KINDS[kind])
        record_property(kind, f"{first[:2]} {took:.1f}s {again[:2]} {next_time:.1f}s")
        assert 0 < first[0] <= 60 * 1024 and first[1] <= 12, (kind, first)
        assert 0 < again[0] <= 15 * 1024, (kind, again)
        assert took <= 5 and next_time <= 2, (kind, took, next_time)


def visited(page: Page, scale: Scale, address: str) -> tuple[tuple[int, int, int], float]:
    """What came, and seconds until the heading and the way on could be used."""
    begun = time.perf_counter()
    page.goto("about:blank")
    scale.clear()
    page.goto(address, wait_until="domcontentloaded")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("main a, main button").first.click(trial=True)
    took = idle_seconds(begun)
    return weighed_rest(page, scale), took


def weighed_rest(page: Page, scale: Scale) -> tuple[int, int, int]:
    page.wait_for_load_state("networkidle")
    return scale.bytes, scale.requests, scale.scripts


def test_ux_33_a_visitor_without_scripts(act: Acting) -> None:
    """Asks in the own words, reads the answer, its article, comes back; large letters stay."""
    page = act.window(PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("用自己的话写").fill("爸妈都出去打工谁管孩子")
    page.get_by_role("button", name="查一查").click()
    page.get_by_role("link", name="父母都要外出").first.click()
    page.wait_for_url("**/answers/who-cares/")
    page.get_by_role("banner").get_by_role("link", name="大字版").click()
    page.get_by_role("link", name="未成年人保护法第二十二条").click()
    page.wait_for_url("**/articles/22/")
    assert page.locator("html").get_attribute("data-mode") == "care"
    page.locator("a.go--plain").click()
    page.wait_for_url("**/laws/minors/#a22")
    assert page.locator("a[href='tel:110']").count() >= 2
