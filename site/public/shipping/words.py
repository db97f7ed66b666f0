"""The short forms in which a pack writes the parts of a page, as the raw values a page keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

type Raw = dict[str, Any]

BOLD = re.compile(r"\*\*(.+?)\*\*")


def rich(words: Any) -> str:
    """Paragraphs of plain text, **bold** where it matters; a list in a list becomes an enumeration."""
    if isinstance(words, list):
        return "".join(_listed(one) if isinstance(one, list) else rich(one) for one in words)
    return f"<p>{line(words)}</p>"


def line(words: Any) -> str:
    return BOLD.sub(r"<b>\1</b>", escape(str(words), quote=False))


def _listed(words: list[Any]) -> str:
    return "<ul>" + "".join(f"<li>{line(one)}</li>" for one in words) + "</ul>"


def pairs(words: Raw, first: str, second: str) -> list[Raw]:
    return [{first: str(one), second: str(other)} for one, other in words.items()]


def calls(words: Raw) -> list[Raw]:
    """`"110": what for` or `"110": [what for, when somebody answers]`."""
    found = []
    for number, said in words.items():
        what, hours = said if isinstance(said, list) else (said, "")
        found.append({"number": str(number), "words": what, "hours": hours})
    return found


def cite(words: str) -> Raw:
    """`minors/22`: article 22 of the page laws/minors."""
    law, _, article = words.rpartition("/")
    return {"law": f"@laws/{law}", "article": article}


def door(words: Raw) -> Raw:
    plain: Raw = {"icon": "", "label": "", "hint": "", "page": None, "address": ""}
    return plain | {name: str(value) for name, value in words.items()}


PARTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "h": ("heading", str),
    "p": ("paragraph", rich),
    "steps": ("steps", lambda words: [rich(one) for one in words]),
    "warn": ("warning", lambda words: words),
    "facts": ("facts", lambda words: pairs(words, "label", "words")),
    "phones": ("phones", lambda words: pairs(words, "number", "words")),
    "pages": ("pages", lambda words: [f"@{one}" for one in words]),
    "articles": ("articles", lambda words: [cite(one) for one in words]),
    "doors": ("doors", lambda words: [door(one) for one in words]),
}


def body(parts: list[Raw]) -> list[Raw]:
    found = []
    for part in parts:
        ((name, words),) = part.items()
        kind, made = PARTS[name]
        found.append({"type": kind, "value": made(words)})
    return found


def notes(words: dict[Any, list[Any]]) -> list[Raw]:
    """`"22": [heading, words]` or with a third, the page that says how it is done."""
    found = []
    for article, (heading, said, *page) in words.items():
        value = {"article": str(article), "heading": heading, "words": rich(said)}
        value["page"] = f"@{page[0]}" if page else None
        found.append({"type": "note", "value": value})
    return found


def basis(words: list[str]) -> list[Raw]:
    """Articles as `minors/22`, anything else in words."""
    cited = re.compile(r"[a-z-]+/[\d-]+")
    return [
        {"type": "basis", "value": cite(one)}
        if cited.fullmatch(one)
        else {"type": "words", "value": one}
        for one in words
    ]


def board(words: Raw) -> list[Raw]:
    return [
        {"type": "calls", "value": {"heading": heading, "calls": calls(numbers)}}
        for heading, numbers in words.items()
    ]


def phones(words: Raw) -> list[Raw]:
    return [{"type": "phone", "value": one} for one in pairs(words, "number", "words")]


def lines(words: list[str]) -> str:
    return "\n".join(map(str, words))


FIELDS: dict[str, Callable[[Any], Any]] = {
    "body": body,
    "notes": notes,
    "basis": basis,
    "board": board,
    "phones": phones,
    "asked_as": lines,
    "bring": lines,
    "dates": lines,
}
"""Fields with a short form; every other value goes to the page as it stands."""
