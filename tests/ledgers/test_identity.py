"""Doubles: shown to those who may see them, hardly hinted at to those who may not."""

from __future__ import annotations

import json
import logging

import pytest

from ledgers.clock import now
from ledgers.intake import accept, accept_many
from ledgers.intake import identity as identity_rules
from ledgers.models import BlindIndex, KeyCheck
from ledgers.queries import Ask, listing
from ledgers.registry import live
from ledgers.sealing import blind_digests
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import (
    change,
    child,
    codes,
    counts,
    id_card,
    identity,
    problems,
    row,
    send,
    sent,
)

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def elsewhere(world, number):
    """The same person, registered by the officer of another village."""
    place = world.places["柳坪村"].path
    return child(number, hukou_place=place, residence_place=place)


def test_in_sight_it_can_be_opened(officer):
    kept = people.register(officer).records[0]
    before = counts()
    result = accept(people.sitting(officer))
    assert result.status == "refused" and counts() == before
    (problem,) = result.problems
    assert (problem.code, problem.place.question, problem.place.part) == (
        "record.duplicate",
        "id_card",
        "0",
    )
    assert dict(problem.data) == {"uid": kept.uid, "number": kept.number}


def test_out_of_sight_it_only_exists(world, officer, caplog):
    kept = people.register(officer, id_card=id_card(1)).records[0]
    other = world.users["other_village_officer"]
    with caplog.at_level(logging.DEBUG, logger="ledgers"):
        result = send(other, Part("children", elsewhere(world, 1)))
    (problem,) = result.problems
    assert (problem.code, problem.place.question, problem.data) == (
        "record.duplicate-elsewhere",
        "id_card",
        (),
    )
    said = repr(result) + caplog.text
    for secret in (kept.uid, kept.number, id_card(1), id_card(1)[-4:] + "X", "河湾", "何晨柏"):
        assert secret not in said
    assert f"user={other.pk}" in caplog.text, "it is logged who tried"


def test_the_tries_of_a_day(world, officer, monkeypatch):
    monkeypatch.setattr(identity_rules, "TRIES_A_DAY", 3)
    people.register(officer, id_card=id_card(1))
    other = world.users["other_village_officer"]
    tries = [codes(send(other, Part("children", elsewhere(world, 1)))) for _ in range(5)]
    assert tries == [{"record.duplicate-elsewhere"}] * 3 + [{"record.too-many-tries"}] * 2
    assert codes(send(officer, Part("children", child(1)))) == {"record.duplicate"}, (
        "one's own limit"
    )
    fresh = send(other, Part("children", elsewhere(world, 2)))
    assert codes(fresh) == {"record.too-many-tries"}, "a free number is told apart no more"
    asked = sent(other, Part("children", elsewhere(world, 2)))
    for number in (1, 2):  # nor by the page that asks for it alone
        found = identity_rules.already(live("children"), {"id_card": id_card(number)}, asked)
        assert [problem.code for problem in found] == ["record.too-many-tries"]
    assert send(officer, Part("children", child(2))).ok


@pytest.mark.parametrize(
    "number", ["990121 2013 0111 0025", "９９０１２１２０１３０１１１００２５"]
)
def test_another_spelling_is_the_same_number(officer, number):
    people.register(officer)
    assert codes(accept(people.sitting(officer, one=people.dossier(id_card=number)))) == {
        "record.duplicate"
    }


def test_by_a_correction(officer):
    people.register(officer, id_card=id_card(1))
    kept = people.register(officer, id_card=id_card(2)).records[0]
    assert codes(send(officer, change(kept, **identity(1)))) == {"record.duplicate"}
    assert send(officer, change(kept, **identity(2))).ok, "its own number is no double"


def test_a_corrected_number_is_free_again(officer):
    kept = people.register(officer, id_card=id_card(1)).records[0]
    assert send(officer, change(kept, **identity(2))).ok
    assert send(officer, Part("children", child(1))).status == "accepted"
    assert codes(send(officer, Part("children", child(2)))) == {"record.duplicate"}
    assert send(officer, change(kept, id_card=None, household_reg="N")).ok
    assert send(officer, Part("children", child(2, name="谷月"))).status == "accepted"


def test_without_a_number_nothing_is_compared(officer):
    for name in ("罗安", "谷月"):
        one = people.dossier(name=name, household_reg="N")
        del one["id_card"]
        assert send(officer, Part("children", one)).status == "accepted"
    assert not BlindIndex.objects.filter(rule="id_card").exists()


def test_one_registration_a_dossier(officer):
    kept = people.register(officer).records[0]
    again = Part("left_behind", people.registration(child=kept.uid))
    assert problems(send(officer, again)) == {("record.duplicate", "child")}


def test_a_rule_of_several_questions(club):
    clerk, court = club.users["clerk"], club.places["河湾村"].path
    typed = {"name": "罗安", "sex": "F", "court": court, "birth_date": "2013-01-11"}
    assert send(clerk, Part("members", typed | {"phone": "110"})).ok
    twin = Part("members", typed | {"phone": "120", "name": "罗 安"})
    assert problems(send(clerk, twin)) == {("record.duplicate", "name")}
    assert send(clerk, Part("members", typed | {"phone": "120", "birth_date": "2013-01-12"})).ok
    same = Part("members", typed | {"phone": "120", "birth_date": ""})
    assert problems(send(clerk, same)) == {("record.duplicate", "phone")}
    refused = typed | {"phone": {"$missing": "refused"}, "birth_date": ""}
    assert [send(clerk, Part("members", refused)).ok for _ in range(2)] == [True, True]


def test_another_ledger_is_another_identity(club, officer):
    """The same words in the same rule name of two ledgers never meet."""
    digests = {blind_digests(rule, ("1",))["i1"] for rule in ("id_card", "phone", "id_card,phone")}
    assert len(digests) == 3
    assert blind_digests("a", ("b", "c")) != blind_digests("a", ("bc",))


def test_a_number_of_the_engine_is_found(club):
    clerk = club.users["clerk"]
    typed = {"name": "罗安", "sex": "F", "phone": "110", "court": club.places["河湾村"].path}
    kept = send(clerk, Part("members", typed)).records[0]
    rules = set(BlindIndex.objects.filter(record=row(kept)).values_list("rule", flat=True))
    assert rules == {"member_no", "phone"}


class TestWhileTheKeyIsRenewed:
    """The index holds two digests a rule; a double is found by whichever was written."""

    @pytest.fixture
    def renew(self, keyfile):
        def renew(**changes):
            ring = json.loads(keyfile.read_text())
            ring["index"] = {"i1": ring["index"]["i1"], "i2": ring["seal"]["s1"]} | changes
            keyfile.write_text(json.dumps(ring))
            return ring

        return renew

    def test_old_records_are_found(self, officer, renew):
        kept = people.register(officer).records[0]
        renew()
        assert codes(accept(people.sitting(officer))) == {"record.duplicate"}
        ask = Ask(text=people.ID_CARDS[0], found={"id_card": people.ID_CARDS[0]})
        page = listing(officer, live("children"), ask)
        assert [str(r.uid) for r in page.records] == [kept.uid]

    def test_new_records_are_found_by_both(self, officer, renew, keyfile):
        ring = renew()
        kept = send(officer, Part("children", child(1))).records[0]
        KeyCheck.objects.update(retired_at=now())  # so that either may be missing below
        found = BlindIndex.objects.filter(record=row(kept))
        assert set(found.values_list("key_id", flat=True)) == {"i1", "i2"}
        for only in ("i1", "i2"):
            keyfile.write_text(json.dumps(ring | {"index": {only: ring["index"][only]}}))
            assert codes(send(officer, Part("children", child(1)))) == {"record.duplicate"}

    def test_a_batch_while_it_is_renewed(self, officer, renew):
        renew()
        one, two = accept_many(sent(officer, Part("children", child(9))) for _ in range(2))
        assert (one.status, codes(two)) == ("accepted", {"record.duplicate-in-batch"})

    def test_a_correction_takes_both_away(self, officer, renew):
        kept = people.register(officer, id_card=id_card(1)).records[0]
        renew()
        assert send(officer, change(kept, **identity(2))).ok
        assert send(officer, Part("children", child(1))).ok


def test_the_index_tells_nothing(officer):
    kept = people.register(officer).records[0]
    (found,) = BlindIndex.objects.filter(record=row(kept))
    assert len(bytes(found.digest)) == 32
    import hashlib

    plain = hashlib.sha256(people.ID_CARDS[0].encode()).digest()
    assert bytes(found.digest) != plain
