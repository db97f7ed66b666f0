"""One letter for many records: fixed, looked at, issued in the order of the list, one file of paper."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from forms_catalog.definition import Letter
from forms_catalog.problems import Refused

from .. import queries
from ..bulk import hand_on, set_off
from ..files import KeptFiles
from ..models import Bulk, File, LetterIssue, Record
from ..registry import Live
from ..worker import Work, background
from . import house
from .issuing import issue, standing, why_not
from .printing import sheets
from .states import UNSIGNED

MARK = "letter."
IN_REQUEST = 200
"""Letters that a page issues while the person waits."""
DRAWN = 30
"""Letters that a page draws while the person waits; more are drawn by a worker."""
MOST = 2000
PART = 100
"""Letters in one file."""


def fix(user: Any, ledger: Live, letter: Letter, ids: Sequence[int]) -> Bulk:
    """From here on it is known which records are meant, in which order."""
    found: Bulk = Bulk.objects.create(
        ledger_id=ledger.id, action=MARK + letter.id, author=user, ids=list(ids[:MOST])
    )
    return found


def letter_of(bulk: Bulk) -> Letter | None:
    return house.letter(bulk.action.removeprefix(MARK)) if bulk.action.startswith(MARK) else None


def trial(bulk: Bulk, letter: Letter) -> dict[int, str]:
    """Key -> why there is no letter for it; nothing is written. Records out of sight are named too."""
    keys = bulk.ids
    rows = queries.by_keys(bulk.author, keys)
    there = standing(letter.id, keys)
    found: dict[int, str] = {}
    for key in keys:
        row: Record | None = rows.get(key)
        words = why_not(bulk.author, letter, row, there.get(key)) if row else "找不到这份记录"
        if words:
            found[key] = words
    return found


def begin(bulk: Bulk) -> None:
    """Issues here, or hands it to a worker when there are many."""
    few = len(bulk.ids) <= IN_REQUEST
    with transaction.atomic():
        if set_off(bulk):
            hand_on(bulk, make, f"letters:{bulk.uid}", few and len(bulk.ids) <= DRAWN)
    if few:
        go_on(bulk, bulk.author)


def go_on(bulk: Bulk, user: Any, work: Work | None = None) -> None:
    """From where it broke off; one transaction a letter, so that nobody waits long for a number."""
    letter = letter_of(bulk)
    while letter and bulk.done < len(bulk.ids):
        key = bulk.ids[bulk.done]
        try:
            issue(user, letter, key, bulk.uid)
        except Refused as refused:
            bulk.refused[str(key)] = refused.problems[0].text
        bulk.done += 1
        bulk.save(update_fields=["done", "refused"])
        if work:
            work.progress(bulk.done, len(bulk.ids))


@background("出具文书")
def make(work: Work, uid: str) -> None:
    """Issued and drawn under the scope of who asked, as it is when this runs."""
    bulk = Bulk.objects.unscoped("the task of its author").select_related("author").get(uid=uid)
    go_on(bulk, work.user, work)
    found = to_print(bulk, work.user)
    for at in range(0, len(found), PART):
        name = part_name(bulk, at // PART)
        if not drawn(bulk, work.user, at // PART):
            data = sheets(found[at : at + PART], work.user)
            KeptFiles().keep(work.user, name, io.BytesIO(data), image=False, sealed=True)
        work.progress(min(at + PART, len(found)), len(found))


def to_print(bulk: Bulk, user: Any) -> list[LetterIssue]:
    """The letters of the list that wait for a signature, in its order."""
    letter = letter_of(bulk)
    if letter is None:
        return []
    rows = LetterIssue.objects.visible_to(user).filter(letter=letter.id, state__in=UNSIGNED)
    rows = rows.filter(record__in=bulk.ids).select_related("record", "issued_by")
    by_record = {row.record_id: row for row in rows}
    return [by_record[key] for key in bulk.ids if key in by_record]


def part_name(bulk: Bulk, part: int) -> str:
    return f"letters-{uuid.UUID(str(bulk.uid)).hex}-{part}.pdf"


def drawn(bulk: Bulk, user: Any, part: int) -> File | None:
    """What a worker drew: it is the author's, and goes after some days like any forgotten upload."""
    rows = File.objects.visible_to(user).filter(record=None, author=user)
    found: File | None = rows.filter(name=part_name(bulk, part)).first()
    return found
