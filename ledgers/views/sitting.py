"""One sitting on one page: which records it opens or edits, and what their parts ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from forms_catalog import editions
from forms_catalog.bundle import Bundle, Placed
from forms_catalog.definition import Question
from forms_catalog.posted import answers_of
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context
from forms_catalog.writers.field_of import Showing
from forms_catalog.writers.fields import Block
from forms_catalog.writers.web import drawn

from .. import queries
from ..files import KeptFiles
from ..models import Record
from ..registry import Live, live
from ..scope import reach
from ..submission import OPENING, UPDATE, Part
from .showing import Opened, opened


@dataclass
class Seat:
    """One record's place in the sitting: `through` is the record question that leads to it."""

    ledger: Live
    through: str
    questions: dict[str, Question]
    record: Opened | None = None

    @property
    def action(self) -> str:
        return UPDATE if self.record else OPENING

    @property
    def stored(self) -> Mapping[str, Any]:
        return self.record.answers if self.record else {}


@dataclass
class Sitting:
    """The seats in the order in which they are written: those pointed at come first."""

    bundle: Bundle
    seats: list[Seat]
    sections: tuple[Placed, ...]
    skip: frozenset[str] = frozenset()
    posted: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def main(self) -> Seat:
        return self.seats[-1]

    @property
    def opening(self) -> bool:
        return self.main.record is None

    def read(self, request: HttpRequest) -> tuple[Part, ...]:
        """The parts that the page posted; uploads are kept on the way, their faults collected."""
        typed = [self._typed(request, seat) for seat in self.seats]
        self.posted = {name: raw for answers in typed for name, raw in answers.items()}
        parts = []
        for seat, answers in zip(self.seats, typed, strict=True):
            kept = {n: self._kept(request, seat.questions[n], raw) for n, raw in answers.items()}
            self.posted |= kept
            parts.append(self._part(request, seat, kept))
        return tuple(parts)

    def _typed(self, request: HttpRequest, seat: Seat) -> dict[str, Any]:
        asked = {name: q for name, q in seat.questions.items() if name not in self.skip}
        return answers_of(asked, request.POST, request.FILES, seat.stored)

    def _kept(self, request: HttpRequest, question: Question, raw: Any) -> Any:
        if question.questions and isinstance(raw, list):
            columns = {column.name: column for column in question.questions}
            return [self._kept_row(request, columns, row) for row in raw]
        if isinstance(raw, dict) and set(raw) == {"sha256"}:
            return KeptFiles().again(request.user, str(raw["sha256"]))
        if not hasattr(raw, "chunks"):
            return raw
        image = question.type in {"photo", "signature"}
        try:
            kept = KeptFiles().keep(
                request.user, raw.name, raw, image=image, sealed=question.sealed
            )
            return dict(kept)
        except Refused as refused:
            self.problems += [problem.at(question=question.name) for problem in refused]
            return None

    def _kept_row(
        self, request: HttpRequest, columns: dict[str, Question], row: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            name: self._kept(request, columns[name], cell) if name in columns else cell
            for name, cell in row.items()
        }

    def _part(self, request: HttpRequest, seat: Seat, answers: dict[str, Any]) -> Part:
        links = {s.through: n for n, s in enumerate(self.seats) if s.through and seat is self.main}
        version = request.POST.get(f"version-{seat.through}", "")
        return Part(
            ledger=seat.ledger.key,
            answers=answers,
            record=str(seat.record.record.uid) if seat.record else "",
            action=seat.action,
            base_version=int(version) if version.isdecimal() else None,
            links=links,
        )

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """As the page asks, from top to bottom; what belongs to no question first."""
        asked = [question.name for section in self.sections for question in section.questions]
        places = {name: number for number, name in enumerate(asked)}
        return sorted(problems, key=lambda p: places.get(p.place.question.split(".")[0], -1))

    def hidden(self) -> list[tuple[str, str]]:
        """The versions the page was drawn from, and which existing record it goes on from."""
        found = []
        for seat in self.seats:
            if seat.record:
                found.append((f"version-{seat.through}", str(seat.record.record.version)))
                if seat.through:
                    found.append((seat.through, str(seat.record.record.uid)))
        return found

    def blocks(self, request: HttpRequest, more: str = "") -> list[Block]:
        stored = {name: value for seat in self.seats for name, value in seat.stored.items()}
        paths = tuple(post.place_path for post in reach(request.user).posts if post.place_path)
        showing = Showing(
            ctx=Context(options=self.bundle.options, user=request.user),
            answers=stored,
            posted=self.posted,
            problems={problem.place.question: problem for problem in self.problems},
            under=paths,
            opening=self.opening,
            more=more,
        )
        return drawn(self.bundle, self.sections, showing, self.skip)


def opening(request: HttpRequest, ledger: Live) -> Sitting:
    """A new record of the ledger, and of each ledger its form is filled through.

    `?<record question>=<uid>` goes on from an existing record instead of opening that one.
    """
    bundle = ledger.bundle
    seats = []
    for through in bundle.through:
        question = bundle.questions[through][0]
        target = live(question.option("record"))
        assert target is not None
        uid = request.POST.get(through) or request.GET.get(through, "")
        record = queries.record(request.user, uid, target) if uid else None
        if record:
            seats.append(_existing(request, target, through, record))
        else:
            seats.append(Seat(target, through, target.questions))
    seats.append(Seat(ledger, "", ledger.questions))
    return Sitting(bundle, seats, bundle.placed, frozenset(bundle.through))


def _existing(request: HttpRequest, ledger: Live, through: str, record: Record) -> Seat:
    item = opened(request.user, record, ledger)
    questions = {q.name: q for q in item.bundle.part()}
    return Seat(ledger, through, questions, item)


def editing(request: HttpRequest, ledger: Live, record: Record) -> Sitting:
    """An existing record alone, with the form it was filled with."""
    bundle = editions.bundle(record.edition_id)
    seat = _existing(request, ledger, "", record)
    sections = tuple(section for section in bundle.placed if not section.through)
    hidden = seat.record.sight.hidden if seat.record else frozenset()
    return Sitting(bundle, [seat], sections, frozenset(bundle.through) | hidden)
