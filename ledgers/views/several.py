"""One sitting for several records: the same answers given to more records of the ledger chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

from django.http import HttpRequest

from forms_catalog.definition import Question
from forms_catalog.questions import type_of

from .. import queries
from ..models import Record
from ..registry import live
from ..submission import Part
from ..titles import linked, title
from .desk import Desk
from .formpage import uid_of

MOST = 30
NEAR = 12


def repeated_by(desk: Desk) -> Question | None:
    """The question whose record is chosen by hand, so that it may be several."""
    own = desk.bundle.record_questions
    free = (question for question in own if question.name not in desk.bundle.through)
    return None if desk.bundle.through else next(free, None)


def chosen(request: HttpRequest, desk: Desk, before: list[str]) -> list[str]:
    """The records ticked on this page; those that it did not offer stay as they were."""
    question = repeated_by(desk)
    if question is None:
        return []
    seen, ticked = (request.POST.getlist(name) for name in ("also-seen", "also"))
    kept = [uid for uid in before if uid not in seen]
    found = queries.by_uids(request.user, _uids([*kept, *ticked]))
    ledger = live(question.option("record"))
    return [uid for uid, row in found.items() if ledger and row.ledger_id == ledger.id][:MOST]


def _uids(texts: Sequence[str]) -> list[str]:
    """Only what has the shape of one."""
    return [text for text in texts if len(text) == 36 and uid_of(text.replace("-", ""))]


def repeated(desk: Desk, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """One more part for each of the others; an upload belongs to one record and is left out."""
    question = repeated_by(desk)
    if question is None or not desk.content.also:
        return parts
    main = parts[-1]
    questions = desk.sitting.main.questions
    plain = {
        name: answer
        for name, answer in main.answers.items()
        if type_of(questions[name]).kind != "file"
    }
    first = main.answers.get(question.name)
    others = [uid for uid in desk.content.also if uid != first]
    return parts + tuple(replace(main, answers=plain | {question.name: uid}) for uid in others)


def offered(request: HttpRequest, desk: Desk, find: str) -> SimpleNamespace | None:
    """「同样的内容也记给」: those chosen, then those of the same place, or what was looked for."""
    question = repeated_by(desk)
    ledger = live(question.option("record")) if question else None
    if question is None or ledger is None:
        return None
    own = (desk.sitting.posted or {}).get(question.name)
    first = queries.record(request.user, str(own), ledger) if own else None
    ticked = queries.by_uids(request.user, desk.content.also)
    near = queries.candidates(request.user, ledger, find, MOST)
    rows = [*ticked.values(), *_near_first(near, first)]
    unique = {str(row.uid): row for row in rows if first is None or row.uid != first.uid}
    titles = linked(request.user, list(unique.values()))
    lines = [(uid, title(row, titles), uid in ticked) for uid, row in list(unique.items())[:MOST]]
    return SimpleNamespace(label=question.label, lines=lines, find=find)


def _near_first(rows: Sequence[Record], first: Record | None) -> list[Record]:
    path = first.place_path if first else ""
    return sorted(rows, key=lambda row: row.place_path != path)[:NEAR]
