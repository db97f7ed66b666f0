"""A table in a table, filled on a small phone and at a desk, with JavaScript and without."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .acting import DESK, PHONE, Acting, press, save, sign_in, state, words

NEW = "/ledgers/dwellings/new/"
WORKER = "worker"
HOME = "homes-0-people"
ADD = "再加一行“同住的人”"


def opened(act: Acting, js: bool = True, size: dict[str, Any] = PHONE) -> Page:
    page = act.window(size, java_script_enabled=js)
    sign_in(page, WORKER)
    page.goto(NEW)
    return page


def one_more(page: Page, js: bool, label: str, at: int = 0) -> None:
    """Presses a button under a table; without JavaScript the page comes again."""
    if js:
        page.get_by_role("button", name=label).nth(at).click()
    else:
        with page.expect_event("load"):
            page.get_by_role("button", name=label).nth(at).click()


def write(page: Page, name: str, text: str) -> None:
    page.locator(f'[name="{name}"]').fill(text)


def sideways(page: Page) -> int:
    """How far the page can be pushed to the side."""
    found: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["320", "1366"])
@pytest.mark.parametrize("js", [True, False], ids=["js", "plain"])
def test_two_deep(act: Acting, js: bool, size: dict[str, Any]) -> None:
    page = opened(act, js, size)
    write(page, "head", "罗川")
    write(page, "homes-0-town", "枫树坪镇")
    for at, (who, age) in enumerate((("罗川", "40"), ("罗安", "8"))):
        write(page, f"{HOME}-{at}-who", who)
        write(page, f"{HOME}-{at}-age", age)
    one_more(page, js, ADD)
    write(page, f"{HOME}-2-who", "罗柏")
    one_more(page, js, "再加一行“住过的地方”")
    write(page, "homes-2-town", "青禾镇")
    write(page, "homes-2-people-0-who", "罗丹")
    assert page.locator(f'[name="{HOME}-0-who"]').input_value() == "罗川"
    assert page.locator('[name="homes-2-people-0-age"]').input_value() == ""
    write(page, f"{HOME}-0-phone", "10000001234")
    assert sideways(page) == 0
    answer = save(page)
    assert answer.status == 302 and "/receipts/" in page.url, words(page)
    page.locator('main a[href^="/records/"]').first.click()
    page.wait_for_url("**/records/**")
    told = "同住的人（罗川 40，*******1234；罗安 8；罗柏），3"
    assert told in words(page) and "青禾镇 同住的人（罗丹），1" in words(page)
    assert sideways(page) == 0


def test_labels_lead_to_their_own_cells(act: Acting) -> None:
    """Of a row that was added, and of a row in it, no name and no id stands twice."""
    page = opened(act)
    one_more(page, True, ADD, 1)
    one_more(page, True, "再加一行“住过的地方”")
    one_more(page, True, ADD, 2)
    for script in (
        "() => [...document.querySelectorAll('[id]')].map(one => one.id)",
        "() => [...document.querySelectorAll('[data-q]')].map(one => one.dataset.q)",
        "() => [...document.querySelectorAll('.rows [name]:not(button)')].map(one => one.name)",
    ):
        found = page.evaluate(script)
        assert len(found) == len(set(found)), sorted(n for n in found if found.count(n) > 1)
    assert page.evaluate(
        "() => [...document.querySelectorAll('label[for]')].every(one => one.control)"
    )
    numbers = page.locator('[data-rows="homes-2-people"] > tr > th > span').all_inner_texts()
    assert numbers == ["第1行", "第2行"]
    assert (
        page.locator('[data-rows="homes"] > tr').nth(2).locator("th > span").first.inner_text()
        == "第3行"
    )


def test_the_form_lives_two_deep(act: Acting) -> None:
    """What an inner cell decides is shown at once, in its own row and above it."""
    page = opened(act)
    write(page, f"{HOME}-0-who", "罗安")
    write(page, f"{HOME}-0-age", "8")
    expect(page.locator('[data-q="homes.1.people.1.job"]')).to_be_hidden()
    write(page, f"{HOME}-0-age", "30")
    expect(page.locator('[data-q="homes.1.people.1.job"]')).to_be_visible()
    one_more(page, True, ADD)
    write(page, f"{HOME}-2-who", "罗川")
    write(page, f"{HOME}-2-age", "8")
    expect(page.locator('[data-q="homes.1.people.3.job"]')).to_be_hidden()
    expect(page.locator('[data-q="homes.1.counted"] [data-value]')).to_have_text("2")
    expect(page.locator('[data-q="all"] [data-value]')).to_have_text("2")


def test_back_brings_the_rows_again(act: Acting) -> None:
    page = opened(act)
    one_more(page, True, "再加一行“住过的地方”")
    one_more(page, True, ADD, 2)
    write(page, "homes-2-people-1-who", "罗丹")
    typed = state(page)
    page.get_by_role("link", name="回到台账").click()
    page.wait_for_url("**/ledgers/dwellings/")
    page.go_back()
    assert state(page) == typed and typed["homes-2-people-1-who"] == "罗丹"


def test_a_draft_goes_on_elsewhere(act: Acting) -> None:
    page = opened(act)
    write(page, "homes-1-people-1-who", "罗丹")
    press(page, "先存下，以后再填")
    draft = page.locator('main a[href^="/drafts/"]').first.get_attribute("href")
    page.goto(f"{draft}all/")
    expect(page.locator('[name="homes-1-people-1-who"]')).to_have_value("罗丹")
