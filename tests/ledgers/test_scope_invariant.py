"""Whatever the tree, the posts and the shares: the gate answers what counting by hand answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_catalog.ports import ports
from ledgers.clock import now, today
from ledgers.models import Change, Record, Share, Submission
from ledgers.registry import all_live
from ledgers.scope import merged
from people.models import Body, Place, Post
from people.paths import child
from tests.ledgers.tools import undone

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
LEVELS = ("county", "township", "village", "group")
ROLES = ("child_supervisor", "county_office", "village_director", "inspector", "unheard_of")
DAY = dt.timedelta(days=1)
numbers = st.sampled_from([1, 2, 35, 36, 37, 36**4 - 2])
paths = st.lists(numbers, min_size=1, max_size=4).map(lambda steps: _path(steps))
days = st.integers(-2, 2).map(lambda n: today() + n * DAY)
spans = st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[0] < span[1])


def _path(steps):
    path = ""
    for number in steps:
        path = child(path, number)
    return path


posts = st.lists(st.tuples(st.sampled_from(ROLES), st.none() | paths, spans), max_size=8)
records = st.lists(st.tuples(st.booleans(), paths), min_size=1, max_size=8)
shares = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(["user", "post", "body"]), spans), max_size=3
)


@given(tree=st.sets(paths, max_size=6), posts=posts, records=records, shares=shares)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_visible_to_is_what_counting_says(world, tree, posts, records, shares):
    with undone():
        user = get_user_model().objects.create_user("x", password=None)
        known = _plant(tree | {p for _, p, _ in posts if p} | {p for _, p in records})
        body = Body.objects.get(key="school1")
        held = [_post(user, role, known.get(path), body, span) for role, path, span in posts]
        rows = [_record(n, *given) for n, given in enumerate(records)]
        given = [(rows[n % len(rows)], by, span) for n, by, span in shares]
        for record, by, span in given:
            _share(record, by, span, user, held, body)
        expected = {r.pk for r in rows if _reached(r, held) or _shared(r, given, held)}
        assert set(Record.objects.visible_to(user).values_list("pk", flat=True)) == expected
        changes = Change.objects.visible_to(user)
        assert set(changes.values_list("record_id", flat=True)) == expected
        for ledger in all_live().values():
            part = {r.pk for r in rows if r.ledger_id == ledger.id and r.pk in expected}
            assert set(Record.objects.visible_to(user, ledger).values_list("pk", flat=True)) == part
    ports.places.expire()


def _plant(wanted):
    """The places with all that stand above them; some are there already."""
    every = {path[:end] for path in wanted for end in range(4, len(path) + 1, 4)}
    known = {place.path: place for place in Place.objects.all()}
    for path in sorted(every - known.keys()):
        place = Place(
            path=path, level=LEVELS[len(path) // 4 - 1], parent=known.get(path[:-4]), name=path
        )
        place.save(force_insert=True)
        known[path] = place
    return known


def _post(user, role, place, body, span):
    where = {"place": place} if place else {"body": body}
    return Post.objects.create(user=user, role=role, since=span[0], until=span[1], **where)


def _record(number, first, path):
    ledger = all_live()["children" if first else "left_behind"]
    record = Record(
        ledger_id=ledger.id,
        edition_id=ledger.form_edition,
        place_path=path,
        state="SUBMITTED",
        created_at=now(),
        updated_at=now(),
    )
    record.save()
    sent = Submission.objects.create(
        key=f"k{number}", body_digest=b"", door="x", clock=now(), received_at=now()
    )
    Change(
        record=record,
        version=1,
        action="opening",
        state="x",
        door="x",
        submission=sent,
        edition_id=1,
        happened_on=today(),
        at=now(),
        hash=b"",
    ).save()
    return record


def _share(record, by, span, user, held, body):
    holder = {"user": user, "post": held[0].pk if held else None, "body": body.key}[by]
    Share.objects.create(record=record, since=span[0], until=span[1], reason="x", **{by: holder})


def _current(post):
    return post.since <= today() and (post.until is None or today() < post.until)


def _reached(record, held):
    ledger = next(item for item in all_live().values() if item.id == record.ledger_id)
    return any(
        _current(post)
        and post.place
        and record.place_path.startswith(post.place.path)
        and ledger.rules.role(post.role)
        for post in held
    )


def _shared(record, given, held):
    bodies = any(_current(post) and post.body_id for post in held)
    holds = {"user": True, "post": bool(held) and _current(held[0]), "body": bodies}
    return any(
        shared.pk == record.pk
        and holds[by]
        and since <= today()
        and (until is None or today() <= until)
        for shared, by, (since, until) in given
    )


@given(st.lists(paths))
def test_merged_places_say_the_same_with_fewer_words(found):
    kept = merged(found)
    assert set(kept) <= set(found)
    assert all(any(path.startswith(one) for one in kept) for path in found)
    assert not any(a != b and a.startswith(b) for a in kept for b in kept)
