"""Actions as people meet them: buttons, the page of one action, queues, what an offer shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from ledgers import errands
from ledgers.registry import live
from people.models import Place, Post
from tests.ledgers.actions.test_life import clerk, do, history, manager, member  # noqa: F401
from tests.ledgers.editions import new_rules, publish
from tests.ledgers.tools import row

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def browser(user: Any) -> Client:
    found = Client()
    found.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return found


def text(response: Any) -> str:
    return str(response.content.decode())


def press(user: Any, /, kept: Any, name: str, **more: str) -> Any:
    given = {"version": str(row(kept).version)} | more
    return browser(user).post(f"/records/{kept.uid}/act/{name}/", given)


def test_the_record_offers_what_may_be_done_now(clerk, manager):  # noqa: F811
    kept = member(clerk)
    own, above = (text(browser(u).get(f"/records/{kept.uid}/")) for u in (clerk, manager))
    assert "/act/verify/" not in own and "/act/verify/" in above
    assert "/edit/" in own and "/act/rejoin/" not in above and "/act/reveal/" not in above


def test_a_guard_is_said_on_the_page(clerk, manager):  # noqa: F811
    kept = member(clerk, grade="A")
    answer = press(manager, kept, "verify")
    assert answer.status_code == 422
    assert "金卡先填年费" in text(answer)


def test_a_reason_is_asked_and_kept(clerk, manager):  # noqa: F811
    kept = member(clerk)
    page = text(browser(manager).get(f"/records/{kept.uid}/act/return/"))
    assert 'name="reason"' in page
    assert press(manager, kept, "return").status_code == 422
    assert press(manager, kept, "return", reason="生日没有填").status_code == 302
    seen = text(browser(clerk).get(f"/records/{kept.uid}/"))
    assert "生日没有填" in seen and "退回" in seen
    queue = text(browser(clerk).get("/queues/returned/"))
    assert "罗安" in queue and "生日没有填" in queue
    assert "退回给我的：1份" in text(browser(clerk).get("/work/"))


def test_waiting_to_be_verified(clerk, manager):  # noqa: F811
    kept = member(clerk)
    assert "罗安" in text(browser(manager).get("/queues/verify/"))
    assert "罗安" not in text(browser(clerk).get("/queues/verify/"))
    assert press(manager, kept, "verify").status_code == 302
    assert "罗安" not in text(browser(manager).get("/queues/verify/"))


def test_what_changed_since_it_was_verified(clerk, manager):  # noqa: F811
    kept = member(clerk)
    assert do(manager, kept, "verify").ok
    assert "上次审核以后" not in text(browser(manager).get(f"/records/{kept.uid}/"))
    assert do(clerk, kept, "update", given={"remark": "喜欢双打"}).ok
    page = text(browser(manager).get(f"/records/{kept.uid}/"))
    assert "上次审核以后改了1处" in page and "喜欢双打" in page


def test_a_transfer_is_offered_and_taken(clerk, manager):  # noqa: F811
    kept = member(clerk)
    assert do(manager, kept, "verify").ok
    other = get_user_model().objects.create_user("clerk4", password=None)
    goal = Place.objects.get(name="高田村")
    Post.objects.create(user=other, role="clerk", place=goal, since=dt.date(2020, 1, 1))
    found = browser(clerk).post(
        f"/records/{kept.uid}/act/transfer/", {"find": "place", "find_place": "高田"}
    )
    assert f'value="{goal.path}"' in text(found)
    assert press(clerk, kept, "transfer", place=goal.path).status_code == 302
    assert "等对方接收" in text(browser(clerk).get(f"/records/{kept.uid}/"))
    assert "罗安" in text(browser(other).get("/queues/offered/"))
    page = text(browser(other).get(f"/records/{kept.uid}/offer/"))
    assert "罗安" in page and "接收" in page
    assert browser(other).get(f"/records/{kept.uid}/").status_code == 404
    taken = browser(other).post(f"/records/{kept.uid}/offer/", {"answer": "accept"})
    assert taken.status_code == 302
    assert browser(other).get(f"/records/{kept.uid}/").status_code == 200
    assert browser(clerk).get(f"/records/{kept.uid}/").status_code == 404
    assert not errands.offered(other)


def test_somebody_is_put_in_charge(clerk, manager):  # noqa: F811
    kept = member(clerk)
    page = text(browser(manager).get(f"/records/{kept.uid}/act/assign/"))
    assert f'value="{clerk.pk}"' in page
    assert press(manager, kept, "assign", user=str(clerk.pk)).status_code == 302
    assert "罗安" in text(browser(clerk).get("/queues/assigned/"))


def test_the_last_change_is_taken_back(clerk, manager):  # noqa: F811
    kept = member(clerk)
    assert do(clerk, kept, "update", given={"remark": "喜欢双打"}).ok
    assert press(manager, kept, "undo").status_code == 302
    assert "remark" not in row(kept).answers
    assert [c.action for c in history(kept)] == ["opening", "update", "undo"]


def test_two_are_compared_and_made_one(clerk, manager):  # noqa: F811
    one = member(clerk, birth_date="2010-02-03")
    two = member(clerk, name="罗桉", birth_date="2010-02-03", fee="300")
    page = text(browser(manager).get(f"/records/{one.uid}/merge/merge/"))
    assert f"?record={two.uid}" in page, "what sounds alike and is born that day is offered first"
    page = text(browser(manager).get(f"/records/{one.uid}/merge/merge/?record={two.uid}"))
    assert "罗桉" in page and "并进来的" in page
    given = {"record": two.uid, "version": "1"}
    done = browser(manager).post(f"/records/{one.uid}/merge/merge/", given)
    assert done.status_code == 302
    assert browser(manager).get(f"/records/{two.uid}/").status_code == 404
    assert "并进来的记录" in text(browser(manager).get(f"/records/{one.uid}/"))


def test_one_that_is_very_like_is_told_before_it_is_kept(clerk):  # noqa: F811
    from ledgers.submission import Part
    from tests.ledgers.tools import codes, send

    kept = member(clerk, birth_date="2010-02-03")
    court = row(kept).place_path
    given = {"name": "罗桉", "sex": "F", "court": court, "grade": "B", "birth_date": "2010-02-03"}
    again = send(clerk, Part("members", given | {"phone": "10000077777"}))
    assert codes(again) == {"record.similar"}
    why = {"name": "是另一个人"}
    sure = send(clerk, Part("members", given | {"phone": "10000077777"}, reasons=why))
    assert sure.ok
    assert history(sure.records[0])[0].warnings == why


def test_many_are_confirmed_together(clerk, manager):  # noqa: F811
    kept = [member(clerk, name=f"罗安{n}") for n in "甲乙丙"]
    for one in kept[:2]:
        assert do(manager, one, "verify").ok
    begun = browser(clerk).post("/ledgers/members/act/confirm/", {})
    assert begun.status_code == 302
    page = text(browser(clerk).get(begun["Location"]))
    assert "核对无变化：2份" in page and "罗安甲" in page and "罗安丙" not in page
    assert browser(manager).get(begun["Location"]).status_code == 404
    done = browser(clerk).post(begun["Location"], {})
    assert done.status_code == 302
    assert "做完了：2份" in text(browser(clerk).get(begun["Location"]))
    assert [history(one)[-1].action for one in kept] == ["confirm", "confirm", "opening"]
    browser(clerk).post(begun["Location"], {})
    assert [row(one).version for one in kept] == [3, 3, 1]


def test_many_at_once_without_a_reason(clerk, manager):  # noqa: F811
    kept = [member(clerk, name=f"罗安{n}") for n in "甲乙"]
    rules = live("members").rules.actions
    new_rules("members", actions=tuple(replace(a, bulk=a.name == "return") for a in rules))
    publish()
    begun = browser(manager).post("/ledgers/members/act/return/", {})
    page = text(browser(manager).post(begun["Location"], {"reason": "缺"}))
    assert 'aria-describedby="reason-e"' in page and ">缺</textarea>" in page
    assert [row(one).version for one in kept] == [1, 1]
    assert browser(manager).post(begun["Location"], {"reason": "缺照片"}).status_code == 302
    assert [history(one)[-1].reason for one in kept] == ["缺照片"] * 2


def test_a_saved_view_and_conditions(clerk, manager):  # noqa: F811
    gold = member(clerk, name="罗金", grade="A", fee="1200")
    member(clerk, name="罗银")
    assert do(manager, gold, "verify").ok
    page = text(browser(clerk).get("/ledgers/members/?view=gold"))
    assert "罗金" in page and "罗银" not in page and "在会的金卡" in page
    page = text(browser(clerk).get("/ledgers/members/?w.grade=B&cols=fee"))
    assert "罗银" in page and "罗金" not in page and "等级：银卡" in page
    page = text(browser(clerk).get("/ledgers/members/?w.grade=Z'%20or%201"))
    assert "罗银" in page and "罗金" in page, "what is no option is no condition"


def test_everything_about_one_on_one_page(clerk, manager):  # noqa: F811
    from ledgers.submission import Part
    from tests.ledgers.tools import send

    kept = member(clerk)
    played = {"member": kept.uid, "played_on": "2026-11-01", "came": "yes"}
    assert send(clerk, Part("sessions", played)).ok
    page = text(browser(clerk).get(f"/records/{kept.uid}/dossier/"))
    assert "2026年" in page and "11月1日" in page and "训练" in page
    paper = browser(clerk).get(f"/records/{kept.uid}/dossier.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content[:5] == b"%PDF-"


def test_as_it_was_and_who_changed_it(clerk, monkeypatch):  # noqa: F811
    from django.utils import timezone

    kept = member(clerk)
    change = history(kept)[0]
    day = timezone.localdate(change.at)
    type(change).objects.unscoped("test").update(at=change.at - dt.timedelta(days=3))
    assert do(clerk, kept, "update", given={"remark": "喜欢双打"}).ok
    before = (day - dt.timedelta(days=1)).isoformat()
    then = text(browser(clerk).get(f"/records/{kept.uid}/?on={before}"))
    told = then.partition("改过什么")[0]
    assert "结束时的样子" in then and "喜欢双打" not in told and "/edit/" not in then
    assert "还没有这份记录" in text(browser(clerk).get(f"/records/{kept.uid}/?on=2001-01-01"))
    remark = text(browser(clerk).get(f"/records/{kept.uid}/?field=remark"))
    assert "喜欢双打" in remark.partition("改过什么")[2]
    name = text(browser(clerk).get(f"/records/{kept.uid}/?field=name")).partition("改过什么")[2]
    assert "喜欢双打" not in name


def test_only_what_waits_for_a_word_is_queued(clerk, manager):  # noqa: F811
    """What verifying leaves where it stood would never go; a spot check is no queue."""
    member(clerk, name="罗甲")
    gold = member(clerk, name="罗金", grade="A", fee="1200")
    rules = live("members").rules.actions

    def queue(**change: Any) -> str:
        changed = (replace(a, **change) if a.name == "verify" else a for a in rules)
        new_rules("members", actions=tuple(changed))
        publish()
        return text(browser(manager).get("/queues/verify/"))

    assert "罗甲" in queue() and "罗金" in queue()
    assert "罗甲" not in queue(to="") and "罗甲" not in queue(to="APPLIED")
    assert "罗甲" not in queue(queue="none")
    assert do(manager, gold, "verify").ok
    some = queue(queue="gold", from_=("APPLIED", "ACTIVE"), to="LEFT")
    assert "罗甲" not in some and "罗金" in some
