"""Pages of rounds: what each person is shown, and what is nobody's but theirs."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ledgers.models import Record
from tests.ledgers.tools import row

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
KEY = "locker_checks"


def browser(club, name):
    found = Client()
    found.force_login(club.user(name), "django.contrib.auth.backends.ModelBackend")
    return found


def page(club, name, winter, address="round", **query):
    args = [KEY] if address == "rounds" else [KEY, winter["season"]]
    return browser(club, name).get(reverse(address, args=args), query)


def text(club, name, winter, address="round", **query):
    answer = page(club, name, winter, address, **query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_of_rounds(club, winter):
    club.season("镇里补查", "2026-11-01", "2026-11-30", "青禾镇")
    here, far = (text(club, name, winter, "rounds") for name in ("keeper", "far_keeper"))
    assert "冬季" in here and "镇里补查" not in here
    assert "冬季" in far and "镇里补查" in far
    assert "应查4个" in here, "the open one is counted in my place"


def test_by_name_where_i_work(club, winter):
    club.check("keeper", winter["season"], winter["02"], "NOBODY")
    shown = text(club, "keeper", winter)
    for word in ("甲排", "乙排", "没有人在", "没有结果", "还没有清单", "01号柜", "04号柜"):
        assert word in shown
    assert "11号柜" not in shown
    door = f"season={winter['season']}&amp;locker={winter['01']}"
    assert door in shown and f"locker={winter['02']}" not in shown, "that one has a result already"


def test_the_door_knows_round_and_unit(club, winter):
    args = {"season": winter["season"], "locker": winter["01"]}
    keeper, href = browser(club, "keeper"), reverse("fill", args=[KEY])
    shown = keeper.get(href, args).content.decode()
    assert "冬季" in shown and "01号柜" in shown
    posted = args | {"found": "OPENED"}
    answer = keeper.post(f"{href}?season={args['season']}&locker={args['locker']}", posted)
    assert answer.status_code == 302
    kept = Record.objects.unscoped("test").get(ledger__key=KEY)
    assert {name: kept.answers[name] for name in args} == args


def test_the_door_knows_a_unit_that_is_not_offered(club, winter, monkeypatch):
    """Only the newest records are offered; what an address or a record names stands there as well."""
    from ledgers.lookup import ScopedRecords

    monkeypatch.setattr(ScopedRecords, "records", lambda *what, **more: [])
    args = {"season": winter["season"], "locker": winter["01"]}
    shown = browser(club, "keeper").get(reverse("fill", args=[KEY]), args).content.decode()
    assert "冬季" in shown and "01号柜" in shown


@pytest.mark.parametrize("name", ["season", "locker"])
def test_the_door_takes_nothing_that_is_out_of_sight(club, winter, name):
    season = club.season("镇里补查", "2026-11-01", "2026-11-30", "青禾镇")
    given = {"season": season, "locker": winter["11"]}
    shown = browser(club, "keeper").get(reverse("fill", args=[KEY]), {name: given[name]})
    words = {"season": "镇里补查", "locker": "11号柜"}
    assert shown.status_code == 200 and words[name] not in shown.content.decode()


def test_one_group_and_only_what_is_left(club, winter):
    club.check("keeper", winter["season"], winter["04"], "OPENED")
    shown = text(club, "keeper", winter, group=winter["bank"])
    assert "01号柜" in shown and "04号柜" not in shown and "乙排" not in shown
    shown = text(club, "keeper", winter, left="1")
    assert "01号柜" in shown and "04号柜" not in shown


def test_above_it_is_told_by_place(club, winter):
    club.check("keeper", winter["season"], winter["01"], "OPENED")
    county = text(club, "steward", winter)
    assert "枫树坪镇" in county and "青禾镇" in county and "01号柜" not in county
    assert "还没有清单，算不出比例" in county and "20%" in county and ">100%<" not in county
    town = text(club, "steward", winter, place=club.path("枫树坪镇"))
    assert "河湾村" in town and "25%" in town
    assert "01号柜" in text(club, "steward", winter, place=club.path("河湾村"))


def test_nobody_fills_where_they_may_not(club, winter):
    shown = text(club, "steward", winter, place=club.path("河湾村"))
    assert "01号柜" in shown and "locker=" not in shown


def test_a_round_that_is_over_is_filled_no_more(club, winter):
    club.act("steward", "seasons", winter["season"], "close")
    shown = text(club, "keeper", winter)
    assert "01号柜" in shown and "locker=" not in shown and "已结束" in shown


def test_who_sees_results_but_not_the_units_is_told_numbers(club, winter):
    shown = text(club, "auditor", winter, place=club.path("河湾村"))
    assert "01号柜" not in shown and "应查4个" in shown and "这里只看数字" in shown
    shown = text(club, "auditor", winter, place=club.path("河湾村"), view="change")
    assert "01号柜" not in shown


@pytest.mark.parametrize("address", ["round", "round-pdf", "round-xlsx"])
def test_what_is_not_mine_is_not_there(club, winter, address):
    other = club.path("柳坪村")
    assert page(club, "keeper", winter, address, place=other).status_code == 404
    assert page(club, "keeper", winter, address, place="nothing").status_code == 404
    assert page(club, "keeper", winter, address, place=club.path("澜川县")).status_code == 404
    far = winter | {"season": club.season("镇里补查", "2026-11-01", "2026-11-30", "青禾镇")}
    assert page(club, "keeper", far, address).status_code == 404
    assert page(club, "steward", winter | {"season": winter["01"]}, address).status_code == 404
    villager = browser(club, "village_officer")
    assert villager.get(reverse(address, args=[KEY, winter["season"]])).status_code == 404
    lockers = reverse(address, args=["lockers", winter["season"]])
    assert browser(club, "keeper").get(lockers).status_code == 404


def test_what_changed_since_the_last_season(club, winter):
    assert "没有更早的一轮" in text(club, "keeper", winter, view="change")
    autumn = club.season("秋季", "2026-07-01", "2026-09-25")
    club.check("keeper", autumn, winter["01"], "OPENED", rust="no")
    club.check("keeper", autumn, winter["03"], "OPENED")
    club.check("keeper", winter["season"], winter["01"], "OPENED", rust="yes")
    club.act("keeper", "lockers", winter["03"], "close")
    shown = text(club, "keeper", winter, view="change")
    assert "生锈：原来是否，现在是是" in shown and "03号柜" in shown and "秋季" in shown
    county = text(club, "steward", winter, view="change")
    assert "枫树坪镇" in county and "03号柜" not in county


def test_the_workbook(club, winter):
    from openpyxl import load_workbook

    def book(name, **query):
        answer = page(club, name, winter, "round-xlsx", **query)
        assert answer.status_code == 200
        return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    club.check("keeper", winter["season"], winter["01"], "OPENED")
    found = book("steward")
    rows = [[cell.value for cell in line] for line in found["覆盖"].iter_rows(min_row=3)]
    assert ["合计", 5, 5, 1, 4, 0, "20%"] in rows and ["青禾镇", 0, 0, 0, 0, 0, "—"] in rows
    assert "名单" not in book("keeper").sheetnames, "who may not take lockers along gets numbers"
    named = book("steward", place=club.path("河湾村"))["名单"]
    assert ("甲排", "02号柜", "没有结果", "是") in list(named.iter_rows(values_only=True))


def test_on_paper(club, winter):
    for name, words in (("steward", "枫树坪镇"), ("keeper", "01号柜")):
        answer = page(club, name, winter, "round-pdf")
        assert answer["Content-Type"] == "application/pdf"
        [paper] = PdfReader(io.BytesIO(answer.content)).pages
        assert words in paper.extract_text() and "冬季" in paper.extract_text()


def test_two_posts_see_both_places(club, winter):
    from people.models import Place, Post

    Post.objects.create(
        user=club.user("keeper"),
        role="keeper",
        place=Place.objects.get(name="高田村"),
        since="2020-01-01",
    )
    shown = text(club, "keeper", winter)
    assert "河湾村" in shown and "高田村" in shown and "01号柜" not in shown


def test_a_record_tells_its_round_to_whom_it_asks(club, winter):
    """The season is registered above the keeper's place; a result of theirs still says which it is."""
    kept = club.check("keeper", winter["season"], winter["01"], "OPENED")
    shown = browser(club, "keeper").get(reverse("record", args=[kept])).content.decode()
    assert "冬季" in shown
    assert (
        browser(club, "keeper").get(reverse("record", args=[winter["season"]])).status_code == 404
    )
    assert row(winter["season"]).place_path == club.path("澜川县")
