"""What the page knows and says by itself: why it asks, what is known already; and no gestures."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from .acting import NEW, Acting, errors, press, state, words
from .test_drafts import PAGES, STEP

ROOT = Path(__file__).resolve().parents[2]


def test_ux_11_nothing_is_done_by_gestures_alone(act: Acting) -> None:
    """No drag, no touch or pointer handler in our own scripts; rows are moved and added by buttons."""
    scripts = [*ROOT.glob("site/portal/static/**/*.js"), *ROOT.glob("forms_catalog/static/**/*.js")]
    assert len(scripts) >= 3
    told = [
        (script.name, found)
        for script in scripts
        for found in re.findall(
            r"drag\w*|touch(?:start|move|end)|pointermove|gesture", script.read_text()
        )
    ]
    assert told == []
    page = act.person("village_officer")
    page.goto(NEW)
    expect(page.get_by_role("button", name="再加一行").first).to_be_visible()


def test_ux_17_why_it_is_asked(act: Acting) -> None:
    page = act.person("village_officer")
    for address, count in ((NEW, 2), (PAGES, 1)):
        page.goto(address)
        folds = page.locator("details", has_text="为什么问这些")
        expect(folds).to_have_count(count)
        folds.first.locator("summary").click()
        expect(folds.first).to_contain_text("民发〔2016〕42号所附")
        expect(folds.first).to_contain_text("本产品")


def test_ux_22_nothing_is_asked_twice(act: Acting) -> None:
    """What is known of the child, and what a family shares, stands there and is marked."""
    page = act.person("village_officer")
    child = act.child(page, "罗梓晨")
    page.goto(f"{PAGES}?like={child.uid}")
    assert "罗梓晨" not in state(page).values() and child.number not in page.content()
    page.locator('[name="name"]').fill("罗梓丹")
    press(page, "保存并继续")
    if errors(page):
        press(page, "先往下填")
    for _ in range(12):
        if "罗川" in state(page).values():
            break
        press(page, "保存并继续")
        if errors(page):
            press(page, "先往下填")
    assert STEP.search(page.url) and "沿用，请核对" in words(page)
    assert "10000001234" not in page.content() and "*******1234" in words(page)


def test_ux_22_a_known_child_is_not_asked_again(act: Acting) -> None:
    page = act.person("village_officer")
    child = act.child(page, "罗梓恩")
    page.goto(f"{NEW}?child={child.dossier}")
    assert state(page)["name"] == "罗梓恩" and "沿用，请核对" in words(page)
    assert child.number not in page.content()
