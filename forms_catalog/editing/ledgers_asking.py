"""What the rule builder of a ledger may speak of: its columns, the engine's names, its other questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..blocks.controls import split
from ..bundle import Bundle, make
from ..checks.meaning.ledgers import questions_of
from ..definition import FormDefinition, Ledger, Question
from ..expressions import Scope
from ..logic.reserved import RESERVED
from ..publishing import Overlay
from ..questions import type_of
from .asking import Asked, Field, field_of
from .ledgers_offers import choices
from .words import plain

COLUMNS, ENGINE, OTHERS = "台账的列", "系统知道的", "其他题，只能用在动作里"
KNOWN = {
    "_state": "状态",
    "_age": "年龄",
    "_opened_on": "登记的日期",
    "_ended_on": "结束的日期",
    "_happened_on": "变动的日期",
    "_in_force": "是否生效",
}
"""The engine's names that people have a use for; every other one may be typed."""
BUILDER = {"number": "number", "date": "date", "text": "text"}


@dataclass(frozen=True)
class LedgerAsked(Asked):
    """A ledger's draft as the builder sees it; the bundle is that of its form."""

    ledger: Ledger = field(kw_only=True)

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
    def made(self) -> tuple[str, ...]:
        """Columns that no question has."""
        derived = (one.name for one in self.ledger.derived)
        return (*derived, *(one.name for one in self.ledger.decisions))

    @cached_property
    def column_kinds(self) -> dict[str, str]:
        """What a filter may read."""
        known = {*self.ledger.columns, *self.made}
        return RESERVED | {name: kind for name, kind in self.kinds.items() if name in known}

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(_fields(self))

    def scope(self, own: Question | None, what: str) -> Scope:
        if what == "elsewhere":
            return Scope(None, condition=True)
        if what == "columns":
            return Scope(self.column_kinds, condition=True)
        return super().scope(None, what)

    def offer(self) -> dict[str, Any]:
        return super().offer() | {"choices": choices(self.ledger, self.own, self.book)}


def _fields(asked: LedgerAsked) -> Iterator[Field]:
    ledger = asked.ledger
    for name in ledger.columns:
        if name in asked.own:
            yield field_of(asked, asked.own[name], COLUMNS)
    for one in ledger.derived:
        yield Field(one.name, plain(one.label) or one.name, "any", COLUMNS, computed=True)
    for name, label in KNOWN.items():
        yield _known(ledger, name, label)
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
