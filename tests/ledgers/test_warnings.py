"""Warnings: what one answer says of another, and the reason why it may be otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledgers.intake import accept
from ledgers.intake.chaining import hashes
from ledgers.keeping.chain import breaks
from ledgers.models import Change
from ledgers.submission import Part
from tests import people
from tests.ledgers.editions import gone, new_form, publish, with_, without_rules
from tests.ledgers.test_history import faults
from tests.ledgers.tools import WHY, answers, change, codes, id_card, problems, row, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
OTHER_DAY = {"birth_date": "2013-01-12"}
REASON = {"birth_date": " 户口簿上\n登记错了 "}


@pytest.fixture(autouse=True)
def engine_compares(world: Any) -> None:
    """The pack asks for the reason in a question of its own; here its form has neither."""
    without_rules("child")
    new_form("child", id_mismatch_reason=gone)
    publish()


def child(reasons=None, **changes):
    return Part("children", people.dossier(**changes), reasons=reasons or {})


def reasons(kept):
    found = Change.objects.unscoped("test").filter(record=row(kept)).order_by("version")
    return [change.warnings for change in found]


def test_a_warning_without_a_reason(officer):
    result = send(officer, child(**OTHER_DAY))
    (problem,) = result.problems
    assert (result.status, problem.code, problem.warn) == ("refused", "answer.differs", True)
    assert (problem.place.question, problem.place.part) == ("birth_date", "0")
    assert "2013年1月11日" in problem.text and "2013年1月12日" in problem.text
    assert id_card(0)[:6] not in problem.text


@pytest.mark.parametrize("reason", ["", "  \n", None, 5, ["x"]])
def test_a_blank_reason_is_none(officer, reason):
    assert codes(send(officer, child({"birth_date": reason}, **OTHER_DAY))) == {"answer.differs"}


def test_a_reason_is_kept_with_the_change(officer):
    kept = send(officer, child(REASON, **OTHER_DAY)).records[0]
    assert reasons(kept) == [{"birth_date": "户口簿上 登记错了"}]
    assert answers(kept)["birth_date"] == "2013-01-12"


def test_only_reasons_of_warnings_that_were_raised_are_kept(officer):
    kept = send(officer, child(WHY | {"name": "x"}, **OTHER_DAY)).records[0]
    assert reasons(kept)[0].keys() == {"birth_date"}
    plain = send(officer, child(WHY, id_card=None, household_reg="N")).records[0]
    assert reasons(plain) == [{}]


@pytest.mark.parametrize(("length", "status"), [(200, "accepted"), (201, "refused")])
def test_how_long_a_reason_may_be(officer, length, status):
    result = send(officer, child({"birth_date": "甲" * length}, **OTHER_DAY))
    assert result.status == status
    if status == "refused":
        assert codes(result) == {"answer.reason-too-long"} and result.problems[0].warn


def test_one_of_two_is_not_enough(officer):
    result = send(officer, child(REASON, sex="1", **OTHER_DAY))
    assert result.status == "refused"
    told = {p.place.question: dict(p.data).get("explained") for p in result.problems}
    assert told == {"birth_date": "yes", "sex": None}
    assert send(officer, child(WHY, sex="1", **OTHER_DAY)).ok


def test_faults_and_warnings_come_together(officer):
    result = send(officer, child(name="", school=None, sex="1"))
    assert problems(result) >= {("answer.required", "name"), ("answer.differs", "sex")}


def test_a_double_is_told_together_with_a_warning(officer):
    people.register(officer)
    result = send(officer, child(sex="1"))
    assert problems(result) == {("record.duplicate", "id_card"), ("answer.differs", "sex")}
    explained = send(officer, child(WHY, sex="1"))
    assert codes(explained) == {"record.duplicate", "answer.differs"}


@pytest.mark.parametrize(
    "given", [{"id_card": "99"}, {"birth_date": "2013-02-30"}, {"id_card": None}]
)
def test_an_answer_that_cannot_be_read_warns_of_nothing(officer, given):
    result = send(officer, child(**{"sex": "1"} | given))
    assert ("answer.differs", next(iter(given))) not in problems(result)


@pytest.mark.parametrize(
    ("given", "raised"),
    [
        ({"name": "陈安"}, set()),
        ({"sex": "2"}, set()),
        ({"birth_date": "2013-01-13"}, {"birth_date"}),
        ({"id_card": id_card(7)}, {"birth_date"}),
    ],
)
def test_an_update_warns_only_of_what_it_changes(officer, given, raised):
    kept = send(officer, child(REASON, **OTHER_DAY)).records[0]
    result = send(officer, change(kept, **given))
    assert {question for _, question in problems(result)} == raised
    assert result.ok is not bool(raised)
    again = send(officer, replace(change(kept, **given), reasons=REASON))
    assert again.ok and bool(reasons(kept)[-1]) is bool(raised or len(reasons(kept)) == 1)


def test_a_reason_is_part_of_the_chain(officer):
    kept = send(officer, child(REASON, **OTHER_DAY)).records[0]
    assert faults(kept) == []
    Change._base_manager.filter(record=row(kept)).update(warnings={"birth_date": "别的话"})
    assert faults(kept) == [1]
    Change._base_manager.filter(record=row(kept)).update(warnings={})
    assert faults(kept) == [1]


def test_a_chain_in_the_form_of_before_stays_whole(officer):
    """Before digests told the place and what came late, and before there were warnings."""
    kept = people.register(officer).records[0]
    record, past = row(kept), Change.objects.unscoped("test")
    only = past.get(record=record)
    former = _as_written_before(only, kept.uid)
    assert bytes(only.hash) == hashes(vars(only), kept.uid)[0] != former
    past.filter(pk=only.pk).update(hash=former)
    assert breaks(record, list(past.filter(record=record))) == []
    past.filter(pk=only.pk).update(reason="别的话")
    assert [found.what for found in breaks(record, list(past.filter(record=record)))] == ["words"]


def _as_written_before(change, uid):
    import datetime as dt
    import hashlib

    from forms_catalog.definition import to_bytes

    names = ["version", "action", "state", "door", "diff", "reason"]
    said = {name: getattr(change, name) for name in names} | {
        "record": uid,
        "actor": change.actor_id,
        "post": change.post,
        "edition": change.edition_id,
        "happened_on": change.happened_on.isoformat(),
        "at": change.at.astimezone(dt.UTC).isoformat(),
    }
    return hashlib.sha256(bytes(change.hash_before) + to_bytes(said)).digest()


def test_of_a_sealed_answer_neither_value_nor_reason_is_told(officer):
    new_form("child", birth_date=with_(sealed=True))
    publish()
    (problem,) = send(officer, child(**OTHER_DAY)).problems
    assert problem.code == "answer.differs" and "2013" not in problem.text
    kept = send(officer, child(REASON, **OTHER_DAY)).records[0]
    assert reasons(kept)[0]["birth_date"].keys() == {"$sealed"} and faults(kept) == []
    html = people.client("village_officer").get(f"/records/{kept.uid}/").content.decode()
    assert "登记错了" not in html and "有提醒" in html


def test_the_history_shows_the_reason(officer):
    kept = send(officer, child(REASON, **OTHER_DAY)).records[0]
    html = people.client("village_officer").get(f"/records/{kept.uid}/").content.decode()
    assert "户口簿上 登记错了" in html and "出生日期：有提醒" in html


def test_codes_that_a_number_does_not_know(club):
    """A pack whose codes are its own: what the number tells can be neither compared nor filled in."""
    fills = (("fills", ((("name", "sex"), ("value", "sex")),)),)
    new_form("member", id_card=with_(options=fills))
    publish()
    typed = {"name": "罗安", "sex": "F", "phone": "110", "id_card": people.ID_CARDS[0]}
    court = club.places["河湾村"].path
    assert send(club.users["clerk"], Part("members", typed | {"court": court})).ok
    del typed["sex"]
    result = send(club.users["clerk"], Part("members", typed | {"court": court, "phone": "120"}))
    assert problems(result) == {("answer.required", "sex")}


# ---- replays ----


def test_a_digest_from_before_is_still_known():
    """Edition and reasons take part only when they are said."""
    from ledgers.intake.replay import _part

    plain = Part("children", {"name": "罗安"}, "uid", "update", 3, {"child": 0})
    assert _part(plain) == ["children", "uid", "update", 3, {"child": 0}, {"name": "罗安"}]
    assert _part(replace(plain, edition=7))[6:] == [7]
    assert _part(replace(plain, reasons={"name": "x"}))[6:] == [{"name": "x"}]


@pytest.mark.parametrize("more", [{"reasons": {"birth_date": "别的话"}}, {"edition": -1}])
def test_another_reason_is_another_body(officer, more):
    sitting = sent(officer, child(REASON, **OTHER_DAY))
    assert accept(sitting).ok and accept(sitting).status == "replayed"
    other = replace(sitting, parts=(replace(sitting.parts[0], **more),))
    assert codes(accept(other)) == {"submission.other-body"}


# ---- the edition that was filled ----


def test_an_opening_for_an_older_edition(officer):
    from ledgers.registry import live

    filled = live("children").form_edition
    assert send(officer, replace(child(id_card=id_card(1)), edition=filled)).ok
    new_form("child", class_name=with_(label="哪个班"))
    publish()
    late = replace(child(id_card=id_card(2)), edition=filled)
    assert codes(send(officer, late)) == {"edition.superseded"}
    assert send(officer, replace(late, edition=live("children").form_edition)).ok
    assert send(officer, replace(late, edition=0, answers=people.dossier(id_card=id_card(3)))).ok


def test_an_update_goes_by_the_record_s_own(officer):
    from ledgers.registry import live

    kept = people.register(officer).records[0]
    own = live("children").form_edition
    new_form("child", class_name=with_(label="哪个班"))
    publish()
    update = change(kept, name="陈安")
    newer = replace(update, edition=live("children").form_edition)
    assert codes(send(officer, newer)) == {"edition.superseded"}
    assert send(officer, replace(update, edition=own)).ok and row(kept).edition_id == own
