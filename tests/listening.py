"""What a person reads or hears on a page, and whether it is all in their language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any


class Visible(HTMLParser):
    """What a person reads or hears on a page: text, title, alternative texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.title = self.lang = ""
        self.heads = 0
        self._inside: list[str] = []
        self._foreign = ""  # the tag around what belongs to no language: an account, a key
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        values = dict(attrs)
        self.heads += tag == "h1"
        self.lang = values.get("lang", self.lang) if tag == "html" else self.lang
        self.said += [
            values[k] for k in ("aria-label", "title", "alt", "data-narrow") if k in values
        ]
        if tag in ("script", "style", "title"):
            self._inside.append(tag)
        if values.get("translate") == "no":
            self._foreign = tag

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag == self._foreign:
            self._foreign = ""

    def handle_data(self, data: str) -> None:
        if "title" in self._inside:
            self.title += data
        if not self._foreign and not {"script", "style"} & {*self._inside}:
            self.said.append(data)


def english(html: str) -> list[str]:
    """Latin words but for record numbers, paper sizes, Excel, its columns and files, and an X."""
    text = " ".join(Visible(html).said)
    text = re.sub(r"(?<![A-Za-z])[A-Z]{1,3}列|\.(?:xlsx?|csv)\b", "", text)
    text = re.sub(r"(?<!\w)[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z](?!\w)", "", text, flags=re.A)
    return [word for word in re.findall(r"[A-Za-z]+\d*", text) if word not in ("X", "A4", "Excel")]
