"""The table of its own that the ledger's records are measured against: a typed column a question.

It is what somebody would write who has this one form and no other: columns instead of a document,
the digest of the number in the row, indexes for exactly the lists and counts that are asked here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection, models

from forms_catalog.questions import type_of
from ledgers.models import Change, Record, Submission
from ledgers.models.record import column_of
from ledgers.registry import Live

KINDS = {"integer": models.BigIntegerField, "date": models.DateField}
BORN, LEVEL = "q_birth_date", "q_risk_level"


def build(ledger: Live) -> tuple[type[models.Model], type[models.Model], type[models.Model]]:
    """Makes the tables of records, changes and submissions; gives their models."""
    row = _model("Native", _fields(ledger), _indexes())
    sent = _model("NativeSubmission", _copied(Submission, {}))
    to = {
        "record": models.ForeignKey(row, models.PROTECT, db_index=False, related_name="+"),
        "submission": models.ForeignKey(sent, models.PROTECT, related_name="+"),
    }
    past = _model("NativeChange", _copied(Change, to))
    past._meta.constraints = [
        models.UniqueConstraint(fields=["record", "version"], name="native_change_version")
    ]
    with connection.schema_editor() as editor:
        for model in (row, sent, past):
            editor.create_model(model)
    return row, past, sent


def _model(name: str, fields: dict[str, Any], indexes: Any = ()) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "ledgers", "indexes": list(indexes)})
    space = {"__module__": __name__, "Meta": meta, "id": models.BigAutoField(primary_key=True)}
    return type(name, (models.Model,), space | fields)


def _fields(ledger: Live) -> dict[str, Any]:
    named = ("uid", "number", "place_path", "state", "version", "data_key", "key_id")
    own = (*named, "edition", "opened_by", "opened_post", "created_at", "updated_at")
    head = {name: Record._meta.get_field(name).clone() for name in own}
    asked = {f"q_{name}": _column(ledger, name) for name in ledger.questions}
    derived = {f"q_{name}": column_of(ledger.slots[name]) for name in sorted(ledger.derived)}
    digest = models.BinaryField(max_length=32, null=True, unique=True)
    return head | asked | derived | {"digest": digest}


def _column(ledger: Live, name: str) -> models.Field[Any, Any]:
    question = ledger.questions[name]
    if name in ledger.slots:
        return column_of(ledger.slots[name])
    kind = "" if question.sealed else type_of(question).kind
    if kind == "decimal":
        return models.DecimalField(max_digits=18, decimal_places=4, null=True)
    return KINDS.get(kind, models.TextField)(null=True)


def _indexes() -> list[models.Index]:
    wanted = {
        "place_born": ("place_path", BORN),
        "place_level": ("place_path", LEVEL),
        "born": (BORN, "id"),
        "name": ("q_name", "place_path"),
    }
    return [models.Index(fields=list(f), name=f"native_{n}") for n, f in wanted.items()]


def _copied(model: type[models.Model], given: Mapping[str, Any]) -> dict[str, Any]:
    rest = [f for f in model._meta.concrete_fields if f.name != "id" and f.name not in given]
    return {**given, **{field.name: field.clone() for field in rest}}


def values(ledger: Live, record: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a native row that says what this record says, by their `attname`."""
    answers = record["answers"]
    found = {f"q_{name}": _plain(answers.get(name)) for name in ledger.questions}
    return found | {f"q_{name}": record[slot] for name, slot in ledger.slots.items()}


def _plain(answer: Any) -> Any:
    """As a column of its own would hold it: what is sealed as it is sealed, a list as text."""
    if isinstance(answer, dict):
        return answer.get("$sealed")
    return json.dumps(answer, ensure_ascii=False) if isinstance(answer, list) else answer
