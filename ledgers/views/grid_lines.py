"""The lines of a table of many records: what was typed in each, what the gate says, what is kept."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict

from forms_catalog.definition import Question
from forms_catalog.ports import ports
from forms_catalog.posted import ABSENT, raw_of
from forms_catalog.problems import Problem
from forms_catalog.questions import is_empty
from forms_catalog.writers.field_of import Showing, cell_of
from forms_catalog.writers.fields import Field

from ..clock import now
from ..ids import show_number
from ..models import Record
from ..models import Submission as SubmissionRow
from ..registry import Live
from ..rows import Row
from ..submission import Part, Result, Submission
from ..titles import linked, title
from .frame import record_href
from .sitting import NO_FILES

type Pointed = Record | Row


@dataclass
class Line:
    """One record and what is typed for it; `kept` is the record that came of it."""

    record: Pointed
    raws: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    common: list[Problem] = field(default_factory=list)
    """Problems of what is the same for all lines."""
    kept: str = ""

    @property
    def mark(self) -> str:
        """What the names of its boxes begin with."""
        return self.record.uid.hex

    @property
    def typed(self) -> dict[str, Any]:
        """A box that was left empty says nothing: what is preset stays preset."""
        return {name: raw for name, raw in self.raws.items() if not is_empty(raw)}

    def read(self, questions: Iterable[Question], data: QueryDict) -> None:
        for question in questions:
            name = f"{self.mark}-{question.name}"
            if (raw := raw_of(question, data, NO_FILES, name)) is not ABSENT:
                self.raws[question.name] = raw
            if why := data.get(f"{name}.why"):
                self.reasons[question.name] = why

    def key(self, job: uuid.UUID) -> str:
        """Of the page and the record, so that a page sent twice is kept once."""
        return uuid.uuid5(job, self.mark).hex

    def take(self, result: Result, columns: Collection[str], same: Collection[str]) -> None:
        """What the gate said, each at its box; what belongs to no box here at the line itself."""
        if result.ok:
            self.kept = result.records[-1].uid
        for problem in result.problems:
            name = problem.place.question.split(".")[0]
            if name in same:
                self.common.append(problem)
            else:
                spot = f"{self.mark}.{name}" if name in columns else ""
                self.problems.append(problem.at(question=spot))

    def fields(self, questions: Iterable[Question], view: Showing, fresh: bool) -> list[Field]:
        at = {problem.place.question: problem for problem in self.problems}
        view = replace(view, posted=None if fresh else self.raws, problems=at, reasons=self.reasons)
        return [cell_of(question, view, self.mark) for question in questions]


def sent(
    line: Line, job: uuid.UUID, user: Any, ledger: Live, given: Mapping[str, Any], edition: int
) -> Submission:
    """A submission of its own; what is the same for all stands behind what the line says itself."""
    answers = {**given, **line.typed}
    part = Part(ledger.key, answers, edition=edition, reasons=line.reasons)
    return Submission(line.key(job), "web", user, None, (part,), now(), batch=job.hex)


def mark_kept(lines: Sequence[Line], job: uuid.UUID, user: Any) -> None:
    """Lines that this page has kept before, at whatever sending."""
    keys = {line.key(job): line for line in lines}
    rows = SubmissionRow.objects.filter(key__in=keys, actor=user)
    for key, records in rows.values_list("key", "records"):
        keys[key].kept = records[-1]["uid"] if records else ""


def drawn(
    user: Any, lines: Sequence[Line], questions: Sequence[Question], view: Showing, fresh: bool
) -> list[SimpleNamespace]:
    """What the template shows of each line; what is kept has no boxes any more."""
    titles = linked(user, [line.record for line in lines])
    return [
        SimpleNamespace(
            mark=line.mark,
            uid=str(line.record.uid),
            title=title(line.record, titles),
            number=show_number(line.record.number),
            href=record_href(line.record.uid),
            place=_place(line.record.place_path),
            kept=record_href(line.kept) if line.kept else "",
            problems=[p.text for p in line.problems if not p.place.question],
            cells=[] if line.kept else line.fields(questions, view, fresh),
        )
        for line in lines
    ]


def _place(path: str) -> str:
    place = ports.places.place(path)
    return place.name if place else ""


def summed(lines: Sequence[Line], rows: Sequence[SimpleNamespace]) -> list[Problem]:
    """The problems of all lines for the top of the page, each with the name it belongs to."""
    found = []
    for line, row in zip(lines, rows, strict=True):
        for problem in line.problems:
            spot = problem.place.question or f"line.{line.mark}"
            said = replace(problem, text=f"{row.title}：{problem.text}")
            found.append(said.at(question=spot))
    return found
