"""Prepared queries on records: one text of SQL for all who see alike, and never each other's rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from ledgers.clock import today
from ledgers.models import Record, Share
from ledgers.reading import Columns, Reading, filled, form
from ledgers.registry import live
from ledgers.scope import forget_reach
from tests import people
from tests.ledgers.tools import row

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def made():
    return []


@pytest.fixture
def numbers(made):
    def make(rows, *shape, **given):
        made.append(shape)
        return rows.filter(**given).order_by("id").values_list("number")

    asked = Reading(make)
    return lambda user, *shape, **given: [
        number for (number,) in asked(user, live("children"), *shape, **given)
    ]


def test_two_who_see_alike_share_the_text_and_nothing_else(world, officer, made, numbers):
    kept = people.register(officer).records[0]
    other, supervisor = world.users["other_village_officer"], world.users["township_supervisor"]
    assert numbers(officer) == [kept.number]
    assert numbers(other) == []
    assert numbers(supervisor) == numbers(officer, state=row(kept).state) == [kept.number]
    assert numbers(officer, number="none") == []
    assert made == [(), (), ()], "once without a condition, once by state, once by number"


def test_a_post_taken_away_is_gone_at_once(world, officer, numbers):
    people.register(officer)
    assert len(numbers(officer)) == 1
    officer.posts.update(until=today())
    fresh = type(officer).objects.get(pk=officer.pk)
    assert numbers(fresh) == []


def test_what_is_shown_for_a_while_is_asked_as_ever(world, officer, made, numbers):
    kept = people.register(officer).records[0]
    other = world.users["other_village_officer"]
    assert numbers(other) == []
    share = Share.objects.create(record=row(kept), user=other, since=today(), reason="x")
    forget_reach(other)
    assert numbers(other) == [kept.number]
    share.delete()
    forget_reach(other)
    assert numbers(other) == []


def test_it_says_what_visible_to_says(world, officer, numbers):
    people.register(officer)
    for user in world.users.values():
        rows = Record.objects.visible_to(user, live("children")).order_by("id")
        assert numbers(user) == list(rows.values_list("number", flat=True))


@pytest.mark.parametrize(
    ("where", "values"),
    [
        (Q(), []),
        (Q(ledger=3), [3]),
        (Q(pk__in=()) | Q(ledger__in=[1, 2], place_path__gte="a"), [1, 2, "a"]),
        (Q(ledger=1) & ~Q(state="x"), [1, "x"]),
    ],
)
def test_a_condition_is_its_form_and_its_values(where, values):
    told: list[object] = []
    shape = form(where, told)
    assert told == values and hash(shape) is not None
    places = filled(shape, iter(["a", "b", "c"]))
    assert form(places, []) == form(filled(shape, iter("xyz")), [])
    assert (places.connector, places.negated) == (where.connector, where.negated)


def test_a_row_is_made_of_its_columns_in_whatever_order_they_are_named(world, officer):
    kept = people.register(officer).records[0]
    some, told = Columns(Record, "state", "number"), (kept.number, row(kept).state)
    values = Record.objects.visible_to(officer).filter(uid=kept.uid).values_list(*some.columns)
    made = some.made([*values[0], "more"])
    with CaptureQueriesContext(connection) as met:
        assert (made.number, made.state) == told
    assert met.captured_queries == []
    assert made.get_deferred_fields() > {"answers", "place_path"}
