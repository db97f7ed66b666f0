"""A record as it was at the end of a day, and who changed one question of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from forms_catalog import editions

from ..sealing import open_answers
from .past import Past, history
from .showing import Opened, state_of


@dataclass(frozen=True)
class Then:
    """What the address asks of the past: a day, a question; nothing of it is the record of today."""

    day: dt.date | None = None
    field: str = ""


def asked_of(get: QueryDict) -> Then:
    try:
        day = dt.date.fromisoformat(get.get("on", ""))
    except ValueError:
        day = None
    return Then(day, get.get("field", "")[:64])


def as_of(item: Opened, day: dt.date) -> tuple[Opened, str] | None:
    """The record with the answers and the state it had when that day ended; None before it was there."""
    stored: dict[str, Any] = dict(item.record.answers)
    for change in item.changes:
        if timezone.localdate(change.at) <= day:
            bundle = editions.bundle(change.edition_id)
            questions = {q.name: q for q in bundle.part()}
            answers = open_answers(item.key, questions, stored)
            ctx = replace(item.ctx, options=bundle.options)
            then = replace(item, bundle=bundle, answers=answers, ctx=ctx)
            return then, state_of(item.ledger, change.state)[0]
        for name, (old, _) in change.diff.items():
            if old is None:
                stored.pop(name, None)
            elif not name.startswith("_"):
                stored[name] = old
    return None


def told(item: Opened, asked: Then) -> list[Past]:
    """The history, of one question where one is asked for."""
    question = item.ledger.questions.get(asked.field)
    if question is None or asked.field in item.sight.hidden:
        return history(item)
    found = (
        replace(past, lines=[line for line in past.lines if line[0] == question.label])
        for past in history(item)
    )
    return [past for past in found if past.lines]


def choices(item: Opened, asked: Then) -> SimpleNamespace:
    """What the form above the history offers."""
    fields = [
        (question.name, question.label, question.name == asked.field)
        for question in item.bundle.part()
        if question.name not in item.sight.hidden
    ]
    return SimpleNamespace(fields=fields, on=asked.day.isoformat() if asked.day else "")
