"""Derived columns are read like others: in lists, filters, orders, look-ups, guards and on forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from forms_catalog.expressions import parse
from forms_catalog.packs import Folder
from ledgers.derived import values
from ledgers.derived.offering import pending
from ledgers.filtering import columns_of, compile_filter
from ledgers.lookup import ScopedRecords
from ledgers.models import Ledger, Record
from ledgers.queries import Ask, listing
from ledgers.registry import forget, live
from tests.ledgers.derived.little import HUBS, Little, pack, use
from tests.ledgers.forms import take_into_use
from tests.ledgers.tools import answers, row

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
NOW = dt.datetime(2026, 11, 21, 9, 0)


@pytest.fixture
def little(world: Any, tmp_path: Any) -> Little:
    use(tmp_path)
    return Little()


@pytest.fixture
def busy(little: Little) -> list[Any]:
    """Three hubs with no, one and two visits."""
    hubs = [little.opened("hubs", name=name, kind="A", size="5") for name in "甲乙丙"]
    for number, hub in enumerate(hubs):
        for day in range(number):
            little.visit(hub, on=f"2026-03-0{day + 1}", ok="yes", cost="2.5")
    return hubs


def test_values_of_a_record(little, busy):
    found = values(live("hubs"), row(busy[2]))
    told = ("visits", "seen", "last", "total", "mood", "urgent", "labels", "busy")
    assert [found[name] for name in told] == [
        2.0, "yes", dt.date(2026, 3, 2), 5.0, "", "yes", "SEEN", "no",
    ]  # fmt: skip
    assert values(live("hubs"), None) == dict.fromkeys(found, "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("${visits} > 0", "乙丙"),
        ("${visits} = 0 and ${seen} = 'no'", "甲"),
        ("${last} = ''", "甲"),
        ("${last} > date('2026-03-01')", "丙"),
        ("selected('SEEN', ${labels})", "乙丙"),
        ("${urgent} = 'yes' or ${mean} = 2.5", "乙丙"),
        ("${name} = '乙' and ${total} < 3", "乙"),
    ],
)
def test_a_filter(little, busy, text, names):
    book = live("hubs")
    made = compile_filter(parse(text), columns_of(book), NOW)
    assert made.q is not None, made.problems
    rows = Record.objects.unscoped("test").filter(made.q, ledger=book.id).order_by("pk")
    assert "".join(one.answers["name"] for one in rows) == names


def test_a_list_in_its_order(little, busy):
    book = live("hubs")
    found = listing(little.worker, book, Ask(sort="-visits"), ["visits", "last", "urgent"])
    assert [one.answers.get("visits") for one in found.records] == [2, 1, 0]
    assert found.records[0].answers["last"] == "2026-03-02"
    assert [one.answers["urgent"] for one in found.records] == ["yes", "no", "no"]


def test_a_look_up(little, busy):
    visit = little.visit(busy[2], on="2026-03-05")
    assert answers(visit)["known"] == "3"
    found = ScopedRecords().column(little.worker, "hubs", busy[2].uid, "visits")
    assert found is not None and found.value == 3.0


def test_a_question_taken_from_the_record_it_points_at(little, busy):
    """Kept as it was when the form was filled."""
    early = little.visit(busy[1])
    assert answers(early)["hub_was"] == "no"
    assert answers(little.visit(busy[1]))["hub_was"] == "yes"
    assert answers(early)["hub_was"] == "no"


def test_nobody_reads_what_the_role_may_not(world, tmp_path):
    pack(tmp_path)
    path = tmp_path / "ledgers" / "hubs.yaml"
    path.write_text(path.read_text().replace("{fill: true}", "{fill: true, hidden: [visits]}"))
    take_into_use(Folder(tmp_path))
    little = Little()
    hub = little.opened("hubs", name="一")
    assert ScopedRecords().column(little.worker, "hubs", hub.uid, "visits") is None
    assert "known" not in answers(little.visit(hub))


def test_what_is_not_filled_is_not_offered(little, busy):
    book = live("hubs")
    assert pending(book) == set()
    Ledger.objects.filter(key="hubs").update(filled={**book.filled, "visits": "old"})
    forget()
    again = live("hubs")
    assert pending(again) == {"visits"}
    assert columns_of(again)["visits"].field == "" != columns_of(again, True)["visits"].field
    found = listing(little.worker, again, Ask(sort="-visits"), [])
    assert len(found.records) == 3


def test_the_table_has_a_place_for_each(little):
    book = live("hubs")
    names = {line.strip().split(":")[0] for line in HUBS.split("\n") if line.startswith("  ")}
    derived = {name for name in book.slots if name in book.derived}
    assert derived <= names and len(derived) == 15
    kinds = {book.slots[name][0] for name in ("visits", "total", "mean")}
    assert (kinds, book.slots["last"][0], book.slots["seen"][0]) == ({"n"}, "d", "c")
