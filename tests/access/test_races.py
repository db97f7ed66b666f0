"""What many do at once is done as often as one may do it: the database decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from people.access import passes, phones
from people.models import AccessPass, TrustedPhone
from tests.ledgers.tools import together

from .doing import PIN
from .test_passes import issued, token_of

pytestmark = pytest.mark.storage


def test_of_eight_at_once_one_gets_in(committed: Any) -> None:
    token = issued(committed.users["village_officer"])
    got = together(*[lambda: passes.redeem(token)] * 8)
    assert [user.username for user in got if user] == ["village_officer"]


def test_of_eight_issued_at_once_one_is_open(committed: Any) -> None:
    officer = committed.users["village_officer"]
    made = together(*[lambda: passes.issue(officer, None)] * 8)
    good = [one for one in made if passes.holder(token_of(one))]
    assert len(good) == 1 and AccessPass.objects.count() == 8


def test_many_at_once_have_five_tries_together(committed: Any) -> None:
    officer = committed.users["village_officer"]
    phone = TrustedPhone.objects.create(
        user=officer,
        digest="d" * 64,
        pin=phones.hashed(PIN),
        bond=officer.get_session_auth_hash(),
        label="手机",
        used=timezone.now(),
        until=timezone.now() + phones.LASTS,
    )
    guesses = [f"{n:06}" for n in range(9)]
    assert together(*[lambda g=guess: phones.opens(phone, g) for guess in guesses]) == [False] * 9
    phone.refresh_from_db()
    assert phone.wrong == phones.TRIES and phone.ended and not phones.opens(phone, PIN)
