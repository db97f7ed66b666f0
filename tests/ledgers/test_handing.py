"""A post changes hands: half-filled forms, their uploads and what was shared go along."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from PIL import Image

from ledgers.drafts import Content, Drafts, Sheet
from ledgers.files import KeptFiles
from ledgers.models import Draft, File, Record, Share
from ledgers.registry import live
from people.accounts import handover
from people.accounts.acts import Person
from people.accounts.office import Office
from people.models import AccountEvent, Place, Post, User
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def by(world: Any) -> Office:
    return Office(world.users["township_supervisor"])


def post(username: str) -> Post:
    return Post.objects.get(user__username=username, until=None)


def begin(user: Any, **values: list[str]) -> Sheet:
    book = live("left_behind")
    assert book
    content = Content({"name": ["罗谷"], **values}, seen=["identity-1"])
    sheet = Sheet(uuid.uuid4(), book.id, book.form_edition, content)
    return Drafts(user).save(sheet, lambda sheet: None)


def photo(user: Any) -> str:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    out.seek(0)
    return str(KeptFiles().keep(user, "a.png", out, image=True, sealed=True)["sha256"])


def test_drafts_and_their_uploads_go_with_the_post(world: Any, by: Office) -> None:
    officer = world.users["village_officer"]
    named, loose = photo(officer), photo(officer)
    sheet = begin(officer, **{"photo.kept": [named]})
    new = handover.hand(by, post("village_officer"), Person("罗新"))
    assert Drafts(officer).open(sheet.uid) is None
    taken = Drafts(new.user).open(sheet.uid)
    assert taken and taken.content.values["name"] == ["罗谷"]
    authors = dict(File.objects.unscoped("test").values_list("sha256", "author__username"))
    assert (authors[named], authors[loose]) == (new.user.username, "village_officer")
    assert AccountEvent.objects.get(whom=new.user, what="posted").note == "接过来没填完的表1份"


def test_drafts_stay_with_who_keeps_a_post_like_it(world: Any, by: Office) -> None:
    officer = world.users["village_officer"]
    there = Place.objects.get(name="柳坪村")
    Post.objects.create(user=officer, role="village_director", place=there, since=people.SINCE)
    sheet = begin(officer)
    old = Post.objects.get(user=officer, place__name="河湾村")
    new = handover.hand(by, old, Person("罗新"))
    assert Drafts(officer).open(sheet.uid) and Drafts(new.user).count() == 0


def test_a_draft_that_names_its_post_goes_with_it(world: Any, by: Office) -> None:
    officer = world.users["village_officer"]
    there = Place.objects.get(name="柳坪村")
    Post.objects.create(user=officer, role="village_director", place=there, since=people.SINCE)
    sheet, stays = begin(officer), begin(officer)
    old = Post.objects.get(user=officer, place__name="河湾村")
    Draft.objects.unscoped("test").filter(uid=sheet.uid).update(post=old.pk)
    new = handover.hand(by, old, Person("罗新"))
    assert Drafts(new.user).open(sheet.uid) and Drafts(officer).open(stays.uid)


def test_what_waited_at_an_empty_post_goes_to_who_fills_it(world: Any, by: Office) -> None:
    officer = world.users["village_officer"]
    sheet = begin(officer)
    handover.vacate(by, post("village_officer"))
    assert Drafts(officer).count() == 1
    there = Place.objects.get(name="河湾村")
    new = handover.fill(by, Person("罗新"), "village_director", there)
    assert Drafts(new.user).open(sheet.uid) and Drafts(officer).count() == 0


def test_what_the_post_was_shown_is_shown_to_the_next(world: Any, by: Office) -> None:
    other = world.users["other_village_officer"]
    stranger = people.register(world.users["village_officer"])
    record = Record.objects.unscoped("test").get(uid=stranger.records[0].uid)
    day, old = dt.date.today(), post("other_village_officer")
    Share.objects.create(record=record, post=old.pk, since=people.SINCE, reason="x")
    Share.objects.create(record=record, post=old.pk, since=people.SINCE, until=people.SINCE)
    new = handover.hand(by, old, Person("罗新"))
    assert Record.objects.visible_to(new.user).filter(pk=record.pk).exists()
    assert not Record.objects.visible_to(User.objects.get(pk=other.pk)).filter(pk=record.pk)
    ended = Share.objects.filter(post=old.pk).exclude(until=people.SINCE).get()
    assert ended.until and ended.until < day and Share.objects.count() == 3


def test_nothing_to_move_says_nothing(world: Any, by: Office) -> None:
    new = handover.hand(by, post("village_officer"), Person("罗新"))
    assert AccountEvent.objects.get(whom=new.user, what="posted").note == ""
