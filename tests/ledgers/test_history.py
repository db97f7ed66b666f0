"""The past of a record: contiguous versions, a chain that shows any hand laid on it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgers import queries
from ledgers.clock import civil
from ledgers.intake.chaining import change_hash
from ledgers.models import Change, Submission
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import CLOCK, answers, change, row, send, undone

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def chain(kept):
    """The changes of a record from its first, as the database has them."""
    return list(Change.objects.unscoped("test").filter(record=row(kept)).order_by("version"))


def faults(kept):
    """The versions at which the chain does not hold."""
    found, before = [], b""
    for number, item in enumerate(chain(kept), 1):
        whole = (
            bytes(item.hash) == change_hash(vars(item), kept.uid)
            and bytes(item.hash_before) == before
        )
        if not whole or item.version != number:
            found.append(number)
        before = bytes(item.hash)
    return found


@pytest.fixture
def kept(world, officer):
    kept = people.register(
        officer, grandparents=[{"gp_relation": "61", "gp_name": "罗川"}]
    ).records[0]
    assert send(officer, change(kept, name="陈安", father_phone="110")).ok
    supervisor = world.users["township_supervisor"]
    assert send(supervisor, Part("children", {}, kept.uid, "verify")).ok
    assert send(officer, change(kept, boarding="yes", sibling_count=2)).ok
    return kept


def test_versions_are_contiguous_and_the_chain_holds(kept):
    found = chain(kept)
    assert [item.version for item in found] == [1, 2, 3, 4] == list(range(1, row(kept).version + 1))
    assert len({bytes(item.hash) for item in found}) == 4
    assert faults(kept) == []


def test_what_a_change_tells(world, kept):
    officer, supervisor = world.users["village_officer"], world.users["township_supervisor"]
    found = chain(kept)
    assert [item.action for item in found] == ["opening", "update", "verify", "update"]
    assert [item.state for item in found] == ["SUBMITTED"] * 2 + ["VERIFIED"] * 2
    assert [item.actor for item in found] == [officer, officer, supervisor, officer]
    assert found[2].post == supervisor.posts.get().pk and found[2].door == "web"
    assert {item.happened_on for item in found} == {civil(CLOCK)}
    assert all(Submission.objects.get(pk=item.submission_id).door == item.door for item in found)
    assert found[2].diff == {}


def test_the_day_is_the_civil_one(officer):
    """A phone finished half an hour after midnight here, which is still yesterday in Greenwich."""
    late = dt.datetime(2026, 11, 20, 16, 30, tzinfo=dt.UTC)
    kept = send(officer, Part("children", people.dossier()), clock=late, door="phone").records[0]
    (only,) = chain(kept)
    assert (only.happened_on, only.door) == (dt.date(2026, 11, 21), "phone")


TAMPERINGS = {
    "action": "verify",
    "state": "VOID",
    "door": "paper",
    "post": 4711,
    "actor_id": None,
    "reason": "x",
    "edition_id": 4711,
    "happened_on": dt.date(2020, 1, 1),
    "at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "diff": {"name": ["罗安", "王安"]},
    "hash": b"x" * 32,
    "hash_before": b"x" * 32,
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_seen(kept, what):
    second = chain(kept)[1]
    Change._base_manager.filter(pk=second.pk).update(**{what: TAMPERINGS[what]})
    assert 2 in faults(kept)


def test_a_second_of_another_second_is_seen(kept):
    second = chain(kept)[1]
    later = second.at + dt.timedelta(microseconds=1)
    Change._base_manager.filter(pk=second.pk).update(at=later)
    assert faults(kept) == [2]


@pytest.mark.parametrize("said", [{"place_path": "0001"}, {"late": True}])
def test_another_place_or_an_earlier_quarter_is_seen(kept, said):
    Change._base_manager.filter(pk=chain(kept)[1].pk).update(**said)
    assert faults(kept) == [2]


def test_a_recomputed_link_breaks_the_next(kept):
    """Whoever makes one change fit must make all that follow fit."""
    second = chain(kept)[1]
    second.diff = {"name": ["罗安", "王安"]}
    second.hash = change_hash(vars(second), kept.uid)
    second.save()
    assert faults(kept) == [3]


def test_a_change_that_is_missing_is_seen(kept):
    Change._base_manager.filter(pk=chain(kept)[1].pk).delete()
    assert faults(kept) == [2, 3]


def test_a_change_of_another_record_does_not_fit(officer, kept):
    other = send(
        officer,
        Part(
            "children",
            people.dossier(id_card=None, household_reg="N"),
            reasons={"name": "是另一个孩子"},
        ),
    ).records[0]
    Change._base_manager.filter(pk=chain(other)[0].pk).update(record=row(kept), version=5)
    assert faults(kept) == [5]


def test_the_diffs_make_the_record(officer, kept):
    """Played one after the other they give what the record holds."""
    played = {}
    for item in chain(kept):
        for name, (before, after) in item.diff.items():
            assert played.get(name) == before, "every change stands on the one before"
            played[name] = after
    assert {name: value for name, value in played.items() if value is not None} == row(kept).answers


def test_history_is_newest_first(kept):
    assert [item.version for item in queries.history(row(kept))] == [4, 3, 2, 1]


names = st.sampled_from(["罗安", "陈安", "陈川", None])
patches = st.fixed_dictionaries(
    {},
    optional={
        "class_name": names,
        "village_contact": names,
        "father_phone": st.sampled_from(["110", "120", "10000001234"]),
        "sibling_count": st.none() | st.integers(0, 9),
        "illness_name": st.none() | st.text("甲乙\u0301é", max_size=3),
        "grandparents": st.none()
        | st.lists(
            st.fixed_dictionaries(
                {"gp_relation": st.sampled_from(["61", "62"]), "gp_name": st.just("罗川")},
                optional={"gp_phone": st.sampled_from(["110", "120"])},
            ),
            max_size=3,
        ),
    },
)


@given(st.lists(patches, max_size=5))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_row_of_patches(officer, given):
    with undone():
        kept = send(officer, Part("children", people.dossier(village_contact="罗安"))).records[0]
        for patch in given:
            before = answers(kept)
            result = send(officer, change(kept, **patch))
            assert result.status == "accepted", result.problems
            after = answers(kept)
            untouched = after.keys() - patch.keys()
            assert all(after[name] == before.get(name) for name in untouched)
            assert result.records[0].version == row(kept).version
            assert (before == after) == (chain(kept)[-1].submission.key != result.key)
        assert faults(kept) == []
        test_the_diffs_make_the_record(officer, kept)
