"""Every kind of page a person may meet, and what can be measured on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from .acting import LEDGER, NEW, PHONE, Acting, Child, answers, press, put, save

Way = Callable[[Page, Child], Any]


def _login_wrong(page: Page, child: Child) -> None:
    page.goto("/login/")
    press(page, "登录")


def _errors(page: Page, child: Child) -> None:
    page.goto(NEW)
    page.locator("#q-id_card").fill("9901212013")
    page.locator("#q-grandparents-1-gp_phone").fill("12")
    save(page)


def _double(page: Page, child: Child) -> None:
    page.goto(NEW)
    page.locator("#q-id_card").fill(child.number)
    save(page)


def _nothing(page: Page, child: Child) -> None:
    page.goto(LEDGER)
    page.locator("#q").fill("查无此人")
    press(page, "查找")


def _forbidden(page: Page, child: Child) -> None:
    page.goto("/work/")
    token = page.locator("[name=csrfmiddlewaretoken]")
    token.evaluate("one => { one.value = 'x'.repeat(64); }")
    press(page, "退出")


def at(address: str) -> Way:
    return lambda page, child: page.goto(address.format(child=child))


VISITOR: dict[str, Way] = {
    "home": at("/"),
    "login": at("/login/"),
    "login-wrong": _login_wrong,
    "not-found": at("/nowhere/"),
}
STAFF: dict[str, Way] = {
    "work": at("/work/"),
    "list": at(LEDGER),
    "list-empty": _nothing,
    "fill": at(NEW),
    "errors": _errors,
    "double": _double,
    "record": at("{child.href}"),
    "dossier": at("{child.dossier_href}"),
    "edit": at("{child.dossier_href}edit/"),
    "forbidden": _forbidden,
}


def visits(act: Acting, size: dict[str, Any] = PHONE, **options: Any) -> Any:
    """(kind, page standing on it), one window for visitors and one for the officer."""
    officer = act.person("village_officer", size, **options)
    child = act.child(officer, "罗丹安")
    visitor = act.window(size, **options)
    for kind, way in VISITOR.items():
        way(visitor, child)
        yield kind, visitor
    for kind, way in STAFF.items():
        way(officer, child)
        yield kind, officer
    officer.goto(NEW)
    put(officer, answers(act.house, name="罗丹柏", id_card=act.house.number()))
    save(officer)
    yield "receipt", officer
    office = act.person("county_admin", size, **options)
    office.goto(LEDGER)
    yield "list-full", office
    ring = act.house.var / "keyring.json"
    ring.rename(ring.with_suffix(".away"))
    try:
        officer.goto(child.dossier_href)
        yield "keys-missing", officer
    finally:
        ring.with_suffix(".away").rename(ring)


SEEN = """() => {
  const shown = (one) => { const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && !one.closest("[hidden], .skip, .hide, svg"); };
  const texts = [], boxes = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(shown);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) { const one = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && shown(one) && !["OPTION", "SCRIPT"].includes(one.tagName)) {
      const style = getComputedStyle(one);
      texts.push([one.tagName, one.className, parseFloat(style.fontSize), parseFloat(style.lineHeight) / parseFloat(style.fontSize), walker.currentNode.data.trim().slice(0, 20)]); } }
  const inline = (one) => one.tagName === "A" && one.closest("p, .prose") && !one.closest("p > b:only-child");
  const targets = boxes.filter((one) => !inline(one)).map((one) => { const row = /radio|checkbox|file/.test(one.type) ? one.closest("label") || one : one, box = row.getBoundingClientRect();
    return [one.tagName, one.className || one.name || one.type, Math.round(box.width), Math.round(box.height), Math.round(box.left), Math.round(box.top)]; });
  const labelled = (one) => one.labels?.length || one.ariaLabel || one.getAttribute("aria-labelledby");
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    texts, targets,
    body: parseFloat(getComputedStyle(document.body).fontSize),
    columns: all("main .fields, main .cols").map((one) => getComputedStyle(one).gridTemplateColumns.split(" ").length),
    heads: all("h1, h2").filter(shown).map((one) => [one.tagName, parseFloat(getComputedStyle(one).fontSize)]),
    lang: document.documentElement.lang, title: document.title, h1: all("h1").length,
    viewport: document.querySelector("meta[name=viewport]").content,
    floating: all("body *").filter((one) => getComputedStyle(one).position === "fixed").map((one) => one.className),
    unlabelled: boxes.filter((one) => one.matches("input, select, textarea") && !labelled(one)).map((one) => one.name),
    placeholders: all("[placeholder]").length, disabled: all("button[disabled], input[disabled], fieldset[disabled]").length,
    numbers: all("input[type=number], [maxlength]").length,
    windows: all("[target]").length,
    outside: all("[src], [href], [action]").map((one) => one.getAttribute("src") || one.getAttribute("href") || one.getAttribute("action")).filter((one) => /^(https?:)?\\/\\//.test(one)),
    edges: all("input.in, select.in, textarea.in, .choice").filter(shown).map((one) => { const style = getComputedStyle(one); return [style.borderTopColor, style.backgroundColor]; }),
    stars: all("label, legend").filter((one) => one.textContent.includes("*")).length,
    optional: all(".opt").filter(shown).length,
  };
}"""

WIDE = """(size) => { document.documentElement.style.fontSize = size + "px";
  const over = document.documentElement.scrollWidth - innerWidth;
  const wide = over > 0 ? [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 6).map((one) => one.tagName + "." + one.className) : [];
  document.documentElement.style.fontSize = ""; return [over, wide]; }"""


def seen(page: Page) -> dict[str, Any]:
    return page.evaluate(SEEN)


def overflow(page: Page, *sizes: int) -> dict[int, Any]:
    """Root text size -> what sticks out sideways, '{}' when nothing does."""
    found = {size: page.evaluate(WIDE, size) for size in sizes}
    return {size: wide for size, (over, wide) in found.items() if over > 0}


def care(page: Page, on: bool) -> None:
    """As the server writes it into the page for those who chose 大字版."""
    page.evaluate(
        "on => on ? document.documentElement.dataset.mode = 'care'"
        " : delete document.documentElement.dataset.mode",
        on,
    )
