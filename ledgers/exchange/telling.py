"""What a row is called, and where file and house differ: in words, masked as pages are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.exchange.columns import Layout
from forms_catalog.exchange.lines import Line
from forms_catalog.placeholders import fill
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, mask, read, show

from .. import queries
from ..models import Record
from ..sealing import DataKey, open_answers
from ..sight import Eyes, eyes
from .parts import Seat, Sitting

LONGEST = 60


def who(layout: Layout, line: Line, ctx: Context) -> str:
    """The title that the row's record would bear; nothing sealed, '' when the row does not say it."""

    told: list[str] = []

    def value(name: str, form: str) -> str:
        found = layout.bundle.questions.get(name.rpartition(".")[2])
        if not found or found[0].sealed or found[0].name not in line.raws:
            return ""
        told.append(_words(found[0], line.raws[found[0].name], ctx))
        return told[-1]

    title = fill(layout.bundle.form.instance_name, value).strip()
    return title[:LONGEST] if any(told) else ""


def _words(question: Question, raw: Any, ctx: Context) -> str:
    try:
        return show(question, read(question, raw, ctx), ctx)
    except Refused:
        return raw.strip() if isinstance(raw, str) else ""


def clash(user: Any, one: Sitting, ctx: Context) -> list[list[str]]:
    """[question, as it stands in the house, as the file says it], of what differs."""
    seats = {seat.found[0]: seat for seat in one.seats if seat.found}
    rows = queries.by_uids(user, seats)
    return [item for uid, row in rows.items() for item in _clash(user, seats[uid], row, ctx)]


def _clash(user: Any, seat: Seat, row: Record, ctx: Context) -> Iterator[list[str]]:
    questions = {q.name: q for q in editions.bundle(row.edition_id).part()}
    key = DataKey.load(str(row.uid), row.key_id, bytes(row.data_key)) if row.data_key else None
    kept = open_answers(key, questions, row.answers)
    sight = eyes(user, seat.ledger, row.place_path)
    for name, raw in seat.raws.items():
        question = questions.get(name)
        if question is None or name in sight.hidden or question.questions:
            continue
        if isinstance(raw, str) and raw == mask(question, kept.get(name)):
            continue
        ours, theirs = _pair(question, kept.get(name), raw, sight, ctx)
        if ours != theirs:
            yield [question.label, ours, theirs]


def _pair(question: Question, kept: Any, raw: Any, sight: Eyes, ctx: Context) -> tuple[str, str]:
    """Two masks may look alike although what they hide differs: then the second says so."""
    try:
        said = read(question, raw, ctx)
    except Refused:
        return "", ""
    if said == kept:
        return "", ""
    if question.sealed or sight.afar or question.name in sight.masked:
        ours, theirs = mask(question, kept), mask(question, said)
        return ours, theirs if theirs != ours else f"{theirs}（另一个）"
    return show(question, kept, ctx), show(question, said, ctx)
