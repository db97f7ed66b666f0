"""The form of 1,000 questions in a browser: whole and page by page, alive while it is typed into."""

from __future__ import annotations

import time

from playwright.sync_api import CDPSession, Page, expect

from .acting import DESK, PHONE, Acting, press

NEW = "/ledgers/larges/new/"
SECONDS = 10
"""For a page of 1,000 questions on a busy machine; alone it takes one."""
KEYSTROKE = 75
"""Milliseconds of work from a sign typed to everything shown anew."""
TYPED = """async ([name, text]) => {
  const box = document.getElementsByName(name)[0];
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""


def keystroke(page: Page, name: str) -> float:
    """Milliseconds that the page's thread works for one sign and its frame, the best of five.

    Its own time, so that other people's work on the machine does not count.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    taken = []
    for text in ("1", "12", "13", "14", "15"):
        before = worked(session)
        page.evaluate(TYPED, [name, text])
        taken.append(worked(session) - before)
    session.detach()
    assert min(taken) > 0
    return min(taken)


def worked(session: CDPSession) -> float:
    """Milliseconds of all that the page's thread has done: scripts, styles, layout, painting."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))


def test_the_whole_form_is_alive(act: Acting) -> None:
    page = act.person("worker", DESK)
    begun = time.perf_counter()
    page.goto(NEW)
    expect(page.locator('[data-q="t49_2"]')).to_be_hidden()
    assert time.perf_counter() - begun < SECONDS
    page.locator('[name="c0_0"][value="M"]').check()
    page.locator('[name="n0_1"]').fill("40")
    expect(page.locator('[data-q="t0_2"]')).to_be_visible()
    expect(page.locator('[data-q="r0_5"] [data-value]')).to_have_text("81")
    assert keystroke(page, "n25_1") < KEYSTROKE
    page.locator('[name="u49_7"]').fill("最后一题")
    press(page, "先存下，以后再填")
    assert page.url.endswith("/work/")
    draft = page.locator('main a[href^="/drafts/"]').first.get_attribute("href")
    page.goto(f"{draft}all/")
    expect(page.locator('[name="u49_7"]')).to_have_value("最后一题")
    expect(page.locator('[data-q="r25_5"] [data-value]')).to_have_text("31")


def test_a_page_of_it_on_a_phone(act: Acting) -> None:
    page = act.person("worker", PHONE)
    page.goto(f"{NEW}pages/")
    page.locator('[name="c0_0"][value="M"]').check()
    page.locator('[name="n0_1"]').fill("40")
    expect(page.locator('[data-q="t0_2"]')).to_be_visible()
    assert keystroke(page, "n0_1") < KEYSTROKE
    assert press(page, "保存并继续").status == 302
    expect(page.get_by_text("第1部分", exact=False).first).to_be_visible()
