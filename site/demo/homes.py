"""Village groups and households: every family that is registered, and some where no child lives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from demo import names
from demo.children import Named, key_of, people, towns_of
from demo.county import GROUPS, Township, Village, group_name
from demo.dealing import rng
from demo.families import Family

FOUNDED = datetime(2025, 10, 8, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CHILDLESS = 0.17
"""So many more households than have a registered child; a few of them are empty."""
EMPTY, AWAY = 0.06, 0.1


@dataclass(frozen=True, slots=True)
class Home:
    """A household: `children` are the keys of who is registered there, with their families."""

    village: Village
    number: int
    group: int
    head: str
    kind: str
    pop: int
    door: int
    children: tuple[Named, ...] = ()

    @property
    def key(self) -> str:
        return key_of_home(self.village.code, self.number)

    @property
    def answers(self) -> dict[str, object]:
        """Of the form `household_register`, without the link to the group."""
        return {
            "village": self.village.code,
            "household_no": f"{self.number:03d}",
            "head_name": self.head,
            "kind": self.kind,
            "pop": str(self.pop),
            "address": f"{self.village.name}{group_name(self.group)}{self.door}号",
        }


def key_of_home(village: str, number: int) -> str:
    return key_of(f"home:{village}:{number}")


def key_of_family(village: str, family: Family) -> str:
    return key_of_home(village, family.number)


def key_of_group(village: str, number: int) -> str:
    return key_of(f"group:{village}:{number}")


def group_answers(village: Village, number: int) -> dict[str, object]:
    """Of the form `village_group_register`."""
    head = names.person(rng("group", village.code, number))
    return {
        "village": village.code,
        "group_no": f"{number:02d}",
        "group_name": group_name(number),
        "head_name": head,
    }


def villages(size: str, only: Sequence[str] = ()) -> Iterator[tuple[Village, list[Home]]]:
    """Every village with its households, in the order of townships."""
    for town, folk in zip(towns_of(size, only), people(size, only), strict=True):
        yield from _of_town(town, folk)


def _of_town(town: Township, folk: Sequence[Named]) -> Iterator[tuple[Village, list[Home]]]:
    by_village: dict[str, dict[int, list[Named]]] = {}
    for named in folk:
        family, child = named[1], named[2]
        doors = by_village.setdefault(child.draft.village.code, {})
        doors.setdefault(family.number, []).append(named)
    for village in town.villages:
        yield village, _homes(village, by_village.get(village.code, {}))


def _homes(village: Village, doors: dict[int, list[Named]]) -> list[Home]:
    random = rng("homes", village.code)
    found = [_with_children(village, n, members) for n, members in sorted(doors.items())]
    last = max(doors, default=0)
    more = round(len(found) * CHILDLESS) or 1
    return found + [_without(village, last + n, random) for n in range(1, more + 1)]


def _with_children(village: Village, number: int, members: Sequence[Named]) -> Home:
    family = members[0][1]
    elders = [who for who in family.grandparents.values() if not who.gone]
    head = family.caregiver or family.father
    pop = len(members) + 2 + min(len(elders), 2)
    return Home(village, number, family.group, head.name, "HOME", pop, family.door, tuple(members))


def _without(village: Village, number: int, random: Random) -> Home:
    dice = random.random()
    kind = "EMPTY" if dice < EMPTY else "AWAY" if dice < EMPTY + AWAY else "HOME"
    group, pop = random.randrange(GROUPS) + 1, 0 if kind == "EMPTY" else random.randrange(1, 5)
    return Home(village, number, group, names.person(random), kind, pop, number)
