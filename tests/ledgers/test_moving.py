"""Moving a record to its form's newer edition: what stays, what is lost, who may."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from forms_catalog.definition import Option, Question
from forms_catalog.questions import Context
from ledgers.files import KeptFiles
from ledgers.models import BlindIndex, File, Link
from ledgers.moving import move, preview
from ledgers.registry import live
from ledgers.submission import UPGRADE, Part
from tests import conftest as house
from tests import people
from tests.ledgers.editions import (
    CUPS,
    SHOES,
    as_seen,
    changes,
    columns,
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
from tests.ledgers.test_history import faults, test_the_diffs_make_the_record
from tests.ledgers.tools import answers, change, codes, counts, problems, row, send, undone

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def clerk(club):
    return club.users["clerk"]


@pytest.fixture
def kept(club, clerk):
    return member(clerk, club)


# ---- what becomes of the answers ----


def test_every_other_answer_stays(clerk, kept):
    before, old = answers(kept), row(kept)
    second_edition(
        SHOES, phone=renamed("mobile"), remark=renamed("memo", label="备忘"), height=gone
    )
    result = send(clerk, upgrade(kept, 1))
    assert result.status == "accepted" and result.records[0].version == 2
    after, record = answers(kept), row(kept)
    moved = {"phone": "mobile", "remark": "memo"}
    assert after == {moved.get(n, n): value for n, value in before.items() if n != "height"}
    assert record.edition_id == live("members").form_edition != old.edition_id
    assert (record.state, record.place_path) == (old.state, old.place_path)
    assert faults(kept) == []
    test_the_diffs_make_the_record(clerk, kept)


def test_what_the_change_keeps(clerk, kept):
    old = row(kept).answers
    second_edition(SHOES, phone=renamed("mobile"), remark=renamed("memo"), height=gone)
    assert send(clerk, upgrade(kept)).ok
    last = changes(kept)[-1]
    assert (last.action, last.edition_id) == (UPGRADE, live("members").form_edition)
    assert last.diff.keys() == {"phone", "mobile", "remark", "memo", "height"}
    assert last.diff["height"] == [160, None] and last.diff["remark"] == ["左手", None]
    assert last.diff["phone"] == [old["phone"], None], "the ciphertext as it was"
    assert "$sealed" in last.diff["mobile"][1] and last.diff["mobile"][0] is None
    assert last.diff["mobile"][1] != old["phone"], "sealed anew under its new name"


def test_columns_of_lists_follow(clerk, kept):
    second_edition(height=renamed("tallness"), remark=gone)
    assert send(clerk, upgrade(kept)).ok
    book, record = live("members"), row(kept)
    assert "tallness" not in book.slots and getattr(record, book.slots["height"]) is None
    assert getattr(record, book.slots["name"]) == "罗安"


def test_a_renamed_column_is_filled(clerk, kept):
    new_form("member", height=renamed("tallness"))
    row_of = live("members").rules.columns
    new_rules("members", columns=tuple("tallness" if n == "height" else n for n in row_of))
    publish()
    assert send(clerk, upgrade(kept)).ok
    book, record = live("members"), row(kept)
    assert getattr(record, book.slots["tallness"]) == 160
    assert getattr(record, book.slots["height"]) is None


def test_identity_follows(club, clerk, kept):
    second_edition(phone=renamed("mobile"))
    assert {r.rule for r in BlindIndex.objects.filter(record=row(kept))} >= {"phone"}
    assert send(clerk, upgrade(kept)).ok
    rules = {r.rule for r in BlindIndex.objects.filter(record=row(kept))}
    assert rules == {"member_no", "mobile", "name,birth_date"}
    twin = {"name": "陈安", "sex": "F", "mobile": "10000001234", "court": row(kept).place_path}
    assert problems(send(clerk, Part("members", twin))) == {("record.duplicate", "mobile")}


def test_a_double_of_the_newer_edition_is_told(club, clerk, kept):
    """Somebody registered the same person with the new form already."""
    second_edition(phone=renamed("mobile"), name=renamed("called"), birth_date=renamed("born"))
    twin = {"called": "陈安", "sex": "F", "mobile": "10000001234", "court": row(kept).place_path}
    assert send(clerk, Part("members", twin)).ok
    before = counts()
    assert problems(send(clerk, upgrade(kept))) == {("record.duplicate", "mobile")}
    assert counts() == before


def test_links_follow(clerk, kept):
    typed = {"member": kept.uid, "played_on": "2026-01-02", "came": "yes"}
    played = send(clerk, Part("sessions", typed)).records[0]
    new_form("session", member=renamed("who"))
    new_rules("sessions", place="who", identity=(("who", "played_on"),))
    publish()
    assert send(clerk, upgrade(played)).ok
    (link,) = Link.objects.unscoped("test").filter(source=row(played))
    assert (link.question, link.target_id) == ("who", row(kept).pk)
    assert row(played).place_path == row(kept).place_path
    new_form("session", who=gone)
    new_rules("sessions", place="_actor", identity=(), columns=("played_on",))
    publish()
    assert send(clerk, upgrade(played)).ok
    assert not Link.objects.unscoped("test").filter(source=row(played)).exists()


def test_files_stay_attached(club, clerk):
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "png")
    picture.seek(0)
    photo = dict(KeptFiles().keep(clerk, "a.png", picture, image=True, sealed=True))
    kept = member(clerk, club, contract=photo)
    second_edition(contract=renamed("paper"))
    assert send(clerk, upgrade(kept)).ok
    file = File.objects.visible_to(clerk).get(sha256=photo["sha256"])
    assert (file.question, file.record_id) == ("paper", row(kept).pk)
    assert answers(kept)["paper"] == photo


def test_tables_move_column_by_column(clerk, kept):
    second_edition(
        cups=columns(prize=renamed("bank_card"), place=gone, cup=renamed("title", label="奖项"))
    )
    (loss,) = preview(as_seen(clerk, kept)).lost
    assert loss == ("得过的奖：名次", "2")
    assert send(clerk, upgrade(kept)).ok
    one, two = answers(kept)["cups"]
    assert one == {
        "_id": CUPS[0]["_id"],
        "title": "县赛",
        "won_on": "2020-05-01",
        "bank_card": "6222",
    }
    assert two == {"_id": CUPS[1]["_id"], "title": "镇赛", "won_on": {"$missing": "unknown"}}
    assert "6222" not in str(row(kept).answers) and faults(kept) == []


def test_what_is_sealed_from_now_on(clerk, kept):
    second_edition(remark=with_(sealed=True), cups=columns(cup=with_(sealed=True)))
    assert send(clerk, upgrade(kept)).ok
    assert "左手" not in str(row(kept).answers) and "县赛" not in str(row(kept).answers)
    assert (answers(kept)["remark"], answers(kept)["cups"][0]["cup"]) == ("左手", "县赛")
    assert changes(kept)[-1].diff.keys() == {"remark", "cups"}


def test_what_is_not_sealed_any_more(clerk, kept):
    second_edition(phone=with_(sealed=False))
    new_rules("members", identity=(("phone",),))
    publish()
    assert send(clerk, upgrade(kept)).ok
    assert row(kept).answers["phone"] == "10000001234"


CHOICE = Question(
    name="a",
    label="甲",
    type="choice",
    missing=("none",),
    options=(("choices", "abc"),),
)
NOW = Context(
    options={"abc": (Option(name="A", label="甲"), Option(name="C", label="丙", was="B"))}
)


@pytest.mark.parametrize(
    ("old", "new", "answer", "stays"),
    [
        (CHOICE, CHOICE, "A", "A"),
        (CHOICE, CHOICE, "B", "C"),
        (CHOICE, CHOICE, "D", None),
        (CHOICE, CHOICE, {"$missing": "none"}, {"$missing": "none"}),
        (CHOICE, replace(CHOICE, missing=()), {"$missing": "none"}, None),
        (CHOICE, replace(CHOICE, type="choices"), "A", ["A"]),
        (replace(CHOICE, type="choices"), CHOICE, ["A", "C"], None),
        (replace(CHOICE, type="choices"), replace(CHOICE, type="choices"), ["A", "B"], ["A", "C"]),
        (replace(CHOICE, type="text"), replace(CHOICE, type="long_text"), "甲乙", "甲乙"),
        (replace(CHOICE, type="text"), replace(CHOICE, type="id_card"), "甲乙", None),
        (replace(CHOICE, type="choice"), replace(CHOICE, type="division"), "A", None),
        (replace(CHOICE, type="text"), replace(CHOICE, type="integer"), "5", None),
        (
            replace(CHOICE, type="date"),
            replace(CHOICE, type="date", required=True),
            "2020-01-01",
            "2020-01-01",
        ),
    ],
)
def test_an_answer_of_another_kind(old, new, answer, stays):
    moved = move([old], [new], {"a": answer}, NOW)
    assert moved.answers == ({} if stays is None else {"a": stays})
    assert bool(moved.losses) is (stays is None)


# ---- who, when ----


def test_new_questions_wait_for_the_next_update(clerk, kept):
    second_edition(SHOES)
    assert send(clerk, upgrade(kept)).ok and "shoes" not in answers(kept)
    assert problems(send(clerk, change(kept, name="陈安"))) == {("answer.required", "shoes")}
    assert send(clerk, change(kept, name="陈安", shoes=38)).ok


def test_new_questions_may_be_answered_at_once(clerk, kept):
    second_edition(SHOES)
    assert codes(send(clerk, upgrade(kept, shoes="x"))) == {"integer.not-a-number"}
    assert send(clerk, upgrade(kept, shoes=38)).ok and answers(kept)["shoes"] == 38


def test_what_is_required_is_not_taken_away_on_the_way(clerk, kept):
    second_edition(SHOES)
    assert problems(send(clerk, upgrade(kept, name=None, shoes=None))) == {
        ("answer.required", "name")
    }


def test_already_there(clerk, kept):
    before = counts()
    assert codes(send(clerk, upgrade(kept))) == {"edition.same"}
    second_edition(SHOES)
    assert send(clerk, upgrade(kept)).ok
    assert codes(send(clerk, upgrade(kept))) == {"edition.same"}
    assert counts()["Change"] == before["Change"] + 1


def test_somebody_else_was_first(clerk, kept):
    second_edition(SHOES)
    assert send(clerk, change(kept, name="陈安")).ok
    result = send(clerk, upgrade(kept, 1))
    assert (result.status, codes(result)) == ("conflict", {"record.changed-meanwhile"})


def test_another_edition_came_after_the_preview(clerk, kept):
    second_edition(SHOES)
    asked = replace(upgrade(kept, 1), edition=live("members").form_edition)
    second_edition(replace(SHOES, name="size"))
    assert codes(send(clerk, asked)) == {"edition.superseded"}


def test_who_may_update_may_move(club, clerk, kept):
    second_edition(SHOES)
    assert codes(send(club.users["manager"], upgrade(kept))) == {"action.not-yours"}
    assert codes(send(club.users["other_village_officer"], upgrade(kept))) == {"record.unknown"}
    assert send(club.users["manager"], Part("members", {}, kept.uid, "leave")).ok
    assert codes(send(clerk, upgrade(kept))) == {"action.wrong-state"}


def test_without_update_nobody_may(club):
    """A ledger whose records are never changed."""
    typed = Part("lessons", {"school": "school1", "subject": "x"})
    kept = send(club.users["manager"], typed).records[0]
    new_form("lesson", subject=with_(label="讲什么"))
    publish()
    assert codes(send(club.users["manager"], upgrade(kept))) == {"action.unknown"}


def test_sent_twice_it_moves_once(clerk, kept):
    second_edition(SHOES)
    key = people.Submission.new_key()
    first, again = (send(clerk, upgrade(kept, 1), key=key) for _ in range(2))
    assert (first.status, again.status, row(kept).version) == ("accepted", "replayed", 2)


def test_over_several_editions(clerk, kept):
    second_edition(phone=renamed("mobile"), remark=renamed("memo"))
    assert send(clerk, upgrade(kept)).ok
    new_form("member", mobile=renamed("handset"), memo=with_(sealed=True))
    new_rules("members", identity=(("handset",),))
    publish()
    assert send(clerk, upgrade(kept)).ok
    assert (answers(kept)["handset"], answers(kept)["memo"]) == ("10000001234", "左手")
    assert faults(kept) == [] and row(kept).version == 3
    test_the_diffs_make_the_record(clerk, kept)


# ---- whatever the editions ----

NAMES = ("remark", "height", "fee", "birth_date", "phone", "sex", "cups", "grade")
edits = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(["rename", "drop", "seal", "label"]), max_size=6
)


def edit_of(name, what):
    return {
        "rename": renamed(f"{name}_2"),
        "drop": gone,
        "seal": with_(sealed=True),
        "label": with_(label="别的叫法"),
    }[what]


@given(edits, edits)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_two_editions(club, clerk, one, two):
    house._forget()  # primary keys of what was undone are given again
    with undone():
        kept = member(clerk, club)
        expected = answers(kept)
        for step in (one, two):
            now = {q.name: q for q in live("members").questions.values()}
            step = {name: what for name, what in step.items() if name in now}
            new_form("member", **{name: edit_of(name, what) for name, what in step.items()})
            new_rules("members", identity=(("member_no",),), columns=("name",))
            publish()
            for name, what in step.items():
                value = expected.pop(name, None)
                if what != "drop" and value is not None:
                    expected[f"{name}_2" if what == "rename" else name] = value
            result = send(clerk, upgrade(kept))
            assert result.ok or codes(result) == {"edition.same"}
            assert row(kept).edition_id == live("members").form_edition
            assert answers(kept) == expected
            stored = row(kept).answers
            for name, question in live("members").questions.items():
                assert not question.sealed or name not in stored or "$sealed" in stored[name]
        assert faults(kept) == []
        test_the_diffs_make_the_record(clerk, kept)
