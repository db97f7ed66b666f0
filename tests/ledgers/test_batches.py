"""A batch asks the database as often as a short one does, and still judges each sitting for itself."""

from __future__ import annotations

from itertools import chain, count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgers.intake import accept_many
from ledgers.models import Change, Link
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import child, codes, row, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

FEW, MANY = 3, 12


def asked(submissions):
    """The results, and how many questions the database was asked."""
    with CaptureQueriesContext(connection) as queries:
        results = accept_many(submissions)
    assert all(result.ok for result in results), results
    return results, len(queries)


def openings(user, numbers):
    return [people.sitting(user, one=child(number)) for number in numbers]


def verified(user, results):
    """The same action on every record of these."""
    parts = [[Part(k.ledger, {}, k.uid, "verify", 1) for k in r.records] for r in results]
    return [sent(user, *found) for found in parts]


def registrations(user, results):
    """A record for each of these, which points at it."""
    links = [{"child": result.records[0].uid} for result in results]
    return [sent(user, Part("left_behind", people.registration() | link)) for link in links]


@pytest.fixture
def opened(officer):
    """A short and a long batch of sittings, and the questions each took."""
    asked(openings(officer, range(900, 902)))  # what a process reads once is read
    return asked(openings(officer, range(FEW))), asked(openings(officer, range(100, 100 + MANY)))


def test_a_longer_batch_of_openings_asks_no_more(opened):
    (_, few), (_, many) = opened
    assert few == many


def test_a_longer_batch_of_actions_asks_no_more(world, opened):
    (short, _), (long, _) = opened
    supervisor = world.users["township_supervisor"]
    _, few = asked(verified(supervisor, short))
    results, many = asked(verified(supervisor, long))
    assert many <= few  # the first looks up whose posts these are
    assert {row(kept).version for result in results for kept in result.records} == {2}


def test_a_longer_batch_of_linked_records_asks_no_more(officer):
    children = [send(officer, Part("children", child(number))) for number in range(2 + FEW + MANY)]
    asked(registrations(officer, children[:2]))
    _, few = asked(registrations(officer, children[2 : 2 + FEW]))
    results, many = asked(registrations(officer, children[2 + FEW :]))
    assert many <= few  # the ledgers may be read anew in between
    links = Link.objects.unscoped("test").filter(
        source__uid__in=[r.records[0].uid for r in results]
    )
    targets = {str(uid) for uid in links.values_list("target__uid", flat=True)}
    assert targets == {result.records[0].uid for result in children[2 + FEW :]}


def test_every_chain_goes_on_from_its_own_end(world, opened):
    (results, _), _ = opened
    asked(verified(world.users["township_supervisor"], results))
    for kept in (kept for result in results for kept in result.records):
        first, second = Change.objects.unscoped("test").filter(record=row(kept)).order_by("version")
        assert bytes(second.hash_before) == bytes(first.hash)


def test_nobody_s_batch_mate_lends_eyes(world, officer):
    """Two people point at the same record in one batch: who does not see it is refused."""
    kept = send(officer, Part("children", child(1))).records[0]
    part = Part("left_behind", people.registration() | {"child": kept.uid})
    stranger = world.users["other_village_officer"]
    own, foreign = accept_many([sent(officer, part), sent(stranger, part)])
    assert own.ok
    assert codes(foreign) == {"record.unknown"}


def test_one_record_changed_meanwhile_holds_up_nobody(world, officer, monkeypatch):
    """The others of its batch are written, it alone is told."""
    results = accept_many(openings(officer, range(FEW)))
    supervisor = world.users["township_supervisor"]
    batch = verified(supervisor, results)
    lost = results[1].records[0]

    def meanwhile(*plans):
        monkeypatch.undo()
        assert send(officer, Part("children", {"boarding": "yes"}, lost.uid, "update", 1)).ok
        return {}

    monkeypatch.setattr("ledgers.intake.identity.known_identities", meanwhile)
    found = accept_many(batch)
    assert [result.status for result in found] == ["accepted", "conflict", "accepted"]
    assert codes(found[1]) == {"record.changed-meanwhile"}


def test_of_two_that_draw_the_same_number_the_later_draws_again(world, monkeypatch):
    """A million records know a pair that did; each is written all the same."""
    user = world.users["village_officer"]
    drawn = chain(["00000000A"] * 3, (f"{n:08}B" for n in count()))
    monkeypatch.setattr("ledgers.intake.writing.new_number", lambda: next(drawn))
    first = accept_many(openings(user, [1]))
    others = accept_many(openings(user, [2, 3]))
    numbers = [result.records[0].number for result in (*first, *others)]
    assert [result.status for result in (*first, *others)] == ["accepted"] * 3
    assert numbers[0] == "00000000A" and len(set(numbers)) == 3
