"""Several browsers at one draft in the same moment: nothing is lost, nothing is written twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ledgers.drafts import Drafts
from ledgers.models import Draft, Record
from ledgers.scope import forget_reach

from .filling import NEW, Hand, walk
from .test_drafts import blank, nothing, typed
from .tools import together, user

pytestmark = pytest.mark.storage
NAMES = "abcd"


def write(uid: Any, name: str) -> Callable[[], Any]:
    def job() -> None:
        drafts = Drafts(user("village_officer"))
        sheet = drafts.open(uid)
        assert sheet
        drafts.save(sheet, typed(**{name: "填了"}))

    return job


def test_all_that_was_written_at_once_is_there(committed: Any) -> None:
    officer = committed.users["village_officer"]
    kept = Drafts(officer).save(blank(), nothing)
    assert together(*(write(kept.uid, name) for name in NAMES)) == [None] * len(NAMES)
    forget_reach(officer)
    found = Drafts(officer).open(kept.uid)
    assert found and set(found.content.values) == set(NAMES) and found.version == 5


def test_begun_twice_at_once_is_one_draft(committed: Any) -> None:
    sheet = blank(name="罗谷")

    def begin() -> None:
        fresh = blank(name="罗谷")
        fresh.uid = sheet.uid
        Drafts(user("village_officer")).save(fresh, nothing)

    assert together(begin, begin, begin) == [None] * 3
    assert Draft.objects.unscoped("test").count() == 1


def test_submitted_twice_at_once_is_one_record(committed: Any) -> None:
    hands = [walk(Hand().open(NEW))]
    hands.append(Hand().open(hands[0].at))
    results = together(*(hand.press for hand in hands))
    assert [hand.status for hand in hands] == [200, 200], results
    assert {hand.at for hand in hands} == {hands[0].at} and "/receipts/" in hands[0].at
    assert Record.objects.unscoped("test").count() == 2
