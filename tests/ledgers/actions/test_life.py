"""The life of a record by its ledger's own rules: who, from which state, under which guard, with what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from forms_catalog.definition.ledger import VERBS as WORDS
from ledgers import errands, queries
from ledgers.actions import VERBS
from ledgers.models import BlindIndex, Change, Errand, Link, Share
from ledgers.registry import live
from ledgers.submission import GONE, MERGED, Part
from tests.ledgers.tools import answers, codes, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
PHONES = iter(f"1000001{n:04d}" for n in range(9999))


@pytest.fixture
def clerk(club: Any) -> Any:
    return club.users["clerk"]


@pytest.fixture
def manager(club: Any) -> Any:
    return club.users["manager"]


def member(clerk: Any, **more: Any) -> Any:
    court = str(queries_place("河湾村"))
    given = {"name": "罗安", "sex": "F", "phone": next(PHONES), "court": court, "grade": "B"} | more
    result = send(clerk, Part("members", given, reasons={"name": "是另一个人"}))
    assert result.ok, result.problems
    return result.records[0]


def queries_place(name: str) -> str:
    from people.models import Place

    return Place.objects.get(name=name).path


def do(
    user: Any, /, kept: Any, action: str, reason: str = "", given: Any = None, **said: str
) -> Any:
    return send(user, Part("members", given or {}, kept.uid, action, reason=reason, said=said))


def history(kept: Any) -> list[Change]:
    found = Change.objects.unscoped("test").filter(record__uid=kept.uid)
    return list(found.order_by("version"))


def test_the_engine_has_every_action_of_the_format() -> None:
    assert set(VERBS) == set(WORDS)
    assert all(verb.label and verb.says for verb in VERBS.values())


class TestVerify:
    def test_goes_on_and_sets_what_the_effect_says(self, clerk, manager):
        kept = member(clerk)
        assert do(manager, kept, "verify").ok
        assert row(kept).state == "ACTIVE"
        assert answers(kept)["joined_on"] == "2026-11-21"
        assert [(c.action, c.state) for c in history(kept)] == [
            ("opening", "APPLIED"),
            ("verify", "ACTIVE"),
        ]

    def test_a_guard_that_fails_says_which_part(self, clerk, manager):
        kept = member(clerk, grade="A")
        result = do(manager, kept, "verify")
        assert codes(result) == {"action.guard"}
        assert "金卡先填年费" in result.problems[0].text
        assert row(kept).version == 1
        assert do(clerk, kept, "update", given={"fee": "1200"}).ok
        assert do(manager, kept, "verify").ok

    @pytest.mark.parametrize(
        ("who", "action", "code"),
        [
            ("clerk", "verify", "action.not-yours"),
            ("manager", "rejoin", "action.wrong-state"),
            ("manager", "nothing", "action.unknown"),
        ],
    )
    def test_others_and_elsewhere_not(self, club, clerk, who, action, code):
        assert codes(do(club.users[who], member(clerk), action)) == {code}

    def test_answers_are_none_of_its_business(self, clerk, manager):
        kept = member(clerk)
        assert codes(do(manager, kept, "verify", given={"name": "别人"})) == {"answer.not-asked"}
        assert do(manager, kept, "verify", given={"name": "罗安"}).ok, "what stands is no answer"


class TestReturn:
    def test_needs_a_reason_and_waits_for_who_filled_it(self, clerk, manager):
        kept = member(clerk)
        assert codes(do(manager, kept, "return")) == {"action.reason-missing"}
        assert do(manager, kept, "return", "生日没有填").ok
        back = errands.mine(clerk, errands.RETURNED)
        assert [(e.record.uid, e.reason) for e in back] == [(row(kept).uid, "生日没有填")]
        assert history(kept)[-1].reason == "生日没有填"
        assert do(clerk, kept, "update", given={"birth_date": "2010-02-03"}).ok
        assert not errands.mine(clerk, errands.RETURNED)

    @pytest.mark.parametrize(
        ("reason", "code"),
        [
            ("甲", "action.reason-missing"),
            ("长" * 201, "action.reason-too-long"),
            ("号码是990121201301110025", "action.reason-numbers"),
        ],
    )
    def test_a_reason_is_words(self, clerk, manager, reason, code):
        assert codes(do(manager, member(clerk), "return", reason)) == {code}


class TestTransfer:
    @pytest.fixture
    def kept(self, clerk, manager):
        found = member(clerk)
        assert do(manager, found, "verify").ok
        return found

    @pytest.fixture
    def other(self, club):
        from django.contrib.auth import get_user_model

        from people.models import Place, Post

        user = get_user_model().objects.create_user("clerk2", password=None)
        place = Place.objects.get(name="高田村")
        Post.objects.create(user=user, role="clerk", place=place, since=dt.date(2020, 1, 1))
        return user

    def test_within_ones_own_reach_it_moves_at_once(self, kept, manager):
        goal = queries_place("柳坪村")
        assert do(manager, kept, "transfer", place=goal).ok
        assert row(kept).place_path == goal
        assert answers(kept)["court"] == goal
        assert history(kept)[-1].diff["_place"] == [queries_place("河湾村"), goal]

    def test_to_others_only_once_they_have_taken_it(self, kept, clerk, other):
        goal = queries_place("高田村")
        assert do(clerk, kept, "transfer", place=goal).ok
        assert row(kept).place_path == queries_place("河湾村")
        assert [e.record_id for e in errands.offered(other)] == [row(kept).pk]
        assert queries.record(other, kept.uid) is None, "an offer shows no record"
        assert codes(do(clerk, kept, "transfer", place=goal)) == {"action.already-offered"}
        assert do(other, kept, "transfer", answer="accept").ok
        assert row(kept).place_path == goal
        assert queries.record(other, kept.uid) and not queries.record(clerk, kept.uid)
        assert not errands.offered(other)
        last = history(kept)[-1]
        assert (last.actor, last.diff["_offered"]) == (other, [goal, None])

    @pytest.mark.parametrize(("who", "answer"), [("other", "refuse"), ("clerk", "withdraw")])
    def test_nothing_moves_when_refused_or_taken_back(self, request, kept, clerk, who, answer):
        other = request.getfixturevalue("other")
        user = {"other": other, "clerk": clerk}[who]
        assert do(clerk, kept, "transfer", place=queries_place("高田村")).ok
        assert do(user, kept, "transfer", answer=answer).ok
        assert row(kept).place_path == queries_place("河湾村")
        assert Errand.objects.unscoped("test").get().answer == answer
        assert codes(do(user, kept, "transfer", answer=answer)) <= {
            "record.unknown",
            "action.no-offer",
        }

    def test_a_stranger_answers_nothing(self, kept, clerk, other):
        assert codes(do(other, kept, "transfer", answer="accept")) == {"record.unknown"}

    @pytest.mark.parametrize("goal", ["", "nowhere", "河湾村"])
    def test_somewhere_else(self, kept, clerk, goal):
        path = queries_place(goal) if goal == "河湾村" else goal
        assert codes(do(clerk, kept, "transfer", place=path)) == {"action.no-such-place"}

    def test_what_is_placed_by_it_goes_with_it(self, kept, clerk, manager):
        played = {"member": kept.uid, "played_on": "2026-11-01", "came": "yes"}
        session = send(clerk, Part("sessions", played)).records[0]
        assert do(manager, kept, "transfer", place=queries_place("柳坪村")).ok
        assert row(session).place_path == queries_place("柳坪村")
        last = history(session)[-1]
        assert (last.action, last.version) == ("_follow", 2)


class TestMerge:
    def test_one_stays_and_everything_points_at_it(self, clerk, manager):
        one, two = member(clerk, name="罗安"), member(clerk, name="罗安安", birth_date="2011-01-01")
        played = {"member": two.uid, "played_on": "2026-11-01", "came": "yes"}
        session = send(clerk, Part("sessions", played)).records[0]
        result = do(manager, one, "merge", record=two.uid)
        assert result.ok, result.problems
        assert [kept.uid for kept in result.records] == [one.uid]
        assert row(two).state == MERGED
        assert answers(session)["member"] == one.uid
        links = Link.objects.unscoped("test").filter(target=row(one))
        assert set(links.values_list("source_id", "question")) == {
            (row(session).pk, "member"),
            (row(two).pk, "_into"),
        }
        assert not BlindIndex.objects.filter(record=row(two)).exists()
        assert queries.record(manager, two.uid) is None
        assert [c.action for c in history(two)] == ["opening", "_into"]
        assert history(one)[-1].diff["_merged"] == [None, row(two).number]

    def test_the_identity_of_the_other_may_be_taken(self, clerk, manager):
        one, two = member(clerk), member(clerk, name="罗安安")
        phone = answers(two)["phone"]
        manager_fills = do(manager, one, "merge", given={"phone": phone}, record=two.uid)
        assert codes(manager_fills) == {"action.not-yours"}, "who does not fill chooses no answers"

    @pytest.mark.parametrize("other", ["itself", "nobody", "left"])
    def test_not_with(self, clerk, manager, other):
        one, two = member(clerk), member(clerk, name="罗安安")
        assert do(manager, two, "leave").ok
        uid = {"itself": one.uid, "nobody": "", "left": two.uid}[other]
        wanted = "action.other-state" if other == "left" else "action.no-such-record"
        assert codes(do(manager, one, "merge", record=uid)) == {wanted}


class TestVoid:
    def test_gives_the_identity_back(self, clerk, manager):
        kept = member(clerk, phone="10000020000")
        assert do(manager, kept, "void", "录错了").ok
        again = member(clerk, phone="10000020000")
        assert row(kept).state == "VOID" and row(again).state == "APPLIED"

    def test_reopened_it_has_to_be_free(self, clerk, manager):
        kept = member(clerk, phone="10000020001")
        assert do(manager, kept, "leave").ok
        assert codes(do(manager, kept, "rejoin")) == {"action.reason-missing"}
        assert do(manager, kept, "rejoin", "又回来了").ok
        assert row(kept).state == "ACTIVE"


def test_assigned_to_somebody_near(clerk, manager):
    kept = member(clerk)
    assert codes(do(manager, kept, "assign", user="0")) == {"action.no-such-person"}
    assert do(manager, kept, "assign", user=str(clerk.pk)).ok
    assert [e.record_id for e in errands.mine(clerk, errands.ASSIGNED)] == [row(kept).pk]
    assert codes(do(manager, kept, "assign", user=str(clerk.pk))) == {"action.same-person"}


def test_a_flag_goes_up_and_down(clerk, manager):
    kept = member(clerk)
    assert do(clerk, kept, "flag", "年龄好像不对").ok
    assert [e.reason for e in errands.in_doubt(manager)] == ["年龄好像不对"]
    assert do(manager, kept, "flag", "问过了，没有错").ok
    assert not errands.in_doubt(manager)
    assert [c.diff["_flag"] for c in history(kept)[1:]] == [[None, "up"], ["up", "down"]]


def test_shown_to_somebody_elsewhere_for_a_while(club, clerk, manager):
    from django.contrib.auth import get_user_model

    from people.models import Place, Post

    kept = member(clerk)
    assert do(manager, kept, "verify").ok
    other = get_user_model().objects.create_user("clerk3", password=None)
    place = Place.objects.get(name="高田村")
    Post.objects.create(user=other, role="clerk", place=place, since=dt.date(2020, 1, 1))
    assert codes(do(manager, kept, "refer", "换教练", user=str(other.pk))) == {"action.until"}
    given = {"user": str(other.pk), "until": "2026-12-31"}
    assert do(manager, kept, "refer", "换教练", **given).ok
    assert Share.objects.get().reason == "换教练"
    fresh = get_user_model().objects.get(pk=other.pk)
    assert queries.record(fresh, kept.uid)


def test_confirming_is_a_version_without_a_difference(clerk, manager):
    kept = member(clerk)
    assert do(manager, kept, "verify").ok
    assert do(clerk, kept, "confirm").ok
    last = history(kept)[-1]
    assert (last.action, last.diff, last.version) == ("confirm", {}, 3)


def test_twice_is_once(clerk, manager):
    kept = member(clerk)
    part = Part("members", {}, kept.uid, "return", reason="生日没有填")
    first = send(manager, part, key="a" * 32)
    again = send(manager, part, key="a" * 32)
    other = Part("members", {}, kept.uid, "return", reason="换了一个原因")
    assert (first.status, again.status) == ("accepted", "replayed")
    assert send(manager, other, key="a" * 32).status == "conflict"
    assert len(history(kept)) == 2


def test_gone_is_in_nobodys_list(clerk, manager):
    one, two = member(clerk), member(clerk, name="罗安安")
    assert do(manager, one, "merge", record=two.uid).ok
    assert queries.count(manager, live("members"), queries.Ask()) == 1
    assert MERGED in GONE
