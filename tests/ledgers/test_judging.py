"""Whether this person may do this, here, to this record: nothing else is written."""

from __future__ import annotations

import datetime as dt

import pytest

from ledgers.clock import today
from ledgers.intake import accept
from ledgers.models import Change, Link, Share
from ledgers.scope import forget_reach
from ledgers.submission import Part
from people.models import Body, Post
from tests import people
from tests.ledgers.tools import answers, change, child, codes, counts, label, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def kept(officer):
    return people.register(officer).records[0]


def test_the_life_of_a_record(world, officer, kept):
    supervisor = world.users["township_supervisor"]
    verify = Part("children", {}, kept.uid, "verify", 1)
    assert send(supervisor, verify).status == "accepted"
    assert (row(kept).state, row(kept).version) == ("VERIFIED", 2)
    again = Part("children", {}, kept.uid, "verify")
    assert codes(send(supervisor, again)) == {"action.wrong-state"}
    assert send(officer, change(kept, boarding="yes")).ok
    assert row(kept).state == "VERIFIED"
    found = Change.objects.unscoped("test").filter(record=row(kept)).order_by("version")
    assert [c.action for c in found] == ["opening", "verify", "update"]


def test_what_does_not_exist(world, officer, kept):
    wrong = [
        (Part("nothing", {}), "ledger.unknown"),
        (Part("children", {}, kept.uid, "dance"), "action.unknown"),
        (Part("children", {}, kept.uid, "opening"), "action.unknown"),
        (Part("children", {}, "", "update"), "action.unknown"),
        (Part("children", {}, "01900000-0000-7000-8000-000000000001", "update"), "record.unknown"),
        (Part("children", {}, "no uid", "update"), "record.unknown"),
        (Part("left_behind", {}, kept.uid, "update"), "record.unknown"),
    ]
    before = counts()
    for part, code in wrong:
        assert (codes(send(officer, part)), part) == ({code}, part)
    assert counts() == before


@pytest.mark.parametrize(
    ("name", "action", "code"),
    [
        ("township_supervisor", "update", "action.not-yours"),
        ("county_admin", "update", "action.not-yours"),
        ("county_admin", "verify", "action.not-yours"),
        ("village_officer", "verify", "action.not-yours"),
        ("other_village_officer", "update", "record.unknown"),
    ],
)
def test_actions_of_others(world, kept, name, action, code):
    given = {"boarding": "yes"} if action == "update" else {}
    before = counts()
    assert codes(send(world.users[name], Part("children", given, kept.uid, action))) == {code}
    assert counts() == before


@pytest.mark.parametrize("name", ["township_supervisor", "county_admin"])
def test_openings_of_others(world, name):
    before = counts()
    assert "action.not-yours" in codes(accept(people.sitting(world.users[name])))
    assert counts() == before


def test_who_may_act_may_not_fill(world, kept):
    """`verify` is the supervisor's, the answers are not."""
    part = Part("children", {"name": "陈安"}, kept.uid, "verify")
    assert codes(send(world.users["township_supervisor"], part)) == {"answer.not-asked"}
    assert (answers(kept)["name"], row(kept).version) == ("罗安", 1)


def test_no_posts_and_nobody(world, kept):
    from django.contrib.auth.models import AnonymousUser

    idle = type(world.users["village_officer"]).objects.create_user("idle", password=None)
    for user in (idle, AnonymousUser()):
        assert codes(accept(people.sitting(user))) >= {"action.not-yours"}
        assert codes(send(user, change(kept, name="陈安"))) == {"record.unknown"}


def test_an_inactive_person_may_nothing(world, officer, kept):
    officer.is_active = False
    officer.save()
    fresh = type(officer).objects.get(pk=officer.pk)
    assert codes(send(fresh, change(kept, name="陈安"))) == {"record.unknown"}


@pytest.mark.parametrize("place", ["柳坪村", "高田村"])
def test_opening_elsewhere(world, officer, place):
    one = people.dossier(residence_place=world.places[place].path)
    result = accept(people.sitting(officer, one=one))
    assert ("place.out-of-reach", "residence_place") in problems(result)
    assert counts()["Record"] == 0


@pytest.mark.parametrize("place", ["枫树坪镇", "澜川县"])
def test_a_place_of_another_level(world, officer, place):
    one = people.dossier(residence_place=world.places[place].path)
    assert ("division.too-wide", "residence_place") in problems(
        accept(people.sitting(officer, one=one))
    )


def test_moving_out_of_reach(world, officer, kept):
    part = change(kept, residence_place=world.places["柳坪村"].path)
    assert problems(send(officer, part)) == {("place.out-of-reach", "residence_place")}
    assert row(kept).place_path == world.places["河湾村"].path


def test_moving_within_reach(world, kept):
    """Who holds both villages may move a record from one to the other."""
    user = world.users["other_village_officer"]
    village = world.places["河湾村"]
    Post.objects.create(user=user, role="village_director", place=village, since=today())
    fresh = type(user).objects.get(pk=user.pk)
    part = change(kept, residence_place=world.places["柳坪村"].path)
    assert codes(send(fresh, part)) == {"place.out-of-reach"}, "one post must reach both places"


def test_a_share_shows_and_lets_nobody_act(world, kept):
    user = world.users["other_village_officer"]
    Share.objects.create(record=row(kept), user=user, since=today(), reason="x")
    forget_reach(user)
    assert codes(send(user, change(kept, name="陈安"))) == {"place.out-of-reach"}
    assert row(kept).version == 1


def test_the_post_that_is_named(world, officer, kept):
    own = officer.posts.get()
    part = change(kept, boarding="yes")
    assert codes(send(officer, part, post=own.pk + 1000)) == {"action.not-yours"}
    assert send(officer, part, post=own.pk).ok
    last = Change.objects.unscoped("test").get(version=2)
    assert (last.post, last.door) == (own.pk, "web")


def test_an_ended_post_named_is_none(world, officer, kept):
    own = officer.posts.get()
    Post.objects.create(user=officer, role="village_director", place=own.place, since=today())
    Post.objects.filter(pk=own.pk).update(until=today())
    fresh = type(officer).objects.get(pk=officer.pk)
    assert codes(send(fresh, change(kept, boarding="yes"), post=own.pk)) == {"action.not-yours"}
    assert send(fresh, change(kept, boarding="yes")).ok


def test_a_stale_version_is_a_conflict(world, officer, kept):
    assert send(officer, change(kept, 1, boarding="yes")).records[0].version == 2
    late = send(officer, change(kept, 1, name="陈安"))
    assert (late.status, codes(late)) == ("conflict", {"record.changed-meanwhile"})
    assert send(officer, change(kept, 7, name="陈安")).status == "conflict"
    assert answers(kept)["name"] == "罗安"


def test_a_stale_part_takes_the_others_with_it(officer):
    first = people.register(officer).records
    parts = (change(first[0], 1, boarding="yes"), change(first[1], 9, guardian_quality="GOOD"))
    assert send(officer, *parts).status == "conflict"
    assert row(first[0]).version == 1


BAD_LINKS = [
    ({"child": 1}, "child"),
    ({"child": -1}, "child"),
    ({"child": 9}, "child"),
    ({"fill_date": 0}, "fill_date"),
    ({"nothing": 0}, "nothing"),
]


@pytest.mark.parametrize(("links", "name"), BAD_LINKS, ids=label)
def test_links_that_lead_nowhere(officer, links, name):
    parts = (
        Part("children", people.dossier()),
        Part("left_behind", people.registration(), links=links),
    )
    assert ("submission.bad-link", name) in problems(send(officer, *parts))
    assert counts()["Record"] == 0


def test_a_link_to_the_wrong_ledger(officer):
    first = people.register(officer).records
    parts = (
        change(first[1], guardian_quality="GOOD"),
        Part("left_behind", people.registration(), links={"child": 0}),
    )
    assert ("submission.bad-link", "child") in problems(send(officer, *parts))


def test_linking_a_record_out_of_sight(world, officer, kept):
    """Knowing the uid of a stranger's record is not seeing it."""
    stranger = world.users["other_village_officer"]
    part = Part("left_behind", people.registration(child=kept.uid))
    before = counts()
    assert ("record.unknown", "child") in problems(send(stranger, part))
    assert counts() == before


def test_going_on_from_an_existing_record(officer, world):
    first = send(officer, Part("children", people.dossier())).records[0]
    second = send(officer, Part("left_behind", people.registration(child=first.uid))).records[0]
    assert row(second).place_path == world.places["河湾村"].path
    assert Link.objects.unscoped("test").get().target_id == row(first).pk


def test_pointing_at_another_record(officer):
    one, two = (send(officer, Part("children", child(n))).records[0] for n in (1, 2))
    third = send(officer, Part("left_behind", people.registration(child=one.uid))).records[0]
    assert send(officer, change(third, child=two.uid)).ok
    assert Link.objects.unscoped("test").get().target_id == row(two).pk


def test_a_body_places_a_record(club, world):
    """The place where the body stands, so that the school's township is who sees it."""
    manager, clerk = club.users["manager"], club.users["clerk"]
    lesson = Part("lessons", {"school": "school1", "subject": "发球"})
    kept = send(manager, lesson).records[0]
    assert row(kept).place_path == world.places["枫树坪镇"].path
    assert problems(send(clerk, lesson)) == {("place.out-of-reach", "school")}
    near = Body.objects.create(kind="COACHING", name="河湾培训", place=world.places["河湾村"])
    assert send(clerk, Part("lessons", {"school": near.key, "subject": "发球"})).ok


def test_a_day_of_the_future_is_judged_by_the_clock(officer):
    """The submission's own clock says what today is, not the server's."""
    long_ago = dt.datetime(2012, 1, 1, tzinfo=dt.UTC)
    result = send(officer, Part("children", people.dossier()), clock=long_ago)
    assert ("id-card.future-birth", "id_card") in problems(result)
