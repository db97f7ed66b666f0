"""What people see of moving: before, on the page, and afterwards in the past of the record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledgers.models import Share
from ledgers.moving import preview
from ledgers.registry import live
from ledgers.views.past import history
from tests import people
from tests.ledgers.editions import (
    SHOES,
    as_seen,
    gone,
    member,
    new_form,
    new_rules,
    publish,
    renamed,
    second_edition,
    upgrade,
    with_,
)
from tests.ledgers.tools import answers, change, counts, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def clerk(club):
    return club.users["clerk"]


@pytest.fixture
def kept(club, clerk):
    return member(clerk, club)


# ---- said before, said after ----


def test_the_preview_says_it(clerk, kept):
    second_edition(
        SHOES,
        remark=renamed("memo", label="备忘"),
        height=gone,
        phone=gone,
        name=with_(label="名字"),
    )
    said = preview(as_seen(clerk, kept))
    assert said.renamed == (("备注", "备忘"), ("姓名", "名字"))
    assert dict(said.lost) == {"身高": "160", "手机": "*******1234"}
    assert (said.added, said.unseen) == (("鞋码",), 0)
    assert said.stays == len(answers(kept)) - 2


def test_what_is_kept_from_these_eyes_is_not_named(clerk, kept):
    access = live("members").rules.access
    hidden = tuple(replace(a, hidden=("remark", "height")) for a in access)
    new_rules("members", access=hidden)
    publish()
    new_form("member", remark=renamed("memo", label="备忘"), height=gone)
    new_rules("members", access=tuple(replace(a, hidden=("memo",)) for a in access))
    publish()
    said = preview(as_seen(clerk, kept))
    assert (said.lost, said.renamed, said.unseen) == ((), (), 1)
    assert send(clerk, upgrade(kept)).ok
    page = people.client("clerk").get(f"/records/{kept.uid}/").content.decode()
    assert [word for word in ("左手", "160", "身高", "备注", "备忘") if word in page] == []


def test_what_was_hidden_stays_hidden_on_an_older_edition(clerk, kept):
    """The rules of today cannot name what only the older form asks."""
    access = live("members").rules.access
    new_rules("members", access=tuple(replace(a, hidden=("remark", "height")) for a in access))
    publish()
    new_form("member", remark=renamed("memo"), height=gone)
    new_rules("members", access=tuple(replace(a, hidden=("memo",)) for a in access))
    publish()
    page = people.client("clerk").get(f"/records/{kept.uid}/").content.decode()
    assert "罗安" in page and "左手" not in page and "160" not in page


def test_what_is_sealed_today_is_masked_in_older_records_too(clerk, kept):
    assert "左手" in people.client("clerk").get(f"/records/{kept.uid}/").content.decode()
    rules = live("members").rules
    asked = tuple(replace(a, who=("clerk",)) if a.name == "reveal" else a for a in rules.actions)
    new_rules("members", actions=asked, columns=tuple(n for n in rules.columns if n != "remark"))
    new_form("member", remark=with_(sealed=True))
    publish()
    desk = people.client("clerk")
    for page in ("", "edit/"):
        assert "左手" not in desk.get(f"/records/{kept.uid}/{page}").content.decode()
    assert "左手" not in desk.get("/ledgers/members/export.csv").getvalue().decode()
    told = desk.post(f"/records/{kept.uid}/reveal/remark/", {"chosen": "核对证件"})
    assert "左手" in told.content.decode(), "whoever may ask for it is still told"
    access = (replace(a, clear=("remark",)) for a in live("members").rules.access)
    new_rules("members", access=tuple(access))
    publish()
    assert "左手" in people.client("clerk").get(f"/records/{kept.uid}/").content.decode()


def test_a_share_shows_nothing_in_clear_by_old_names(club, clerk, kept):
    second_edition(remark=renamed("memo"))
    guest = club.users["other_village_officer"]
    Share.objects.create(record=row(kept), user=guest, since="2020-01-01", reason="x")
    item = as_seen(guest, kept)
    question = {q.name: q for q in item.bundle.part()}["remark"]
    assert item.text(question, "左手")[1] is True


def test_the_past_is_told_in_the_words_of_its_time(clerk, kept):
    assert send(clerk, change(kept, remark="右手", phone="110")).ok
    second_edition(
        SHOES, phone=renamed("mobile"), remark=renamed("memo", label="备忘"), height=gone
    )
    assert send(clerk, upgrade(kept)).ok
    assert send(clerk, change(kept, memo="两手", shoes=38)).ok
    later, moved, earlier, first = history(as_seen(clerk, kept))
    assert set(later.lines) == {("备忘", "右手", "两手"), ("鞋码", "", "38")}
    assert (moved.head, list(moved.lines)) == ("换到第2版的表", [("身高", "160", "")])
    assert ("备注", "左手", "右手") in earlier.lines
    assert {line[0] for line in earlier.lines} == {"备注", "手机"} and first.lines == []


def test_two_values_with_one_mask_are_still_a_change(officer):
    kept = people.register(officer, illness_name="示例病").records[0]
    assert send(officer, change(kept, illness_name="别的病")).ok
    assert [line[0] for line in history(as_seen(officer, kept))[0].lines] == ["得的什么病"]


# ---- the page ----


def test_the_page(clerk, kept):
    browser, address = people.client("clerk"), f"/records/{kept.uid}/edition/"
    assert browser.get(address).status_code == 302, "nothing to do"
    assert "换到新版" not in browser.get(f"/records/{kept.uid}/").content.decode()
    second_edition(SHOES, remark=renamed("memo", label="备忘"), height=gone)
    record = browser.get(f"/records/{kept.uid}/").content.decode()
    assert "现在是第2版" in record and f'href="{address}"' in record and "左手" in record
    before = counts()
    html = browser.get(address).content.decode()
    assert all(word in html for word in ("身高", "160", "备忘", "鞋码")) and counts() == before
    asked = {"version": "1", "edition": str(live("members").form_edition)}
    done = browser.post(address, asked)
    assert (done.status_code, done["Location"]) == (302, f"/records/{kept.uid}/?saved=1")
    html = browser.get(done["Location"]).content.decode()
    assert "备忘" in html and "换到第2版的表" in html and "现在是第2版" not in html


def test_the_page_after_somebody_else(clerk, kept):
    second_edition(SHOES, height=gone)
    assert send(clerk, change(kept, name="陈安")).ok
    browser, address = people.client("clerk"), f"/records/{kept.uid}/edition/"
    late = browser.post(address, {"version": "1"})
    assert late.status_code == 409 and "别人已经改过" in late.content.decode()
    assert 'name="version" value="2"' in late.content.decode() and row(kept).version == 2


@pytest.mark.parametrize("name", ["manager", "other_village_officer"])
def test_the_page_is_for_those_who_may(clerk, kept, name):
    second_edition(SHOES)
    browser, address = people.client(name), f"/records/{kept.uid}/edition/"
    assert (browser.get(address).status_code, browser.post(address).status_code) == (404, 404)
    seen = browser.get(f"/records/{kept.uid}/").content.decode()
    assert "换到新版" not in seen and row(kept).version == 1
