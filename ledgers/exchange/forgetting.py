"""An import that is long over: its file and what was said of its rows go, that it was stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Max, Q

from ..clock import now
from ..files import path_of
from ..models import Import, ImportRow
from .stepping import UNDO_DAYS

DONE = ("written", "undone")
NEVER_WRITTEN = ("asked", "judging", "judged")
AT_ONCE = 500


def old() -> Sequence[Import]:
    """Those that nobody can take back any more, and those that nobody ever confirmed."""
    before = now() - dt.timedelta(days=UNDO_DAYS)
    done = Q(step__in=DONE, finished_at__lt=before) & ~Q(file="")
    left = Q(step__in=NEVER_WRITTEN, created_at__lt=before)
    return list(Import.objects.unscoped("the house tidies up").filter(done | left).order_by("pk"))


def forget(batch: Import) -> None:
    """The file first: while it lasts, the row still says that something is to be done."""
    path_of(batch.file).unlink(missing_ok=True)
    _forget_rows(batch)
    if batch.step in NEVER_WRITTEN:
        batch.delete()
        return
    batch.file, batch.data_key, batch.key_id = "", b"", ""
    batch.save(update_fields=["file", "data_key", "key_id"])


def forgotten(batch: Import) -> bool:
    return not batch.file


def _forget_rows(batch: Import) -> None:
    rows = ImportRow.objects.unscoped("the house tidies up").filter(batch=batch)
    last = rows.aggregate(last=Max("place"))["last"]
    for first in range(0, -1 if last is None else last + 1, AT_ONCE):
        rows.filter(place__lt=first + AT_ONCE).delete()
