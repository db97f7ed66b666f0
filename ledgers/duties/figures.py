"""Done, late, never: rounds by the place below and the quarter in which they were due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr

from forms_catalog.ports import ports
from people.paths import WIDTH

from ..clock import today
from ..models import Duty
from ..periods.spans import Span, span_of
from ..scope import merged, reach
from .rounds import DONE, LATE, MISSED, OPEN

HEADS = ("按时做了", "晚了才做", "没有做", "还没到期")
OVER = [DONE, LATE, MISSED]
DASH = "—"
SHOWN = 6
"""Quarters to choose from."""
type Line = tuple[str, list[int]]


@dataclass(slots=True)
class Figures:
    """A table that the writer of workbooks takes: its sums are what was to be done at all."""

    title: str
    corner: str
    lines: list[Line]
    sums: list[int]
    heads: tuple[str, ...] = HEADS

    def number(self, value: Any) -> int:
        return int(value)


def quarters() -> list[Span]:
    """This one and those before."""
    found = [span_of("quarter", today())]
    while len(found) < SHOWN:
        found.append(found[-1].previous)
    return found


def figures(user: Any, span: Span) -> Figures:
    """By the places below the person's own; what was taken away before its time does not count."""
    paths = reach(user).paths.values()
    roots = merged(path for found in paths for path in found)
    size = min((len(root) for root in roots), default=0) + WIDTH
    day = today()
    rows = Duty.objects.visible_to(user).filter(due__gte=span.start, due__lte=span.end)
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(HEADS))
    for kept in (rows.filter(state=OPEN), rows.filter(state__in=OVER)):
        grouped = kept.order_by().annotate(below=Substr("place_path", 1, size))
        counted = grouped.values_list("below", "state", "due").annotate(n=Count("*"))
        for below, state, due, count in counted:
            found[below][_column(state, due, day)] += count
    lines = [(_name(path), [*row, sum(row)]) for path, row in sorted(found.items())]
    sums = [sum(row[n] for _, row in lines) for n in range(len(HEADS) + 1)]
    return Figures(f"{span.label}做得怎样", "地方", lines, sums)


def _column(state: str, due: dt.date, day: dt.date) -> int:
    if state == OPEN:
        return 2 if due < day else 3
    return {DONE: 0, LATE: 1, MISSED: 2}[state]


def _name(path: str) -> str:
    place = ports.places.place(path)
    return place.name if place else path


def rate(row: list[int]) -> str:
    """On time among those whose time has come, cut off; a dash for none."""
    over = sum(row[:3])
    return f"{row[0] * 1000 // over / 10:g}%" if over else DASH
