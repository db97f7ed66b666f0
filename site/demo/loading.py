"""Puts places, posts and schools into the house by its own doors, and knows who sends what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Manager

from demo import posts
from demo.children import Sitting, counties_of, sittings, towns_of
from demo.county import COLUMNS, place_rows, to_csv
from demo.schools import KIND, POLICE, schools, station_of
from ledgers.submission import Part, Submission
from people.loading import load_places, load_posts
from people.models import Body, Place, Post, User

DOOR = BATCH = "demo"


def load_county(size: str = "S") -> str:
    """Places and posts; those that stand are left as people have changed them since."""
    places = people = 0
    codes, names = _all(Place.objects, "code"), _all(Post.objects, "user__username")
    for county in counties_of(size):
        rows = list(place_rows(counties=(county,)))
        if not {code for _, code, *_ in rows} - {""} <= codes:
            load_places(to_csv(COLUMNS, rows), "places.csv")
        wanted = posts.accounts(county)
        if not {account.username for account in wanted} <= names:
            load_posts(posts.post_csv(county), "posts.csv")
        places, people = places + len(rows), people + len(wanted)
    return f"{places}个地方，{people}个岗位"


def _all(rows: Manager[Any], column: str) -> set[str]:
    return set(rows.values_list(column, flat=True))


def load_schools(size: str = "S") -> str:
    codes = [town.code for town in towns_of(size)]
    wanted = list(schools(codes))
    kinds = [(item, KIND) for item in wanted] + [(station_of(code), POLICE) for code in codes]
    known = _all(Body.objects, "key")
    places = dict(Place.objects.exclude(code="").values_list("code", "pk"))
    new = [
        Body(key=item.key, kind=kind, name=item.name, place_id=places[item.place_code])
        for item, kind in kinds
        if item.key not in known
    ]
    Body.objects.bulk_create(new)
    return f"{len(wanted)}所学校"


type Staff = dict[str, tuple[User, int]]


def staff(role: str) -> Staff:
    """Who holds the post of a place, by its code."""
    found = Post.objects.filter(role=role).select_related("user", "place")
    return {post.place.code: (post.user, post.pk) for post in found if post.place}


def submissions(size: str = "S", only: Sequence[str] = ()) -> Iterator[Submission]:
    """Every sitting as its village's child director would have sent it."""
    directors = staff(posts.DIRECTOR)
    for sitting in sittings(size, only):
        yield submission(sitting, *directors[sitting.village])


def submission(sitting: Sitting, actor: User, post: int, home: str = "") -> Submission:
    """`home` is the household, once there is one."""
    of_child, of_registration = sitting.doubts
    child = sitting.child | ({"household": home} if home else {})
    parts = (
        Part("children", child, reasons=of_child),
        Part("left_behind", sitting.registration, links={"child": 0}, reasons=of_registration),
    )
    return Submission(sitting.key, DOOR, actor, post, parts, sitting.when, BATCH)
