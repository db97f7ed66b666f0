"""Sent twice, written once: the same key with the same body, another body, another person."""

from __future__ import annotations

import dataclasses
import io
import json

import pytest
from PIL import Image

from ledgers.files import KeptFiles
from ledgers.intake import accept, accept_many
from ledgers.models import Change, Submission
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import answers, change, child, codes, counts, id_card, row, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_the_first_answer_again(officer):
    sitting = people.sitting(officer)
    first = accept(sitting)
    before = counts()
    again = accept(dataclasses.replace(sitting, clock=sitting.clock.replace(hour=3)))
    assert (again.status, again.records) == ("replayed", first.records)
    assert again.ok and counts() == before


def test_another_body_under_the_same_key(officer):
    sitting = people.sitting(officer)
    accept(sitting)
    before = counts()
    other = accept(people.sitting(officer, key=sitting.key, one=people.dossier(name="陈安")))
    assert (other.status, codes(other)) == ("conflict", {"submission.other-body"})
    assert counts() == before


def test_another_person_under_the_same_key(world, officer):
    """Who was not the sender is told nothing of what was written."""
    sitting = people.sitting(officer)
    accept(sitting)
    other = accept(dataclasses.replace(sitting, actor=world.users["other_village_officer"]))
    assert (other.status, other.records) == ("conflict", ())


def test_an_update_again(officer):
    kept = people.register(officer).records[0]
    update = sent(officer, change(kept, 1, boarding="yes"))
    assert accept(update).status == "accepted"
    again = accept(update)
    assert (again.status, again.records[0].version) == ("replayed", 2)
    assert send(officer, change(kept, 1, boarding="yes"), key=update.key).status == "replayed"


@pytest.mark.parametrize("change_of", [{"base_version": 2}, {"action": "verify"}, {"answers": {}}])
def test_every_part_of_the_body_counts(officer, change_of):
    kept = people.register(officer).records[0]
    update = sent(officer, change(kept, 1, boarding="yes"))
    accept(update)
    other = dataclasses.replace(update.parts[0], **change_of)
    assert accept(dataclasses.replace(update, parts=(other,))).status == "conflict"


def test_after_the_key_of_the_index_was_renewed(officer, keyfile):
    sitting = people.sitting(officer)
    accept(sitting)
    ring = json.loads(keyfile.read_text())
    ring["index"]["i2"] = ring["seal"]["s1"]
    keyfile.write_text(json.dumps(ring))
    assert accept(sitting).status == "replayed"


def test_an_upload_sent_again(officer):
    """The page is posted twice, so its picture is sealed twice; it is the same page all the same."""
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "jpeg")

    def posted(key: str) -> object:
        picture.seek(0)
        photo = KeptFiles().keep(officer, "a.jpg", picture, image=True, sealed=True)
        return accept(people.sitting(officer, key=key, one=people.dossier(photo=dict(photo))))

    key = people.Submission.new_key()
    assert [posted(key).status, posted(key).status] == ["accepted", "replayed"]


def test_a_key_twice_in_one_batch(officer):
    sitting = people.sitting(officer)
    first, second = accept_many([sitting, sitting])
    assert (first.status, second.status) == ("accepted", "replayed")
    assert first.records == second.records and Submission.objects.count() == 1


def test_one_record_twice_in_one_batch(officer):
    kept = people.register(officer).records[0]
    first, second, late = accept_many(
        [
            sent(officer, change(kept, boarding="yes")),
            sent(officer, change(kept, name="陈安")),
            sent(officer, change(kept, 1, name="陈川")),
        ]
    )
    assert [first.status, second.status, late.status] == ["accepted", "accepted", "conflict"]
    assert (answers(kept)["name"], row(kept).version) == ("陈安", 3)


def test_a_poisoned_row_spoils_nothing(officer):
    """Faulty, double and unheard-of rows are refused alone."""
    people.register(officer, id_card=id_card(50))
    batch = [
        sent(officer, Part("children", child(51))),
        sent(officer, Part("children", child(50))),
        sent(officer, Part("children", child(52, name="王"))),
        sent(officer, Part("children", child(51))),
        sent(officer, Part("nothing", {})),
        sent(officer, Part("children", child(53, name="罗\x00安", hukou_detail="\ud800甲"))),
    ]
    results = accept_many(batch)
    assert [result.status for result in results] == [
        "accepted",
        "refused",
        "refused",
        "refused",
        "refused",
        "accepted",
    ]
    assert [codes(result) for result in results[1:5]] == [
        {"record.duplicate"},
        {"person-name.too-short"},
        {"record.duplicate-in-batch"},
        {"ledger.unknown"},
    ]
    assert answers(results[5].records[0])["hukou_detail"] == "甲"


def test_more_than_one_batch(officer, monkeypatch):
    monkeypatch.setattr("ledgers.intake.BATCH", 3)
    results = accept_many(
        sent(officer, Part("children", child(n))) for n in [*range(100, 108), 100]
    )
    assert [result.status for result in results] == ["accepted"] * 8 + ["refused"]
    assert codes(results[-1]) == {"record.duplicate"}


def test_two_doubles_in_one_sitting(officer):
    parts = (Part("children", child(60)), Part("children", child(60)))
    result = send(officer, *parts)
    assert (result.status, codes(result)) == ("refused", {"record.duplicate-in-batch"})
    assert result.problems[0].place.part == "1"
    assert counts()["Record"] == 0


def test_a_batch_that_fails_together_is_tried_one_by_one(officer, monkeypatch):
    """The database loses the race of two doubles; only the loser of the batch is refused."""
    monkeypatch.setattr("ledgers.intake.identity.known_identities", lambda plans: {})
    people.register(officer, id_card=id_card(70))
    names = {69: "罗安", 70: "谷月", 71: "何晨"}
    results = accept_many(
        sent(officer, Part("children", child(n, name=name))) for n, name in names.items()
    )
    assert [result.status for result in results] == ["accepted", "conflict", "accepted"]
    assert codes(results[1]) == {"record.try-again"}


def test_nothing_changed_writes_nothing(officer):
    kept = people.register(officer).records[0]
    before = counts()
    result = send(officer, change(kept, 1, name="罗安", father_phone="*******1234"))
    assert (result.status, result.records) == ("accepted", (kept,))
    assert counts() == before and row(kept).version == 1


def test_only_the_part_that_changed_is_written(officer):
    one, two = people.register(officer).records
    parts = change(one, 1, name="罗安"), change(two, 1, guardian_confirm_mode="PAPER")
    result = send(officer, *parts)
    assert [(kept.uid, kept.version) for kept in result.records] == [(one.uid, 1), (two.uid, 2)]
    assert Change.objects.unscoped("test").filter(version=2).count() == 1
    sending = Submission.objects.get(key=result.key)
    assert [item["version"] for item in sending.records] == [1, 2]


def test_an_action_is_always_written(world, officer):
    kept = people.register(officer).records[0]
    verify = Part("children", {}, kept.uid, "verify")
    assert send(world.users["township_supervisor"], verify).records[0].version == 2
