"""Issuing: who may, for which record, and the number that is taken in the same transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection, transaction

from forms_catalog.definition import Letter
from forms_catalog.expressions.values import to_date
from forms_catalog.problems import Refused, refuse

from ..clock import now
from ..models import LetterIssue, Record
from ..models.letter import STANDING
from ..notices.ground import Ground
from ..numbering import next_number
from ..registry import live_by_id
from ..scope import reach
from ..submission import GONE
from .house import edition_of
from .states import SIGNED

WHY = "whether the record has the letter already; the record is in the asker's scope"


def may_issue(user: Any, letter: Letter, path: str) -> bool:
    """Whether some post of the person at or above the place is among those the template names."""
    return any(
        post.role in letter.who and post.place_path and path.startswith(post.place_path)
        for post in reach(user).posts
    )


def fits(letter: Letter, row: Record) -> bool:
    """Whether the letter's own condition holds for the record as it stands."""
    if live_by_id(row.ledger_id).key != letter.ledger or row.state in GONE:
        return False
    try:
        return Ground(row).holds(letter.when)
    except Refused:
        return False


def why_not(user: Any, letter: Letter, row: Record, standing: LetterIssue | None) -> str:
    """'' when the person can have this letter for this record now: a new one, or the one there is."""
    if not may_issue(user, letter, row.place_path):
        return "这份文书不由您的岗位出具"
    if standing and standing.state == SIGNED:
        return "已经签了，还有效"
    if standing is None and not fits(letter, row):
        return "现在的情形不符合出具的条件"
    return ""


def standing(letter: str, records: list[int]) -> dict[int, LetterIssue]:
    """Record -> the letter that it has."""
    rows = LetterIssue.objects.unscoped(WHY).filter(letter=letter, state__in=STANDING)
    return {row.record_id: row for row in rows.filter(record__in=records)}


def issue(user: Any, letter: Letter, record: int, batch: uuid.UUID | None = None) -> LetterIssue:
    """One letter: the one that stands, else a new one with the next number. Raises Refused."""
    with transaction.atomic():
        row = _locked(Record.objects.visible_to(user), record)
        if row is None:
            raise refuse("letter.no-record", "找不到这份记录，可能已转到别的地方")
        found = standing(letter.id, [row.pk]).get(row.pk)
        if words := why_not(user, letter, row, found):
            raise refuse("letter.not-now", words)
        return found or write(letter, row, user, batch)


def _locked(rows: Any, record: int) -> Record | None:
    """One that waits for another finds what that one wrote."""
    if connection.features.has_select_for_update:
        list(Record.objects.unscoped(WHY).filter(pk=record).select_for_update().values_list("pk"))
    found: Record | None = rows.filter(pk=record).first()
    return found


def write(letter: Letter, row: Record, user: Any, batch: uuid.UUID | None = None) -> LetterIssue:
    """Inside the caller's transaction, the record locked; nobody is asked whether it may be."""
    moment = now()
    since, until = term_of(letter, Ground(row))
    made: LetterIssue = LetterIssue.objects.create(
        letter=letter.id,
        edition_id=edition_of(letter),
        ledger_id=row.ledger_id,
        record=row,
        place_path=row.place_path,
        number=_number(letter, row, moment),
        batch=batch,
        valid_from=since,
        valid_to=until,
        issued_at=moment,
        issued_by_id=getattr(user, "pk", None),
    )
    return made


def _number(letter: Letter, row: Record, moment: dt.datetime) -> str:
    if not letter.number:
        return ""
    return next_number(letter.number, row.place_path, moment, row.answers, f"letter:{letter.id}:")


def term_of(letter: Letter, ground: Ground) -> tuple[dt.date | None, dt.date | None]:
    """From when to when the record says that it holds."""
    if letter.term is None:
        return None, None
    since, until = (ground.name(name) for name in (letter.term.from_, letter.term.to))
    return to_date(since), to_date(until)
