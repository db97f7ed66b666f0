"""A browser that fills a form page by page: it posts what its page holds, as a browser does."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from tests import people

NEW = "/ledgers/left_behind/new/pages/"
CARD = "990121201502031171"


class Controls(HTMLParser):
    """What the form of a page would post untouched: names and values, in order; and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.action = ""
        self.names: list[str] = []
        self._select = self._area = ""
        self._text = ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        at = dict(attrs)
        if tag == "form" and ("data-kept" in at or at.get("action", "").startswith("/drafts/")):
            self._inside, self.action = True, at.get("action", "")
        if not self._inside:
            return
        self.names += [at["name"]] if at.get("name") else []
        self._control(tag, at.get("name", ""), at)

    def _control(self, tag: str, name: str, at: dict[str, Any]) -> None:
        if tag == "input" and name:
            picked = at.get("type") not in ("radio", "checkbox") or "checked" in at
            if picked and at.get("type") != "file":
                self.values.setdefault(name, []).append(at.get("value", ""))
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, [""])
        elif tag == "option" and "selected" in at:
            self.values[self._select] = [at.get("value", "")]
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        self._text += data if self._area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.values[self._area] = [self._text.removeprefix("\n")]
            self._area = ""
        self._inside &= tag != "form"


class Hand:
    """A person's browser on one form: `page` is what is open, `at` its address."""

    def __init__(self, name: str = "village_officer") -> None:
        self.client = people.client(name)
        self.at, self.html, self.status = "", "", 0

    def open(self, address: str) -> Hand:
        return self._came(self.client.get(address, follow=True), address)

    @property
    def controls(self) -> Controls:
        return Controls(self.html)

    def press(self, go: str = "", files: Any = None, to: str = "", **typed: Any) -> Hand:
        """Types and presses a button; `__` in a name stands for the `-` of boxes."""
        found = self.controls
        data: dict[str, Any] = dict(found.values) | (files or {})
        data |= {name.replace("__", "-"): value for name, value in typed.items()}
        if go:
            data["go"] = go
        address = to or found.action
        return self._came(self.client.post(address, data, follow=True), address)

    def again(self) -> Hand:
        return self.open(self.at)

    def _came(self, response: Any, asked: str) -> Hand:
        chain = getattr(response, "redirect_chain", [])
        self.at = chain[-1][0] if chain else asked
        self.html, self.status = response.content.decode(), response.status_code
        return self

    @property
    def uid(self) -> str:
        return found[1] if (found := re.search(r"/drafts/([0-9a-f-]{36})/", self.html)) else ""

    def step(self, name: str) -> str:
        return f"/drafts/{self.uid}/{name}/"


def texts(**changes: Any) -> dict[str, Any]:
    """Everything that the two forms require, as their controls post it."""
    found: dict[str, Any] = {}
    for name, value in (people.dossier() | people.registration() | changes).items():
        if isinstance(value, dict):
            found[f"{name}.reason"] = value["$missing"]
        elif re.fullmatch(r"\d{4}-\d\d(-\d\d)?", str(value)):
            bits = zip("ymd", value.split("-"), strict=False)
            found |= {f"{name}-{part}": bit for part, bit in bits}
        else:
            found[name] = value
    return found


def walk(hand: Hand, **changes: Any) -> Hand:
    """From the open page to the check page, filling what each page asks.

    A page comes back when an answer makes it ask more.
    """
    filled = texts(**changes)
    while "/check/" not in hand.at:
        names = set(hand.controls.names)
        before, asked = hand.at, shown(hand)
        hand.press(**{name: value for name, value in filled.items() if name in names})
        moved = hand.at != before or shown(hand) > asked
        assert hand.status == 200 and moved, (hand.at, hand.html[:3000])
    return hand


def whole(hand: Hand, **typed: Any) -> Hand:
    """The whole form on one page, once more when the answers make it ask more."""
    asked = shown(hand)
    hand.press(**typed)
    return hand.press(**typed) if shown(hand) > asked else hand


def shown(hand: Hand) -> set[str]:
    """The questions that a page asks now."""
    return set(re.findall(r'data-q="([^"]+)"(?! hidden)', hand.html))
