"""One row, two records: the dossier and the registration that is filled through it."""

from __future__ import annotations

from typing import Any

import pytest

from forms_catalog.exchange.columns import layout
from forms_catalog.questions import Context, is_missing, read, show, type_of
from ledgers.exchange import judging, undoing, writing
from ledgers.exchange.bringing import bring
from ledgers.models import Import, Link, Record
from ledgers.registry import live
from tests import people
from tests.ledgers.exchange.sheets import statuses, table
from tests.ledgers.tools import answers

OTHER = {"id_card": people.ID_CARDS[1], "birth_date": "2015-02-03", "sex": "1"}
pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def cells(officer: Any, key: str = "left_behind", **changes: Any) -> dict[str, str]:
    """A row as a village keeps it: headings and words, what nobody types left out."""
    bundle = live(key).bundle
    ctx = Context(options=bundle.options, user=officer)
    told = people.dossier() | people.registration() | changes
    return {
        column.heading: _words(column.question, told[column.name], ctx)
        for column in layout(bundle).main.columns
        if column.question and not column.ignored and column.name in told
    }


def _words(question: Any, answer: Any, ctx: Context) -> str:
    answer = read(question, answer, ctx)
    if answer is None:
        return ""
    if is_missing(answer):
        return show(question, answer, ctx)
    return str(type_of(question).cell(answer, question, ctx))


def brought(officer: Any, *rows: dict[str, str]) -> Import:
    heads = list(rows[0])
    data = table(*([row[head] for head in heads] for row in rows), heads=heads)
    batch = bring(officer, live("left_behind"), "名册.csv", data)
    judging.judge(batch, officer)
    return batch


def written(officer: Any, *rows: dict[str, str]) -> Import:
    batch = brought(officer, *rows)
    writing.confirm(batch)
    writing.write(batch, officer)
    return batch


def rows_of(ledger: str) -> list[Record]:
    return list(Record.objects.unscoped("test").filter(ledger__key=ledger).order_by("id"))


def test_two_records_of_one_row(officer: Any) -> None:
    batch = written(officer, cells(officer), cells(officer, name="罗谷", **OTHER))
    assert statuses(batch) == {"written": 2}
    children, registrations = rows_of("children"), rows_of("left_behind")
    assert [answers(row)["name"] for row in children] == ["罗安", "罗谷"]
    assert [answers(row)["child"] for row in registrations] == [str(row.uid) for row in children]
    kept = answers(children[0])
    assert {n: kept[n] for n in people.dossier()} == people.dossier()


def test_the_same_rows_again(officer: Any) -> None:
    """Known by the identity number; the registration by its child."""
    written(officer, cells(officer))
    assert statuses(brought(officer, cells(officer))) == {"same": 1}
    batch = written(officer, cells(officer, residence_detail="5组8号", guardian_actual="GP"))
    assert answers(rows_of("children")[0])["residence_detail"] == "5组8号"
    assert len(rows_of("children")) == len(rows_of("left_behind")) == 1
    undoing.begin(batch)
    undoing.undo(batch, officer)
    assert answers(rows_of("children")[0])["residence_detail"] == "3组12号"


def test_taken_back_the_one_that_points_first(officer: Any) -> None:
    batch = written(officer, cells(officer))
    undoing.begin(batch)
    undoing.undo(batch, officer)
    assert statuses(batch) == {"undone": 1}
    assert {row.state for row in (*rows_of("children"), *rows_of("left_behind"))} == {"_void"}
    assert Link.objects.unscoped("test").count() == 0


def test_a_dossier_that_stands_gets_its_registration(officer: Any) -> None:
    from ledgers.submission import Part
    from tests.ledgers.tools import send

    child = send(officer, Part("children", people.dossier())).records[0]
    batch = written(officer, cells(officer))
    assert statuses(batch) == {"written": 1}
    assert answers(rows_of("left_behind")[0])["child"] == child.uid
    assert [row.version for row in rows_of("children")] == [1]


def test_a_child_of_another_village_is_not_told(officer: Any, world: Any) -> None:
    written(officer, cells(officer))
    other = world.users["other_village_officer"]
    batch = brought(other, cells(other, hukou_place="柳坪村", residence_place="柳坪村"))
    found = judging.said(batch, judging.rows_of(batch, other).get())
    codes = {problem["code"] for problem in found["problems"]}
    assert statuses(batch) == {"refused": 1}
    assert codes & {"record.duplicate-elsewhere", "place.out-of-reach"} and not found["changes"]
