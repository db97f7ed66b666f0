"""The page where somebody agrees: for those who answer for it, in their places, and nobody else."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from ledgers.keeping.agreeing import heads, may
from ledgers.registry import live
from ledgers.views import keeping
from people.models import Post
from tests import people
from tests.ledgers.conftest import SINCE
from tests.ledgers.keeping.conftest import Club, record, rows
from tests.listening import english

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
PAGE = "/retention/"


@pytest.fixture
def over(tennis: Club, folder: Any) -> Any:
    kept = tennis.join(contract=tennis.file())
    tennis.train(kept)
    tennis.leave(kept)
    tennis.later(3)
    tennis.night()
    return kept


def uid_of(kept: Any) -> str:
    return str(rows().get(record__uid=kept.uid).uid)


def manager() -> Client:
    return people.client("manager")


@pytest.mark.parametrize("who", ["village_officer", "township_supervisor", "clerk", "citizen"])
def test_not_for_everybody(over: Any, who: str) -> None:
    browser = people.client(who)
    for found in (browser.get(PAGE), browser.post(PAGE, {"pick": uid_of(over), "go": "agree"})):
        assert found.status_code == (302 if who == "citizen" else 404)
    assert rows().filter(status="listed").count() == 2


def test_only_what_one_sees(tennis: Club, over: Any) -> None:
    """The county's office agrees to what it sees; the club is none of its ledgers."""
    office = people.client("county_admin")
    assert "罗安" not in office.get(PAGE).content.decode()
    assert may(tennis.users["county_admin"])
    assert office.post(PAGE, {"pick": uid_of(over), "go": "agree"}).status_code == 422
    assert not heads(tennis.users["county_admin"]).exists()


def test_another_post_of_theirs_does_not_count(tennis: Club, over: Any) -> None:
    """Who answers for it in one village does not in another, where they only see it."""
    clerk, place = tennis.users["clerk"], people.world().places["高田村"]
    Post.objects.create(user=clerk, role="manager", place=place, since=SINCE)
    page = people.client("clerk").get(PAGE).content.decode()
    assert "罗安" not in page and "没有期满的记录" in page


def test_looked_at_then_agreed(over: Any) -> None:
    browser = manager()
    page = browser.get(PAGE).content.decode()
    assert "罗安" in page and "连同随它的1份" in page and uid_of(over) in page
    sure = browser.post(PAGE, {"pick": uid_of(over), "go": "look"}).content.decode()
    assert "清除2份记录" in sure and "1个" in sure and "不能恢复" in sure
    assert rows().filter(status="listed").count() == 2
    done = browser.post(PAGE, {"pick": uid_of(over), "go": "agree"})
    assert done.status_code == 302
    assert "正在清除2份" in browser.get(PAGE).content.decode()
    assert set(rows().values_list("status", flat=True)) == {"agreed"}


def test_the_page_of_today_leads_there(over: Any) -> None:
    assert "1份记录保存期满" in manager().get("/work/").content.decode()
    assert "保存期满" not in people.client("clerk").get("/work/").content.decode()


def test_nothing_chosen(over: Any) -> None:
    for picked in ({}, {"pick": "x"}, {"pick": people.world().places["河湾村"].path}):
        found = manager().post(PAGE, {"go": "look", **picked})
        assert found.status_code == 422 and "还没有选" in found.content.decode()


def test_the_certificate_on_paper(tennis: Club, over: Any) -> None:
    tennis.agree(over)
    page = manager().get(PAGE).content.decode()
    href = f"/retention/{uid_of(over)}/certificate.pdf"
    assert href in page and "罗安" not in page
    found = manager().get(href)
    assert found.status_code == 200 and found.content[:5] == b"%PDF-"
    assert "no-store" in found["Cache-Control"]
    for who in ("county_admin", "clerk", "village_officer"):
        assert people.client(who).get(href).status_code == 404


def test_no_certificate_before(over: Any) -> None:
    assert manager().get(f"/retention/{uid_of(over)}/certificate.pdf").status_code == 404


def test_what_was_taken_back_shows_no_name(tennis: Club) -> None:
    kept = tennis.join()
    row = record(kept)
    type(row).objects.unscoped("test").filter(pk=row.pk).update(state="_void")
    tennis.later(3)
    tennis.night()
    page = manager().get(PAGE).content.decode()
    assert "已作废的记录" in page and "罗安" not in page


def test_the_words_are_chinese(over: Any) -> None:
    assert english(manager().get(PAGE).content.decode()) == ["manager"], "the user's own name"


def test_nothing_of_it_in_the_log(tennis: Club, over: Any, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        manager().get(PAGE)
        tennis.agree(over)
    said = caplog.text
    assert not [word for word in ("罗安", "10000001234", record(over).number) if word in said]
    assert live("members")


def test_many_pages(tennis: Club, monkeypatch: Any) -> None:
    monkeypatch.setattr(keeping, "PAGE", 2)
    for name in "安川柏":
        tennis.leave(tennis.join(f"罗{name}", phone=f"100000{ord(name):05d}"))
    tennis.later(3)
    tennis.night()
    first = manager().get(PAGE).content.decode()
    second = manager().get(f"{PAGE}?ledger=members&page=2").content.decode()
    assert "第1页，共2页" in first and "第2页，共2页" in second
    assert first.count('name="pick"') == 2 and second.count('name="pick"') == 1
