"""Puts the synthetic county into the house by its own doors; doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched
from typing import Any

from django.db.models import Manager

from demo import posts
from demo.children import Sitting, sittings, towns_of
from demo.county import place_csv, place_rows
from demo.schools import KIND, schools
from ledgers.intake import accept_many
from ledgers.models import Submission as Sent
from ledgers.submission import Part, Result, Submission
from people.loading import load_places, load_posts
from people.models import Body, Place, Post, User

DOOR = BATCH = "demo"
RISK = "demo-risk"
CHUNK = 100
WAITING = 24
"""The last so many registrations are left for the township to verify."""


def load_county() -> str:
    """Places and posts; those that stand are left as people have changed them since."""
    rows = list(place_rows())
    if not {code for _, code, *_ in rows} - {""} <= _all(Place.objects, "code"):
        load_places(place_csv(), "places.csv")
    wanted = {account.username for account in posts.accounts()}
    if not wanted <= _all(Post.objects, "user__username"):
        load_posts(posts.post_csv(), "posts.csv")
    return f"{len(rows)}个地方，{len(wanted)}个岗位"


def _all(rows: Manager[Any], column: str) -> set[str]:
    return set(rows.values_list(column, flat=True))


def load_schools(size: str = "S") -> str:
    wanted = list(schools(town.code for town in towns_of(size)))
    known = _all(Body.objects, "key")
    places = dict(Place.objects.exclude(code="").values_list("code", "pk"))
    new = [
        Body(key=item.key, kind=KIND, name=item.name, place_id=places[item.place_code])
        for item in wanted
        if item.key not in known
    ]
    Body.objects.bulk_create(new)
    return f"{len(wanted)}所学校"


type Staff = dict[str, tuple[User, int]]


def staff(role: str) -> Staff:
    """Who holds the post of a place, by its code."""
    found = Post.objects.filter(role=role).select_related("user", "place")
    return {post.place.code: (post.user, post.pk) for post in found if post.place}


def submissions(size: str = "S", township: str | None = None) -> Iterator[Submission]:
    """Every sitting as its village's child director would have sent it."""
    directors = staff(posts.DIRECTOR)
    for sitting in sittings(size, township):
        yield _submission(sitting, *directors[sitting.village])


def _submission(sitting: Sitting, actor: User, post: int) -> Submission:
    of_child, of_registration = sitting.doubts
    parts = (
        Part("children", sitting.child, reasons=of_child),
        Part("left_behind", sitting.registration, links={"child": 0}, reasons=of_registration),
    )
    return Submission(sitting.key, DOOR, actor, post, parts, sitting.when, BATCH)


def load_children(size: str = "S") -> str:
    """Registers the children, then has the township verify all but the last few."""
    total = sum(town.children for town in towns_of(size))
    words = f"{total}名儿童，其中{WAITING}名待审核"
    if Sent.objects.filter(batch=BATCH).count() == 2 * total - WAITING:
        return words
    supervisors = staff(posts.SUPERVISOR)
    waiting: list[Submission] = []
    for chunk in batched(submissions(size), CHUNK):
        results = accept_many(chunk)
        _insist(results)
        waiting += (_review(*pair, supervisors) for pair in zip(chunk, results, strict=True))
        ready, waiting = waiting[:-WAITING], waiting[-WAITING:]
        _insist(accept_many(ready))
    return words


def load_assessments(size: str = "S") -> str:
    """September's assessments of the children that are there, checked by the township at once."""
    found = list(assessments(size))
    words = f"{len(found)}份"
    if Sent.objects.filter(batch=RISK).count() == 2 * len(found):
        return words
    supervisors = staff(posts.SUPERVISOR)
    for chunk in batched(found, CHUNK):
        results = accept_many(given for given, _ in chunk)
        _insist(results)
        pairs = zip(chunk, results, strict=True)
        _insist(accept_many(_checked(g, r, supervisors[town]) for (g, town), r in pairs))
    return words


def assessments(size: str = "S") -> Iterator[tuple[Submission, str]]:
    """Every assessment as its village's child director would have sent it, and its township."""
    directors = staff(posts.DIRECTOR)
    records = dict(Sent.objects.filter(batch=BATCH).values_list("key", "records"))
    for sitting in sittings(size):
        if sitting.assessed is None or sitting.key not in records:
            continue
        actor, post = directors[sitting.village]
        uid = records[sitting.key][0]["uid"]
        part = Part("risk_assessments", {**sitting.assessment, "child": uid})
        key = f"{sitting.key}-risk"
        yield (
            Submission(key, DOOR, actor, post, (part,), sitting.assessed, RISK),
            sitting.village[:9],
        )


def _checked(given: Submission, result: Result, supervisor: tuple[User, int]) -> Submission:
    parts = tuple(Part(kept.ledger, {}, kept.uid, "verify", 1) for kept in result.records)
    when = given.clock + timedelta(days=3)
    return Submission(f"{given.key}-verify", DOOR, *supervisor, parts, when, RISK)


def _insist(results: list[Result]) -> None:
    for result in results:
        if not result.ok:
            words = "；".join(str(problem) for problem in result.problems)
            raise RuntimeError(f"{result.status} {result.key}: {words}")


def _review(given: Submission, result: Result, supervisors: Staff) -> Submission:
    """The supervisor of the township finds nothing wrong, two days later."""
    town = str(given.parts[0].answers["residence_place"])[:9]
    actor, post = supervisors[town]
    parts = tuple(
        Part(kept.ledger, {}, kept.uid, "verify", base_version=1) for kept in result.records
    )
    when = given.clock + timedelta(days=2)
    return Submission(f"{given.key}-verify", DOOR, actor, post, parts, when, BATCH)
