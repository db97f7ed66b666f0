"""Every kind of page a person may meet, and what can be measured on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from .acting import LEDGER, NEW, PHONE, Acting, Child, answers, fill, press, put, save

PAGES = f"{NEW}pages/"

Way = Callable[[Page, Child], Any]


def _login_wrong(page: Page, child: Child) -> None:
    page.goto("/login/")
    press(page, "登录")


def _errors(page: Page, child: Child) -> None:
    page.goto(NEW)
    fill(page, {"household_reg": "Y", "id_card": "9901212013"})
    page.locator("#q-grandparents-1-gp_phone").fill("12")
    save(page)


def _step_errors(page: Page, child: Child) -> None:
    """One page of the form with mistakes on it; its draft is what the kinds after it show."""
    page.goto(PAGES)
    page.locator('[name="name"]').fill("罗丹谷")
    fill(page, {"household_reg": "Y", "id_card": "990121"})
    press(page, "保存并继续")


def _step_on(page: Page, child: Child) -> None:
    press(page, "先往下填")


def _beside(what: str) -> Way:
    """Another page of the draft that the window stands on."""
    return lambda page, child: page.goto("/".join(page.url.split("/")[:5]) + f"/{what}")


def _double(page: Page, child: Child) -> None:
    page.goto(NEW)
    fill(page, {"household_reg": "Y", "id_card": child.number})
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
    "outside": at("/help/"),
    "reply": at("/reply/"),
}
STAFF: dict[str, Way] = {
    "work": at("/work/"),
    "list": at(LEDGER),
    "list-empty": _nothing,
    "tasks": at(f"{LEDGER}tasks/"),
    "fill": at(NEW),
    "errors": _errors,
    "step": at(PAGES),
    "step-errors": _step_errors,
    "step-on": _step_on,
    "check": _beside("check/"),
    "draft-all": _beside("all/"),
    "draft-delete": _beside("delete/"),
    "work-begun": at("/work/"),
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


SEEN = Path(__file__).with_name("seen.js").read_text()
WIDE = """(size) => {
  document.documentElement.style.fontSize = size + "px";
  const over = document.documentElement.scrollWidth > innerWidth;
  const sticks = (one) => one.getBoundingClientRect().right > innerWidth + 1;
  const wide = over ? [...document.querySelectorAll("body *")].filter(sticks).slice(0, 6) : [];
  document.documentElement.style.fontSize = "";
  return wide.map((one) => one.tagName + "." + one.className);
}"""


def seen(page: Page) -> dict[str, Any]:
    return page.evaluate(SEEN)


def overflow(page: Page, *sizes: int) -> dict[int, Any]:
    """Root text size -> what sticks out sideways."""
    found = {size: page.evaluate(WIDE, size) for size in sizes}
    return {size: wide for size, wide in found.items() if wide}


def care(page: Page, on: bool) -> None:
    """As the server writes it into the page for those who chose 大字版."""
    page.evaluate(
        "on => on ? document.documentElement.dataset.mode = 'care'"
        " : delete document.documentElement.dataset.mode",
        on,
    )
