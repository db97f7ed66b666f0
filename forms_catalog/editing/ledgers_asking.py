"""What the rule builder of a ledger may speak of: its columns, the engine's names, its other questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..blocks.controls import split
from ..bundle import Bundle, make
from ..checks.meaning.derived import grounds_around
from ..checks.meaning.ledgers import questions_of
from ..definition import FormDefinition, Ledger, Question
from ..expressions import Scope
from ..logic.derived import OWN
from ..logic.reserved import RESERVED
from ..publishing import Overlay
from ..questions import type_of
from .asking import Asked, Field, field_of
from .ledgers_offers import choices
from .recipients import Meant
from .words import plain

COLUMNS, ENGINE, OTHERS = "台账的列", "系统知道的", "其他题"
HERE = "这份记录自己的"
KNOWN = {
    "_state": "状态",
    "_age": "年龄",
    "_opened_on": "登记的日期",
    "_ended_on": "结束的日期",
    "_happened_on": "变动的日期",
    "_in_force": "是否生效",
}
"""The engine's names that people have a use for; every other one may be typed."""
ROUND, DONE = "_period_start", "resolved_by"
BUILDER = {"number": "number", "date": "date", "text": "text"}


@dataclass(frozen=True)
class LedgerAsked(Asked):
    """A ledger's draft as the builder sees it; the bundle is that of its form."""

    ledger: Ledger = field(kw_only=True)
    near: dict[str, Asked] = field(default_factory=dict, kw_only=True)
    """Other ledgers that expressions of the page speak of."""

    @cached_property
    def book(self) -> Overlay:
        return Overlay(self.ledger)

    @cached_property
    def own(self) -> dict[str, Question]:
        """The questions that records of this ledger answer."""
        return questions_of(self.ledger, self.book) or {}

    @cached_property
    def kinds(self) -> dict[str, str]:
        return super().kinds | dict.fromkeys(self.made, "")

    @cached_property
    def likes(self) -> dict[str, Question]:
        """Columns that no question has, each as the question that it is like."""
        return grounds_around(self.ledger, self.book).likes(self.ledger.id)

    @cached_property
    def made(self) -> tuple[str, ...]:
        """Columns that no question has."""
        derived = (one.name for one in self.ledger.derived)
        return (*derived, *(one.name for one in self.ledger.decisions))

    @cached_property
    def column_kinds(self) -> dict[str, str]:
        """What a filter may read."""
        known = {*self.ledger.columns, *self.made, self.ledger.age_of}
        return RESERVED | {name: kind for name, kind in self.kinds.items() if name in known}

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(_fields(self))

    def scope(self, own: Question | None, what: str) -> Scope:
        if what == "elsewhere":
            return Scope(self.elsewhere, condition=True)
        if what == "columns":
            return Scope(self.column_kinds, condition=True)
        return super().scope(None, what)

    @property
    def meant(self) -> Meant:
        return Meant(self.own, self.book)

    @property
    def elsewhere(self) -> dict[str, str] | None:
        """What a condition on records of another ledger may read; None while that is not known."""
        return None

    def beside(self, about: str) -> Asked:
        about = self._pointed(about)
        if about in ("", self.ledger.id):
            return self
        if about not in self.near:
            other = self.book.get("ledger", about)
            self.near[about] = (
                Beside(bundle_for(other), ledger=other, here=self)
                if isinstance(other, Ledger)
                else self
            )
        return self.near[about]

    def _pointed(self, about: str) -> str:
        """The ledger that a question of ours points at, where its name is given behind a dot."""
        link = self.own.get(about.removeprefix("."))
        if not about.startswith("."):
            return about
        return str(link.option("record") or "") if link else ""

    def offer(self) -> dict[str, Any]:
        said = {
            "choices": choices(self.ledger, self.own, self.likes, self.book),
            "people": self.meant.offer(),
        }
        return super().offer() | said


@dataclass(frozen=True)
class Beside(LedgerAsked):
    """Another ledger, asked about from this one: `_own.x` is what the record here says."""

    here: LedgerAsked = field(kw_only=True)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        own = (
            replace(one, name=f"{OWN}{one.name}", label=f"这份记录的{one.label}", group=HERE)
            for one in self.here.fields
            if one.group == COLUMNS
        )
        return (*(one for one in super().fields if not one.only), *own)

    @property
    def elsewhere(self) -> dict[str, str]:
        own = {f"{OWN}{name}": kind for name, kind in self.here.column_kinds.items()}
        return RESERVED | self.kinds | own


def _fields(asked: LedgerAsked) -> Iterator[Field]:
    ledger = asked.ledger
    for name in ledger.columns:
        if name in asked.own:
            yield field_of(asked, asked.own[name], COLUMNS)
    several = {one.name for one in ledger.decisions if one.hit == "all"}
    for one in asked.likes.values():
        found = replace(field_of(asked, one, COLUMNS), computed=True)
        yield replace(found, kind="choices") if one.name in several and found.options else found
    for name, label in KNOWN.items():
        yield _known(ledger, name, label)
    yield replace(_known(ledger, ROUND, "这一次从哪天起"), only=DONE)
    for question in asked.own.values():
        if type_of(question).stored and question.name not in ledger.columns:
            yield replace(field_of(asked, question, OTHERS), column=False)


def _known(ledger: Ledger, name: str, label: str) -> Field:
    if name == "_state":
        options = tuple((one.name, plain(one.label) or one.name) for one in ledger.states)
        return Field(name, label, "choice", ENGINE, options)
    return Field(name, label, BUILDER.get(RESERVED[name], "any"), ENGINE)


def ledger_asked(draft: Ledger, post: Any) -> LedgerAsked:
    """The draft with what was chosen on the page and is not saved yet."""
    if form := post.get("part_basics-form"):
        draft = replace(draft, form=form)
    if "part_looks-columns" in post:
        draft = replace(draft, columns=tuple(split(post["part_looks-columns"])))
    return LedgerAsked(bundle_for(draft), ledger=draft)


def bundle_for(ledger: Ledger) -> Bundle:
    """The ledger's form with what it embeds; one without questions while there is none."""
    book = Overlay(ledger)
    form = book.get("form", ledger.form.partition(".")[0])
    return make(
        form if isinstance(form, FormDefinition) else FormDefinition(id="x", title="x"), book
    )
