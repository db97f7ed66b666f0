"""What a person reads on a page of the admin: words, labels and hints, without code and drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

SILENT = ("script", "style", "svg", "code", "kbd", "option")
SAID = ("title", "aria-label", "placeholder", "alt", "data-w-tooltip-content-value")
VOID = ("img", "input", "br", "hr", "link", "meta", "use", "path", "col", "source")
BRANDS = {"Wagtail", "PDF", "YAML", "Excel", "JSON", "CSV", "URL", "ID", "Word", "JavaScript"}


class _Reader(HTMLParser):
    """Collects texts and labels; the side bar comes as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside: list[str] = []
        self.props = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.words += [given[name] or "" for name in SAID if name in given]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.words.append(given.get("value") or "")
        if tag not in VOID:
            self.inside.append(tag)
        self.props = tag == "script" and given.get("id") == "wagtail-sidebar-props"

    def handle_endtag(self, tag: str) -> None:
        self.props = False
        while tag in self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.props:
            self.words += _labels(json.loads(data))
        elif not set(SILENT) & set(self.inside):
            self.words.append(data)


def _labels(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (str(value[key]) for key in ("label", "placeholder") if key in value)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _labels(item)


def english(page: str) -> set[str]:
    """The English words a person would read there."""
    reader = _Reader()
    reader.feed(page)
    text = re.sub(r"\(\(.*?\)\)", "", " ".join(reader.words))
    return set(re.findall(r"[A-Za-z]{2,}", text)) - BRANDS
