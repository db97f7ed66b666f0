"""Handing a form to the gate, and what its answer means on a page: a double, somebody who was faster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from django.http import HttpRequest
from django.urls import reverse

from forms_catalog.problems import Problem

from ..clock import now
from ..drafts import Sheet
from ..submission import Part, Result, Submission
from .desk import Desk
from .formpage import said
from .sitting import Sitting

SAME = ("record.duplicate", "record.open-already", "record.similar")
"""Another record is there already, or may be: it is offered to be opened."""


def sent(desk: Desk, parts: Sequence[Part]) -> Submission:
    """The sitting as the gate takes it, under the key of its draft."""
    number = desk.content.number
    return Submission(
        desk.sheet.key, "web", desk.user, None, tuple(parts), clock=now(), number=number
    )


def status_of(result: Result) -> int:
    return 409 if result.status == "conflict" else 422


def offer(desk: Desk) -> SimpleNamespace | None:
    return offered(desk.problems, desk.sheet.key)


def offered(problems: Iterable[Problem], key: str) -> SimpleNamespace | None:
    """A double in sight is offered to be opened, and so is what this very page has saved before."""
    for problem in problems:
        data = dict(problem.data)
        if problem.code == "submission.other-body" and key:
            href, label = reverse("receipt", args=[key]), "打开已存的那份"
            return SimpleNamespace(text=problem.text, href=href, label=label)
        if problem.code in SAME and "uid" in data:
            href, label = reverse("record", args=[data["uid"]]), "打开那份"
            return SimpleNamespace(text=problem.text, href=href, label=label)
    return None


def conflict(request: HttpRequest, desk: Desk, result: Result | None) -> SimpleNamespace | None:
    """Both versions, where somebody else saved the record that this form goes on from."""
    found = differing(desk.sitting, result)
    if found is None:
        return None
    newest = {
        seat.through: [seat.uid, seat.record.record.version]
        for seat in desk.sitting.seats
        if seat.through and seat.record
    }

    def stand(sheet: Sheet) -> None:
        sheet.content.through |= newest

    if desk.kept:
        desk.change(stand)
    else:
        stand(desk.sheet)
    return found


def differing(sitting: Sitting, result: Result | None) -> SimpleNamespace | None:
    """(question, yours, theirs) after somebody else was faster; the page then stands on the newer one."""
    if result is None or not any(p.code == "record.changed-meanwhile" for p in result.problems):
        return None
    rows: list[tuple[str, str, str]] = []
    posted = sitting.posted or {}
    for seat in sitting.seats:
        seat.version = seat.record.record.version if seat.record else seat.version
        for name, question in seat.questions.items() if seat.record else ():
            if name in sitting.skip or name not in posted or seat.record is None:
                continue
            theirs = seat.record.text(question, seat.record.answers.get(name))[0]
            yours = said(question, posted[name], seat.record.ctx)
            if yours != theirs:
                rows.append((question.label, yours, theirs))
    return SimpleNamespace(rows=rows)
