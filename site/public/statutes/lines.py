"""A pasted text as clean lines: signs of other programs gone, each line told for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from public.statutes.numerals import SIGNS, number

NUMERAL = rf"[{SIGNS}]+|\d{{1,4}}"
HEADING = re.compile(
    rf"第\s*({NUMERAL})\s*(编|分编|章|节)(?:\s+(.*)|$|(?=[^的、，和规]{{1,20}}$)(.*))"
)
ARTICLE = re.compile(rf"第\s*({NUMERAL})\s*条(?:之({NUMERAL}))?(\s*)(.*)")
ITEM = re.compile(rf"[（(]\s*({NUMERAL})\s*[）)]\s*(.*)")
POINT = re.compile(r"\d{1,2}[.．、]\s*\S|[①-⑳]")
GOES_ON = re.compile(r"第|[的、，,；和至及或规]")
HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
NOISE = re.compile(r"<!--.*?-->", re.S)
UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b-\x1f]")
MARKDOWN = re.compile(r"^#{1,6}\s*|\*\*|^>\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something: its number in the file, what kind it is, what it bears."""

    at: int
    kind: str
    text: str
    number: int = 0
    added: int = 0
    unit: str = ""
    marked: bool = False
    raw: str = ""


def lines(text: str) -> Iterator[Line]:
    """Every line that is not blank; `marked` says that it cannot be meant otherwise."""
    plain = NOISE.sub(lambda found: "\n" * found[0].count("\n"), text)
    for at, raw in enumerate(re.split(r"\r\n|[\n\r\u2028\u2029\v\f]", plain), 1):
        line = " ".join(MARKDOWN.sub("", UNSEEN.sub("", raw).strip()).split())
        if line:
            yield _told(at, line)


def _told(at: int, line: str) -> Line:
    for tell in (_heading, _article, _item):
        if found := tell(at, line):
            return found
    return Line(at, "point" if POINT.match(line) else "text", line)


def _heading(at: int, line: str) -> Line | None:
    found = HEADING.fullmatch(line)
    if not found:
        return None
    title = HAN_GAP.sub("", found[3] or found[4] or "")
    return Line(at, "heading", title, number(found[1]), unit=found[2])


def _article(at: int, line: str) -> Line | None:
    found = ARTICLE.fullmatch(line)
    if not found:
        return None
    added = number(found[2]) if found[2] else 0
    sure = bool(found[3]) or not found[4] or not GOES_ON.match(found[4])
    return Line(at, "article", found[4], number(found[1]), added, marked=sure, raw=line)


def _item(at: int, line: str) -> Line | None:
    found = ITEM.fullmatch(line)
    return Line(at, "item", found[2], number(found[1])) if found else None
