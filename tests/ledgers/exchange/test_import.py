"""A file on its way: looked at first, written exactly once, taken back whole."""

from __future__ import annotations

from typing import Any

import pytest

from ledgers.exchange import judging, undoing, writing
from ledgers.exchange.bringing import bring
from ledgers.models import BlindIndex, Change, Import, ImportRow, Record
from ledgers.registry import live
from tests.ledgers.exchange.sheets import ANNA, BAI, changed, statuses, table
from tests.ledgers.tools import answers

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def clerk(club: Any) -> Any:
    return club.users["clerk"]


def looked_at(clerk: Any, *rows: tuple[str, ...]) -> Import:
    batch = bring(clerk, live("members"), "会员.csv", table(*rows))
    judging.judge(batch, clerk)
    return batch


def written(clerk: Any, *rows: tuple[str, ...], reason: str = "") -> Import:
    batch = looked_at(clerk, *rows)
    writing.confirm(batch, reason)
    writing.write(batch, clerk)
    return batch


def told(batch: Import, place: int = 0) -> dict[str, Any]:
    row = ImportRow.objects.unscoped("test").get(batch=batch, place=place)
    return judging.said(batch, row)


def records() -> list[Record]:
    return list(Record.objects.unscoped("test").filter(ledger__key="members").order_by("id"))


def test_looking_writes_nothing(clerk: Any) -> None:
    batch = looked_at(clerk, ANNA, BAI)
    assert statuses(batch) == {"new": 2} and batch.step == "judged"
    assert records() == []


def test_what_was_looked_at_is_written(clerk: Any) -> None:
    batch = written(clerk, ANNA, BAI)
    assert statuses(batch) == {"written": 2}
    first, second = (answers(row) for row in records())
    assert (first["name"], first["birth_date"], first["height"]) == ("罗安", "2001-02-03", 160)
    assert (second["phone"], second["birth_date"]) == ("10000005678", "2000-05-06")
    change = Change.objects.unscoped("test").first()
    assert (change.door, change.submission.batch) == ("excel", str(batch.uid))


def test_the_same_file_again_is_the_same(clerk: Any) -> None:
    written(clerk, ANNA, BAI)
    assert statuses(looked_at(clerk, ANNA, BAI)) == {"same": 2}
    batch = looked_at(clerk, changed(ANNA, 身高="162"), BAI)
    assert statuses(batch) == {"changed": 1, "same": 1}
    assert told(batch)["changes"] == [["身高", "160", "162"]]
    writing.confirm(batch)
    writing.write(batch, clerk)
    assert answers(records()[0])["height"] == 162 and records()[0].version == 2


def test_every_refusal_has_its_place(clerk: Any) -> None:
    batch = looked_at(
        clerk,
        changed(ANNA, 手机="1234"),
        changed(BAI, 姓名="", 出生日期="2015.2.30"),
        BAI,
        changed(BAI, 姓名="同号的人"),
    )
    assert statuses(batch) == {"refused": 3, "new": 1}
    places = {
        (p["place"]["line"], p["place"]["column"], p["code"])
        for n in (0, 1, 3)
        for p in told(batch, n)["problems"]
    }
    assert {(line, column) for line, column, _ in places} == {(2, 4), (3, 1), (3, 3), (5, 4)}
    assert (5, 4, "record.duplicate-in-batch") in places


def test_sent_twice_it_is_written_once(clerk: Any) -> None:
    """A worker that died between writing and remembering does it again."""
    batch = looked_at(clerk, ANNA, BAI)
    writing.confirm(batch)
    rows = ImportRow.objects.unscoped("test").filter(batch=batch)
    before = {row.pk: row.status for row in rows}
    writing.write(batch, clerk)
    for row in rows:
        row.status = before[row.pk]
        row.save()
    writing.write(batch, clerk)
    assert len(records()) == 2 and statuses(batch) == {"written": 2}
    assert Change.objects.unscoped("test").count() == 2


def test_a_change_in_between_is_a_conflict_and_nothing_is_lost(clerk: Any) -> None:
    written(clerk, ANNA)
    batch = looked_at(clerk, changed(ANNA, 身高="165"))
    written(clerk, changed(ANNA, 身高="170"))
    writing.confirm(batch)
    writing.write(batch, clerk)
    assert statuses(batch) == {"lost": 1}
    assert [p["code"] for p in told(batch)["problems"]] == ["record.changed-meanwhile"]
    assert answers(records()[0])["height"] == 170


def test_an_import_is_taken_back_whole(clerk: Any) -> None:
    written(clerk, ANNA)
    batch = written(clerk, changed(ANNA, 身高="162"), BAI)
    undoing.begin(batch)
    undoing.undo(batch, clerk)
    assert statuses(batch) == {"undone": 2}
    first, second = records()
    assert answers(first)["height"] == 160 and first.version == 3
    assert second.state == "_void" and second.answers == {}
    assert not Record.objects.visible_to(clerk).filter(pk=second.pk).exists()
    assert not BlindIndex.objects.filter(record=second).exists()
    assert statuses(looked_at(clerk, BAI)) == {"new": 1}


def test_what_was_changed_since_is_not_taken_back(clerk: Any) -> None:
    batch = written(clerk, ANNA, BAI)
    written(clerk, changed(ANNA, 身高="170"))
    undoing.begin(batch)
    undoing.undo(batch, clerk)
    assert statuses(batch) == {"kept": 1, "undone": 1}
    assert answers(records()[0])["height"] == 170


def test_nothing_of_the_file_lies_open(clerk: Any) -> None:
    batch = looked_at(clerk, changed(ANNA, 手机="10000009876543"))
    row = ImportRow.objects.unscoped("test").get(batch=batch)
    kept = f"{row.sealed} {row.parts} {batch.reading} {batch.counts}"
    assert [word for word in ("罗安", "9876543") if word in kept] == []


def test_only_its_author_sees_it(clerk: Any, club: Any) -> None:
    batch = looked_at(clerk, ANNA)
    for name, seen in (("clerk", 1), ("manager", 0)):
        user = club.users[name]
        assert Import.objects.visible_to(user).filter(pk=batch.pk).count() == seen
        assert ImportRow.objects.visible_to(user).filter(batch=batch).count() == seen
