"""Which forms may be filled for many records in one table, and which of their questions stand where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from forms_catalog.definition import Question
from forms_catalog.questions import type_of
from forms_catalog.slots import family

from ..registry import Live, all_live, live
from ..scope import reach
from ..submission import OPENING
from .frame import may
from .sitting import Sitting, opening

MOST = 8
"""Columns that a table begins with; what turns out to be needed is added."""
WIDEST = 40
FEW = 5
"""How many are shown where fewer must be answered."""


def fills(request: HttpRequest, ledger: Live) -> bool:
    """Whether some post of the person may open records of the ledger."""
    roles = {post.role for post in reach(request.user).posts}
    access = (ledger.rules.role(role) for role in roles)
    return may(request, ledger, OPENING) and any(item and item.fill for item in access)


def follow_ups(request: HttpRequest, target: Live) -> Iterator[tuple[Live, Question]]:
    """Forms that point at a ledger's records and that this person may fill."""
    for ledger in all_live().values():
        if ledger.id != target.id and not ledger.rows_of and fills(request, ledger):
            for question in ledger.questions.values():
                if points(question) is target:
                    yield ledger, question


def points(question: Question) -> Live | None:
    """The ledger whose records it chooses from."""
    return live(question.option("record")) if question.type == "record" else None


def ways(request: HttpRequest, target: Live) -> list[tuple[str, str]]:
    """(words, address) of each table that a list may be taken to."""
    found = list(follow_ups(request, target))
    keys = [ledger.key for ledger, _ in found]
    return [
        (
            ledger.title if keys.count(ledger.key) == 1 else f"{ledger.title}（{question.label}）",
            reverse("grid", args=[ledger.key, question.name]),
        )
        for ledger, question in found
    ]


@dataclass
class Columns:
    """The questions of one form: those of every line, and those that are answered once for all lines."""

    user: Any
    ledger: Live
    through: str
    lines: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)

    @cached_property
    def sitting(self) -> Sitting:
        return opening(self.user, self.ledger, {})

    @cached_property
    def questions(self) -> dict[str, Question]:
        """What this person is asked when opening such a record, in the order of the form."""
        asked = self.sitting.main.questions
        return {
            question.name: question
            for section in self.sitting.sections
            for question in section.questions
            if question.name in asked.keys() - self.sitting.skip - {self.through}
            and _answered(question)
        }

    @cached_property
    def fitting(self) -> list[str]:
        """Those that have room in a cell."""
        return [name for name, question in self.questions.items() if _fits(question)]

    def take(self, given: QueryDict) -> None:
        """As the address says; else what must be answered, and a few short ones."""
        asked, same = (_named(given, name) for name in ("ask", "same"))
        if asked or same:
            self.lines = [name for name in self.fitting if name in asked][:WIDEST]
            self.same = [n for n in self.questions if n in same | asked and n not in self.lines]
        else:
            self._at_first()

    def _at_first(self) -> None:
        must = [name for name, question in self.questions.items() if question.required is True]
        self.lines = [name for name in self.fitting if name in must][:MOST]
        short = (n for n in self.fitting if family(self.questions[n]))
        more = [name for name in short if name not in self.lines and not self._sometimes(name)]
        wanted = {*self.lines, *more[: max(0, FEW - len(self.lines))]}
        self.lines = [name for name in self.fitting if name in wanted]
        self.same = [name for name in must if name not in self.lines]

    def _sometimes(self, name: str) -> bool:
        question = self.questions[name]
        return bool(question.relevant or isinstance(question.required, str))

    def want(self, names: Iterable[str]) -> list[str]:
        """Adds questions that turn out to be needed; gives those that were not there."""
        new = [n for n in self.questions if n in set(names) - {*self.lines, *self.same}]
        for name in new:
            fits = name in self.fitting and len(self.lines) < WIDEST
            (self.lines if fits else self.same).append(name)
        return new

    def cells(self) -> Sequence[Question]:
        return [self.questions[name] for name in self.lines]

    @property
    def params(self) -> list[tuple[str, str]]:
        """How they stand in the address."""
        pairs = (("ask", self.lines), ("same", self.same))
        return [(name, ",".join(found)) for name, found in pairs if found]


def _named(given: QueryDict, name: str) -> set[str]:
    return {part for text in given.getlist(name) for part in text.split(",") if part}


def _answered(question: Question) -> bool:
    """Whether a person gives the answer here; an upload belongs to one record alone."""
    kind = type_of(question)
    if question.number or question.calculation or not (kind.asked and kind.stored):
        return False
    if any(type_of(column).kind == "file" for column in question.questions):
        return False
    return kind.kind != "file" or kind.macro == "signature"


def _fits(question: Question) -> bool:
    kind = type_of(question)
    wide = kind.kind in {"rows", "file"} or kind.looks_out or kind.macro == "acknowledge"
    return not wide and question.read_only is not True
