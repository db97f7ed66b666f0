"""What the background does with what was agreed to: one record a step, those that point first."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from forms_catalog.problems import Refused

from ..models import Ending
from ..protect import ProtectedQuerySet
from ..worker import BULK, Work, background, enqueue
from . import drafts, erasing
from .finding import together
from .listing import AGREED, BROKEN, ERASED, rows_of
from .uploads import remove_bytes

log = logging.getLogger("ledgers.keeping")


def ask() -> str:
    """Joins the caller's transaction; nothing twice at once."""
    return enqueue(erase_agreed, asked_by=None, unique="retention", priority=BULK)


@background("清除保存期满的记录")
def erase_agreed(work: Work) -> None:
    """Each record in one transaction; what a killed worker left is found again by its status."""
    _bytes()
    heads = list(_agreed().order_by("head").values_list("head_id", flat=True).distinct())
    done, total = 0, _agreed().count()
    for head in heads:
        for _ in _group(head):
            done += 1
            work.checkpoint(done)
            work.progress(done, total)
        _bytes()


def _agreed() -> ProtectedQuerySet:
    return rows_of().filter(status=AGREED)


def _group(head: int) -> Iterator[None]:
    """All that goes together, or what is left of it; back to the list when it is not as it was."""
    lines = {line.record_id: line for line in _agreed().filter(head=head)}
    members = together(head, lines)
    if members is None or not lines.keys() >= set(members):
        _put_back(lines.values())
        return
    speaking = drafts.speaking_of(_uids(lines.values()))
    for pk in members:
        try:
            with transaction.atomic():
                drafts.remove(speaking.get(str(lines[pk].record.uid), ()))
                erasing.erase(lines[pk])
        except erasing.Moved:
            _put_back(lines.values())
            return
        except Refused as refused:
            log.error("record %d: %s", pk, next(iter(refused)).code)
            rows_of().filter(pk=lines[pk].pk).update(status=BROKEN)
            _put_back(lines.values())
            return
        yield


def _uids(lines: Iterable[Ending]) -> Sequence[str]:
    return [str(line.record.uid) for line in lines]


def _put_back(lines: Iterable[Ending]) -> None:
    """Looked at anew tonight."""
    rows_of().filter(pk__in=[line.pk for line in lines], status=AGREED).delete()


def _bytes() -> None:
    """Files of records that are gone; nobody can open them any more, now they go too."""
    for line in rows_of().filter(status=ERASED).exclude(pending=[]):
        for digest in line.pending:
            remove_bytes(digest)
        Ending.objects.unscoped("its bytes are gone").filter(pk=line.pk).update(pending=[])
