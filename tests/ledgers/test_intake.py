"""The in gate: one sitting, a patch on what is stored, defaults, what a number tells, refusals."""

from __future__ import annotations

import dataclasses

import pytest

from forms_catalog.questions import mask
from ledgers.clock import today
from ledgers.intake import accept
from ledgers.models import BlindIndex, Change, Link, Submission
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import (
    answers,
    change,
    child,
    codes,
    counts,
    id_card,
    label,
    problems,
    row,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ROW = "0a1b2c3d4e5f"
WHY = {"id_mismatch_reason": "户口簿上登记错了"}
GRANDPARENT = {"_id": ROW, "gp_relation": "61", "gp_name": "罗川", "gp_phone": "10000009999"}


@pytest.fixture
def kept(officer):
    given = {"illness_name": "示例病", "father_id": people.ID_CARDS[1]}
    return people.register(officer, grandparents=[GRANDPARENT], **given).records[0]


def test_one_sitting_opens_both_records(world, officer):
    result = accept(people.sitting(officer))
    assert (result.status, [kept.ledger for kept in result.records]) == (
        "accepted",
        ["children", "left_behind"],
    )
    one, two = (row(kept) for kept in result.records)
    village = world.places["河湾村"].path
    assert [(r.place_path, r.state, r.version) for r in (one, two)] == [
        (village, "SUBMITTED", 1)
    ] * 2
    link = Link.objects.unscoped("test").get()
    assert (link.source_id, link.question, link.target_id) == (two.pk, "child", one.pk)
    assert two.answers["child"] == str(one.uid)
    assert BlindIndex.objects.count() == 3, "two identities, and the open one of its child"
    assert {"$sealed"} == one.answers["id_card"].keys() == one.answers["father_phone"].keys()
    assert one.answers["mother_name"] == {"$missing": "unknown"}
    sent = Submission.objects.get()
    assert [item["uid"] for item in sent.records] == [str(one.uid), str(two.uid)]
    assert set(Change.objects.unscoped("test").values_list("submission_id", flat=True)) == {sent.pk}


def test_columns_mirror_the_answers(officer):
    kept = people.register(officer).records[0]
    slots, record = live("children").slots, row(kept)
    shown = {name: getattr(record, slot) for name, slot in slots.items()}
    assert shown["name"] == "罗安" and shown["sex"] == "2" and shown["school"] == "school1"
    assert str(shown["birth_date"]) == "2013-01-11"
    assert shown["mother_name"] == "!unknown", "a reason is a value of its own"
    assert shown["sibling_count"] is None and shown["class_name"] is None


PATCHES = [
    ({}, {}),
    ({"name": "罗安安"}, {"name": "罗安安"}),
    ({"name": " 罗　安 "}, {}),
    ({"father_phone": "10000004321"}, {"father_phone": "10000004321"}),
    ({"father_phone": "*******1234"}, {}),
    ({"id_card": "**************0025"}, {}),
    ({"illness_name": "＊＊＊＊"}, {}),
    ({"father_id": None}, {"father_id": None}),
    ({"hukou_detail": None}, {}),
    ({"mother_name": "不清楚"}, {}),
    (
        {"mother_name": "安晨", "mother_phone": "110"},
        {"mother_name": "安晨", "mother_phone": "110"},
    ),
    ({"mother_name": {"$missing": "deceased"}}, {"mother_name": {"$missing": "deceased"}}),
    ({"sibling_count": 0}, {"sibling_count": 0}),
    ({"aid_enjoyed": ["NONE"], "boarding": "yes"}, {"boarding": "yes"}),
    ({"grandparents": None}, {"grandparents": None}),
    ({"grandparents": []}, {"grandparents": None}),
]


@pytest.mark.parametrize(("patch", "changed"), PATCHES, ids=label)
def test_answers_are_a_patch(officer, kept, patch, changed):
    before = answers(kept)
    result = send(officer, change(kept, **patch))
    assert result.status == "accepted", result.problems
    expected = {name: value for name, value in (before | changed).items() if value is not None}
    assert answers(kept) == expected
    assert result.records[0].version == (2 if changed else 1)
    if changed:
        last = Change.objects.unscoped("test").get(version=2)
        assert last.diff.keys() == changed.keys()


CELLS = [
    ({"_id": ROW, "gp_relation": "61", "gp_name": "罗川"}, "10000009999"),
    (
        {"_id": ROW, "gp_relation": "61", "gp_name": "罗川", "gp_phone": "*******9999"},
        "10000009999",
    ),
    ({"_id": ROW, "gp_relation": "61", "gp_name": "罗川", "gp_phone": ""}, "10000009999"),
    ({"_id": ROW, "gp_relation": "61", "gp_name": "罗川", "gp_phone": None}, None),
    (
        {"_id": ROW, "gp_relation": "62", "gp_name": "罗川", "gp_phone": "10000008888"},
        "10000008888",
    ),
    ({"gp_relation": "61", "gp_name": "罗川"}, None),
    ({"_id": [ROW], "gp_relation": "61", "gp_name": "罗川"}, None),
]


@pytest.mark.parametrize(("cells", "phone"), CELLS, ids=label)
def test_sealed_cells_are_a_patch_too(officer, kept, cells, phone):
    result = send(officer, change(kept, grandparents=[cells]))
    assert result.status == "accepted", result.problems
    (found,) = answers(kept)["grandparents"]
    assert found.get("gp_phone") == phone
    assert (found["_id"] == ROW) == (cells.get("_id") == ROW)


def test_a_mask_of_another_value_is_judged(officer, kept):
    result = send(officer, change(kept, father_phone="*******9999"))
    assert problems(result) == {("phone.bad-character", "father_phone")}


def test_a_blank_row_is_taken_away(officer, kept):
    blank = {"_id": ROW, "gp_relation": "", "gp_name": "", "gp_phone": ""}
    assert send(officer, change(kept, grandparents=[blank])).ok
    assert "grandparents" not in answers(kept)


def test_fixed_defaults(officer):
    one = people.dossier()
    del one["ethnicity"]
    kept = accept(people.sitting(officer, one=one)).records[0]
    assert answers(kept)["ethnicity"] == "01"
    refused = accept(people.sitting(officer, one=child(7, ethnicity="")))
    assert problems(refused) == {("answer.required", "ethnicity")}, "an empty answer is an answer"


def test_a_default_is_no_patch(officer, kept):
    assert send(officer, change(kept, ethnicity=None)).status == "refused"
    assert send(officer, change(kept, name="罗安安")).ok
    assert answers(kept)["ethnicity"] == "01"


@pytest.mark.parametrize(
    ("typed", "kept_as"),
    [
        ({}, ("2013-01-11", "2")),
        ({"birth_date": "2013-01-12"}, ("2013-01-12", "2")),
        ({"sex": "1"}, ("2013-01-11", "1")),
        ({"birth_date": "", "sex": None}, ("2013-01-11", "2")),
    ],
)
def test_an_identity_number_fills_what_nobody_said(officer, typed, kept_as):
    one = {k: v for k, v in people.dossier().items() if k not in ("birth_date", "sex")} | typed
    result = send(officer, Part("children", one | WHY))
    found = answers(result.records[0])
    assert (found["birth_date"], found["sex"]) == kept_as


def test_a_corrected_number_never_overrides(officer, kept):
    assert send(officer, change(kept, id_card=id_card(5), **WHY)).ok
    found = answers(kept)
    assert (found["id_card"], found["birth_date"]) == (id_card(5), "2013-01-11")


@pytest.mark.parametrize("reason", ["deceased", "unknown"])
def test_a_reason_satisfies_required(officer, reason):
    kept = people.register(officer, father_name={"$missing": reason}).records[0]
    record = row(kept)
    assert record.answers["father_name"] == {"$missing": reason}
    assert getattr(record, live("children").slots["father_name"]) == f"!{reason}"


@pytest.mark.parametrize("given", [{"$missing": "refused"}, {"$missing": ["unknown"]}])
def test_a_reason_that_is_not_offered(officer, given):
    refused = accept(people.sitting(officer, one=people.dossier(father_name=given)))
    assert problems(refused) == {("answer.reason-not-offered", "father_name")}


def test_a_sealed_reason_is_no_secret(officer):
    kept = people.register(officer, father_phone={"$missing": "refused"}).records[0]
    assert row(kept).answers["father_phone"] == {"$missing": "refused"}


def test_every_problem_comes_at_once(officer):
    one = people.dossier(name="王", father_phone="12", sex=None, id_card=None, nonsense="1")
    two = people.registration(fill_date="2026-02-30", migration_type="")
    result = accept(people.sitting(officer, one=one, two=two))
    assert {(p.code, p.place.question, p.place.part) for p in result.problems} == {
        ("person-name.too-short", "name", "0"),
        ("phone.wrong-length", "father_phone", "0"),
        ("answer.required", "sex", "0"),
        ("answer.required", "id_card", "0"),
        ("answer.unknown-question", "nonsense", "0"),
        ("date.no-such-day", "fill_date", "1"),
        ("answer.required", "migration_type", "1"),
    }


ROWS = [
    ([{"gp_name": "罗川"}], {"grandparents.1.gp_relation"}),
    ([{"gp_relation": "61"}], {"grandparents.1.gp_name"}),
    ([{"gp_phone": "10000009999"}], {"grandparents.1.gp_relation", "grandparents.1.gp_name"}),
    ([{"gp_relation": "61", "gp_name": {"$missing": "none"}}], set()),
    ([{}, {"gp_name": " "}], set()),
    (
        [{"gp_name": ""}, {"gp_relation": "61", "gp_name": "罗川"}, {}, {"gp_name": "罗安"}],
        {"grandparents.4.gp_relation"},
    ),
]


@pytest.mark.parametrize(("rows", "missing"), ROWS, ids=label)
def test_required_columns_of_rows(officer, rows, missing):
    result = accept(people.sitting(officer, one=people.dossier(grandparents=rows)))
    assert problems(result) == {("answer.required", place) for place in missing}
    assert (result.status == "accepted") == (not missing)


def test_a_faulty_table_is_not_also_called_unanswered(officer):
    rows = [{"gp_name": "罗川", "gp_phone": "12"}]
    result = accept(people.sitting(officer, one=people.dossier(grandparents=rows)))
    assert codes(result) == {"phone.wrong-length"}


@pytest.mark.parametrize("faulty", [0, 1])
def test_one_part_faulty_and_neither_is_written(officer, faulty):
    before = counts()
    sitting = people.sitting(officer)
    bad = dataclasses.replace(sitting.parts[faulty], answers={})
    parts = tuple(bad if n == faulty else part for n, part in enumerate(sitting.parts))
    result = accept(dataclasses.replace(sitting, parts=parts))
    assert result.status == "refused" and {p.place.part for p in result.problems} == {str(faulty)}
    assert counts() == before


def test_a_refused_key_may_be_corrected(officer):
    sitting = people.sitting(officer, one=people.dossier(name=""))
    assert accept(sitting).status == "refused"
    assert accept(people.sitting(officer, key=sitting.key)).status == "accepted"


def test_what_the_engine_writes_cannot_be_posted(club):
    clerk, village = club.users["clerk"], club.places["河湾村"].path
    typed = {"member_no": "M20269999", "name": "罗安", "sex": "F", "phone": "110", "court": village}
    kept = send(clerk, Part("members", typed | {"joined_on": "2026-01-01"})).records[0]
    assert answers(kept)["member_no"] == f"M{today():%Y}0001"
    assert send(clerk, change(kept, joined_on="2020-01-01", member_no="X")).records[0].version == 1
    assert answers(kept)["joined_on"] == "2026-01-01", "read-only after the opening"


def test_a_long_text_does_not_break_its_column(club):
    clerk, village = club.users["clerk"], club.places["河湾村"].path
    typed = {"name": "罗安", "sex": "F", "phone": "110", "court": village, "remark": "长" * 200}
    kept = send(
        clerk, Part("members", typed | {"height": 999999999999999, "fee": "123456.78"})
    ).records[0]
    assert answers(kept)["remark"] == "长" * 200
    assert len(getattr(row(kept), live("members").slots["remark"])) == 120


def test_masks_are_what_pages_show(officer, kept):
    questions, found = live("children").questions, answers(kept)
    for name in ("id_card", "father_phone", "illness_name", "caregiver_phone"):
        part = change(kept, **{name: mask(questions[name], found[name])})
        assert send(officer, part).records[0].version == 1
