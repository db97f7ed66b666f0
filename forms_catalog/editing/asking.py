"""What the rule builder may speak of: every question of a draft with its label, kind and options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from ..bundle import Bundle
from ..definition import FormDefinition, Question
from ..expressions import Node, Scope
from ..expressions.words import say
from ..logic.scopes import kinds_of, option_columns
from ..logic.worth import kind_of
from ..problems import Problem
from ..publishing import Overlay
from ..questions import Context, type_of
from ..questions.yes_no import WORDS as YES_NO
from .words import plain

CONDITIONS = ("condition", "constraint", "filter")
TRUE_FALSE = {"true": "成立", "false": "不成立"}
KINDS = {
    "number": "number", "date": "date", "moment": "date", "year_month": "date", "text": "text",
    "identity": "text", "list": "rows", "truth": "choice",
}  # fmt: skip
"""What a kind of value is to the rule builder; any other may be compared as one likes."""


@dataclass(frozen=True)
class Field:
    """One line of the builder's list of questions."""

    name: str
    label: str
    kind: str
    group: str
    options: tuple[tuple[str, str], ...] = ()
    table: str = ""
    """The table that it is a column of."""
    computed: bool = False
    column: bool = True
    """A filter may speak of it."""
    only: str = ""
    """The box that alone may speak of it; '' is every one."""


@dataclass(frozen=True)
class Asked:
    """A draft as the builder sees it."""

    bundle: Bundle
    names: Mapping[str, str] = field(default_factory=dict)
    """Id of a block -> the name of its question."""

    @cached_property
    def kinds(self) -> dict[str, str]:
        return kinds_of(self.bundle, Overlay(self.bundle.form))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(_fields(self))

    @cached_property
    def labels(self) -> dict[str, str]:
        return {one.name: one.label for one in self.fields if one.kind != "cells"}

    @cached_property
    def options(self) -> dict[str, dict[str, str]]:
        return {one.name: dict(one.options) for one in self.fields}

    def say(self, node: Node, own: str = "") -> str:
        """The words of an expression; `own` is the question whose answer the dot is."""
        return say(node, self.labels, self.options | {".": self.options.get(own, {})})

    def question(self, name: str) -> Question | None:
        return next((q for q in _every(self.bundle) if q.name == name), None)

    def scope(self, own: Question | None, what: str) -> Scope:
        """What an expression may speak of; `own` is the question that it belongs to."""
        kind = (self.kinds.get(own.name) or "text") if own and what == "constraint" else ""
        columns = option_columns(own, self.bundle) if own and what == "filter" else frozenset()
        stored = what == "value" and own is not None and type_of(own).stored
        return Scope(self.kinds, kind, columns, stored, what in CONDITIONS)

    def beside(self, about: str) -> Asked:
        """What an expression of the page speaks of that says so itself: here always the same."""
        return self

    def read(self, text: str, box: str) -> dict[str, Any]:
        """A text with placeholders in words, and what is wrong with it."""
        return {"words": "", "problems": []}

    def offer(self) -> dict[str, Any]:
        """What the page's script lets people choose among."""
        decisions = [(one.name, plain(one.label)) for one in self.bundle.form.decisions]
        fields = [asdict(one) for one in self.fields]
        return {"fields": fields, "names": self.names, "decisions": decisions}


def _every(bundle: Bundle) -> Iterator[Question]:
    for section in bundle.placed:
        for question in section.questions:
            yield question
            yield from question.questions


def _fields(asked: Asked) -> Iterator[Field]:
    for section in asked.bundle.placed:
        group = plain(section.label) or section.name
        for question in section.questions:
            if type_of(question).stored:
                yield field_of(asked, question, group)
            for column in question.questions:
                yield from _column(asked, question, column, group)
    yield from _tables(asked.bundle.form)


def _column(asked: Asked, table: Question, column: Question, group: str) -> Iterator[Field]:
    found = field_of(asked, column, group, table.name)
    yield found
    if found.kind == "number":
        label = f"{label_of(table)}：{found.label}"
        yield Field(f"{table.name}.{column.name}", label, "cells", group)


def field_of(asked: Asked, question: Question, group: str, table: str = "") -> Field:
    options = _options(asked, question)
    kind = _kind(asked, question, bool(options))
    computed = not type_of(question).asked
    return Field(question.name, label_of(question), kind, group, options, table, computed)


def label_of(question: Question) -> str:
    return plain(question.label).strip() or "（还没写）"


def _options(asked: Asked, question: Question) -> tuple[tuple[str, str], ...]:
    if asked.kinds.get(question.name) == "truth":
        return tuple(TRUE_FALSE.items())
    if type_of(question).kind == "boolean":
        return tuple(YES_NO.items())
    choices = Context(options=asked.bundle.options).choices(question)
    return tuple((one.name, plain(one.label) or one.name) for one in choices)


def _kind(asked: Asked, question: Question, options: bool) -> str:
    kind = type_of(question)
    if options:
        return "choices" if kind.kind == "list" and kind.macro in _MANY else "choice"
    if kind.kind == "file" or kind.looks_out:
        return "file"
    return KINDS.get(asked.kinds.get(question.name) or kind_of(question), "any")


_MANY = {"checkboxes", "choices"}


def _tables(form: FormDefinition) -> Iterator[Field]:
    """The results of decision tables; a question that keeps one has words for them."""
    words = {q.option("decision"): q for q in form.questions() if q.option("decision")}
    for decision in form.decisions:
        known = _words(words.get(decision.name))
        options = {row.then: known.get(row.then, row.then) for row in decision.rows if row.then}
        label = plain(decision.label) or decision.name
        yield Field(
            decision.name, label, "choice", "决策表的结果", tuple(options.items()), computed=True
        )


def _words(question: Question | None) -> dict[str, str]:
    if question is None or isinstance(question.option("choices"), str):
        return {}
    return {one.name: plain(one.label) for one in Context().choices(question)}


def problem_said(problem: Problem) -> dict[str, Any]:
    """For the page's script."""
    place = problem.place
    return {
        "code": problem.code,
        "text": problem.text,
        "remedy": problem.remedy,
        "start": place.start,
        "end": place.end,
        "warn": problem.warn,
    }
