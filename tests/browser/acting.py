"""Who acts and how: people with a browser each, quick registrations, filling as a hand does it."""

from __future__ import annotations

import re
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from .hands import Hands

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1366, "height": 768}}
PATIENCE = 30_000
"""Milliseconds until a page that does not come is a fault: machines are busy while tests run."""
expect.set_options(timeout=PATIENCE)
LEDGER = "/ledgers/left_behind/"
NEW = f"{LEDGER}new/"
VILLAGE = "河湾村"
KEY = re.compile(r'name="key" value="(\w+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
RECORD = re.compile(r"/records/([0-9a-f-]{36})/")
MARKS = ("csrfmiddlewaretoken", "key", "more", "unseen", "base")
MORE = "这一页又多了要填的"
"""What a page says that comes back because the answers make it ask more."""
DEAD = "() => matchMedia('(scripting: none)').matches"


@dataclass
class House:
    """The running server, its folder, and what was made in it."""

    url: str
    var: Path
    facts: dict[str, Any]
    hands: Hands
    states: dict[str, Any] = field(default_factory=dict)

    def wait(self, server: subprocess.Popen[bytes]) -> None:
        """Until it answers; its log is shown when it never does."""
        until = time.monotonic() + 120
        while time.monotonic() < until and server.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/login/", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)  # a process tells nobody that it listens
        raise RuntimeError((self.var / "log").read_text())

    def number(self) -> str:
        """An identity number that nobody here has; all are girls."""
        return self.facts["numbers"].pop(0)

    def place(self, name: str) -> str:
        return self.facts["places"][name]


@dataclass(frozen=True)
class Child:
    """A registration that stands, with its dossier."""

    name: str
    number: str
    dossier: str
    uid: str

    @property
    def href(self) -> str:
        return f"/records/{self.uid}/"

    @property
    def dossier_href(self) -> str:
        return f"/records/{self.dossier}/"


class Acting:
    """Opens a browser window for a person and closes all at the end, with what they complained of."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house = house
        self.browser = browser
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def window(self, size: dict[str, Any] = PHONE, **options: Any) -> Page:
        """Of a visitor who has not signed in."""
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | size | options
        context = self.browser.new_context(base_url=self.house.url, **options)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        return page

    def person(self, name: str, size: dict[str, Any] = PHONE, **options: Any) -> Page:
        """One of the five, signed in."""
        if name == "citizen":
            return self.window(size, **options)
        if name not in self.house.states:
            page = self.window(size)
            sign_in(page, name)
            self.house.states[name] = page.context.storage_state()
        return self.window(size, storage_state=self.house.states[name], **options)

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def end(self) -> None:
        for context in self._contexts:
            context.close()
        assert self.complaints == [], self.complaints

    def child(self, page: Page, name: str = "罗安", **changes: Any) -> Child:
        """Registered over the same door, without drawing the page."""
        number = changes.pop("id_card", None) or self.house.number()
        posted = answers(self.house, name=name, id_card=number) | changes
        posted["name.why"] = "同一天生的另一个孩子"  # many of the tests' children are alike
        response = post(page, NEW, posted)
        found = list(dict.fromkeys(RECORD.findall(response.text())))
        assert "/receipts/" in response.url, response.text()
        return Child(name, number, found[0], found[1])


def sign_in(page: Page, name: str) -> None:
    if "/login/" not in page.url:
        page.goto("/login/")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(f"pass of {name}")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/work/")


def post(page: Page, href: str, posted: dict[str, Any], **more: Any) -> Any:
    """What the form at `href` sends, with the person's own cookies."""
    request = page.context.request
    html = request.get(href).text()
    key = KEY.search(html)
    marks = {"csrfmiddlewaretoken": TOKEN.search(html)[1], "key": key[1] if key else ""}
    versions = dict(re.findall(r'name="(version-\w*)" value="(\w+)"', html))
    return request.post(href, form=marks | versions | posted, **more)


def answers(house: House, **changes: Any) -> dict[str, str]:
    """All that is required, as the controls post it, in the order in which it is asked.

    The birth date goes with the number.
    """
    day = (changes.get("id_card") or "")[6:14] or "20150203"
    village = house.place(VILLAGE)
    return {
        "name": "罗安",
        "household_reg": "Y",
        "id_card": "",
        "sex": "2",
        "birth_date-y": day[:4],
        "birth_date-m": day[4:6],
        "birth_date-d": day[6:],
        "ethnicity": "01",
        "hukou_type": "RURAL",
        "hukou_place": village,
        "residence_place": village,
        "residence_detail": "3组12号",
        "lives_with_parents": "no",
        "health_status": "H",
        "school_status": "PS",
        "school": "school1",
        "grade": "P6",
        "boarding": "no",
        "father_name": "罗川",
        "father_phone": "10000001234",
        "mother_name.reason": "unknown",
        "income_source": "WORK",
        "caregiver_name": "罗柏",
        "caregiver_relation": "61",
        "caregiver_phone": "10000005678",
        "aid_enjoyed": "NONE",
        "fill_date-y": "2024",
        "fill_date-m": "3",
        "fill_date-d": "5",
        "migration_type": "BOTH",
        "father_work_place": "广东省东莞市",
        "father_work_level": "3",
        "father_leave_date-y": "2023",
        "father_leave_date-m": "2",
        "mother_work_place.reason": "unknown",
        "mother_work_level": "9",
        "mother_leave_date.reason": "unknown",
        "has_entrusted": "yes",
        "entrusted_name": "罗柏",
        "entrusted_birth-y": "1956",
        "entrusted_birth-m": "3",
        "entrusted_birth-d": "2",
        "entrusted_id.reason": "unknown",
        "entrusted_phone": "10000005678",
        "entrusted_relation": "61",
        "entrusted_addr": "河湾村3组12号",
        "guardian_actual": "GP",
        "guardian_type": "5",
        "guardian_quality": "GOOD",
        "signer_fill": "paper",
        "signer_head": "paper",
        "signer_guardian": "paper",
        "guardian_confirm_mode": "SIGN",
    } | {name: str(value) for name, value in changes.items()}


def fill(page: Page, posted: dict[str, str]) -> None:
    """Into the controls of the open page, by the names under which they post."""
    for name, value in posted.items():
        box = page.locator(f'[name="{name}"]')
        kind = box.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            pick = page.locator(f'[name="{name}"][value="{value}"]')
            open_fold(pick)
            pick.check()
        elif kind.startswith("select"):
            box.select_option(value)
        else:
            open_fold(box)
            box.fill(value)


def put(page: Page, posted: dict[str, str]) -> None:
    """The same without the hand: for what a test only needs to be there.

    Twice, where a page lives: options come with the answer that they hang on.
    """
    for _ in range(2 if lives(page) else 1):
        page.evaluate(
            """posted => {
              for (const [name, value] of Object.entries(posted))
                for (const box of document.getElementsByName(name))
                  if (/radio|checkbox/.test(box.type)) { if (box.value === value) box.checked = true; }
                  else box.value = value;
              document.querySelector("main").dispatchEvent(new Event("change", { bubbles: true }));
            }""",
            posted,
        )
    assert {name: value for name, value in posted.items() if value}.items() <= state(page).items()


def put_asked(page: Page, posted: dict[str, str]) -> None:
    """As much of it as the open page asks, and what the page asks because of that."""
    for _ in range(3 if lives(page) else 1):
        there = asked(page)
        put(page, {name: value for name, value in posted.items() if name in there})
        if asked(page) == there:
            return


def lives(page: Page) -> bool:
    """Whether scripts show and hide on it; waits until they do."""
    if not page.locator("#logic-page").count() or page.evaluate(DEAD):
        return False
    page.wait_for_selector("[data-news]", state="attached")
    return True


def asked(page: Page) -> set[str]:
    """The names of the controls that a person sees on the open page, folds opened."""
    script = "all => all.filter(one => !one.closest('[hidden]')).map(one => one.name)"
    return set(page.eval_on_selector_all("form[enctype] [name]", script))


def complete(page: Page, posted: dict[str, str], button: str = "保存") -> Response:
    """Fills what the page asks and presses the button.

    Without scripts the page comes back as long as what was just filled makes it ask more.
    """
    posted = {name: value for name, value in posted.items() if value}
    if lives(page):
        fill(page, posted)
        return press(page, button)
    filled: set[str] = set()
    while True:
        fresh = {name for name in posted if name in asked(page)} - filled
        fill(page, {name: posted[name] for name in posted if name in fresh})
        filled |= fresh
        response = press(page, button)
        if not (fresh and page.locator("main", has_text=MORE).count()):
            return response
        assert response.status == 200


def open_fold(box: Any) -> None:
    """A person opens what is folded before writing into it."""
    box.evaluate("one => { const fold = one.closest('details'); if (fold) fold.open = true; }")


def state(page: Page) -> dict[str, str]:
    """Everything that the form of the page would post, without its marks."""
    pairs = page.evaluate(
        "() => [...new FormData(document.querySelector('form[enctype]'))]"
        ".filter(([, v]) => typeof v === 'string')"
    )
    return {n: v for n, v in pairs if v and n not in MARKS}


def sealed(page: Page) -> set[str]:
    """The names that the browser may keep nowhere."""
    script = "boxes => boxes.map(box => box.name)"
    return set(page.eval_on_selector_all("[data-sealed] [name]", script))


def kept(page: Page, typed: dict[str, str]) -> dict[str, str]:
    """What of it is there again after Back: all but what is sealed on the server."""
    secret = sealed(page)
    assert secret & set(typed) and not secret & set(state(page))
    return {name: value for name, value in typed.items() if name not in secret}


def save(page: Page) -> Response:
    """Presses 保存 and waits for the answer's page; gives the answer to the POST."""
    return press(page, "保存")


def press(page: Page, label: str) -> Response:
    """Presses a button that posts, and waits for the page that comes of it."""
    with page.expect_event("load"), page.expect_response(_posted) as sent:
        page.get_by_role("button", name=label, exact=True).click()
    return sent.value


def does(page: Page, label: str) -> Response:
    """Takes an action that asks something first, with nothing to say to it."""
    page.get_by_role("link", name=label, exact=True).click()
    page.wait_for_url("**/act/**")
    return press(page, label)


def _posted(answer: Response) -> bool:
    """What a person sent, not what the page keeps by itself."""
    return answer.request.method == "POST" and not answer.url.endswith("/save/")


def words(page: Page) -> str:
    return page.locator("main").inner_text()


def errors(page: Page) -> list[str]:
    return page.locator(".errs a, .errs p").all_inner_texts()
