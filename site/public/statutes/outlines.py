"""A statute whose official text is not kept here: its name, its days, the numbers of some articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from public.statutes.model import Article, Event, Statute

DATED = re.compile(r"(\d{4}-\d\d-\d\d)\s*(.+)")
KEY = re.compile(r"(\d{1,4})(?:-(\d{1,2}))?")


def outline(name: str, dates: str, in_force: date | None, keys: Iterable[str]) -> Statute:
    found = (DATED.fullmatch(line.strip()) for line in dates.splitlines())
    events = tuple(Event(one[1], one[2]) for one in found if one and _is_day(one[1]))
    numbers = sorted((int(one[1]), int(one[2] or 0)) for key in keys if (one := KEY.fullmatch(key)))
    articles = tuple(Article(number, added, ()) for number, added in numbers)
    return Statute(name, events, (), articles, in_force.isoformat() if in_force else "")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
