"""What no browser sends: a sign that no database keeps, numbers that no column holds, words without end."""

from __future__ import annotations

from typing import Any

import pytest

from ledgers.submission import Part, Submission
from people.models import Post
from tests import people
from tests.ledgers.editions import member
from tests.ledgers.tools import send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ODD = {
    "nul": "甲\x00",
    "digits": "9" * 5000,
    "large": "9" * 25,
    "endless": "y" * 60_000,
}
NAMED = (
    "q page place state sort view cols key name uid record child member user until version edition "
    "reason find find_user find_place before who from to day on field only link at role username "
    "phone period quarter through job like purpose words chosen why "
    "also-seen also ledger step base number code id text next"
)
ALONE = ("user", "find_place", "find_user", "reason")
"""Asked for one at a time: an earlier one that is refused hides the others."""
PAGES = (
    "/ledgers/members/",
    "/ledgers/members/tasks/",
    "/ledgers/members/lacking/",
    "/ledgers/members/grid/member/",
    "/ledgers/members/new/",
    "/ledgers/members/new/pages/",
    "/ledgers/sessions/new/",
    "/ledgers/members/export/",
    "/ledgers/members/import/",
    "/ledgers/sessions/grid/member/",
    "/records/{uid}/",
    "/records/{uid}/edit/",
    "/records/{uid}/edition/",
    "/records/{uid}/dossier/",
    "/records/{uid}/merge/merge/",
    "/records/{uid}/act/refer/",
    "/records/{uid}/act/assign/",
    "/records/{uid}/act/transfer/",
    "/records/{uid}/act/flag/",
    "/records/{uid}/act/return/",
    "/records/{uid}/act/void/",
    "/records/{uid}/reveal/phone/",
    "/receipts/nothing/",
    "/inbox/",
    "/outbox/",
    "/worker/",
    "/seen/",
    "/duties/",
    "/duties/year/",
    "/letters/scan/",
    "/exports/",
    "/retention/",
    "/accounts/",
    "/accounts/new/",
    "/search/",
    "/display/",
    "/login/",
)


@pytest.fixture
def kept(club: Any) -> Any:
    clerk, manager = club.users["clerk"], club.users["manager"]
    one = member(clerk, club)
    assert send(manager, Part("members", {}, one.uid, "verify")).ok
    return one


@pytest.mark.parametrize("odd", ODD)
def test_nothing_breaks(club: Any, kept: Any, odd: str) -> None:
    """Asked by somebody who may do everything that there is to do."""
    post = {"place": club.places["澜川县"], "since": "2020-01-01", "user": club.users["manager"]}
    for role in ("clerk", "county_admin"):
        Post.objects.create(role=role, **post)
    browser = people.client("manager")
    browser.raise_request_exception = False
    given = dict.fromkeys(NAMED.split(), ODD[odd])
    short = {key: value[:40] for key, value in given.items()}
    broken = []
    for page in PAGES:
        href = page.format(uid=kept.uid)
        for found in (browser.get(href, short), browser.post(href, given)):
            if found.status_code >= 500:
                broken.append((found.request["REQUEST_METHOD"], page, found.status_code))
        for alone in ALONE if "/act/" in page else ():
            rest = {"version": "2", "key": Submission.new_key(), "chosen": "核对证件"}
            rest |= {"user": str(club.users["clerk"].pk), "until": "30", alone: given[alone]}
            if browser.post(href, rest).status_code >= 500:
                broken.append((alone, page))
    assert not broken
