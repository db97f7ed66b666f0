"""Two who changed one record: what it was, what the other wrote, what this one did, field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.differences import differences
from forms_catalog.posted import Posted
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context, is_missing, mask, read, type_of
from forms_catalog.questions.rows import filled, is_open

from ..drafts import owner
from ..models import Change
from ..moving import move
from ..sealing import open_answers
from ..submission import Part, Result
from .formpage import number, said
from .past import moment
from .showing import Opened
from .sitting import Seat, Sitting, as_sealed

THEIRS, MINE = "theirs", "mine"


def overtaken(result: Result) -> bool:
    return any(problem.code == "record.changed-meanwhile" for problem in result.problems)


@dataclass
class Meeting:
    """What one person's page makes of a record that others change at the same time.

    The page stands on a version (`seat.version`) and says in which questions a choice is to be made
    (`both`), and since which version these were drifting apart (`since`).
    """

    sitting: Sitting
    post: QueryDict
    both: list[str] = field(default_factory=list)
    since: int | None = None
    merged: list[str] = field(default_factory=list)
    """Changed by somebody else alone: taken over."""
    unseen: bool = False
    """Somebody was faster than this very page."""

    def __post_init__(self) -> None:
        asked = self.seat.questions.keys() - self.sitting.skip
        self.both = [name for name in self.post.get("both", "").split() if name in asked]
        self.since = number(self.post.get("since", ""))

    @property
    def seat(self) -> Seat:
        return self.sitting.main

    @property
    def item(self) -> Opened:
        assert self.seat.record is not None
        return self.seat.record

    @property
    def raws(self) -> Mapping[str, Any]:
        return self.sitting.posted or {}

    def choice(self, name: str) -> str:
        found = self.post.get(f"both.{name}", "")
        return found if found in (THEIRS, MINE) else ""

    @property
    def open(self) -> list[str]:
        """Questions in which nothing is chosen yet."""
        return [name for name in self.both if not self.choice(name)]

    def problems(self) -> list[Problem]:
        text = "两个人都改了“{}”，请选用哪一个"
        return [
            Problem("record.choose-side", text.format(self.seat.questions[name].label)).at(
                question=f"both.{name}"
            )
            for name in (self.both if self.unseen else self.open)
        ]

    def chosen(self, part: Part) -> Part:
        """The part without what is left as somebody else wrote it."""
        theirs = {name for name in self.both if self.choice(name) == THEIRS}
        given = {name: raw for name, raw in part.answers.items() if name not in theirs}
        return replace(part, answers=given)

    # ---- after somebody was faster ----

    def meet(self) -> None:
        """From here on the page stands on the record as it is now; what both changed is to be chosen."""
        version = self.seat.version
        if version is None or version == self.item.record.version:
            return
        self.unseen = True
        base = self.as_of(version)
        undecided = set(self.open)
        left = {name for name in self.both if self.choice(name) == THEIRS}
        mine = {n for n in self.raws if self._mine(n, base)}
        others = {n for n in self._visible() if base.get(n) != self.item.answers.get(n)}
        clash = {n for n in mine & others if self._differ(n)} | (undecided & mine)
        self.both = [name for name in self._names() if name in clash]
        self.merged = [name for name in self._visible() if name in others - mine]
        self.since = self.since or version
        self.sitting.fresh |= {*self.merged, *left, *(set(self._names()) - self.raws.keys())}
        self.seat.version = self.item.record.version

    def _visible(self) -> list[str]:
        return [name for name in self.seat.questions if name not in self.seat.hidden]

    def _names(self) -> list[str]:
        return [name for name in self.seat.questions if name not in self.sitting.skip]

    def _mine(self, name: str, base: Mapping[str, Any]) -> bool:
        """Whether this person wrote another answer than the page was drawn with, and still means it."""
        if self.choice(name) == THEIRS and name in self.both:
            return False
        return not same(self.seat.questions[name], self.raws[name], base.get(name), self.item.ctx)

    def _differ(self, name: str) -> bool:
        question, now = self.seat.questions[name], self.item.answers.get(name)
        return not same(question, self.raws[name], now, self.item.ctx)

    # ---- the past ----

    def edition_of(self, version: int) -> int:
        """The edition of the form in which that version stood."""
        past = (c.edition_id for c in self.item.changes if c.version <= version)
        return next(past, self.item.record.edition_id)

    def typed(self) -> tuple[Posted, Collection[str] | None]:
        """What was posted, under the names that its questions have by now, and which those are."""
        now = self.item.record
        if self.seat.version in (None, now.version):
            return self.post, None
        edition = self.edition_of(self.seat.version or 0)
        if edition == now.edition_id:
            return self.post, None
        old = editions.bundle(edition).part()
        moves = differences(old, self.seat.questions.values()).moves
        data = MultiValueDict[str, Any]()
        for name in self.post:
            if owner(name) in moves:
                renamed = moves[owner(name)] + name[len(owner(name)) :]
                data.setlist(renamed, self.post.getlist(name))
        return data, frozenset(moves.values())

    def as_of(self, version: int) -> dict[str, Any]:
        """The answers that the record had in that version, by the names of its form today."""
        stored, edition = dict(self.item.record.answers), self.edition_of(version)
        for change in self.item.changes:
            if change.version <= version:
                break
            for name, (old, _) in change.diff.items():
                if old is None:
                    stored.pop(name, None)
                elif not name.startswith("_"):
                    stored[name] = old
        questions = {q.name: q for q in editions.bundle(edition).part()}
        answers = open_answers(self.item.key, questions, stored)
        if edition == self.item.record.edition_id:
            return answers
        ctx = Context(options=self.item.bundle.options)
        return move(questions.values(), self.seat.questions.values(), answers, ctx).answers

    @cached_property
    def _since(self) -> Sequence[Change]:
        return [change for change in self.item.changes if change.version > (self.since or 0)]

    def _by(self, name: str) -> str:
        """Who wrote what stands there now, and when."""
        for change in self._since:
            if name in change.diff:
                who = change.actor.get_full_name() if change.actor else ""
                return "，".join(text for text in (who, moment(change.at)) if text)
        return ""

    # ---- words ----

    def shown(self) -> SimpleNamespace | None:
        """What the page says of it; None when nobody was in the way."""
        if not self.both and not self.unseen:
            return None
        was = self.as_of(self.since or 0)
        lines = [self._line(name, was) for name in self.both]
        taken = [self._line(name, was) for name in self.merged]
        own = [self._line(name, was) for name in self._own(was)] if self.unseen else []
        marks = [("both", " ".join(self.both)), ("since", str(self.since or ""))]
        return SimpleNamespace(both=lines, merged=taken, own=own, marks=marks)

    def _own(self, was: Mapping[str, Any]) -> list[str]:
        left = {*self.both, *self.merged}
        names = (n for n in self._names() if n in self.raws and n not in left)
        return [name for name in names if self._mine(name, was) and self._differ(name)]

    def _line(self, name: str, was: Mapping[str, Any]) -> SimpleNamespace:
        question = self.seat.questions[name]
        asked, now = as_sealed(question, self.seat.masked), self.item.answers.get(name)
        raw = self.raws.get(name)
        return SimpleNamespace(
            name=name,
            label=question.label,
            was=self.item.text(question, was.get(name))[0],
            theirs=self.item.text(question, now)[0],
            by=self._by(name),
            mine=said(asked, raw, self.item.ctx) if name in self.raws else "",
            chosen=self.choice(name) if not self.unseen else "",
            missing=not self.unseen and name in self.open,
        )


def same(question: Question, raw: Any, answer: Any, ctx: Context) -> bool:
    """Whether what a page says of a question is what stood there: sealed cells left alone stay."""
    if question.questions and isinstance(raw, list):
        return _same_rows(question, raw, answer or [], ctx)
    if not is_missing(answer) and answer is not None and raw == mask(question, answer):
        return True
    try:
        return bool(read(question, raw, ctx) == answer)
    except Refused:
        return False


def _shut(question: Question, row: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """A row that stands and shows nothing: its empty boxes empty nothing."""
    old = known.get(row.get("_id", ""))
    return old is not None and not is_open(question, old)


def _same_rows(
    question: Question, raw: Sequence[Mapping[str, Any]], answer: Sequence[Any], ctx: Context
) -> bool:
    known = {row["_id"]: row for row in answer}
    kept = [row for row in raw if filled(question, row) or _shut(question, row, known)]
    if [row.get("_id") for row in kept] != [row.get("_id") for row in answer]:
        return False
    columns = [column for column in question.questions if type_of(column).asked]
    return all(
        same(column, row[column.name], old.get(column.name), ctx)
        for row, old in zip(kept, answer, strict=True)
        for column in columns
        if column.name in row
    )
