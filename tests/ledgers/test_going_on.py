"""A form that goes on from a record: offered on its page to who may, begun with the record chosen."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests import people
from tests.ledgers.editions import member

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def kept(club: Any) -> Any:
    return member(club.users["clerk"], club)


def test_it_begins_with_the_record_chosen(kept: Any) -> None:
    clerk = people.client("clerk")
    page = clerk.get(f"/records/{kept.uid}/").content.decode()
    href = re.search(
        rf'href="(/ledgers/sessions/[^"]*\?member={kept.uid})"><span><b>记一次训练', page
    )
    assert href
    assert str(kept.uid) in clerk.get(href[1], follow=True).content.decode()


def test_it_is_offered_to_those_only_who_may_open_one(kept: Any) -> None:
    page = people.client("manager").get(f"/records/{kept.uid}/").content.decode()
    assert "记一次训练" not in page
