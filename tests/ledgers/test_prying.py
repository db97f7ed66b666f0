"""People who try to learn or to do more than they may: by order, search, condition, share, merge, undo."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django_tasks_db.models import DBTaskResult

from ledgers import bulk, queries
from ledgers.clock import now
from ledgers.models import Bulk, Share
from ledgers.queries import Ask
from ledgers.registry import live
from ledgers.submission import UNDO, Part
from people.models import Place, Post
from tests import people
from tests.ledgers.editions import member, new_rules, publish
from tests.ledgers.tools import answers, codes, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
FAR = "高田村"


@pytest.fixture
def clerk(club: Any) -> Any:
    return club.users["clerk"]


@pytest.fixture
def manager(club: Any) -> Any:
    return club.users["manager"]


def pair(club: Any, clerk: Any, **low_high: tuple[Any, Any]) -> tuple[Any, Any]:
    """Two that differ in what is asked about; the lower one is the newer."""
    made = []
    for side, name, phone in ((1, "乙木", "10000000002"), (0, "甲木", "10000000001")):
        given = {key: values[side] for key, values in low_high.items()}
        made.append(member(clerk, club, name=name, phone=phone, **given))
    return made[1], made[0]


def barred(role: str, **names: tuple[str, ...]) -> None:
    access = live("members").rules.access
    new_rules("members", access=tuple(replace(a, **names) if a.name == role else a for a in access))
    publish()


def posted(name: str, role: str, place: str) -> Any:
    """Somebody with a post there, made when met first."""
    user, _ = get_user_model().objects.get_or_create(username=name)
    spot = Place.objects.get(name=place)
    Post.objects.create(user=user, role=role, place=spot, since=dt.date(2020, 1, 1))
    return user


def listed(name: str, query: str = "") -> list[str]:
    """The names on the page of the list, in their order."""
    page = people.client(name).get(f"/ledgers/members/{query}").content.decode()
    found = {word: page.find(word) for word in ("甲木", "乙木", "远木")}
    return sorted((word for word, at in found.items() if at >= 0), key=found.__getitem__)


@pytest.mark.parametrize("how", ["hidden", "masked"])
def test_no_order_search_view_or_condition_over_what_is_kept_from_a_role(club, clerk, how):
    born = ("2010-01-01", "2014-01-01")
    pair(club, clerk, remark=("红帽", "蓝帽"), birth_date=born, grade=("A", "B"))
    assert listed("clerk", "?sort=birth_date") == ["甲木", "乙木"]
    assert listed("clerk", "?q=红帽") == ["甲木"]
    barred("clerk", **{how: ("remark", "birth_date", "grade", "joined_on")})
    assert listed("clerk", "?sort=birth_date") == listed("clerk", "?sort=-birth_date")
    assert listed("clerk", "?q=红帽") == [], "a search answers no question about it"
    assert listed("clerk", "?w.birth_date.to=2011-01-01") == ["甲木", "乙木"]
    assert listed("clerk", "?view=gold") == ["甲木", "乙木"], "nor does a view that reads it"
    page = people.client("clerk").get("/ledgers/members/").content.decode()
    assert "sort=birth_date" not in page and "view=gold" not in page


def test_the_stricter_of_two_posts_decides_what_may_be_asked(club, clerk, manager):
    """The clerk of one village is a manager in the next: there birth dates are seen, here not."""
    pair(club, clerk, birth_date=("2010-01-01", "2014-01-01"))
    barred("clerk", hidden=("birth_date",))
    both = posted("both", "clerk", "河湾村")
    posted("both", "manager", "枫树坪镇")
    posted("twice", "clerk", "河湾村")
    posted("twice", "manager", FAR)
    posted("turned", "manager", FAR)
    posted("turned", "clerk", "河湾村")
    assert listed(both.username, "?w.birth_date.to=2011-01-01") == ["甲木"], "seen by one of them"
    for name in ("twice", "turned"):
        assert len(listed(name, "?w.birth_date.to=2011-01-01")) == 2
        assert listed(name, "?sort=birth_date") == listed(name, "?sort=-birth_date")


def test_what_is_shown_from_afar_answers_no_condition(club, clerk):
    """A share shows everything masked: neither filter, order nor search may tell what is under it."""
    far = posted("far", "clerk", FAR)
    given = {"court": Place.objects.get(name=FAR).path, "birth_date": "2011-01-01"}
    member(far, club, name="远木", phone="10000000009", **given)
    young, old = pair(club, clerk, birth_date=("2010-01-01", "2014-01-01"), remark=("红帽", "蓝帽"))
    for kept in (young, old):
        Share.objects.create(record=row(kept), user=far, since="2020-01-01", reason="x")
    assert set(listed("far")) == {"远木", "甲木", "乙木"}
    assert listed("far", "?w.birth_date.to=2013-01-01") == ["远木"]
    assert listed("far", "?q=红帽") == [] and listed("far", "?q=甲木") == ["甲木"]
    up, down = listed("far", "?sort=birth_date"), listed("far", "?sort=-birth_date")
    assert [name for name in up if name != "远木"] == [name for name in down if name != "远木"]
    assert up[0] == down[0] == "远木"
    far = get_user_model().objects.get(pk=far.pk)
    found = queries.candidates(far, live("members"), "红帽", 9)
    assert not found and queries.count(far, live("members"), Ask(text="甲木")) == 1


def test_nobody_merges_away_what_is_only_shown_to_them(club, clerk, manager):
    one = member(clerk, club, name="罗安", phone="10000000001")
    boss = posted("boss", "manager", FAR)
    far = posted("far", "clerk", FAR)
    court = Place.objects.get(name=FAR).path
    own = member(far, club, name="远木", phone="10000000009", court=court)
    Share.objects.create(record=row(one), user=boss, since="2020-01-01", reason="x")
    part = Part("members", {}, own.uid, "merge", said={"record": one.uid})
    assert codes(send(boss, part)) == {"action.no-such-record"}
    assert row(one).state == "APPLIED" and answers(one)["phone"] == "10000000001"
    page = people.client("boss").get(f"/records/{own.uid}/merge/merge/?record={one.uid}")
    assert "罗安" not in page.content.decode()


def test_a_decision_is_taken_back_by_who_may_take_it(club, clerk, manager):
    actions = live("members").rules.actions
    undo = tuple(replace(a, who=("clerk", "manager")) if a.name == UNDO else a for a in actions)
    new_rules("members", actions=undo)
    publish()
    kept = member(clerk, club)
    assert send(manager, Part("members", {}, kept.uid, "leave")).ok
    back = Part("members", {}, kept.uid, UNDO, 2, undoes=2)
    assert codes(send(clerk, back)) == {"undo.not-yours"}
    assert row(kept).state == "LEFT"
    assert send(manager, back).ok and row(kept).state == "APPLIED"
    assert send(manager, Part("members", {"remark": "右手"}, kept.uid, "update")).ok is False
    assert send(clerk, Part("members", {"remark": "右手"}, kept.uid, "update")).ok
    assert send(manager, Part("members", {}, kept.uid, UNDO, 4, undoes=4)).ok, "answers are"


def test_what_a_page_broke_off_a_worker_ends(club, clerk, manager, monkeypatch):
    """Killed between two steps: nobody has to begin anew, nothing is done twice."""
    kept = [
        member(clerk, club, name=name, phone=f"1000000000{n}")
        for n, name in enumerate(("罗安", "何谷"))
    ]
    for one in kept:
        assert send(manager, Part("members", {}, one.uid, "verify")).ok
    work = bulk.fix(clerk, live("members"), "confirm", [row(one).pk for one in kept])
    monkeypatch.setattr(bulk, "STEP", 1)
    with monkeypatch.context() as killed:
        results = iter((bulk.accept_many,))
        killed.setattr(bulk, "accept_many", lambda sent: next(results)(sent))
        with pytest.raises(StopIteration):
            bulk.begin(work)
    left = Bulk.objects.unscoped("test").get(pk=work.pk)
    assert (left.begun, left.done) == (True, 1) and left.task
    assert DBTaskResult.objects.get(id=left.task).run_after > now(), "the page has its time first"
    bulk.carry_out.func(Hand(clerk), str(work.uid))
    left.refresh_from_db()
    assert (left.done, left.refused, {row(one).version for one in kept}) == (2, {}, {3})
    assert not bulk.set_off(left), "a second press begins nothing"


class Hand:
    """The work of a task without a worker."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def progress(self, done: int, total: int) -> None:
        assert done <= total
