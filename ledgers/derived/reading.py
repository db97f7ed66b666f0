"""What the derived columns of a record hold, as expressions and pages read it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.expressions.values import Value
from forms_catalog.logic.worth import value_of
from forms_catalog.questions import type_of

from ..models import Record
from ..registry import Live
from .likes import likes


def values(ledger: Live, record: Record | None) -> dict[str, Value]:
    """Every derived column and decision of a record for expressions, as the database holds it now."""
    blank = dict.fromkeys(likes(ledger), "")
    if record is None or not blank:
        return blank
    return held(ledger, [record.pk]).get(record.pk, blank)


def held(ledger: Live, pks: Collection[int]) -> dict[int, dict[str, Value]]:
    """Record -> column -> value, of records that the caller holds."""
    found = likes(ledger)
    if not found or not pks:
        return {}
    rows = Record.objects.unscoped("the derived columns of records the caller holds")
    slots = [ledger.slots[name] for name in found]
    return {
        pk: {n: worth(like, one) for (n, like), one in zip(found.items(), row, strict=True)}
        for pk, *row in rows.filter(pk__in=list(pks)).values_list("pk", *slots)
    }


def answer(like: Question, held: Any) -> Any:
    """The answer that a column stands for, as the question it is like would keep it."""
    if held is None:
        return None
    if isinstance(held, str) and held[:1] == "!" and held[1:] in like.missing:
        return {"$missing": held[1:]}
    kind = type_of(like)
    if kind.slot_family == "n":
        number = format(held.normalize(), "f")
        return int(number) if kind.kind == "integer" else number
    return kind.unslot(held)


def worth(like: Question, held: Any) -> Value:
    """The value that a column is to expressions; '' when it holds nothing."""
    return value_of(like, answer(like, held))
