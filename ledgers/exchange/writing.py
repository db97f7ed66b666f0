"""The rows that were looked at are written, each exactly once, however often the work is broken off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import batched
from typing import Any

from django.db import transaction

from forms_catalog.exchange.lines import Line
from forms_catalog.exchange.reading import problem_of
from forms_catalog.problems import Problem, refuse
from forms_catalog.questions.base import tidy

from ..clock import now
from ..intake import accept_many
from ..models import Import, ImportRow
from ..notices.rounds import engine
from ..registry import live_by_id
from ..submission import Result
from ..worker import Work
from .bringing import key_of, layout_of, lines_of
from .judging import AT_ONCE, DOUBT, NEW, SAME, WRITABLE, _at, _finish, context, said
from .keeping import keep_blanks
from .parts import decided, submission
from .telling import clash

WRITTEN, LOST = "written", "lost"
REASON = 200


def confirm(batch: Import, reason: str = "") -> None:
    """From here on the rows may be written; `reason` explains those that are in doubt. Raises Refused."""
    if batch.step != "judged":
        raise refuse("import.not-judged", "这份表还没有核对完，或已经写过了")
    batch.choices |= {"reason": tidy(reason)[:REASON]}
    batch.step = "writing"
    batch.save(update_fields=["choices", "step"])


def write(batch: Import, user: Any, work: Work | None = None) -> None:
    """Goes on with the rows that are not written yet; a row sent twice is answered twice."""
    wanted = _wanted(batch)
    done, total = 0, len(wanted)
    found = (
        (wanted[n], line)
        for n, line in enumerate(lines_of(batch, context(batch, user)))
        if n in wanted
    )
    for chunk in batched(found, AT_ONCE, strict=False):
        _write(batch, user, chunk, work)
        done += len(chunk)
        if work:
            work.progress(done, total)
    batch.finished_at = now()
    batch.save(update_fields=["finished_at"])
    _finish(batch, "written")
    _tell(batch)


def _tell(batch: Import) -> None:
    """Whoever brought the table is told what became of its rows."""
    counts = batch.counts
    written, same = counts.get(WRITTEN, 0), counts.get(SAME, 0)
    left = sum(counts.values()) - written - same
    ledger = live_by_id(batch.ledger_id).key
    values = {"_count": written, "_unchanged": same, "_refused": left}
    about, actor = f"import.{batch.uid.hex}", batch.author_id
    engine("import_done", about=about, ledger=ledger, actor=actor, values=values)


def _wanted(batch: Import) -> dict[int, ImportRow]:
    rows = ImportRow.objects.unscoped("of an import that its author or worker holds")
    statuses = WRITABLE if batch.choices.get("reason") else tuple(s for s in WRITABLE if s != DOUBT)
    return {row.place: row for row in rows.filter(batch=batch, status__in=statuses)}


def _write(
    batch: Import, user: Any, chunk: Sequence[tuple[ImportRow, Line]], work: Work | None
) -> None:
    ledger, layout = live_by_id(batch.ledger_id), layout_of(batch.edition)
    made = [decided(line, ledger, layout, row.parts) for row, line in chunk]
    keep_blanks(user, made)
    asked = [
        submission(batch, user, row.place, one, _reasons(batch, row))
        for (row, _), one in zip(chunk, made, strict=True)
    ]
    results = accept_many(asked)
    for (row, line), one, result in zip(chunk, made, results, strict=True):
        row.status = WRITTEN if result.ok else LOST
        row.records = [[kept.uid, kept.version] for kept in result.records]
        if not result.ok:
            both = clash(user, one, context(batch, user)) if result.status == "conflict" else []
            row.sealed = _told(batch, row, line, result, both)
    with transaction.atomic():
        rows = ImportRow.objects.unscoped("rows just written")
        rows.bulk_update([row for row, _ in chunk], ["status", "records", "sealed"])
        if work:
            work.checkpoint(chunk[-1][0].place)


def _reasons(batch: Import, row: ImportRow) -> dict[str, str]:
    if row.status != DOUBT:
        return {}
    found = said(batch, row)["problems"]
    return {item["place"]["question"]: batch.choices["reason"] for item in found}


def _told(
    batch: Import, row: ImportRow, line: Line, result: Result, both: list[list[str]]
) -> dict[str, Any]:
    told = said(batch, row) | {"changes": both}
    problems = [_at(p, line, p.place.question) for p in result.problems]
    told["problems"] = [asdict(problem) for problem in problems]
    return key_of(batch).seal(f"row.{row.place}", told)


def problems_of(batch: Import, row: ImportRow) -> Iterator[Problem]:
    for item in said(batch, row)["problems"]:
        yield problem_of(item)


__all__ = ["LOST", "NEW", "WRITTEN", "confirm", "problems_of", "write"]
