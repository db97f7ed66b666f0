"""Two people change one record at the same time: what meets is chosen, nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from ledgers.models import Record
from ledgers.submission import UPGRADE
from people.models import Post
from tests.ledgers.actions.test_life import clerk, do, history, manager, member  # noqa: F401
from tests.ledgers.actions.test_pages import browser, text
from tests.ledgers.conftest import SINCE
from tests.ledgers.editions import new_form, new_rules, publish, renamed
from tests.ledgers.tools import answers, row

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
BOX = re.compile(r'<input class="in[^"]*"[^>]* name="([^"]+)" value="([^"]*)"')
CHOSEN = re.compile(r'name="([\w.-]+)" value="([^"]*)"[^>]* checked')
SELECT = re.compile(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', re.S)


@pytest.fixture
def other(club: Any) -> Any:
    """A second clerk of the same village."""
    user = get_user_model().objects.create_user("clerk2", password=None)
    user.name = "安柏恩"
    user.save()
    Post.objects.create(user=user, role="clerk", place=club.places["河湾村"], since=SINCE)
    return user


def posted_of(html: str) -> dict[str, str]:
    """What a browser would send of the page as it stands."""
    found = dict(HIDDEN.findall(html)) | dict(BOX.findall(html)) | dict(CHOSEN.findall(html))
    for name, options in SELECT.findall(html):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return found


def edit(kept: Any) -> str:
    return f"/records/{kept.uid}/edit/"


def page(user: Any, kept: Any) -> dict[str, str]:
    return posted_of(text(browser(user).get(edit(kept))))


def send(user: Any, kept: Any, posted: dict[str, str]) -> Any:
    return browser(user).post(edit(kept), posted)


def choices(html: str) -> set[str]:
    return set(re.findall(r'type="radio" name="both\.(\w+)"', html))


def test_what_only_one_changed_is_merged_and_shown(clerk, other):  # noqa: F811
    kept = member(clerk, remark="左手", fee="100")
    mine = page(clerk, kept) | {"remark": "喜欢双打"}
    assert do(other, kept, "update", given={"fee": "300"}).ok
    met = send(clerk, kept, mine)
    html = text(met)
    assert met.status_code == 409 and choices(html) == set()
    told = html.partition("别人改的，已经放进")[2].partition("</ul>")[0]
    assert "年费" in told and "100" in told and "300" in told
    own = html.partition("您改的，都还在")[2].partition("</ul>")[0]
    assert "左手" in own and "喜欢双打" in own
    again = posted_of(html)
    assert (again["fee"], again["remark"], again["version-"]) == ("300", "喜欢双打", "2")
    assert send(clerk, kept, again).status_code == 302
    assert answers(kept)["fee"] == "300" and answers(kept)["remark"] == "喜欢双打"
    assert set(history(kept)[-1].diff) == {"remark"}


def test_what_both_changed_must_be_chosen(clerk, other):  # noqa: F811
    kept = member(clerk, remark="左手", height="160")
    mine = page(clerk, kept) | {"remark": "右手", "height": "161"}
    assert do(other, kept, "update", given={"remark": "双手", "height": "162"}).ok
    html = text(send(clerk, kept, mine))
    assert choices(html) == {"remark", "height"}
    both = html.partition('id="q-both-remark"')[2].partition("</fieldset>")[0]
    assert "安柏恩" in both
    assert all(words in both for words in ("左手", "双手", "右手")) and "checked" not in both
    again = posted_of(html) | {"both.height": "theirs"}
    undecided = send(clerk, kept, again)
    assert undecided.status_code == 422 and row(kept).version == 2
    html = text(undecided)
    assert 'href="#q-both-remark"' in html and 'href="#q-both-height"' not in html
    again = posted_of(html)
    assert (again["both.height"], again["remark"], again["height"]) == ("theirs", "右手", "161")
    assert send(clerk, kept, again | {"both.remark": "mine"}).status_code == 302
    assert answers(kept)["remark"] == "右手" and answers(kept)["height"] == 162
    assert row(kept).version == 3 and set(history(kept)[-1].diff) == {"remark"}


def test_the_same_words_from_both_are_no_conflict(clerk, other):  # noqa: F811
    kept = member(clerk, remark="左手")
    mine = page(clerk, kept) | {"remark": "双手"}
    assert do(other, kept, "update", given={"remark": "双手"}).ok
    html = text(send(clerk, kept, mine))
    assert choices(html) == set()
    assert send(clerk, kept, posted_of(html)).status_code == 302 and row(kept).version == 2


def test_a_third_editor_is_met_the_same_way(clerk, other):  # noqa: F811
    kept = member(clerk, remark="左手", height="160", fee="100")
    mine = page(clerk, kept) | {"remark": "右手", "height": "161"}
    assert do(other, kept, "update", given={"remark": "双手", "height": "162"}).ok
    chosen = posted_of(text(send(clerk, kept, mine)))
    chosen |= {"both.remark": "mine", "both.height": "theirs"}
    assert do(other, kept, "update", given={"remark": "两手", "fee": "300"}).ok
    met = send(clerk, kept, chosen)
    html = text(met)
    assert met.status_code == 409 and choices(html) == {"remark"}
    both = html.partition('id="q-both-remark"')[2].partition("</fieldset>")[0]
    assert "左手" in both and "两手" in both and "右手" in both and "checked" not in both
    last = posted_of(html)
    assert (last["height"], last["fee"], last["remark"]) == ("162", "300", "右手")
    assert send(clerk, kept, last | {"both.remark": "mine"}).status_code == 302
    found = answers(kept)
    assert (found["remark"], found["height"], found["fee"]) == ("右手", 162, "300")


def test_undecided_while_a_third_one_writes(clerk, other):  # noqa: F811
    kept = member(clerk, remark="左手", fee="100")
    mine = page(clerk, kept) | {"remark": "右手"}
    assert do(other, kept, "update", given={"remark": "双手"}).ok
    waiting = posted_of(text(send(clerk, kept, mine)))
    assert do(other, kept, "update", given={"fee": "300"}).ok
    met = send(clerk, kept, waiting)
    assert met.status_code == 409 and choices(text(met)) == {"remark"}
    assert "300" in text(met) and posted_of(text(met))["remark"] == "右手"


def test_sealed_answers_stay_masked(clerk, other):  # noqa: F811
    kept = member(clerk, phone="10000011111")
    mine = page(clerk, kept) | {"phone": "10000033333"}
    assert do(other, kept, "update", given={"phone": "10000022222"}).ok
    html = text(send(clerk, kept, mine))
    assert choices(html) == {"phone"}
    both = html.partition('id="q-both-phone"')[2].partition("</fieldset>")[0]
    assert "2222" in both and "10000022222" not in html and "10000011111" not in html
    assert "10000033333" not in both
    assert send(clerk, kept, posted_of(html) | {"both.phone": "theirs"}).status_code == 302
    assert answers(kept)["phone"] == "10000022222"


def test_a_sealed_answer_left_alone_is_nobodys_change(clerk, other):  # noqa: F811
    kept = member(clerk, remark="左手")
    mine = page(clerk, kept) | {"remark": "右手"}
    assert do(other, kept, "update", given={"phone": "10000022222"}).ok
    html = text(send(clerk, kept, mine))
    assert choices(html) == set() and "手机" in html.partition("已经放进")[2].partition("</ul>")[0]
    assert "10000022222" not in html
    assert send(clerk, kept, posted_of(html)).status_code == 302
    assert answers(kept)["phone"] == "10000022222" and answers(kept)["remark"] == "右手"


def test_another_row_of_a_table_does_not_swallow_what_others_wrote(clerk, other):  # noqa: F811
    kept = member(clerk, remark="左手")
    mine = page(clerk, kept) | {"remark": "右手"}
    assert do(other, kept, "update", given={"remark": "双手"}).ok
    more = text(send(clerk, kept, mine | {"more": "cups"}))
    again = posted_of(more)
    assert again["version-"] == "1" and again["remark"] == "右手"
    assert choices(text(send(clerk, kept, again))) == {"remark"}
    assert answers(kept)["remark"] == "双手"


def test_rows_meet_as_a_whole(clerk, other):  # noqa: F811
    cup = {"_id": "0a1b2c3d4e5f", "cup": "县赛", "won_on": "2020-05-01", "prize": "6222"}
    kept = member(clerk, cups=[cup], remark="左手")
    mine = page(clerk, kept) | {"remark": "右手"}
    theirs = [cup | {"cup": "省赛"}]
    assert do(other, kept, "update", given={"cups": theirs}).ok
    html = text(send(clerk, kept, mine))
    assert choices(html) == set()
    assert send(clerk, kept, posted_of(html)).status_code == 302
    assert answers(kept)["cups"][0]["cup"] == "省赛" and answers(kept)["cups"][0]["prize"] == "6222"
    mine = page(clerk, kept) | {"cups-0-cup": "市赛"}
    assert do(other, kept, "update", given={"cups": [cup | {"cup": "国赛"}]}).ok
    html = text(send(clerk, kept, mine))
    assert choices(html) == {"cups"}
    assert send(clerk, kept, posted_of(html) | {"both.cups": "mine"}).status_code == 302
    assert answers(kept)["cups"][0]["cup"] == "市赛"


def test_a_newer_edition_meanwhile(clerk, other):  # noqa: F811
    kept = member(clerk, remark="左手", fee="100")
    mine = page(clerk, kept) | {"remark": "右手"}
    new_form("member", remark=renamed("notes", label="备注"))
    columns = ("member_no", "name", "sex", "birth_date", "grade", "fee", "court")
    new_rules("members", columns=columns)
    publish()
    assert do(other, kept, UPGRADE).ok
    assert do(other, kept, "update", given={"notes": "双手", "fee": "300"}).ok
    html = text(send(clerk, kept, mine))
    assert choices(html) == {"notes"}
    last = posted_of(html) | {"both.notes": "mine"}
    assert (last["notes"], last["fee"]) == ("右手", "300")
    assert send(clerk, kept, last).status_code == 302
    assert answers(kept)["notes"] == "右手" and answers(kept)["fee"] == "300"


def test_a_record_whose_life_went_on_keeps_the_page(clerk, manager):  # noqa: F811
    kept = member(clerk, remark="左手")
    mine = page(clerk, kept) | {"remark": "右手"}
    assert do(manager, kept, "leave").ok
    answer = send(clerk, kept, mine)
    assert answer.status_code == 422 and "已退会" in text(answer)
    assert posted_of(text(answer))["remark"] == "右手"
    assert browser(clerk).get(edit(kept)).status_code == 404


def test_sent_twice_is_no_quarrel_with_oneself(clerk):  # noqa: F811
    kept = member(clerk, remark="左手")
    mine = page(clerk, kept) | {"remark": "右手"}
    assert [send(clerk, kept, mine).status_code for _ in range(2)] == [302, 302]
    assert Record.objects.unscoped("test").get(uid=kept.uid).version == 2
