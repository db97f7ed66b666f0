"""Sessions: found while they last, gone at once when they are ended anywhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.access.sessions import SessionStore

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def begun() -> SessionStore:
    store = SessionStore()
    store["said"] = "安"
    store.save()
    return store


def test_it_is_found_by_its_key(begun: SessionStore, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = SessionStore(begun.session_key)
        assert found["said"] == "安" and found.get("else") is None
    assert found.session_key == begun.session_key


def test_one_that_is_over_or_ended_begins_anew(begun: SessionStore) -> None:
    rows = Session.objects.filter(session_key=begun.session_key)
    rows.update(expire_date=timezone.now() - timedelta(seconds=1))
    over = SessionStore(begun.session_key)
    assert "said" not in over and over.session_key is None
    rows.update(expire_date=timezone.now() + timedelta(hours=1))
    assert "said" in SessionStore(begun.session_key)
    rows.delete()
    assert "said" not in SessionStore(begun.session_key)


def test_a_key_that_nobody_was_given() -> None:
    assert "said" not in SessionStore("x" * 32)
    assert SessionStore().load() == {}


def test_what_was_changed_by_hand_says_nothing(begun: SessionStore) -> None:
    Session.objects.filter(session_key=begun.session_key).update(session_data="garbled")
    assert "said" not in SessionStore(begun.session_key)
