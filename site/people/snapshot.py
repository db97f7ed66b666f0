"""The whole tree as plain dicts: what a look-up reads instead of the database."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from forms_catalog.ports import BodyRef, PlaceRef
from people.models import Body, Place
from people.paths import WIDTH, line_of, parent_of


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Places by path, by parent and by word; bodies by key. Ended places are found by path only."""

    places: dict[str, PlaceRef]
    children: dict[str, tuple[PlaceRef, ...]]
    words: dict[str, tuple[PlaceRef, ...]]
    bodies: dict[str, BodyRef]
    standing: tuple[tuple[BodyRef, str], ...]


def squeeze(text: str) -> str:
    """How people write the same name differently: blanks and full-width signs."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def plain_code(code: str) -> str:
    """The code of an upper level without its trailing zeros: 990121104000 -> 990121104."""
    while len(code) in (9, 12) and code.isdigit() and code.endswith("000"):
        code = code[:-3]
    return code


def take(day: date) -> Snapshot:
    """Reads the tree as it stands on that day; two queries."""
    rows = Place.objects.order_by("path").values_list("path", "name", "level", "code", "ended_on")
    places: dict[str, PlaceRef] = {}
    living: list[PlaceRef] = []
    for path, name, level, code, ended in rows:
        places[path] = ref = PlaceRef(path, name, level, code, _full_name(places, path, name))
        if ended is None or ended > day:
            living.append(ref)
    bodies, standing = _bodies(day)
    return Snapshot(places, _by_parent(living), _by_word(living, places), bodies, standing)


def _full_name(places: dict[str, PlaceRef], path: str, name: str) -> str:
    parent = parent_of(path)
    return f"{places[parent].full_name} {name}" if len(parent) > WIDTH else name


def _by_parent(living: list[PlaceRef]) -> dict[str, tuple[PlaceRef, ...]]:
    found: dict[str, list[PlaceRef]] = defaultdict(list)
    for ref in living:
        found[parent_of(ref.path)].append(ref)
    return {path: tuple(refs) for path, refs in found.items()}


def _by_word(
    living: list[PlaceRef], places: dict[str, PlaceRef]
) -> dict[str, tuple[PlaceRef, ...]]:
    found: dict[str, list[PlaceRef]] = defaultdict(list)
    for ref in living:
        names = [squeeze(places[path].name) for path in line_of(ref.path)]
        words = {"".join(names[start:]) for start in range(len(names))}
        if ref.code:
            words.add(plain_code(ref.code))
        for word in words:
            found[word].append(ref)
    return {word: tuple(refs) for word, refs in found.items()}


def _bodies(day: date) -> tuple[dict[str, BodyRef], tuple[tuple[BodyRef, str], ...]]:
    rows = Body.objects.order_by("kind", "name").values_list(
        "key", "name", "kind", "place__path", "ended_on"
    )
    bodies: dict[str, BodyRef] = {}
    standing: list[tuple[BodyRef, str]] = []
    for key, name, kind, path, ended in rows:
        bodies[key] = BodyRef(key, name, kind)
        if ended is None or ended > day:
            standing.append((bodies[key], path))
    return bodies, tuple(standing)
