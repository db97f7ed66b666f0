"""One follow-up form for many records in one table: each line is kept by itself, and only once."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from ledgers.models import Record
from ledgers.models import Submission as Sent
from tests.ledgers.actions.test_life import clerk, do, manager, member  # noqa: F401
from tests.ledgers.actions.test_pages import browser, text
from tests.ledgers.tools import answers

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
GRID = "/ledgers/sessions/grid/member/"


def sessions() -> list[dict[str, Any]]:
    rows = Record.objects.unscoped("test").filter(ledger__key="sessions").order_by("id")
    return [answers(row.uid) for row in rows]


def mark(kept: Any) -> str:
    return str(kept.uid).replace("-", "")


def drawn(user: Any, href: str = GRID) -> dict[str, Any]:
    """What the page posts when nobody has typed anything."""
    html = text(browser(user).get(href))
    pairs = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html)
    found: dict[str, Any] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def typed(kept: Any, day: str = "5", came: str = "yes") -> dict[str, str]:
    head = mark(kept)
    date = dict(zip("ymd", ("2026", "11", day), strict=True))
    return {f"{head}-played_on-{box}": v for box, v in date.items()} | {f"{head}-came": came}


def test_a_list_leads_to_a_table_with_its_filters(clerk, manager):  # noqa: F811
    one, two = member(clerk, name="罗安"), member(clerk, name="罗柏", grade="A")
    page = text(browser(clerk).get("/ledgers/members/"))
    assert f'formaction="{GRID}"' in page and "填训练" in page
    assert f'formaction="{GRID}"' not in text(browser(manager).get("/ledgers/members/"))
    there = browser(clerk).post(GRID, {"w.grade": "A"})
    assert parse_qs(urlparse(there["Location"]).query) == {"w.grade": ["A"]}
    shown = text(browser(clerk).get(there["Location"]))
    assert "罗柏" in shown and "罗安" not in shown
    ticked = browser(clerk).post(GRID, {"uid": [one.uid], "q": "罗"})["Location"]
    assert "罗安" in text(browser(clerk).get(ticked))
    private = browser(clerk).post(GRID, {"q": str(two.number)})["Location"]
    assert "罗柏" in text(browser(clerk).get(private))


def test_a_number_that_may_be_an_identity_stands_in_no_address(clerk):  # noqa: F811
    member(clerk, phone="10000099999")
    there = browser(clerk).post(GRID, {"q": "10000099999"})["Location"]
    assert "10000099999" not in there and "罗安" in text(browser(clerk).get(there))


def test_lines_with_something_in_them_are_kept_each_by_itself(clerk):  # noqa: F811
    one, two, blank = (member(clerk, name=f"罗{n}") for n in "安柏晨")
    page = drawn(clerk)
    assert {*page["line"]} == {one.uid, two.uid, blank.uid}
    done = browser(clerk).post(GRID, page | typed(one) | typed(two, came="no"))
    assert done.status_code == 302
    kept = sessions()
    assert [(row["member"], row["came"]) for row in kept] == [(two.uid, "no"), (one.uid, "yes")]
    assert Sent.objects.filter(batch=page["key"][0]).count() == 2
    after = text(browser(clerk).get(done["Location"]))
    assert after.count("已记下</span>") == 2 and "已存2份" in after
    assert f"{mark(blank)}-came" in after and f"{mark(one)}-came" not in after


def test_sent_twice_is_kept_once(clerk):  # noqa: F811
    one = member(clerk)
    page = drawn(clerk) | typed(one)
    first, again = (browser(clerk).post(GRID, page) for _ in range(2))
    assert first.status_code == 302
    assert len(sessions()) == 1
    assert again.status_code == 302
    other = browser(clerk).post(GRID, page | typed(one, came="no"))
    assert other.status_code == 409 and "内容和这次不同" in text(other)
    assert [row["came"] for row in sessions()] == ["yes"] and "已记下" in text(other)


def test_a_bad_line_stays_with_its_words_and_what_was_typed(clerk):  # noqa: F811
    good, bad, half = (member(clerk, name=f"罗{n}") for n in "安柏晨")
    page = drawn(clerk) | typed(good) | typed(bad, day="31") | {f"{mark(half)}-came": "no"}
    answer = browser(clerk).post(GRID, page)
    html = text(answer)
    assert answer.status_code == 422 and [row["member"] for row in sessions()] == [good.uid]
    assert "已存1份" in html and html.count("已记下</span>") == 1
    assert f'id="q-{mark(bad)}-played_on-e"' in html and "罗柏（银卡）：" in html
    assert f'name="{mark(bad)}-played_on-d" value="31"' in html
    assert f'href="#q-{mark(half)}-played_on"' in html
    assert f"{mark(good)}-came" not in html
    page |= typed(bad, day="30") | typed(half)
    assert browser(clerk).post(GRID, page).status_code == 302
    assert {row["member"] for row in sessions()} == {good.uid, bad.uid, half.uid}


def test_what_is_the_same_for_all_is_filled_once(clerk):  # noqa: F811
    one, two = member(clerk, name="罗安"), member(clerk, name="罗柏")
    there = f"{GRID}?ask=came&same=played_on"
    page = drawn(clerk, there)
    page |= {"played_on-y": "2026", "played_on-m": "11", "played_on-d": "31"}
    page |= {f"{mark(one)}-came": "yes", f"{mark(two)}-came": "no"}
    wrong = browser(clerk).post(there, page)
    html = text(wrong)
    assert wrong.status_code == 422 and sessions() == []
    assert html.count('href="#q-played_on"') == 1, "said once, not with every line"
    done = browser(clerk).post(there, page | {"played_on-d": "30"})
    assert done.status_code == 302 and "ask=came" in done["Location"]
    assert {row["played_on"] for row in sessions()} == {"2026-11-30"} and len(sessions()) == 2


def test_a_column_that_is_lacking_comes_up(clerk):  # noqa: F811
    one = member(clerk)
    there = f"{GRID}?ask=came"
    html = text(browser(clerk).post(there, drawn(clerk, there) | {f"{mark(one)}-came": "yes"}))
    assert "已经加到表里了" in html and f"{mark(one)}-played_on-y" in html
    assert "ask=came%2Cplayed_on" in html


def test_nothing_typed_is_nothing_kept(clerk):  # noqa: F811
    member(clerk)
    answer = browser(clerk).post(GRID, drawn(clerk))
    assert answer.status_code == 422 and "一行也没有填" in text(answer) and sessions() == []


def test_only_records_in_sight_and_only_who_may(clerk, manager, club):  # noqa: F811
    seen, strange = member(clerk), club.users["other_village_officer"]
    assert browser(strange).get(GRID).status_code == 404
    assert browser(manager).get(GRID).status_code == 404, "who only looks on fills nothing"
    for href in ("/ledgers/sessions/grid/came/", "/ledgers/members/grid/name/"):
        assert browser(clerk).get(href).status_code == 404
    elsewhere = Record.objects.unscoped("test").filter(uid=seen.uid)
    page = drawn(clerk) | typed(seen)
    elsewhere.update(place_path=club.places["柳坪村"].path)
    html = text(browser(clerk).post(GRID, page))
    assert sessions() == [] and "罗安" not in html
    assert "罗安" not in text(browser(clerk).get(f"{GRID}?uid={seen.uid}"))


def test_whose_life_is_over_is_left_out(clerk, manager):  # noqa: F811
    gone = member(clerk, name="罗川")
    member(clerk, name="罗安")
    assert do(manager, gone, "leave").ok
    assert "罗川" not in text(browser(clerk).get(GRID))
    assert "罗川" in text(browser(clerk).get(f"{GRID}?state=LEFT"))


def test_without_keys_nothing_typed_is_lost(clerk, settings, tmp_path):  # noqa: F811
    one = member(clerk)
    page = drawn(clerk) | typed(one)
    settings.KEYRING = tmp_path / "keyring.json"
    answer = browser(clerk).post(GRID, page)
    assert answer.status_code == 503 and f'name="{mark(one)}-played_on-d" value="5"' in text(answer)


def test_many_lines_come_by_pages(clerk):  # noqa: F811
    for number in range(51):
        member(clerk, name=f"罗安{'甲乙丙丁戊己庚辛壬癸'[number % 10]}", fee=str(number + 1))
    first = text(browser(clerk).get(GRID))
    assert first.count('name="line"') == 50 and "page=2" in first and "job=" in first
    assert text(browser(clerk).get(f"{GRID}?page=2")).count('name="line"') == 1


def test_columns_that_came_up_keep_what_stands_in_them(clerk, monkeypatch):  # noqa: F811
    """A table may grow beyond what it began with; nothing typed falls out of it."""
    from ledgers.views import grid_columns

    monkeypatch.setattr(grid_columns, "MOST", 1)
    one, two = member(clerk, name="罗安"), member(clerk, name="罗柏")
    wide = f"{GRID}?ask=played_on,came"
    page = drawn(clerk, wide) | typed(one) | {f"{mark(two)}-came": "no"}
    html = text(browser(clerk).post(wide, page))
    assert [row["came"] for row in sessions()] == ["yes"]
    assert re.search(f'name="{mark(two)}-came".*?value="no" selected', html, re.S)
