"""One masked answer in clear: a role that may, a reason, one event, nothing that stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from forms_catalog.problems import Refused
from ledgers.clock import now, today
from ledgers.models import AccessEvent, Share
from ledgers.witnessing import keeping
from ledgers.witnessing.revealing import reason_of
from tests import people
from tests.ledgers.tools import change, row, send, user
from tests.ledgers.witnessing.tools import REASON, access, events, ledger

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
PHONE, CARD = "10000001234", "990121201301110025"


def ask(browser: Client, kept: Any, question: str = "phone", **posted: str) -> Any:
    return browser.post(reverse("reveal", args=[kept.uid, question]), {"chosen": REASON} | posted)


def page(browser: Client, kept: Any) -> str:
    return str(browser.get(reverse("record", args=[kept.uid])).content.decode())


def test_the_whole_way(desk: Client, kept: Any, clerk: Any) -> None:
    ledger()
    html = page(desk, kept)
    href = reverse("reveal", args=[kept.uid, "phone"])
    assert f'action="{href}"' in html and PHONE not in html and "显示一次" in html
    response = ask(desk, kept, reason="家长要改约")
    shown = response.content.decode()
    assert response.status_code == 200 and shown.count(PHONE) == 1 and CARD not in shown
    assert "no-store" in response["Cache-Control"]
    (event,) = events(kind="reveal")
    assert (event.questions, event.clear, event.count) == ("phone", True, 1)
    assert event.reason == "打电话联系：家长要改约" and event.user_id == clerk.pk
    assert event.record_id == row(kept).pk and PHONE not in str(vars(event))


def test_it_stays_nowhere(desk: Client, kept: Any) -> None:
    ledger()
    ask(desk, kept)
    assert PHONE not in str(dict(desk.session)) and PHONE not in page(desk, kept)
    assert PHONE not in desk.get("/work/").content.decode()


@pytest.mark.parametrize(
    ("posted", "code"),
    [
        ({"chosen": ""}, 422),
        ({"chosen": "other", "reason": "  "}, 422),
        ({"chosen": "made up", "reason": ""}, 422),
        ({"chosen": "", "reason": "看"}, 422),
        ({"chosen": "", "reason": "看" * 201}, 422),
        ({"chosen": "", "reason": "要看"}, 200),
        ({"chosen": "other", "reason": "看" * 200}, 200),
    ],
)
def test_a_reason_must_say_something(
    desk: Client, kept: Any, posted: dict[str, str], code: int
) -> None:
    ledger()
    response = ask(desk, kept, **posted)
    assert response.status_code == code
    assert (PHONE in response.content.decode()) is (code == 200)
    assert len(events(kind="reveal")) == (code == 200)


def test_what_is_said_of_a_reason() -> None:
    for written, code in (("", "reveal.no-reason"), ("看" * 201, "reveal.long-reason")):
        with pytest.raises(Refused) as refused:
            reason_of("", written)
        assert [(p.code, p.place.question) for p in refused.value.problems] == [(code, "reason")]


@pytest.mark.parametrize("question", ["name", "remark", "cups", "nothing", "member_no"])
def test_what_is_no_mask_cannot_be_asked_for(desk: Client, kept: Any, question: str) -> None:
    ledger()
    assert ask(desk, kept, question).status_code == 404
    assert reverse("reveal", args=[kept.uid, question]) not in page(desk, kept)


def test_what_is_no_number_but_a_reason(desk: Client, kept: Any) -> None:
    ledger()
    send(user("clerk"), change(kept, phone={"$missing": "refused"}))
    assert ask(desk, kept).status_code == 404


def refused(browser: Client, kept: Any) -> bool:
    """No form on the page, no answer to a post, no event."""
    offered = "显示一次" in page(browser, kept)
    return not offered and ask(browser, kept).status_code == 404 and not events(kind="reveal")


class TestWhoMay:
    def test_no_action_of_the_ledger_lets_anybody(self, desk: Client, kept: Any) -> None:
        assert refused(desk, kept)

    def test_another_role(self, desk: Client, kept: Any) -> None:
        ledger(who=("manager",))
        assert refused(desk, kept)
        assert ask(people.client("manager"), kept).status_code == 200

    def test_another_state(self, desk: Client, kept: Any) -> None:
        ledger(from_=("ACTIVE",))
        assert refused(desk, kept)

    def test_a_condition_that_nobody_judges(self, desk: Client, kept: Any) -> None:
        ledger(guard="${sex} = 'F'")
        assert refused(desk, kept)

    def test_hidden_by_the_role(self, desk: Client, kept: Any) -> None:
        ledger()
        access(clerk={"hidden": ("phone",)})
        assert ask(desk, kept).status_code == 404 and ask(desk, kept, "id_card").status_code == 200

    def test_in_clear_already(self, desk: Client, kept: Any) -> None:
        ledger()
        access(clerk={"clear": ("phone",)})
        assert ask(desk, kept).status_code == 404

    def test_from_afar(self, kept: Any, club: Any) -> None:
        ledger(who=("clerk", "village_director"))
        stranger = club.users["other_village_officer"]
        Share.objects.create(record=row(kept), user=stranger, since=today(), reason="试")
        assert refused(people.client(stranger.username), kept)

    def test_a_stranger(self, kept: Any) -> None:
        ledger()
        browser = people.client("other_village_officer")
        assert ask(browser, kept).status_code == 404
        assert browser.get(reverse("reveal", args=[kept.uid, "phone"])).status_code == 404

    def test_it_is_no_button_and_no_action(self, desk: Client, kept: Any) -> None:
        ledger()
        assert reverse("act", args=[kept.uid, "unmask"]) not in page(desk, kept)
        posted = desk.post(reverse("act", args=[kept.uid, "unmask"]), {"version": "1"})
        assert posted.status_code == 404


class TestTooMany:
    def test_the_limit_of_a_day(self, desk: Client, kept: Any, settings: Any) -> None:
        ledger()
        settings.REVEALS_A_DAY = 2
        assert [ask(desk, kept).status_code for _ in range(3)] == [200, 200, 429]
        last = ask(desk, kept).content.decode()
        assert "联系您的上级" in last and PHONE not in last
        assert len(events(kind="reveal")) == 2

    def test_yesterdays_do_not_count_nor_others(
        self, desk: Client, kept: Any, settings: Any
    ) -> None:
        ledger(who=("clerk", "manager"))
        settings.REVEALS_A_DAY = 1
        assert ask(desk, kept).status_code == 200
        assert ask(people.client("manager"), kept).status_code == 200
        rows = AccessEvent.objects.unscoped("test")
        rows.update(at=now() - dt.timedelta(days=1))
        assert ask(desk, kept).status_code == 200


def test_what_cannot_be_witnessed_is_not_shown(
    desk: Client, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger()

    def broken(*_: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(keeping, "insert", broken)
    response = ask(desk, kept)
    assert response.status_code == 503 and PHONE not in response.content.decode()
