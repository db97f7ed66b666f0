"""After a new edition: which records still lack answers, and a page that asks just those."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledgers import lacking
from ledgers.models import Record
from ledgers.registry import live
from ledgers.submission import UPGRADE
from tests.ledgers.actions.test_life import clerk, do, history, manager, member  # noqa: F401
from tests.ledgers.actions.test_pages import browser, text
from tests.ledgers.editions import SHOES, new_form, publish, with_
from tests.ledgers.test_meeting import posted_of
from tests.ledgers.tools import answers, row

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
LIST = "/ledgers/members/lacking/"


def page(kept: Any) -> str:
    return f"/records/{kept.uid}/lacking/"


def listed(user: Any) -> str:
    return text(browser(user).get(LIST))


def shoes(*more: Any, **edits: Any) -> None:
    new_form("member", (SHOES, *more), **edits)
    publish()


def test_nothing_is_asked_before_there_is_a_new_edition(clerk):  # noqa: F811
    member(clerk)
    assert lacking.condition(live("members")) is None
    assert LIST not in text(browser(clerk).get("/ledgers/members/"))
    assert "都问到了" in listed(clerk)


def test_records_of_before_are_listed_with_what_they_lack(clerk):  # noqa: F811
    old = member(clerk, name="罗安")
    shoes(replace(SHOES, name="hand", label="惯用手", type="text", required=False))
    member(clerk, name="罗柏", shoes="38")
    html = listed(clerk)
    assert "共1份" in html and "罗安" in html and "罗柏" not in html
    assert "鞋码、惯用手" in html and page(old) in html
    for where in ("/ledgers/members/", "/work/"):
        assert LIST in text(browser(clerk).get(where))


def test_just_those_questions_are_asked_and_the_record_moves(clerk):  # noqa: F811
    old = member(clerk, name="罗安", remark="左手")
    shoes()
    html = text(browser(clerk).get(page(old)))
    assert 'name="shoes"' in html and 'name="remark"' not in html and "鞋码" in html
    wrong = browser(clerk).post(page(old), posted_of(html) | {"shoes": "大"})
    assert wrong.status_code == 422 and 'value="大"' in text(wrong)
    assert row(old).version == 1, "not moved without an answer that stands"
    posted = posted_of(html) | {"shoes": "38"}
    assert browser(clerk).post(page(old), posted).status_code == 302
    assert answers(old)["shoes"] == 38 and answers(old)["remark"] == "左手"
    assert row(old).edition_id == live("members").form_edition
    assert [change.action for change in history(old)] == ["opening", UPGRADE, "update"]
    assert "罗安" not in listed(clerk)
    again = browser(clerk).post(page(old), posted)
    assert again.status_code == 302 and row(old).version == 3, "sent twice is kept once"
    assert browser(clerk).get(page(old)).status_code == 302


def test_a_required_answer_is_not_left_out(clerk):  # noqa: F811
    old = member(clerk)
    shoes()
    blank = browser(clerk).post(page(old), posted_of(text(browser(clerk).get(page(old)))))
    assert blank.status_code == 422 and "请填写鞋码" in text(blank) and row(old).version == 1


def test_what_must_be_answered_now_and_what_only_moved(clerk):  # noqa: F811
    short = member(clerk, name="罗安")
    tall = member(clerk, name="罗柏", height="170")
    refused = member(clerk, name="罗晨", remark="左手", height="150")
    new_form("member", height=with_(required=True), remark=with_(required=True))
    publish()
    html = listed(clerk)
    assert "罗安" in html and "罗柏" in html and "罗晨" not in html
    assert "身高、备注" in html and "共2份" in html
    assert lacking.of_record(live("members"), row(tall)) == ["remark"]
    assert lacking.of_record(live("members"), row(refused)) == []
    assert do(clerk, short, UPGRADE).ok
    Record.objects.unscoped("test").filter(uid=short.uid).update(created_at="2020-01-01T00:00Z")
    assert "罗安" in listed(clerk), "moved, and still without an answer"
    html = text(browser(clerk).get(page(short)))
    assert 'name="height"' in html and 'name="grade"' not in html
    done = posted_of(html) | {"height": "160", "remark": "无"}
    assert browser(clerk).post(page(short), done).status_code == 302
    assert "罗安" not in listed(clerk)


def test_what_would_be_lost_is_looked_at_first(clerk):  # noqa: F811
    from tests.ledgers.editions import gone, new_rules

    old = member(clerk, fee="300")
    new_form("member", (SHOES,), fee=gone)
    columns = ("member_no", "name", "sex", "birth_date", "grade", "court")
    new_rules("members", columns=columns, views=(), actions=_without_fee())
    publish()
    there = browser(clerk).get(page(old))
    assert there.status_code == 302 and there["Location"].endswith("/edition/")


def _without_fee() -> Any:
    return tuple(replace(a, guard="") for a in live("members").rules.actions)


def test_somebody_else_was_faster(clerk):  # noqa: F811
    old = member(clerk)
    shoes()
    posted = posted_of(text(browser(clerk).get(page(old)))) | {"shoes": "38"}
    assert do(clerk, old, "update", given={"remark": "双手"}).ok
    met = browser(clerk).post(page(old), posted)
    assert met.status_code == 409 and 'value="38"' in text(met) and row(old).version == 2
    again = posted_of(text(met))
    assert browser(clerk).post(page(old), again).status_code == 302
    assert answers(old)["shoes"] == 38 and answers(old)["remark"] == "双手"


def test_only_in_sight_and_only_who_may(clerk, manager, club):  # noqa: F811
    old = member(clerk)
    gone_away = member(clerk, name="罗川")
    assert do(manager, gone_away, "leave").ok
    shoes()
    assert "罗安" in listed(manager) and "不归您改" in listed(manager)
    assert "罗川" not in listed(clerk), "whose life is over is not asked"
    assert browser(manager).get(page(old)).status_code == 404
    strange = club.users["other_village_officer"]
    assert browser(strange).get(LIST).status_code == 404
    Record.objects.unscoped("test").filter(uid=old.uid).update(
        place_path=club.places["柳坪村"].path
    )
    assert "罗安" not in listed(clerk) and browser(clerk).get(page(old)).status_code == 404


def test_too_many_are_not_looked_through(clerk, monkeypatch):  # noqa: F811
    member(clerk)
    shoes()
    monkeypatch.setattr(lacking, "LOOKED_THROUGH", 0)
    html = listed(clerk)
    assert "太多了" in html and "罗安" not in html
