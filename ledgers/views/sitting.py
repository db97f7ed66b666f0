"""One sitting: which records it opens or edits, and what their parts ask, on one page or on many."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.datastructures import MultiValueDict

from forms_catalog import editions
from forms_catalog.bundle import Bundle, Placed
from forms_catalog.definition import Question
from forms_catalog.logic import Outcome, program_of
from forms_catalog.posted import Posted, answers_of
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context
from forms_catalog.writers.field_of import Showing
from forms_catalog.writers.fields import Block
from forms_catalog.writers.web import drawn

from .. import queries
from ..asking import asked_of
from ..files import KeptFiles
from ..models import Record
from ..registry import Live, live
from ..scope import reach
from ..submission import OPENING, UPDATE, Part
from ..witnessing.subjects import filled
from .carrying import with_carried
from .showing import Opened, opened

NO_FILES: MultiValueDict[str, Any] = MultiValueDict()


@dataclass
class Seat:
    """One record's place in the sitting: `through` is the record question that leads to it.

    `uid` names an existing record, also one that is out of sight by now; `carried` are answers of
    another record that a new one begins with.
    """

    ledger: Live
    through: str
    questions: dict[str, Question]
    record: Opened | None = None
    uid: str = ""
    version: int | None = None
    carried: Mapping[str, Any] = field(default_factory=dict)
    act: str = ""

    @property
    def action(self) -> str:
        """What is done: as said, else an existing record is updated and a new one opened."""
        return self.act or (UPDATE if self.uid else OPENING)

    def others(self, user: Any) -> frozenset[str]:
        """The questions that are not this person's at this action."""
        edition = self.record.record.edition_id if self.record else self.ledger.form_edition
        theirs = asked_of(user, reach(user).posts, edition, self.ledger, self.action)
        return frozenset(self.questions) - theirs

    @property
    def stored(self) -> Mapping[str, Any]:
        return self.record.answers if self.record else self.carried

    @property
    def hidden(self) -> frozenset[str]:
        """Questions of the record that this person is not shown at all."""
        return self.record.sight.hidden & self.questions.keys() if self.record else frozenset()

    def kept_from(self, user: Any) -> frozenset[str]:
        """The same without those that are this person's to answer by name, and are not answered yet.

        There is nothing to be shown then; once it is written, they do not see it again.
        """
        roles = {post.role for post in reach(user).posts}
        sections = editions.bundle(self.record.record.edition_id).placed if self.record else ()
        named = {
            question.name
            for section in sections
            for question in section.questions
            if roles.intersection(question.by or section.by)
        }
        return self.hidden - {name for name in named if self.stored.get(name) is None}

    @cached_property
    def masked(self) -> frozenset[str]:
        """Questions whose answers are seen only as a mask: to this person they are sealed ones."""
        if not self.record:
            return frozenset()
        return frozenset(n for n, q in self.questions.items() if self.record.masks(q))


@dataclass
class Sitting:
    """The seats in the order in which they are written: those pointed at come first.

    `fresh` are questions that no page has posted yet: they are drawn as stored or preset.
    """

    bundle: Bundle
    seats: list[Seat]
    sections: tuple[Placed, ...]
    user: Any
    skip: frozenset[str] = frozenset()
    edition: int = 0
    reasons: Mapping[str, str] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    ask: bool = False
    posted: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list)
    typed: Callable[[], Mapping[str, Any]] | None = None
    """What was typed on all pages, where this sitting reads one of them."""
    settle: Callable[[Sitting], Outcome | None] | None = None
    """Works out what the form's logic makes of the sitting."""

    @property
    def raws(self) -> Mapping[str, Any]:
        return self.typed() if self.typed else self.posted or {}

    @property
    def said(self) -> object:
        """Another object whenever something else was typed: what was worked out of it is then old."""
        return self.typed() if self.typed else self.posted

    @property
    def outcome(self) -> Outcome | None:
        """What the logic makes of what is typed and stored; worked out anew when more was read."""
        known, said = self.__dict__.get("_outcome"), self.said
        if known is None or known[0] is not said:
            found = self.settle(self) if self.settle else None
            known = self.__dict__["_outcome"] = (said, found)
        return known[1]  # type: ignore[no-any-return]

    @property
    def main(self) -> Seat:
        return self.seats[-1]

    @property
    def opening(self) -> bool:
        return not self.main.uid

    @property
    def ctx(self) -> Context:
        return Context(options=self.bundle.options, user=self.user)

    def stands(self, name: str) -> bool:
        """Whether a sealed answer is kept that an empty box leaves alone."""
        seat = next((seat for seat in self.seats if name in seat.questions), None)
        if seat is None or seat.stored.get(name) is None:
            return False
        return seat.questions[name].sealed or name in seat.masked

    @property
    def masked(self) -> frozenset[str]:
        return frozenset[str]().union(*(seat.masked for seat in self.seats))

    def masks(self, question: Question) -> bool:
        """Whether the person may see of its answer only that there is one."""
        return question.sealed or question.name in self.masked

    def read(
        self, data: Posted, files: Posted = NO_FILES, names: Collection[str] | None = None
    ) -> tuple[Part, ...]:
        """The parts that were posted, of all questions or of those named; uploads are kept on the way."""
        typed = [self._typed(seat, data, files, names) for seat in self.seats]
        self.posted = {name: raw for answers in typed for name, raw in answers.items()}
        parts = []
        for seat, answers in zip(self.seats, typed, strict=True):
            kept = {n: self.settled(seat.questions[n], raw) for n, raw in answers.items()}
            self.posted |= kept
            parts.append(self._part(seat, with_carried(seat.questions, kept, seat.carried)))
        return tuple(parts)

    def _typed(
        self, seat: Seat, data: Posted, files: Posted, names: Collection[str] | None
    ) -> dict[str, Any]:
        asked = {
            name: as_sealed(question, seat.masked)
            for name, question in seat.questions.items()
            if name not in self.skip and (names is None or name in names)
        }
        return answers_of(asked, data, files, seat.stored)

    def settled(self, question: Question, raw: Any) -> Any:
        """An upload kept, one sent before found again, everything else as it is."""
        if question.questions and isinstance(raw, list):
            columns = {column.name: column for column in question.questions}
            return [self._settled_row(columns, row) for row in raw]
        if isinstance(raw, dict) and set(raw) == {"sha256"}:
            return KeptFiles().again(self.user, str(raw["sha256"]))
        if not hasattr(raw, "chunks"):
            return raw
        try:
            return keep_upload(self.user, question, raw)
        except Refused as refused:
            self.problems += [problem.at(question=question.name) for problem in refused]
            return None

    def _settled_row(self, columns: dict[str, Question], row: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self.settled(columns[name], cell) if name in columns else cell
            for name, cell in row.items()
        }

    def _part(self, seat: Seat, answers: dict[str, Any]) -> Part:
        links = {s.through: n for n, s in enumerate(self.seats) if s.through and seat is self.main}
        opens = not seat.uid
        return Part(
            ledger=seat.ledger.key,
            answers=answers,
            record=seat.uid,
            action=seat.action,
            base_version=seat.version,
            links=links,
            edition=self.edition if opens and seat is self.main else 0,
            reasons={n: words for n, words in self.reasons.items() if n in seat.questions},
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
                version = seat.record.record.version if seat.version is None else seat.version
                found.append((f"version-{seat.through}", str(version)))
                if seat.through:
                    found.append((seat.through, seat.uid))
        return found

    def blocks(self, more: str = "", sections: Iterable[Placed] | None = None) -> list[Block]:
        stored = {name: value for seat in self.seats for name, value in seat.stored.items()}
        paths = tuple(post.place_path for post in reach(self.user).posts if post.place_path)
        showing = Showing(
            ctx=self.ctx,
            answers=stored,
            posted=self.posted,
            problems={problem.place.question: problem for problem in self.problems},
            under=paths,
            opening=self.opening,
            more=more,
            fresh=self.fresh,
            brought=frozenset(stored) if self.opening else frozenset(),
            reasons=self.reasons,
            ask=self.ask,
            outcome=self.outcome,
            stated=stated(self.bundle) if self.outcome else frozenset(),
        )
        shown = list(self.sections if sections is None else sections)
        filled(self, shown)
        if masked := self.masked:
            shown = [_masked(section, masked) for section in shown]
        return drawn(self.bundle, shown, showing, self.skip)


def as_sealed(question: Question, masked: frozenset[str]) -> Question:
    return replace(question, sealed=True) if question.name in masked else question


def _masked(section: Placed, masked: frozenset[str]) -> Placed:
    return replace(section, questions=tuple(as_sealed(q, masked) for q in section.questions))


def stated(bundle: Bundle) -> frozenset[str]:
    """The questions about which an expression decides something."""
    items = program_of(bundle).items.values()
    return frozenset(item.name for item in items if item.required or item.relevant)


def keep_upload(user: Any, question: Question, upload: Any) -> dict[str, Any]:
    """The answer of an upload; raises Refused with words for people."""
    image = question.type in {"photo", "signature"}
    return dict(KeptFiles().keep(user, upload.name, upload, image=image, sealed=question.sealed))


def opening(
    user: Any, ledger: Live, through: Mapping[str, Any], carried: Mapping[str, Any] | None = None
) -> Sitting:
    """A new record of the ledger, and of each ledger its form is filled through.

    `through` says for a record question which existing record it goes on from, and in which version.
    """
    bundle = ledger.bundle
    seats = []
    for name in bundle.through:
        target = live(bundle.questions[name][0].option("record"))
        assert target is not None
        uid, version = through.get(name, ("", None))
        record = queries.record(user, uid, target) if uid else None
        if record:
            seats.append(_existing(user, target, name, record, version))
        else:
            seats.append(Seat(target, name, target.questions, uid=uid, version=version))
    seats.append(Seat(ledger, "", ledger.questions))
    for seat in seats if carried else ():
        if not seat.uid:
            seat.carried = {n: a for n, a in (carried or {}).items() if n in seat.questions}
    return Sitting(
        bundle,
        seats,
        bundle.placed,
        user,
        skip=frozenset(bundle.through).union(*(s.hidden | s.others(user) for s in seats)),
        edition=ledger.form_edition,
    )


def _existing(user: Any, ledger: Live, through: str, record: Record, version: int | None) -> Seat:
    item = opened(user, record, ledger)
    questions = {q.name: q for q in item.bundle.part()}
    return Seat(ledger, through, questions, item, str(record.uid), version)


def editing(
    user: Any, ledger: Live, record: Record, version: int | None, action: str = ""
) -> Sitting:
    """An existing record alone, with the form it was filled with, as far as an action asks it."""
    bundle = editions.bundle(record.edition_id)
    seat = _existing(user, ledger, "", record, version)
    seat.act = action
    sections = tuple(section for section in bundle.placed if not section.through)
    skip = frozenset(bundle.through) | seat.kept_from(user) | seat.others(user)
    return Sitting(bundle, [seat], sections, user, skip=skip, edition=record.edition_id)
