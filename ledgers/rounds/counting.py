"""How many units of a place are covered: two reads for any place, added up by the places below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import CharField
from django.db.models.functions import Cast

from forms_catalog.ports import PlaceRef, ports
from people.paths import WIDTH, lies_in

from ..registry import Live
from .known import RoundInfo, running
from .setting import COVERED, LEFT_OUT, OTHER, Setting, setting_of


@dataclass(slots=True)
class Tally:
    """The units of a place: all of them, covered, left out, with a result that is not enough."""

    total: int = 0
    covered: int = 0
    left_out: int = 0
    other: int = 0

    def add(self, kind: str) -> None:
        """One more unit; '' = it has no result."""
        self.total += 1
        if kind == COVERED:
            self.covered += 1
        elif kind == LEFT_OUT:
            self.left_out += 1
        elif kind == OTHER:
            self.other += 1

    @property
    def due(self) -> int:
        """The denominator."""
        return self.total - self.left_out

    @property
    def missing(self) -> int:
        return self.due - self.covered

    @property
    def done(self) -> bool:
        """Every unit has a result that counts, and there are units."""
        return bool(self.total) and not self.missing

    @property
    def rate(self) -> float | None:
        """Per cent, cut off after one digit, so that 100 means all; None without a denominator."""
        return self.covered * 1000 // self.due / 10 if self.due else None


def added(tallies: Iterable[Tally]) -> Tally:
    """Several places together."""
    found = Tally()
    for one in tallies:
        found.total += one.total
        found.covered += one.covered
        found.left_out += one.left_out
        found.other += one.other
    return found


def by_place(setting: Setting, info: RoundInfo, place: str) -> dict[str, Tally]:
    """Path -> its own units, for every place in `place` that has any."""
    kinds = kinds_of(setting, info, place)
    found: dict[str, Tally] = {}
    for key, path in keys_of(setting, info, place):
        if path not in found:
            found[path] = Tally()
        found[path].add(kinds.get(key, ""))
    return found


def kinds_of(setting: Setting, info: RoundInfo, place: str) -> dict[str, str]:
    """Unit -> what its newest result makes of it."""
    rows = setting.results(info.uid, place).annotate(kind=setting.standing).order_by("id")
    return {plain(unit): kind for unit, kind in rows.values_list(setting.unit_slot, "kind") if unit}


def keys_of(setting: Setting, info: RoundInfo, place: str) -> Iterable[tuple[str, str]]:
    """(unit, its place) of the units that are to be covered."""
    if setting.units is None:
        return [(ref.path, ref.path) for ref in places_of(info, place)]
    rows = setting.unit_rows(place).annotate(key=Cast("uid", CharField()))
    return [(plain(key), path) for key, path in rows.values_list("key", "place_path")]


def places_of(info: RoundInfo, place: str) -> list[PlaceRef]:
    """Where the units are places: those right below the round's area."""
    return [ref for ref in ports.places.children(info.area) if lies_in(ref.path, place)]


def plain(uid: str) -> str:
    """An outside identity as both databases may write it."""
    return uid.replace("-", "")


def by_child(tallies: Mapping[str, Tally], place: str) -> dict[str, Tally]:
    """The units of the places right below, each with all below it; under `place` those of its own."""
    parts: dict[str, list[Tally]] = {ref.path: [] for ref in ports.places.children(place)}
    for path, tally in tallies.items():
        parts.setdefault(path[: len(place) + WIDTH], []).append(tally)
    return {path: added(part) for path, part in parts.items()}


@dataclass(frozen=True, slots=True)
class Gap:
    """What a running round lacks at one place; `said` are the names of the language for it."""

    round: str
    place: str
    said: Mapping[str, str | int]


def gaps(ledger: Live) -> Iterator[Gap]:
    """Every place that has units of its own without a result that counts."""
    setting = setting_of(ledger)
    if setting is None:
        return
    for info in running(setting):
        for path, tally in sorted(by_place(setting, info, info.area).items()):
            if tally.missing:
                said = {"_missing": tally.missing, "_unfinished": tally.other}
                yield Gap(info.uid, path, said | {"_round": info.title})
