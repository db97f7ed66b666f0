"""The out gate: what a person's posts of today and shares reach, and nothing beside it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from ledgers.clock import today
from ledgers.models import Change, Draft, File, Link, Record, Share
from ledgers.registry import all_live, live
from ledgers.scope import forget_reach, merged, reach
from ledgers.submission import Part
from people.models import Body, Place, Post
from people.tree import plant
from tests import people
from tests.ledgers.tools import child, label, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
DAY = dt.timedelta(days=1)
SUPERVISOR, OFFICE, OFFICER = "child_supervisor", "county_office", "village_director"


@pytest.fixture
def full(world):
    """One dossier in each of the three villages, and one in another county."""
    others = {"高田村": "county_admin"}
    places = dict(world.places)
    county = plant(None, "county", "外县", "990122", dt.date(2020, 1, 1))
    town = plant(county, "township", "外镇", "990122100", dt.date(2020, 1, 1))
    places["外村"] = plant(town, "village", "外村", "990122100200", dt.date(2020, 1, 1))
    world.places = places
    world.kept = {}
    for number, name in enumerate(("河湾村", "柳坪村", "高田村", "外村")):
        place = places[name]
        writer = person(f"writer {name}", (OFFICER, place))
        given = child(number, writer, hukou_place=place.path, residence_place=place.path)
        result = send(writer, Part("children", given))
        assert result.ok, (result.problems, others)
        world.kept[name] = result.records[0].uid
    return world


def person(name, *posts, **when):
    user = get_user_model().objects.create_user(name, password=None)
    for role, where in posts:
        at = {"body": where} if isinstance(where, Body) else {"place": where}
        Post.objects.create(user=user, role=role, **({"since": dt.date(2020, 1, 1)} | when | at))
    return user


def seen(world, user, ledger=None):
    found = Record.objects.visible_to(user, live(ledger) if ledger else None)
    uids = {str(uid) for uid in found.values_list("uid", flat=True)}
    assert found.count() == len(uids) == len(list(found))
    return {name for name, uid in world.kept.items() if uid in uids}


POSTS = [
    ([], set()),
    ([(OFFICER, "河湾村")], {"河湾村"}),
    ([(OFFICER, "第1组")], set()),
    ([(SUPERVISOR, "枫树坪镇")], {"河湾村", "柳坪村"}),
    ([(OFFICE, "澜川县")], {"河湾村", "柳坪村", "高田村"}),
    ([(OFFICE, "外县")], {"外村"}),
    ([("inspector", "澜川县")], set()),
    ([("nobody", "澜川县")], set()),
    ([(OFFICER, "河湾村"), (SUPERVISOR, "枫树坪镇"), (OFFICER, "柳坪村")], {"河湾村", "柳坪村"}),
    ([(OFFICER, "河湾村"), (OFFICER, "高田村"), (OFFICER, "外村")], {"河湾村", "高田村", "外村"}),
    ([(OFFICE, "澜川县"), (OFFICE, "外县")], {"河湾村", "柳坪村", "高田村", "外村"}),
    (
        [
            (OFFICER, "第1组"),
            (OFFICER, "第2组"),
            (OFFICER, "河湾村"),
            ("inspector", "外县"),
            (SUPERVISOR, "青禾镇"),
            (SUPERVISOR, "外镇"),
            (OFFICER, "外村"),
            (OFFICER, "高田村"),
        ],
        {"河湾村", "高田村", "外村"},
    ),
]


@pytest.mark.parametrize(("posts", "expected"), POSTS, ids=label)
def test_what_posts_reach(full, posts, expected):
    if "外镇" in str(posts):
        full.places["外镇"] = Place.objects.get(name="外镇")
    if "外县" in str(posts):
        full.places["外县"] = Place.objects.get(name="外县")
    user = person("somebody", *((role, full.places[name]) for role, name in posts))
    assert seen(full, user) == seen(full, user, "children") == expected
    assert seen(full, user, "left_behind") == set()


@pytest.mark.parametrize(
    ("since", "until", "sees"),
    [
        (today() - DAY, None, True),
        (today(), None, True),
        (today() + DAY, None, False),
        (today() - DAY, today(), False),
        (today() - DAY, today() + DAY, True),
        (today() - 9 * DAY, today() - DAY, False),
    ],
)
def test_posts_of_the_past_and_the_future(full, since, until, sees):
    user = person("somebody", (OFFICER, full.places["河湾村"]), since=since, until=until)
    assert seen(full, user) == ({"河湾村"} if sees else set())


def test_a_body_reaches_nothing(full):
    user = person("teacher", (SUPERVISOR, Body.objects.get(key="school1")))
    assert seen(full, user) == set()


def test_who_is_not_there(full):
    for user in (None, AnonymousUser()):
        assert seen(full, user) == set()
        for table in (Record, Change, Link, Draft, File):
            assert table.objects.visible_to(user).count() == 0


def test_an_inactive_person_sees_nothing(full):
    user = person("gone", (OFFICE, full.places["澜川县"]))
    user.is_active = False
    assert seen(full, user) == set()


def test_a_superuser_is_nobody_here(full):
    user = get_user_model().objects.create_superuser("root", password=None)
    assert seen(full, user) == set()


def test_the_root_alone_needs_no_range(world, officer):
    """One county: no condition on the place, which would only mislead the planner."""
    people.register(officer)
    county = person("c", (OFFICE, world.places["澜川县"]))
    sql = str(Record.objects.visible_to(county, live("children")).query)
    assert '"place_path" >=' not in sql
    town = person("t", (SUPERVISOR, world.places["枫树坪镇"]))
    assert '"place_path" >=' in str(Record.objects.visible_to(town, live("children")).query)
    plant(None, "county", "外县", "990122", dt.date(2020, 1, 1))
    assert '"place_path" >=' in str(Record.objects.visible_to(county, live("children")).query)


def test_a_role_sees_its_ledgers_only(club, officer):
    people.register(officer)
    clerk = club.users["clerk"]
    typed = {"name": "罗安", "sex": "F", "phone": "110", "court": club.places["河湾村"].path}
    kept = send(clerk, Part("members", typed)).records[0]
    assert Record.objects.visible_to(officer).count() == 2
    assert [str(r.uid) for r in Record.objects.visible_to(clerk)] == [kept.uid]
    both = person("both", (OFFICER, club.places["河湾村"]), ("clerk", club.places["柳坪村"]))
    assert Record.objects.visible_to(both, live("members")).count() == 0
    assert Record.objects.visible_to(both, live("children")).count() == 1


class TestShares:
    """One record, one holder, some days."""

    @pytest.fixture
    def holder(self, full):
        return person("holder", ("inspector", full.places["高田村"]))

    @pytest.mark.parametrize(
        ("since", "until", "sees"),
        [
            (today(), None, True),
            (today() + DAY, None, False),
            (today() - 9 * DAY, today(), True),
            (today() - 9 * DAY, today() - DAY, False),
        ],
    )
    @pytest.mark.parametrize("by", ["user", "post", "body"])
    def test_exactly_that_record(self, full, holder, by, since, until, sees):
        own = person("of school", ("inspector", Body.objects.get(key="school1")))
        user = own if by == "body" else holder
        held = {"user": user, "post": user.posts.get().pk, "body": "school1"}[by]
        record = row(full.kept["柳坪村"])
        Share.objects.create(record=record, since=since, until=until, reason="x", **{by: held})
        assert seen(full, user) == seen(full, user, "children") == ({"柳坪村"} if sees else set())
        assert seen(full, user, "left_behind") == set()
        for other in (person("other", ("inspector", full.places["高田村"])), None, AnonymousUser()):
            assert seen(full, other) == set()

    def test_its_history_and_files_come_along(self, full, holder):
        record = row(full.kept["柳坪村"])
        Share.objects.create(record=record, user=holder, since=today(), reason="x")
        assert [c.record_id for c in Change.objects.visible_to(holder)] == [record.pk]

    def test_beside_a_post(self, full):
        user = person("both", (OFFICER, full.places["高田村"]))
        record = row(full.kept["柳坪村"])
        Share.objects.create(record=record, user=user, since=today(), reason="x")
        assert seen(full, user) == {"高田村", "柳坪村"}
        assert reach(user).covers(live("children"), full.places["高田村"].path)
        assert not reach(user).covers(live("children"), record.place_path)

    def test_of_a_post_that_has_ended(self, full):
        user = person("past", ("inspector", full.places["高田村"]), until=today())
        record = row(full.kept["柳坪村"])
        Share.objects.create(record=record, post=user.posts.get().pk, since=today(), reason="x")
        assert seen(full, user) == set()

    def test_forgotten_and_found(self, full, holder):
        assert seen(full, holder) == set()
        record = row(full.kept["柳坪村"])
        Share.objects.create(record=record, user=holder, since=today(), reason="x")
        assert seen(full, holder) == set(), "asked once a request"
        forget_reach(holder)
        assert seen(full, holder) == {"柳坪村"}


def test_history_links_and_drafts(world, officer):
    kept = people.register(officer).records
    stranger = world.users["other_village_officer"]
    draft = Draft.objects.unscoped("test").create(
        author=officer,
        ledger_id=live("children").id,
        edition_id=live("children").form_edition,
    )
    for table, mine in ((Change, 2), (Link, 1), (Draft, 1)):
        assert table.objects.visible_to(officer).count() == mine
        assert table.objects.visible_to(stranger).count() == 0
    assert Draft.objects.visible_to(world.users["county_admin"]).count() == 0, "its author's alone"
    assert Draft.objects.visible_to(officer).get() == draft
    assert {c.record_id for c in Change.objects.visible_to(officer)} == {row(k).pk for k in kept}


def test_asked_once_a_request(full, django_assert_max_num_queries):
    user = person("c", (OFFICE, full.places["澜川县"]))
    all_live()
    with django_assert_max_num_queries(2):
        reach(user)
        reach(user)
    with django_assert_max_num_queries(0):
        reach(user)


def test_the_outermost_places():
    assert merged([]) == ()
    assert merged(["00010002", "0001", "0001", "00010003"]) == ("0001",)
    assert merged(["00010002", "00010001", "000100010003"]) == ("00010001", "00010002")
