"""A pack about something else runs on the same engine, beside the one that is shipped."""

from __future__ import annotations

import pytest

from forms_catalog.applying import apply, plan
from forms_catalog.models import Template
from forms_catalog.packs import Folder
from ledgers.lookup import ScopedRecords
from ledgers.models import Change, Link
from ledgers.publishing import publish_all
from ledgers.queries import Ask, by_uids, listing
from ledgers.registry import all_live, live, role_title
from ledgers.submission import Part
from ledgers.titles import link_uids, title
from tests import people
from tests.ledgers.conftest import FOREIGN
from tests.ledgers.tools import answers, change, codes, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def member(club):
    typed = {"name": "安晨", "sex": "F", "phone": "110", "court": club.places["河湾村"].path}
    return send(club.users["clerk"], Part("members", typed)).records[0]


def test_the_pack_is_clean():
    """Nothing but what its letter means to show: that sealed answers are masked on paper."""
    assert {problem.code for problem in Folder(FOREIGN).check()} == {"letter.masked"}


def test_it_stands_beside_the_other(club):
    assert {"members", "sessions", "lessons", "children", "left_behind"} <= all_live().keys()
    assert role_title("clerk") == "前台" and role_title("unheard_of") == "unheard_of"


def test_applying_again_changes_nothing(club):
    before = list(Template.objects.order_by("pk").values_list("pk", "body", "updated_at"))
    assert {step.what for step in apply(Folder(FOREIGN))} == {"same"}
    assert {step.what for step in plan(Folder(FOREIGN))} == {"same"}
    assert list(Template.objects.order_by("pk").values_list("pk", "body", "updated_at")) == before


def test_what_was_changed_here_is_kept(club):
    stored = Template.objects.get(kind="form", key="lesson")
    stored.body = stored.body | {"title": "课程（本会）"}
    stored.save()
    assert {step.what for step in apply(Folder(FOREIGN))} == {"same"}
    stored.base = stored.base | {"title": "旧课程"}
    stored.save()
    steps = {step.key: step.what for step in apply(Folder(FOREIGN))}
    assert steps.pop("lesson") == "kept" and set(steps.values()) == {"same"}
    publish_all()
    assert live("lessons").bundle.form.title == "课程（本会）"


def test_the_main_job(club, member):
    clerk, manager = club.users["clerk"], club.users["manager"]
    assert answers(member) == {
        "member_no": answers(member)["member_no"],
        "name": "安晨",
        "sex": "F",
        "phone": "110",
        "court": club.places["河湾村"].path,
        "grade": "B",
    }
    assert title(row(member)) == "安晨（银卡）"
    assert send(manager, Part("members", {}, member.uid, "verify")).ok
    assert send(clerk, change(member, fee="1,200.50", grade="金卡")).ok
    assert send(manager, Part("members", {}, member.uid, "leave")).ok
    assert codes(send(clerk, change(member, fee="1"))) == {"action.wrong-state"}
    assert send(manager, Part("members", {}, member.uid, "leave")).ok, "from any state"
    actions = Change.objects.unscoped("test").filter(record=row(member)).order_by("version")
    assert list(actions.values_list("action", "state")) == [
        ("opening", "APPLIED"),
        ("verify", "ACTIVE"),
        ("update", "ACTIVE"),
        ("leave", "LEFT"),
        ("leave", "LEFT"),
    ]


def test_an_update_of_who_may_not_fill(club, member):
    """`who` names the manager, `fill` does not."""
    assert codes(send(club.users["manager"], change(member, fee="5"))) == {"action.not-yours"}


def test_a_linked_record(club, member):
    clerk = club.users["clerk"]
    session = Part("sessions", {"member": member.uid, "played_on": "2026-11-20", "came": "yes"})
    kept = send(clerk, session).records[0]
    assert row(kept).place_path == club.places["河湾村"].path
    assert Link.objects.unscoped("test").get().target_id == row(member).pk
    assert problems(send(clerk, session)) == {("record.duplicate", "member")}
    assert link_uids(row(kept)) == [member.uid]
    assert by_uids(clerk, link_uids(row(kept)))[member.uid].number == member.number
    by_number = Part("sessions", {"member": member.number, "played_on": "2026-11-22", "came": "no"})
    assert send(clerk, by_number).ok
    assert listing(clerk, live("sessions"), Ask(text="安晨")).total == 2


def test_two_in_one_sitting(club):
    clerk = club.users["clerk"]
    typed = {"name": "安晨", "sex": "F", "phone": "110", "court": club.places["河湾村"].path}
    session = Part("sessions", {"played_on": "2026-11-20", "came": "yes"}, links={"member": 0})
    one, two = send(clerk, Part("members", typed), session).records
    assert answers(two)["member"] == one.uid and row(two).place_path == row(one).place_path


def test_the_port_sees_what_its_asker_sees(world, officer):
    one, two = people.register(officer).records
    port, stranger = ScopedRecords(), world.users["other_village_officer"]
    assert port.record(officer, one.uid).title == "罗安"
    assert port.record(officer, two.uid).ledger == "left_behind"
    assert [ref.uid for ref in port.records(officer, "children")] == [one.uid]
    assert [ref.uid for ref in port.records(officer, "children", "罗安")] == [one.uid]
    assert port.record(stranger, one.uid) is None
    assert port.records(stranger, "children") == [] == port.records(officer, "unheard_of")


def test_titles_say_nothing_sealed(officer):
    kept = people.register(officer, name="罗安").records
    record = row(kept[1])
    assert title(record, {kept[0].uid: row(kept[0])}) == "罗安"
    assert title(record, {}) == title(record) and "罗安" not in title(record)


def test_a_title_never_opens_what_is_sealed(club, member):
    from ledgers.titles import shown

    found = row(member)
    assert shown(found, "name") == "安晨" and shown(found, "phone") == ""
    assert shown(found, "unheard_of") == ""
