"""One row for every recipient and channel, once, in the transaction of what happened."""

from __future__ import annotations

import pytest
from django.db import transaction

from forms_catalog.problems import Refused
from ledgers.models import Mute
from ledgers.notices import tell
from ledgers.notices.telling import opened
from tests.ledgers import registers
from tests.ledgers.tools import row

from .conftest import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def dossier(world):
    return row(registers.dossier(3))


def test_every_recipient_and_channel_once(dossier, publish):
    to = ["village_director@record", "child_supervisor@township", "county_office@county"]
    key = publish(to=to, channels=["inbox", "sms"])
    assert tell(key, record=dossier.pk, about="a") == 6
    assert tell(key, record=dossier.pk, about="a") == 0
    assert tell(key, record=dossier.pk, about="b", to=["_filler"]) == 2
    rows = outbox(notice=key, about="a")
    assert {(r.user.username, r.channel, r.state) for r in rows} == {
        (name, channel, state)
        for name in ("village_officer", "township_supervisor", "county_admin")
        for channel, state in (("inbox", "delivered"), ("sms", "queued"))
    }
    assert opened(rows[0])["text"] == "请看罗安"


def test_unknown_notices_are_refused(dossier):
    with pytest.raises(Refused) as caught:
        tell("nothing_such", record=dossier.pk, about="a")
    assert [problem.code for problem in caught.value] == ["notice.unknown"]


def test_nobody_and_no_telephone_are_told_in_the_outbox(dossier, publish, world):
    key = publish(to=["social_worker@record", "village_director@record"], channels=["inbox", "sms"])
    officer = world.users["village_officer"]
    type(officer).objects.filter(pk=officer.pk).update(phone="")
    tell(key, record=dossier.pk, about="a")
    found = {(r.channel, r.user_id, r.state, r.problem) for r in outbox(notice=key)}
    assert found == {
        ("inbox", None, "given_up", "notice.nobody"),
        ("sms", None, "given_up", "notice.nobody"),
        ("inbox", officer.pk, "delivered", ""),
        ("sms", officer.pk, "given_up", "notice.no-phone"),
    }


@pytest.mark.parametrize(
    ("to", "who"),
    [
        ("village_director@record", {"village_officer"}),
        ("village_director@village", {"village_officer"}),
        ("child_supervisor@township", {"township_supervisor"}),
        ("village_director@residence_place", {"village_officer"}),
        ("child_supervisor@township(residence_place)", {"township_supervisor"}),
        ("child_supervisor@record", {"township_supervisor"}),
        ("_filler", {"village_officer"}),
        ("_actor", {"county_admin"}),
        ("_responsible", {None}),
        ("school_officer@school", {None}),
        ("village_director@county", {None}),
    ],
)
def test_who_is_meant(dossier, publish, world, to, who):
    key = publish(to=[to])
    tell(key, record=dossier.pk, about="a", actor=world.users["county_admin"].pk)
    assert {r.user and r.user.username for r in outbox(notice=key)} == who


def test_people_of_a_body(dossier, publish, world):
    from people.models import Body, Post
    from tests.people import SINCE

    user, school = world.users["other_village_officer"], Body.objects.get()
    Post.objects.create(user=user, role="school_officer", body=school, since=SINCE)
    for to in ("school_officer@school", "school_officer@body"):
        tell(publish(to=[to]), record=dossier.pk, about=to)
    assert [r.user for r in outbox(notice="word")] == [user, user]


def test_a_telephone_in_the_record(dossier, publish):
    key = publish(to=["${father_phone}"], channels=["inbox", "sms", "slip"])
    tell(key, record=dossier.pk, about="a")
    rows = outbox(notice=key)
    assert [(r.channel, r.state) for r in rows] == [("sms", "queued"), ("slip", "queued")]
    assert opened(rows[0])["to"] == "10000001234"
    assert b"10000001234" not in str(rows[0].sealed).encode() + rows[0].key.encode()


def test_a_group_is_told_once(dossier, publish):
    key = publish(to=["village_director@record", "county_office@county"], channels=["wework"])
    tell(key, record=dossier.pk, about="a")
    assert len(outbox(notice=key)) == 1


def test_what_is_compulsory_cannot_be_muted(dossier, publish, world):
    for key in (publish("soft"), publish("hard", urgent=True), publish("sure", ack="24h")):
        Mute.objects.create(user=world.users["village_officer"], notice=key)
        tell(key, record=dossier.pk, about="a")
    assert {r.notice: r.state for r in outbox(user=world.users["village_officer"])} == {
        "soft": "muted",
        "hard": "delivered",
        "sure": "delivered",
    }


def test_so_often_and_no_more(dossier, publish):
    key = publish(at_most="2/day")
    assert [tell(key, record=dossier.pk, about=f"{n}") for n in range(4)] == [1, 1, 0, 0]


def test_the_condition_is_asked_of_the_record(dossier, publish):
    key = publish(condition="${sex} = '1' and ${_state} = 'VERIFIED'")
    assert tell(key, record=dossier.pk, about="a") == 0
    publish(condition="${sex} = '2' and ${_state} = 'VERIFIED'")
    assert tell(key, record=dossier.pk, about="a") == 1


def test_many_records_at_once(dossier, publish):
    key = publish(text="((_village))有((_count))份", to=["child_supervisor@township"])
    assert tell(key, record=None, about="a", records=[dossier.pk, dossier.pk]) == 1
    assert opened(outbox(notice=key)[0])["text"] == "河湾村有2份"


def test_what_is_rolled_back_was_never_told(dossier, publish):
    key = publish()
    with transaction.atomic():
        tell(key, record=dossier.pk, about="a")
        transaction.set_rollback(True)
    assert outbox(notice=key) == []


def test_the_edition_stays_what_it_was(dossier, publish):
    key = publish()
    tell(key, record=dossier.pk, about="a")
    publish(text="别的话")
    tell(key, record=dossier.pk, about="b")
    one, two = outbox(notice=key)
    assert (one.edition.number, two.edition.number) == (1, 2)
    assert opened(one)["text"] == "请看罗安"
