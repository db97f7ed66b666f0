"""An empty house with as many counties as the size asks for, its officers, and sittings to send."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from . import COUNTY, LEDGER, ROOT

CITY = "990100000000"


def setup(folder: Path, url: str) -> None:
    """Django over a new database; the URL is empty for SQLite."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ |= {
        "TONGHU_VAR": str(folder),
        "TONGHU_DEMO": "1",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.bench_settings",
    }
    import django

    django.setup()


@dataclass
class House:
    """The ledger, who asks, and the villages of every county in the order of the first one's."""

    ledger: Any
    counties: list[str]
    villages: list[list[str]]
    children: list[int]
    town: str
    village: str
    people: dict[str, Any]
    directors: dict[str, tuple[Any, int]]


def build(size: int) -> House:
    """A county alone is the root; several lie in a city, and then their scopes are ranges."""
    from demo import county as shape
    from demo import loading, preparing
    from ledgers.registry import forget, live
    from people.models import Place

    preparing.prepare_house()
    preparing.apply_pack()
    many = -(-size // COUNTY)
    _land(many > 1)
    first = Place.objects.get(level="county").path
    places = dict(Place.objects.exclude(code="").values_list("code", "path"))
    pairs = list(shape.villages())
    own = [places[village.code] for _, village in pairs]
    loading.load_schools("S")
    counties = [first, *_copies(first, many - 1)]
    forget()
    town, village = pairs[own.index(_fullest(pairs, places))]
    house = House(
        live(LEDGER),
        counties,
        [[path + found.removeprefix(first) for found in own] for path in counties],
        [village.children for _, village in pairs],
        places[town.code],
        places[village.code],
        {},
        {},
    )
    _staff(house)
    return house


def _fullest(pairs: Any, places: dict[str, str]) -> str:
    """The village of the full township where most children are."""
    from demo.county import FULL

    own = [village for town, village in pairs if town.code == FULL]
    return places[max(own, key=lambda village: village.children).code]


def _land(city: bool) -> None:
    from demo import county as shape
    from people.loading import load_places

    rows = list(shape.place_rows())
    if city:
        head = [("city", CITY, "澜川市（虚构）", "", "市")]
        rows = head + [(*row[:3], row[3] or CITY, row[4]) for row in rows]
    load_places(shape.to_csv(shape.COLUMNS, rows), "places.csv")


def _copies(first: str, number: int) -> list[str]:
    """Further counties of the same build, as rows of the tree."""
    from people.models import Place
    from people.paths import child, parent_of

    found = list(Place.objects.filter(path__gte=first, level__in=("county", "township", "village")))
    made = []
    for at in range(number):
        path = child(parent_of(first), at + 2)
        keys: dict[str, Any] = {parent_of(first): found[0].parent_id}
        for level in ("county", "township", "village"):
            wanted = [place for place in found if place.level == level]
            rows = [
                Place(
                    path=path + place.path.removeprefix(first),
                    level=level,
                    parent_id=keys[parent_of(path + place.path.removeprefix(first))],
                    name=f"{place.name}{at + 2}",
                )
                for place in wanted
            ]
            Place.objects.bulk_create(rows)
            keys |= dict(
                Place.objects.filter(path__in=[r.path for r in rows]).values_list("path", "pk")
            )
        made.append(path)
    return made


def _staff(house: House) -> None:
    """One officer for each reach, and the directors of the full township, who send."""
    from people.models import Place, Post, User

    def put(name: str, role: str, path: str) -> tuple[Any, int]:
        user = User.objects.create_user(name, password=None)
        place = Place.objects.get(path=path)
        post = Post.objects.create(user=user, role=role, place=place, since=date(2026, 1, 1))
        return user, post.pk

    wanted = {
        "village": ("village_director", house.village),
        "township": ("child_supervisor", house.town),
        "county": ("county_office", house.counties[0]),
        "city": ("county_office", house.counties[0][:4]),
    }
    house.people = {name: put(name, *of)[0] for name, of in wanted.items()}
    below = Place.objects.filter(parent__path=house.town, level="village")
    for place in below:
        house.directors[place.code] = put(f"v{place.code}", "village_director", place.path)


def sittings(house: House, door: str = "web") -> Iterator[Any]:
    """The full township's dossiers, each as its director would send it."""
    from demo import children
    from demo.loading import submission

    for sitting in children.sittings("S"):
        sent = submission(sitting, *house.directors[sitting.village])
        own = sent.parts[0]
        reasons = {**own.reasons, "name": "核对过，不是同一个"}
        yield replace(sent, door=door, parts=(replace(own, reasons=reasons),))
