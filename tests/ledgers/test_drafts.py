"""Drafts: sealed, their author's alone, and never written over unseen."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from ledgers.drafts import LARGEST, Content, Drafts, Lost, Sheet, TooMuch, digest, owner
from ledgers.models import Draft, Submission
from ledgers.registry import live

from .tools import CLOCK

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def blank(**values: str) -> Sheet:
    book = live("children")
    assert book
    content = Content({name: [text] for name, text in values.items()})
    return Sheet(uuid.uuid4(), book.id, book.form_edition, content)


def nothing(sheet: Sheet) -> None:
    """A change that changes nothing."""


def typed(**values: str) -> Any:
    def change(sheet: Sheet) -> None:
        sheet.content.put(values.keys(), {name: [text] for name, text in values.items()})

    return change


def test_what_is_kept_is_read_back_and_sealed(officer: Any) -> None:
    kept = Drafts(officer).save(blank(name="罗谷"), nothing)
    row = Draft.objects.unscoped("test").get(uid=kept.uid)
    assert "罗谷" not in str(row.sealed) and set(row.sealed) == {"$sealed"}
    found = Drafts(officer).open(kept.uid)
    assert found and found.content == kept.content and found.version == 1 == row.version


def test_nobody_else_sees_it(world: Any, officer: Any) -> None:
    kept = Drafts(officer).save(blank(name="罗谷"), nothing)
    for name in ("other_village_officer", "township_supervisor", "county_admin"):
        other = Drafts(world.users[name])
        assert other.open(kept.uid) is None and other.count() == 0 and not list(other.latest())
        other.remove(kept.uid)
        with pytest.raises(Lost):
            other.save(Sheet(kept.uid, kept.ledger, kept.edition, Content()), nothing)
    assert Drafts(officer).open(kept.uid)


def test_a_slower_browser_adds_to_what_the_faster_kept(officer: Any) -> None:
    first = Drafts(officer).save(blank(), nothing)
    second = Drafts(officer).open(first.uid)
    assert second
    Drafts(officer).save(first, typed(name="罗谷"))
    merged = Drafts(officer).save(second, typed(phone="10000001234"))
    assert merged.content.values == {"name": ["罗谷"], "phone": ["10000001234"]}
    assert merged.version == 3


def test_what_a_change_refuses_is_not_kept(officer: Any) -> None:
    kept = Drafts(officer).save(blank(name="罗谷"), nothing)

    def refuse(sheet: Sheet) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        Drafts(officer).save(kept, refuse)
    with pytest.raises(TooMuch):
        Drafts(officer).save(kept, typed(name="长" * LARGEST))
    found = Drafts(officer).open(kept.uid)
    assert found and found.content.values == {"name": ["罗谷"]} and found.version == 1


def test_a_thrown_away_draft_stays_away(officer: Any) -> None:
    kept = Drafts(officer).save(blank(), nothing)
    Drafts(officer).remove(kept.uid)
    with pytest.raises(Lost):
        Drafts(officer).save(kept, typed(name="罗谷"))


def test_what_was_sent_is_no_draft_again(officer: Any) -> None:
    sheet = blank()
    Submission.objects.create(
        key=sheet.key, body_digest=b"", door="web", actor=officer, clock=CLOCK, received_at=CLOCK
    )
    with pytest.raises(Lost):
        Drafts(officer).save(sheet, nothing)


def test_the_latest_comes_first(officer: Any) -> None:
    one, two = (Drafts(officer).save(blank(name=name), nothing) for name in ("甲", "乙"))
    Drafts(officer).save(one, typed(name="丙"))
    assert [sheet.uid for sheet in Drafts(officer).latest()] == [one.uid, two.uid]
    assert [sheet.uid for sheet in Drafts(officer).latest(1)] == [one.uid]


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("name", "name"),
        ("born-y", "born"),
        ("cups-0-won_on-d", "cups"),
        ("photo.kept", "photo"),
        ("phone.reason", "phone"),
        ("_id", ""),
        ("😀", ""),
        ("", ""),
    ],
)
def test_owner(name: str, question: str) -> None:
    assert owner(name) == question


def test_a_digest_is_of_texts_alone() -> None:
    assert digest({}) == digest({"a": [""], "b-0-_id": ["1"], "p.kept": ["f"]})
    assert digest({"a": ["1\r\n2"]}) == digest({"a": ["1\n2"]}) != digest({"a": ["1"]})


def test_an_upload_stays_until_another_comes() -> None:
    content = Content({"p.kept": ["one"], "a": ["1"], "b": ["2"]})
    content.put({"p", "a"}, {"p": ["paper"]})
    assert content.values == {"p.kept": ["one"], "p": ["paper"], "b": ["2"]}
    content.put({"p"}, {"p.kept": ["two"], "b": ["never"]})
    assert content.values == {"p.kept": ["two"], "b": ["2"]}
