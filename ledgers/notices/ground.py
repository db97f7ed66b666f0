"""What a notice speaks of: one record as the engine sees it, sealed answers as masks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.expressions import Environment, Node, parse, run
from forms_catalog.expressions.values import Value, to_boolean
from forms_catalog.logic.worth import value_of
from forms_catalog.ports import ports
from forms_catalog.problems import Refused
from forms_catalog.questions import Context
from forms_catalog.questions.base import inline_options

from .. import queries
from ..clock import moment, now
from ..derived.likes import likes
from ..derived.reading import answer as derived_answer
from ..derived.reading import worth
from ..ids import show_number
from ..models import Record
from ..registry import Live, live, live_by_id
from ..reserved import of_round
from ..sealing import DataKey, open_answers
from ..titles import title

WHY = "the engine tells what a notice's template says, masked"
type Given = Mapping[str, str | int | float | dt.date | dt.datetime]


class Ground(Environment):
    """`given` are values of whoever sets the notice off; they come before everything else."""

    def __init__(self, record: Record | None, given: Given | None = None, place: str = "") -> None:
        super().__init__(moment(now()))
        self.record = record
        self.given = dict(given or {})
        self.place = record.place_path if record else place
        self._linked: dict[str, Ground | None] = {}

    # ---- for expressions ----

    def holds(self, text: str) -> bool:
        return not text or to_boolean(run(parse(text), self))

    def value(self, text: str) -> Value:
        node: Node = parse(text)
        return run(node, self)

    def name(self, name: str) -> Value:
        if name in self.given:
            given = self.given[name]
            return float(given) if isinstance(given, int) else given
        if name.startswith("_"):
            return self.reserved.get(name, "")
        head, _, rest = name.partition(".")
        if rest:
            other = self.linked(head)
            return other.name(rest) if other else ""
        return self._own(name)

    def _own(self, name: str) -> Value:
        if self.record is None:
            return ""
        if like := self.likes.get(name):
            return worth(like, self._slot(name))
        question = self.questions.get(name)
        found = self.record.answers.get(name)
        shut = isinstance(found, dict) and "$sealed" in found
        return "" if question is None or shut else value_of(question, found)

    def label(self, value: str, question: str) -> str:
        asked = self.likes.get(question) or self.questions.get(question)
        if asked is None:
            return value
        own: Any = asked.option("choices", ())
        options = self.ctx.options.get(own, ()) if isinstance(own, str) else inline_options(own)
        words = {option.name: option.label for option in options}
        return "，".join(words.get(code, code) for code in value.split())

    # ---- of the record ----

    @cached_property
    def ledger(self) -> Live | None:
        return live_by_id(self.record.ledger_id) if self.record else None

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Those of the edition the record was filled with, newer ones beside them."""
        if self.record is None or self.ledger is None:
            return {}
        then = {q.name: q for q in editions.bundle(self.record.edition_id).part()}
        return self.ledger.questions | then

    @cached_property
    def likes(self) -> Mapping[str, Question]:
        return likes(self.ledger) if self.ledger else {}

    def _slot(self, name: str) -> Any:
        assert self.ledger is not None
        return getattr(self.record, self.ledger.slots[name])

    def answer(self, name: str) -> tuple[Question | None, Any]:
        """A question or column with what was answered, in clear: only for words that mask it."""
        if self.record is None:
            return None, None
        if like := self.likes.get(name):
            return like, derived_answer(like, self._slot(name))
        question = self.questions.get(name)
        return question, (self.opened if question and question.sealed else self.record.answers).get(
            name
        )

    @cached_property
    def opened(self) -> Mapping[str, Any]:
        """The answers in clear; opened only where a sealed one is spoken of."""
        record = self.record
        if record is None or not record.data_key:
            return record.answers if record else {}
        key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
        return open_answers(key, self.questions, record.answers)

    @cached_property
    def ctx(self) -> Context:
        if self.record is None:
            return Context(today=self.now.date())
        options = dict(editions.bundle(self.record.edition_id).options)
        if self.ledger:
            options = dict(self.ledger.bundle.options) | options
        return Context(options=options, today=self.now.date(), titles=self._titles())

    def _titles(self) -> dict[str, str]:
        found = {}
        for question in self.questions.values():
            if question.type == "record" and (other := self.linked(question.name)):
                assert other.record is not None
                found[str(other.record.uid)] = title(other.record)
        return found

    def linked(self, name: str) -> Ground | None:
        """The record that a question points at, whoever may see it."""
        if name not in self._linked:
            self._linked[name] = self._link(name)
        return self._linked[name]

    def _link(self, name: str) -> Ground | None:
        question = self.questions.get(name)
        uid = self.record.answers.get(name) if self.record else None
        ledger = live(question.option("record")) if question and isinstance(uid, str) else None
        row = queries.by_rule(str(uid), ledger) if ledger else None
        return Ground(row) if row else None

    # ---- the engine's own names ----

    @cached_property
    def reserved(self) -> dict[str, Value]:
        day = self.now.date()
        found: dict[str, Value] = {
            "_today": day,
            "_ref": day,
            "_now": self.now,
            "_year": f"{day:%Y}",
            "_period": f"{day.year}年第{(day.month + 2) // 3}季度",
            "_count": 1.0,
            "_place": self.place,
        }
        for ref in ports.places.ancestors(self.place) if self.place else ():
            found[f"_{ref.level}"] = ref.name
            found[f"_{ref.level}_code"] = ref.code
        return found | self._of_record()

    def _of_record(self) -> dict[str, Value]:
        record, ledger = self.record, self.ledger
        if record is None or ledger is None:
            return {}
        opened = moment(record.created_at)
        return {
            "_number": show_number(record.number),
            "_state": record.state,
            "_opened_on": opened.date(),
            "_created": opened,
            "_submitted_at": opened,
            **of_round(ledger, self.place),
        }


def ground_of(pk: int, given: Given | None = None) -> Ground | None:
    row = Record.objects.unscoped(WHY).filter(pk=pk).first()
    return Ground(row, given) if row else None


def safe(ground: Ground, text: str) -> Value:
    """The value of an expression of a template, '' when it cannot be worked out."""
    try:
        return ground.value(text)
    except Refused:
        return ""
