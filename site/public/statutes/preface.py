"""What stands above the first article: the name, the note of dates; and when the text is in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from public.statutes.model import Article, Event

DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
IN_FORCE = re.compile(
    r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*起\s*(?:施行|实施|生效)"
)
AT_ONCE = re.compile(r"自(?:公布|发布)之日起(?:施行|实施|生效)")
SPACED = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def read(lines: Sequence[str]) -> tuple[str, tuple[Event, ...]]:
    """The name (two lines for a book of a code) and every dated line, split where a day begins."""
    names: list[str] = []
    events: list[Event] = []
    for line in lines:
        if DAY.search(line):
            events += _events(line)
        elif not events and not _aside(line) and len(names) < 2:
            names.append(SPACED.sub("", line))
    return " ".join(names), tuple(events)


def _aside(line: str) -> bool:
    return line.startswith(("（", "(")) or "".join(line.split()) in ("目录", "目次")


def _events(line: str) -> list[Event]:
    starts = [found.start() for found in DAY.finditer(line) if not _inside(line, found.start())]
    bits = (line[a:b] for a, b in zip(starts, [*starts[1:], len(line)], strict=True))
    return [event for bit in bits if (event := _event(bit))]


def _inside(line: str, at: int) -> bool:
    """Whether a day stands within the name of another document."""
    return line.count("《", 0, at) > line.count("》", 0, at)


def _event(bit: str) -> Event | None:
    found = DAY.match(bit)
    day = _day(found) if found else ""
    words = bit[found.end() :].strip(" ，,；;、）)") if found else ""
    return Event(day, words) if day else None


def _day(found: re.Match[str]) -> str:
    try:
        return date(*(int(bit) for bit in found.groups())).isoformat()
    except ValueError:
        return ""


def effective(head: Sequence[str], articles: Sequence[Article], events: Sequence[Event]) -> str:
    """The day the text says it came into force, in its head or its last articles; '' when unsaid."""
    for event in events:
        if event.begins:
            return event.day
    for text in (*head, *(article.text for article in reversed(articles[-3:]))):
        if found := IN_FORCE.search(text):
            return _day(found)
        if AT_ONCE.search(text) and events:
            return max(event.day for event in events)
    return ""
