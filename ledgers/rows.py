"""A record as a list shows it: built from its columns, the document only where they keep less."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from forms_catalog import editions
from forms_catalog.placeholders import marks
from forms_catalog.questions import type_of

from .derived.likes import known
from .derived.reading import answer
from .registry import Live

HEAD = ("id", "uid", "number", "ledger_id", "edition_id", "place_path", "state", "created_at")


@dataclass(slots=True)
class Row:
    """The head of a record and the answers that were asked for."""

    id: int
    uid: uuid.UUID
    number: str
    ledger_id: int
    edition_id: int
    place_path: str
    state: str
    created_at: dt.datetime
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns to read for some questions, and how to make answers of them."""

    ledger: Live
    slots: tuple[tuple[str, str], ...]
    document: bool

    @property
    def columns(self) -> tuple[str, ...]:
        return (*HEAD, *(slot for _, slot in self.slots), *(("answers",) if self.document else ()))

    def row(self, values: Sequence[Any]) -> Row:
        head = len(HEAD)
        answers = dict(values[-1]) if self.document else {}
        for (name, _), value in zip(self.slots, values[head:], strict=False):
            if value is not None:
                answers[name] = self._answer(name, value)
        made = Row(*values[:head])
        made.answers = answers
        return made

    def _answer(self, name: str, value: Any) -> Any:
        question = self.ledger.questions.get(name)
        if question is None:
            return answer(known(self.ledger)[name], value)
        if isinstance(value, str) and value[:1] == "!" and value[1:] in question.missing:
            return {"$missing": value[1:]}
        return type_of(question).unslot(value)


def wanted(ledger: Live, names: Iterable[str]) -> Wanted:
    """How to read these questions, and those of the record's title, with the least."""
    slots, document = [], False
    for name in dict.fromkeys((*title_names(ledger.form_edition), *names)):
        question = known(ledger).get(name)
        if question is None:
            continue
        if name in ledger.slots and (type_of(question).slot_whole or name in ledger.derived):
            slots.append((name, ledger.slots[name]))
        else:
            document = True
    return Wanted(ledger, tuple(slots), document)


@lru_cache(maxsize=256)
def title_names(edition: int) -> tuple[str, ...]:
    """The form's own questions that its `instance_name` speaks of."""
    bundle = editions.bundle(edition)
    named = [mark.name.partition(".")[0] for mark in marks(bundle.form.instance_name)]
    return tuple(name for name in named if name in bundle.questions)
