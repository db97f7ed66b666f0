"""The one table of vectors, asked of the database wherever it is a condition over columns."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from forms_catalog.expressions.values import Identity, Month
from forms_catalog.problems import Refused
from ledgers.filtering import Column, compile_filter
from ledgers.models import Record
from ledgers.registry import live
from tests.expressions.asking import Asked
from tests.expressions.test_vectors import names_in, read
from tests.expressions.vectors import Case, load

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ROOM = {"c": 16, "t": 8, "n": 6, "d": 6}
KINDS = {"choice": "code", "text": "text", "computed": "computed"}
AT = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


def conditions() -> list[tuple[Case, Asked, str, bool]]:
    """Cases with names, as they are when true or false, else held against their value."""
    found = []
    for case in load():
        if case.problem or "${" not in case.expr or case.row:
            continue
        try:
            asked = read(case)[0]
        except Refused:
            continue
        if isinstance(case.value, bool):
            found.append((case, asked, case.expr, case.value))
        elif (text := literal(case.value)) is not None:
            found.append((case, asked, f"({case.expr}) = {text}", True))
    return found


def literal(value: Any) -> str | None:
    if isinstance(value, str):
        return f"'{value}'" if value and "'" not in value else None
    return format(Decimal(repr(value)), "f") if value is not None else None


def columns(case: Case, asked: Asked) -> tuple[dict[str, Column], dict[str, Any]] | None:
    """A column for each answer and what the record keeps; None when an answer has none."""
    found: dict[str, Column] = {}
    kept: dict[str, Any] = {}
    answers = {name: value for name, value in asked.answers.items() if value is not None}
    for name, value in answers.items():
        if name.startswith("_"):
            continue
        slot = _slot(case.kinds.get(name, "").partition(":")[0], value)
        if slot is None:
            return None
        family, kind, content = slot
        number = 1 + sum(column.field[0] == family for column in found.values())
        if number > ROOM[family]:
            return None
        found[name] = Column(f"{family}{number}", kind)
        kept[f"{family}{number}"] = content
    for name in names_in(case.expr) - found.keys():
        found[name] = Column(
            f"t{1 + sum(column.field[0] == 't' for column in found.values())}", "text"
        )
    return found, kept


def _slot(kind: str, value: Any) -> tuple[str, str, Any] | None:
    if isinstance(value, Identity):
        return "t", "identity", str(value)
    if isinstance(value, Month):
        return "c", "year_month", str(value)
    if isinstance(value, str):
        return _text(kind, value)
    if type(value) is dt.date:
        return "d", "date", value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    fits = abs(value) < 1e14 and Decimal(repr(value)) == Decimal(repr(value)).quantize(
        Decimal("1e-4")
    )
    return ("n", "number", Decimal(repr(value))) if fits else None


def _text(kind: str, value: str) -> tuple[str, str, Any] | None:
    if value == "" and kind in ("number", "date", "month"):
        family = {"number": "n", "date": "d", "month": "c"}[kind]
        return family, kind, None
    if kind not in ("", *KINDS) or value != " ".join(value.split()) or len(value) > 120:
        return None
    return ("c" if kind == "choice" else "t"), KINDS.get(kind, "text"), value or None


def kept_as(record: dict[str, Any]) -> Record:
    ledger = live("children")
    at = timezone.localtime(AT)
    return Record(
        uid=uuid.uuid4(),
        ledger_id=ledger.id,
        edition_id=ledger.form_edition,
        state="OPEN",
        place_path="0001",
        created_at=at,
        updated_at=at,
        **record,
    )


def test_what_can_be_asked_agrees(world, capsys):
    asked_of, records, left = [], [], []
    for case, asked, text, due in conditions():
        made = columns(case, asked)
        tree = _tree(text)
        if made is None or tree is None:
            continue
        given = {name: value for name, value in asked.answers.items() if name.startswith("_")}
        compiled = compile_filter(tree, made[0], asked.now, given)
        if compiled.q is None:
            left.append((case.id, [problem.code for problem in compiled.problems]))
            continue
        records.append(kept_as(made[1]))
        asked_of.append((case, compiled.q, due))
    Record.objects.bulk_create(records)
    wrong = [
        case.id
        for record, (case, q, due) in zip(records, asked_of, strict=True)
        if Record.objects.unscoped("test").filter(q, uid=record.uid).exists() is not due
    ]
    with capsys.disabled():
        print(f"\n{len(asked_of)} vectors asked of the database, {len(left)} cannot be")
    assert wrong == []
    assert len(asked_of) > 250
    assert all(set(codes) <= CODES for _, codes in left), left


CODES = {"filter.not-compilable", "filter.not-in-columns"}


def _tree(text: str) -> Any:
    from forms_catalog.expressions import parse

    try:
        return parse(text)
    except Refused:
        return None
