"""What each row would do, asked of the gate and kept, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import batched
from typing import Any

from django.db import transaction

from forms_catalog.exchange.columns import Layout
from forms_catalog.exchange.lines import Line
from forms_catalog.problems import Place, Problem
from forms_catalog.questions import Context, mask, show

from ..clock import civil
from ..intake import Plan, Result, foresee
from ..models import Import, ImportRow
from ..registry import live_by_id
from ..sight import eyes
from ..worker import Work
from .bringing import key_of, layout_of, lines_of
from .keeping import keep_blanks
from .parts import Sitting, sittings, submission
from .telling import clash, who

AT_ONCE = 100
NEW, CHANGED, SAME = "new", "changed", "same"
DOUBT, REFUSED, CONFLICT = "doubt", "refused", "conflict"
WRITABLE = (NEW, CHANGED, DOUBT)
_LOST = Problem(
    "import.unknown-number", "没有这个编号的记录，或不在您负责的范围里", "核对编号；新的留空"
)
_STALE = "record.changed-meanwhile"


def context(batch: Import, user: Any) -> Context:
    return Context(
        options=layout_of(batch.edition).bundle.options, user=user, today=civil(batch.clock)
    )


def judge(batch: Import, user: Any, work: Work | None = None) -> None:
    """Fills the rows of the import; goes on after those that are there already."""
    rows = ImportRow.objects.unscoped("of an import that its author or worker holds")
    begun = rows.filter(batch=batch).count()
    found = enumerate(lines_of(batch, context(batch, user)))
    for chunk in batched(((n, line) for n, line in found if n >= begun), AT_ONCE, strict=False):
        made = list(_judged(batch, user, chunk))
        with transaction.atomic():
            ImportRow.objects.bulk_create(made)
            if work:
                work.checkpoint(chunk[-1][0])
        if work:
            work.progress(chunk[-1][0] + 1)
    _finish(batch, "judged")


def _finish(batch: Import, step: str) -> None:
    rows = ImportRow.objects.unscoped("the counts of this import").filter(batch=batch)
    batch.counts = dict(Counter(rows.values_list("status", flat=True)))
    batch.step = step
    batch.save(update_fields=["counts", "step"])


def _judged(batch: Import, user: Any, chunk: Sequence[tuple[int, Line]]) -> Iterator[ImportRow]:
    ledger, layout = live_by_id(batch.ledger_id), layout_of(batch.edition)
    ctx, key = context(batch, user), key_of(batch)
    made = sittings(user, ledger, layout, [line for _, line in chunk], ctx)
    keep_blanks(user, made)
    asked = [submission(batch, user, n, one, {}) for (n, _), one in zip(chunk, made, strict=True)]
    for (n, line), one, found in zip(chunk, made, foresee(asked), strict=True):
        status, told = _told(user, layout, one, found, ctx)
        sealed = key.seal(f"row.{n}", told)
        yield ImportRow(
            batch=batch, place=n, row=line.row, status=status, parts=one.targets, sealed=sealed
        )


def _told(
    user: Any, layout: Layout, one: Sitting, found: list[Plan] | Result, ctx: Context
) -> tuple[str, dict[str, Any]]:
    line = one.line
    own = [p for p in line.problems if p not in line.notes]
    if any(seat.lost for seat in one.seats):
        own.append(_at(_LOST, line, "_number"))
    gate = found.problems if isinstance(found, Result) else _doubts(found)
    problems = [*own, *_unheard(own, gate, line)]
    plans = found if isinstance(found, list) else []
    changes = [item for plan in plans for item in _changes(user, plan, ctx)]
    if isinstance(found, Result) and found.status == "conflict":
        changes = clash(user, one, ctx)
    told = {
        "problems": [asdict(problem) for problem in problems],
        "notes": [asdict(note) for note in line.notes],
        "changes": changes,
        "who": who(layout, line, ctx),
    }
    return _status(problems, plans), told


def _unheard(own: Sequence[Problem], gate: Iterable[Problem], line: Line) -> Iterator[Problem]:
    """What the gate says of questions that the row itself is not wrong at, each thing once."""
    asked = {problem.place.question.split(".")[0] for problem in own} - {""}
    said = {(problem.code, problem.text) for problem in own}
    for problem in gate:
        mark, question = (problem.code, problem.text), problem.place.question
        if mark not in said and question.split(".")[0] not in asked:
            said.add(mark)
            yield _at(problem, line, question)


def _doubts(plans: Iterable[Plan]) -> list[Problem]:
    return [problem for plan in plans for problem in plan.doubts]


def _status(problems: Sequence[Problem], plans: Sequence[Plan]) -> str:
    hard = [problem for problem in problems if not problem.warn]
    if hard:
        stale = all(problem.code == _STALE for problem in hard)
        return CONFLICT if stale else REFUSED
    if problems:
        return DOUBT
    if any(plan.opens for plan in plans):
        return NEW
    return CHANGED if any(not plan.idle for plan in plans) else SAME


def _at(problem: Problem, line: Line, question: str) -> Problem:
    sheet, row, column = line.spot(question)
    place = Place(sheet=sheet, line=row, column=column, question=question)
    return replace(problem, place=place)


def _changes(user: Any, plan: Plan, ctx: Context) -> Iterator[list[str]]:
    """[question, before, after] in words; what is sealed or masked to this person stays a mask."""
    record = plan.record
    if record is None:
        return
    sight = eyes(user, plan.ledger, record.place_path)
    for name in plan.changed:
        question = plan.questions.get(name)
        if question is None or name in sight.hidden:
            continue
        veiled = question.sealed or sight.afar or name in sight.masked
        before, after = (
            (mask if veiled else _shown)(question, item.get(name), *(() if veiled else (ctx,)))  # type: ignore[operator]
            for item in (plan.before, plan.after)
        )
        yield [question.label, before, after]


def _shown(question: Any, answer: Any, ctx: Context) -> str:
    return show(question, answer, ctx)


def rows_of(batch: Import, user: Any, *status: str) -> Any:
    """The rows of an import in their order, of these statuses or all; its author's alone."""
    rows = ImportRow.objects.visible_to(user).filter(batch=batch).order_by("place")
    return rows.filter(status__in=status) if status else rows


def said(batch: Import, row: ImportRow) -> dict[str, Any]:
    """What is to be said of a row: problems, notes, changes."""
    return dict(key_of(batch).open(f"row.{row.place}", row.sealed))
