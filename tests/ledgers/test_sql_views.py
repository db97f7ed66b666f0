"""What an analyst reads: typed columns of one ledger, nothing sealed, and no way to write."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from forms_catalog.problems import Refused
from ledgers import sql_views
from ledgers.models import Record
from ledgers.registry import live
from tests.ledgers.exchange.sheets import ANNA, BAI, table
from tests.ledgers.exchange.test_export import imported
from tests.ledgers.tools import lives

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

HEADS = ["_number", "_state", "_place", "_place_code", "_place_name", "_created", "_updated"]


@pytest.fixture
def members(club: Any) -> Any:
    imported(club.users["clerk"], table(ANNA, BAI))
    return club


def told(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def ran(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("sql_views", *args, stdout=out, **options)
    return out.getvalue()


def put_in(monkeypatch: Any, key: str, **rules: Any) -> None:
    """The ledger as if it had been published with other rules."""
    book = live(key)
    lives(monkeypatch, key, replace(book, rules=replace(book.rules, **rules)))


def test_a_column_for_every_slot_under_its_name(members: Any) -> None:
    assert ran("members").split() == ["v_members"]
    rows = told('SELECT * FROM v_members ORDER BY "name"')
    assert list(rows[0])[:7] == HEADS
    assert list(rows[0])[7:] == [name for name, _, _ in sql_views.columns(live("members"))]
    anna = next(row for row in rows if row["name"] == "罗安")
    kept = Record.objects.unscoped("test").get(number=anna["_number"])
    assert (anna["sex"], anna["grade"], anna["height"]) == ("F", "B", 160)
    assert type(anna["height"]) is int and anna["_state"] == "APPLIED"
    assert anna["_place"] == kept.place_path and anna["_place_name"] == "河湾村"
    assert str(anna["birth_date"]) == "2001-02-03"
    assert "10000001234" not in str(rows) and "phone" not in rows[0]


def test_its_types_are_those_of_the_questions(members: Any, world: Any) -> None:
    ran("members", "children")
    (row,) = told("SELECT birth_date, height, fee FROM v_members WHERE height < 170")
    if connection.vendor == "postgresql":
        assert row["birth_date"] == dt.date(2001, 2, 3)
        kinds = "SELECT column_name, data_type FROM information_schema.columns"
        found = told(f"{kinds} WHERE table_name = 'v_members'")
        types = {one["column_name"]: one["data_type"] for one in found}
        assert (types["height"], types["fee"], types["birth_date"]) == ("bigint", "numeric", "date")
        assert types["_created"] == "timestamp with time zone"
    else:
        found = told("PRAGMA table_info(v_members)")
        types = {one["name"]: one["type"] for one in found}
        assert (types["fee"], types["birth_date"]) == ("decimal", "date")
    Record.objects.unscoped("test").update(n2=Decimal("12.5"))
    slot = live("members").slots["fee"]
    Record.objects.unscoped("test").update(**{slot: Decimal("12.5")})
    (sums,) = told("SELECT SUM(fee) AS fees FROM v_members")
    assert float(sums["fees"]) == 25


def test_derived_truths_are_truths(world: Any) -> None:
    ran("children")
    assert "CASE r" in sql_views.text_of(live("children"))
    names = [name for name, _, _ in sql_views.columns(live("children"))]
    assert {"is_lbc", "categories", "last_visit"} <= set(names) and "risk_level" not in names
    assert told("SELECT COUNT(*) AS n FROM v_children WHERE NOT is_lbc")[0]["n"] >= 0


def test_only_its_own_records_and_none_that_was_taken_back(members: Any) -> None:
    ran()
    assert len(told("SELECT * FROM v_members")) == 2 and told("SELECT * FROM v_sessions") == []
    Record.objects.unscoped("test").filter(ledger__key="members").update(state="_void")
    assert told("SELECT * FROM v_members") == []


@pytest.mark.parametrize("words", ["UPDATE v_members SET name = 'x'", "DELETE FROM v_members"])
def test_nobody_writes_through_it(members: Any, words: str) -> None:
    ran("members")
    with pytest.raises(DatabaseError), transaction.atomic():
        told(words)
    assert len(told("SELECT * FROM v_members WHERE name IN ('罗安', '何柏')")) == 2


def test_nothing_guarded_or_sealed_is_a_column(members: Any, monkeypatch: Any) -> None:
    book = live("members")
    guarded = replace(book.questions["name"], sensitivity=3)
    sealed = replace(book.questions["height"], sealed=True)
    made = replace(book)
    made.__dict__["questions"] = book.questions | {"name": guarded, "height": sealed}
    lives(monkeypatch, "members", made)
    names = [name for name, _, _ in sql_views.columns(live("members"))]
    assert not {"name", "height", "phone", "id_card"} & set(names) and "grade" in names
    more = [name for name, _, _ in sql_views.columns(live("members"), guarded=True)]
    assert set(more) - set(names) == {"name"}


def test_guarded_columns_are_in_it_when_asked_for(world: Any) -> None:
    ran("children", guarded=True)
    assert told("SELECT risk_level FROM v_children") == []
    assert sql_views.state()["v_children"] == sql_views.FRESH
    sql_views.stand_aside()
    sql_views.stand_again()
    mark = sql_views.standing()["v_children"]
    assert mark and mark.guarded
    ran("children")
    with pytest.raises(DatabaseError), transaction.atomic():
        told("SELECT risk_level FROM v_children")


def test_check_says_which_are_stale(members: Any, monkeypatch: Any) -> None:
    assert sql_views.state()["v_members"] == sql_views.MISSING
    ran("members", "sessions")
    assert "v_members  是现在的样子" in ran("members", check=True)
    put_in(monkeypatch, "members", columns=("name",))
    assert sql_views.state()["v_members"] == sql_views.STALE
    assert "是现在的样子" in ran("sessions", check=True)
    with pytest.raises(CommandError) as caught:
        ran(check=True)
    assert caught.value.returncode == 1
    ran("members")
    assert sql_views.state()["v_members"] == sql_views.FRESH
    assert "name" in told("SELECT * FROM v_members")[0]
    assert "grade" not in told("SELECT * FROM v_members")[0]


def test_one_of_a_ledger_that_is_gone_is_told_and_dropped(members: Any, monkeypatch: Any) -> None:
    ran("members")
    lives(monkeypatch, "members", None)
    assert sql_views.state()["v_members"] == sql_views.ORPHAN
    assert "删去了1个" in ran(drop=True) and sql_views.standing() == {}


def test_what_is_not_ours_is_left_alone(members: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW v_members AS SELECT 1 AS one")
    with pytest.raises(Refused) as caught:
        sql_views.make("members")
    assert [problem.code for problem in caught.value] == ["views.not-ours"]
    with pytest.raises(CommandError):
        ran("members")
    assert sql_views.drop(["v_members"]) == [] and told("SELECT * FROM v_members")


def test_dropping_takes_the_views_and_no_data(members: Any) -> None:
    ran("members", "sessions")
    assert "删去了1个" in ran("members", drop=True)
    assert list(sql_views.standing()) == ["v_sessions"]
    assert Record.objects.unscoped("test").filter(ledger__key="members").count() == 2
    with pytest.raises(CommandError, match="members"):
        ran("nothing")


def test_they_stand_aside_while_tables_change(members: Any) -> None:
    ran("members")
    sql_views.stand_aside()
    kept = connection.vendor == "postgresql"
    assert ("v_members" in sql_views.standing()) is kept
    sql_views.stand_again()
    assert sql_views.state()["v_members"] == sql_views.FRESH and not sql_views._aside


def test_a_long_name_is_cut_and_still_its_own() -> None:
    first, second = sql_views.name_of("a" * 64), sql_views.name_of("a" * 63 + "b")
    assert len(first) == len(second) == 63 and first != second


def test_who_reads_goes_on_reading(members: Any) -> None:
    """PostgreSQL forgets who may read a view when it is dropped."""
    ran("members")
    assert sql_views._readers("v_members") == []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE analyst_of_test")
            cursor.execute("GRANT SELECT ON v_members TO analyst_of_test")
        ran("members")
        assert sql_views._readers("v_members") == ["analyst_of_test"]
