"""An import taken back whole: row by row the inverse change, except where somebody went on since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.db import transaction

from forms_catalog.problems import refuse

from .. import queries
from ..intake import accept_many
from ..models import Import, ImportRow
from ..registry import live_by_id
from ..submission import UNDO, Part, Submission
from ..worker import Work
from .bringing import key_of
from .judging import AT_ONCE, _finish, said
from .parts import DOOR
from .writing import WRITTEN

UNDONE, KEPT = "undone", "kept"


def begin(batch: Import) -> None:
    """Raises Refused unless the import was written."""
    if batch.step != "written":
        raise refuse("import.not-written", "这份表没有写进去，没有可以撤销的")
    batch.step = "undoing"
    batch.save(update_fields=["step"])


def undo(batch: Import, user: Any, work: Work | None = None) -> None:
    """The last row first, for later rows may rest on earlier ones."""
    rows = ImportRow.objects.unscoped("of an import that its author or worker holds")
    wanted = list(rows.filter(batch=batch, status=WRITTEN).order_by("-place"))
    done = 0
    for chunk in batched(wanted, AT_ONCE, strict=False):
        _undo(batch, user, chunk, work)
        done += len(chunk)
        if work:
            work.progress(done, len(wanted))
    _finish(batch, "undone")


def _undo(batch: Import, user: Any, chunk: Sequence[ImportRow], work: Work | None) -> None:
    parts = _parts(batch, chunk)
    asked = [
        Submission(
            f"u{batch.uid.hex}-{row.place}", DOOR, user, batch.post, tuple(parts[row.place]),
            batch.clock, f"undo:{batch.uid}",
        )
        for row in chunk
        if parts[row.place]
    ]  # fmt: skip
    results = {result.key: result for result in accept_many(asked)}
    for row in chunk:
        result = results.get(f"u{batch.uid.hex}-{row.place}")
        row.status = UNDONE if result is None or result.ok else KEPT
        if result is not None and not result.ok:
            words = [problem.text for problem in result.problems]
            told = said(batch, row) | {"kept": words}
            row.sealed = key_of(batch).seal(f"row.{row.place}", told)
    with transaction.atomic():
        found = ImportRow.objects.unscoped("rows just taken back")
        found.bulk_update(list(chunk), ["status", "sealed"])
        if work:
            work.checkpoint(chunk[-1].place)


def _parts(batch: Import, chunk: Sequence[ImportRow]) -> dict[int, list[Part]]:
    """What the import changed, by row: the record that points before the one it points at."""
    places = {f"i{batch.uid.hex}-{row.place}": row.place for row in chunk}
    found: dict[int, list[Part]] = defaultdict(list)
    for key, ledger, uid, version in queries.changed_by(list(places)):
        book = live_by_id(ledger).key
        part = Part(book, {}, record=str(uid), action=UNDO, undoes=version)
        found[places[key]].append(part)
    return found
