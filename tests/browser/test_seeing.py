"""What every kind of page looks like on a small phone and a desk: the points A and B of the checklist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .acting import DESK, LEDGER, NEW, PHONE, Acting, House, fill, save
from .kinds import care, overflow, seen, visits

LEVELS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CARE = {"type": "rule", "values": ["color-contrast-enhanced", "target-size"]}
ALIKE = {"fill", "double", "list-full", "list-empty", "dossier", "login"}
"""Kinds of which another one shows all that they show, and more."""
DARK = {"type": "rule", "values": ["color-contrast"]}


@pytest.fixture(scope="module")
def measured(house: House, chromium: Browser) -> Iterator[dict[str, Any]]:
    """Every kind of page, visited once by a small phone: measured plain, in care mode, dark, wide."""
    act = Acting(house, chromium)
    found: dict[str, Any] = {}
    for kind, page in visits(act):
        plain = seen(page) | {"over": overflow(page, 16, 24, 32)}
        plain["axe"] = broken(page, LEVELS) if kind not in ALIKE else []
        care(page, True)
        plain["care"] = seen(page) | {"over": overflow(page, 16, 24)}
        plain["axe"] += broken(page, CARE) if kind not in ALIKE | {"edit"} else []
        care(page, False)
        page.emulate_media(color_scheme="dark")
        plain["axe"] += broken(page, DARK) if kind not in ALIKE | {"edit"} else []
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK["viewport"])
        plain["over"] |= {f"desk {size}": wide for size, wide in overflow(page, 16, 32).items()}
        page.set_viewport_size(PHONE["viewport"])
        found[kind] = plain
    yield found
    act.end()


def broken(page: Page, rules: dict[str, Any]) -> list[tuple[str, str]]:
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"][:3]]


def test_ux_01_axe(measured: dict[str, Any]) -> None:
    """WCAG 2.0 to 2.2 AA; in care mode contrast 7 to 1; dark has its own colours."""
    assert {kind: found["axe"] for kind, found in measured.items() if found["axe"]} == {}


def light(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    lit = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


def test_ux_02_borders_of_fields_are_seen(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        for edge, back in {tuple(pair) for pair in found["edges"] + found["care"]["edges"]}:
            one, two = sorted((light(edge), light(back)))
            assert (two + 0.05) / (one + 0.05) >= 3, (kind, edge, back)


def test_ux_03_text_is_large_enough(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        assert found["body"] >= 18, kind
        assert [text for text in found["texts"] if text[2] < 16] == [], kind
        running = [text for text in found["texts"] if text[0] in ("P", "DD", "LI", "LABEL")]
        assert [text for text in running if text[3] < 1.39] == [], kind


def test_ux_04_care_mode(measured: dict[str, Any], act: Acting) -> None:
    for kind, found in measured.items():
        big = found["care"]
        assert big["body"] >= 24 and {*big["columns"]} <= {1}, kind
        assert [head for head in big["heads"] if head[0] == "H1" and head[1] < 30] == [], kind
        small = [one for one in big["targets"] if min(one[2], one[3]) < 59]
        assert small == [], (kind, small[:5])
    page = act.window(java_script_enabled=False)
    page.goto("/login/")
    page.get_by_role("banner").get_by_role("link", name="大字版").click()
    page.wait_for_url("**/login/")
    assert page.locator("html").get_attribute("data-mode") == "care"
    cookie = next(c for c in page.context.cookies() if c["name"] == "mode")
    assert cookie["expires"] > 0  # kept when the browser is closed
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="标准版").click()
    expect(page.locator("html")).not_to_have_attribute("data-mode", "care")


def test_ux_05_nothing_sticks_out(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        assert found["over"] == {}, kind
        assert found["care"]["over"] == {}, kind


def test_ux_06_zoom_is_never_blocked(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        assert found["viewport"] == "width=device-width, initial-scale=1", kind


def test_ux_07_colour_is_never_alone(act: Acting) -> None:
    """Faults and states carry words; in forced colours the marks are still drawn."""
    page = act.person("village_officer", forced_colors="active")
    child = act.child(page, "罗丹晨")
    page.goto(LEDGER)
    assert all(page.locator("tbody .tag").all_inner_texts())
    page.goto(child.href)
    expect(page.locator(".tag").first).to_have_text("待审核")
    page.goto(NEW)
    save(page)
    bad = page.locator(".field--bad, .set--bad")
    assert bad.count() >= 5
    for box in bad.all():
        expect(box.locator(".error").first).to_have_text(re.compile(r"\S"))
    assert page.locator(".errs").evaluate("one => getComputedStyle(one).borderTopWidth") != "0px"


def test_ux_08_nothing_floats_and_nothing_comes_from_elsewhere(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        assert found["floating"] == [] and found["outside"] == [], kind


def test_ux_09_targets_are_large_enough(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        small = [one for one in found["targets"] if min(one[2], one[3]) < 43]
        assert small == [], (kind, small[:5])


STOP = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const name = one === document.body ? "" : [one.tagName, one.id, one.className, one.name].join(" ");
  const inside = box.top >= -1 && box.bottom <= innerHeight + 1;
  const ring = getComputedStyle(one).outlineStyle !== "none";
  return [name, [...document.querySelectorAll("*")].indexOf(one), inside || box.height > innerHeight, ring];
}"""


@pytest.mark.parametrize("address", ["/login/", "/work/", LEDGER, NEW])
def test_ux_10_by_keyboard_alone(act: Acting, address: str) -> None:
    """The skip link first, then in the order of the page, always in sight, always with a ring."""
    page = act.window(DESK) if "login" in address else act.person("village_officer", DESK)
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if not stop[0] or stop in stops:
            break
        stops.append(stop)
    assert len(stops) > 6
    assert [one for one, two in pairwise(stops) if one[1] > two[1]] == []
    assert [stop for stop in stops if not (stop[2] and stop[3])] == []
    assert any("BUTTON" in stop[0] for stop in stops)


def test_ux_12_the_right_keyboard(act: Acting, measured: dict[str, Any]) -> None:
    assert {found["numbers"] for found in measured.values()} == {0}
    page = act.person("village_officer")
    page.goto(NEW)
    for name, mode in (("birth_date-y", "numeric"), ("sibling_count", "numeric")):
        assert page.locator(f'[name="{name}"]').get_attribute("inputmode") == mode
    assert page.locator("#q-father_phone").get_attribute("type") == "tel"
    assert page.locator("#q-id_card").get_attribute("inputmode") is None  # it may end with X


OPTIONAL = {"hukou_detail", "village_group", "household", "photo", "grandparents", "sibling_count"}
OPTIONAL |= {"village_contact", "village_contact_phone"}
REQUIRED = {"name", "household_reg", "id_card", "sex", "birth_date", "ethnicity", "hukou_type"}
REQUIRED |= {"hukou_place", "residence_place", "father_name", "income_source", "migration_type"}


def test_ux_16_optional_is_said_and_nothing_is_starred(
    measured: dict[str, Any], act: Acting
) -> None:
    """At what is shown, as it is asked now."""
    assert {found["stars"] for found in measured.values()} == {0}
    page = act.person("village_officer")
    page.goto(NEW)
    fill(page, {"household_reg": "Y"})
    expect(page.locator('[data-q="hukou_detail"]')).to_be_visible()
    shown = page.locator("[data-q] .opt:visible")
    said = set(shown.evaluate_all("all => all.map((one) => one.closest('[data-q]').dataset.q)"))
    assert said >= OPTIONAL and not said & REQUIRED


def test_ux_18_labels_stay(measured: dict[str, Any]) -> None:
    for kind, found in measured.items():
        assert found["unlabelled"] == [], kind
        assert (found["placeholders"], found["disabled"]) == (0, 0), kind


def test_ux_34_no_new_windows(measured: dict[str, Any]) -> None:
    assert {kind: found["windows"] for kind, found in measured.items() if found["windows"]} == {}


def test_titles(measured: dict[str, Any]) -> None:
    titles = [found["title"] for found in measured.values()]
    assert all(re.search(r"\S - 童护$", title) for title in titles)
    assert {found["h1"] for found in measured.values()} == {1}
    assert {found["lang"] for found in measured.values()} == {"zh-CN"}
    assert PHONE["viewport"] == {"width": 320, "height": 640}
