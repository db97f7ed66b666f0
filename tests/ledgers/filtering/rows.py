"""Records for filters: each row once as the judging interpreter sees it and once as the columns do."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from forms_catalog.expressions import Environment, parse
from forms_catalog.expressions.running import truth
from forms_catalog.expressions.values import Identity, Month, to_date
from ledgers.filtering import Column, compile_filter
from ledgers.models import Record
from ledgers.registry import live

NOW = dt.datetime(2026, 11, 22, 23, 30)
PLACES = ("0001", "00010001", "00010002", "000100010001", "0001000A")
COLUMNS: dict[str, Column] = {
    "sex": Column("c1", "code"),
    "kind": Column("c2", "code"),
    "level": Column("c3", "computed"),
    "since": Column("c4", "year_month"),
    "name": Column("t1", "text"),
    "words": Column("t5", "text"),
    "card": Column("t2", "identity"),
    "score": Column("n1", "number"),
    "weight": Column("n2", "number"),
    "born": Column("d1", "date"),
    "visit": Column("d2", "date"),
    "met": Column("d3", "moment"),
    "_state": Column("state", "code", null=False),
    "_place": Column("place_path", "text", null=False),
    "_created": Column("created_at", "moment", null=False),
    "_age": Column("d1", "age"),
    "hidden": Column("", "", sealed=True),
    "comment": Column("", ""),
}
SAMPLES: dict[str, tuple[Any, ...]] = {
    "sex": ("", "1", "2", "!unknown", "F"),
    "kind": ("", "BOTH", "ONE", "both", "!deceased", "!refused"),
    "level": (
        "",
        "1",
        "3",
        "03",
        "2.50",
        "-1",
        "yes",
        "true",
        "2026-03-01",
        "2012-02-29",
        "2026-02-30",
        ".5",
    ),
    "since": ("", "2026-03", "2026-11", "2015-01"),
    "name": (
        "",
        "罗安",
        "罗安安",
        "安晨",
        "Anna",
        "anna",
        "a b",
        "!none",
        "彭国",
        "𠮷田",
        "%",
        "3",
    ),
    "words": ("", "red", "red green", "green", "infrared", "RED", "a_c", "abc", "12", "!unknown"),
    "card": ("", "990121201301110025", "99012120150203118X"),
    "score": ("", 0, 1, 2, 3, -1, 2.5, 0.1, 0.3, 59.9999, 60, 100000, 12345678.1234),
    "weight": ("", 0, 1, 3, 0.2, -2.5, 60, 0.1),
    "born": (
        "",
        "2010-11-22",
        "2010-11-23",
        "2010-11-21",
        "2012-02-29",
        "2008-03-01",
        "1999-12-31",
    ),
    "visit": (
        "",
        "2026-11-22",
        "2026-10-23",
        "2026-10-24",
        "2026-02-28",
        "2010-11-22",
        "2026-11-23",
    ),
    "met": ("", "2026-11-22T00:00", "2026-11-21T23:59", "2026-11-22T08:30", "2026-03-01T12:00"),
    "_state": ("OPEN", "VOID", "DONE"),
    "_place": PLACES,
    "_created": ("2026-11-21T23:59:59.999", "2026-11-22T00:00:00.000", "2025-01-01T08:00:00.000"),
}
"""What each question may hold, as it is kept."""


def drawn(dice: random.Random) -> dict[str, Any]:
    return {name: dice.choice(values) for name, values in SAMPLES.items()}


def saved(rows: Iterable[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """The rows as records made past the gate, by id."""
    made = {row["_uid"]: row for row in ({"_uid": uuid.uuid4()} | dict(row) for row in rows)}
    Record.objects.bulk_create([_record(row) for row in made.values()])
    ids = Record.objects.unscoped("test").filter(uid__in=list(made)).values_list("id", "uid")
    return {pk: made[uid] for pk, uid in ids}


def _record(row: Mapping[str, Any]) -> Record:
    ledger = live("children")
    given = {"state": "OPEN", "place_path": PLACES[0], "created_at": timezone.make_aware(NOW)}
    for name, column in COLUMNS.items():
        if column.field and name in row and name != "_age":
            given[column.field] = _kept(column, row[name])
    return Record(
        uid=row["_uid"],
        ledger_id=ledger.id,
        edition_id=ledger.form_edition,
        updated_at=given["created_at"],
        **given,
    )


def _kept(column: Column, answer: Any) -> Any:
    if answer == "":
        return None
    if column.kind == "number":
        return Decimal(str(answer))
    if column.field == "created_at":
        return timezone.make_aware(dt.datetime.fromisoformat(answer))
    return dt.date.fromisoformat(answer[:10]) if column.field[0] == "d" else answer


class Seen(Environment):
    """A row as an expression sees it."""

    def __init__(self, row: Mapping[str, Any], now: dt.datetime = NOW) -> None:
        super().__init__(now)
        self.row = row

    def name(self, name: str) -> Any:
        if name in ("_today", "_ref", "_now"):
            return self.now if name == "_now" else self.now.date()
        if name == "_age":
            return Seen(self.row, self.now).of(AGE) if self.row["born"] else ""
        return value(COLUMNS[name], self.row.get(name, ""))

    def of(self, text: str) -> Any:
        from forms_catalog.expressions.running import value_of

        return value_of(parse(text), self)


def age_of(born: str, day: str = "today()") -> str:
    """The macro for whole years."""
    return (
        f"format-date({day}, '%Y') - format-date({born}, '%Y')"
        f" - if(format-date({day}, '%m%d') < format-date({born}, '%m%d'), 1, 0)"
    )


AGE = age_of("${born}")


def value(column: Column, answer: Any) -> Any:
    if answer == "" or (isinstance(answer, str) and answer[:1] == "!"):
        return ""
    if column.kind == "computed" and len(answer) == 10:
        return to_date(answer) or answer
    makers = {
        "number": float,
        "date": dt.date.fromisoformat,
        "moment": dt.datetime.fromisoformat,
        "year_month": Month,
        "identity": Identity,
    }
    return makers.get(column.kind, str)(answer)


def found(text: str, now: dt.datetime = NOW, columns: Mapping[str, Column] = COLUMNS) -> set[int]:
    """Ids of the records that a filter lets through; it must compile."""
    compiled = compile_filter(parse(text), columns, now)
    assert compiled.q is not None, (text, compiled.problems)
    rows = Record.objects.unscoped("test").filter(compiled.q)
    return set(rows.values_list("id", flat=True))


def judged(text: str, rows: Mapping[int, Mapping[str, Any]], now: dt.datetime = NOW) -> set[int]:
    """The same by the judging interpreter."""
    return {pk for pk, row in rows.items() if truth(parse(text), Seen(row, now))}


def codes(text: str) -> list[str]:
    return [p.code for p in compile_filter(parse(text), COLUMNS, NOW).problems]
