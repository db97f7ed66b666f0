"""What a guard or an effect may ask: settled answers, derived columns, the engine's own names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from forms_catalog import editions
from forms_catalog.expressions import Environment, Node, parse, run
from forms_catalog.expressions.values import Value, to_boolean
from forms_catalog.logic.scene import Unknown
from forms_catalog.logic.worth import value_of

from ..clock import moment
from ..ids import show_number
from ..reserved import reserved
from ..submission import Submission
from .linked import look_up
from .plan import Plan


@lru_cache(maxsize=1024)
def parsed(text: str) -> Node:
    return parse(text)


class Situation(Environment):
    """One plan as expressions of its ledger see it, after its answers are settled."""

    def __init__(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> None:
        super().__init__(moment(submission.clock))
        self.plan = plan
        self.before = before
        self.submission = submission

    def truth(self, text: str) -> bool:
        return to_boolean(run(parsed(text), self))

    def value(self, text: str) -> Value:
        return run(parsed(text), self)

    def name(self, name: str) -> Value:
        if name.startswith("_"):
            return self._reserved.get(name, "")
        question = self.plan.questions.get(name)
        if question is not None and name not in self._derived:
            return value_of(question, self.plan.after.get(name))
        head, _, column = name.rpartition(".")
        return self._elsewhere(head, column) if head else self._derived.get(name, "")

    def _elsewhere(self, link: str, column: str) -> Value:
        try:
            return look_up(self.plan, self.before, self.submission, link, column)
        except Unknown:
            return ""

    @cached_property
    def _derived(self) -> dict[str, Value]:
        from ..derived import values

        return values(self.plan.ledger, self.plan.record)

    @cached_property
    def _reserved(self) -> dict[str, Value]:
        plan, day = self.plan, self.now.date()
        found = reserved(self.submission.actor, plan.place, self.state)
        return found | {
            "_today": day,
            "_ref": day,
            "_now": self.now,
            "_happened_on": plan.happened_on or day,
            "_number": show_number(plan.number) if plan.number else "",
            "_reason": plan.part.reason,
            "_opened_on": plan.record.created_at.date() if plan.record else day,
            "_year": f"{day:%Y}",
        }

    @property
    def state(self) -> str:
        """Where the record stood: a guard asks before it goes on."""
        return self.plan.record.state if self.plan.record else self.plan.state

    def label(self, value: str, question: str) -> str:
        asked = self.plan.questions.get(question)
        if asked is None:
            return value
        options = editions.bundle(self.plan.edition).options
        source: Any = asked.option("choices", "")
        words = (
            {o.name: o.label for o in options.get(source, ())} if isinstance(source, str) else {}
        )
        return "，".join(words.get(code, code) for code in value.split())
