"""Loads the place tree from a CSV file; loading the same file again changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from people.loading.place_checks import Known, Node, check
from people.loading.table import read
from people.models import Place, PlaceName
from people.models.stamp import touch
from people.paths import child, last_number, parent_of
from people.tree import rename

WORDS = {
    "level": "级别",
    "code": "区划代码",
    "name": "名称",
    "parent_code": "上级代码",
    "kind": "类型",
}


@dataclass(slots=True)
class PlacesLoaded:
    """What a load did, by counts."""

    added: int = 0
    renamed: int = 0
    same: int = 0
    ended: int = 0

    def __str__(self) -> str:
        if not self.added and not self.renamed:
            return f"没有变化：{self.same + self.ended}个地方都已在册"
        words = f"新增{self.added}个地方，改名{self.renamed}个，未变{self.same}个"
        return words + (f"，已撤并而未动{self.ended}个" if self.ended else "")


@dataclass(slots=True)
class _Numbers:
    """The next free number below each parent."""

    last: Counter[str] = field(default_factory=Counter)

    def next_path(self, parent: str) -> str:
        self.last[parent] += 1
        return child(parent, self.last[parent])


def load_places(data: bytes, file: str = "", today: date | None = None) -> PlacesLoaded:
    """Plants new places, renames changed ones from today; raises Refused with every problem."""
    table = read(data, file, WORDS, ("level", "code", "name", "parent_code"))
    today = today or timezone.localdate()
    with transaction.atomic():
        touch()
        known = Known.from_places(Place.objects.all())
        nodes = check(table, known)
        table.refuse()
        return _write(nodes, known, today)


def _write(nodes: list[Node], known: Known, today: date) -> PlacesLoaded:
    done = PlacesLoaded()
    for node in nodes:
        place = node.place
        if place is None:
            continue
        if place.ended_on:
            done.ended += 1
        elif (place.name, place.kind) == (node.name, node.kind or place.kind):
            done.same += 1
        else:
            rename(place, node.name, place.code, today, node.kind or None)
            done.renamed += 1
    done.added = _plant([node for node in nodes if node.place is None], known, today)
    return done


def _plant(nodes: list[Node], known: Known, today: date) -> int:
    numbers = _Numbers()
    for place in known.places:
        parent = parent_of(place.path)
        numbers.last[parent] = max(numbers.last[parent], last_number(place.path))
    for _, level in groupby(sorted(nodes, key=lambda n: n.depth), key=lambda n: n.depth):
        _plant_level(list(level), numbers, today)
    return len(nodes)


def _plant_level(nodes: list[Node], numbers: _Numbers, today: date) -> None:
    for node in nodes:
        parent = node.parent.place if node.parent else None
        node.place = Place(
            path=numbers.next_path(parent.path if parent else ""),
            parent=parent,
            level=node.level,
            name=node.name,
            code=node.code,
            kind=node.kind,
        )
    places = [node.place for node in nodes if node.place]
    Place.objects.bulk_create(places, batch_size=500)
    names = [
        PlaceName(place=place, name=place.name, code=place.code, kind=place.kind, since=today)
        for place in places
    ]
    PlaceName.objects.bulk_create(names, batch_size=500)
