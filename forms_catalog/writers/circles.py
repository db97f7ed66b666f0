"""Duties that wait for one another: JavaRosa refuses a form in which `required` closes a circle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_NAME = re.compile(r"\$\{([^{}]+)\}")
_SETTLING = ("relevant", "calculation", "read_only", "choice_filter", "repeat_count", "default")
Row = Mapping[str, str]


def closing(rows: Iterable[Row]) -> Iterator[str]:
    """The names of questions whose `required` must go, first come, first kept."""
    rows = list(rows)
    needs = _needs(rows)
    for row in rows:
        name = row.get("name", "")
        asked = set(_NAME.findall(row.get("required", "")))
        if name and any(_reaches(other, name, needs) for other in asked):
            yield name
        elif name:
            needs[name] |= asked


def _needs(rows: list[Row]) -> dict[str, set[str]]:
    """Name -> what settles it: its own conditions and those of the groups around it."""
    needs: dict[str, set[str]] = {}
    around: list[str] = []
    for row in rows:
        kind, name = row["type"], row.get("name", "")
        if kind.startswith("end_"):
            around.pop()
            continue
        texts = (row.get(column, "") for column in _SETTLING)
        needs[name] = {found for text in texts for found in _NAME.findall(text)} | set(around[-1:])
        if kind.startswith("begin_"):
            around.append(name)
    return needs


def _reaches(start: str, goal: str, needs: Mapping[str, set[str]]) -> bool:
    """Whether `start` waits for `goal`."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting += needs.get(name, ())
    return False
