"""Whether what was typed speaks of danger: then the page says whom to call before anything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms_catalog.expressions import Environment, run
from forms_catalog.expressions.values import Value, to_boolean
from forms_catalog.logic.worth import value_of
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, read

from ..clock import moment, now
from ..intake.situation import parsed
from ..registry import Live


class _Typed(Environment):
    """Raw answers as far as they can be read; the rest is blank."""

    def __init__(self, ledger: Live, answers: Mapping[str, Any]) -> None:
        super().__init__(moment(now()))
        self.ledger = ledger
        self.answers = answers

    def name(self, name: str) -> Value:
        question = self.ledger.questions.get(name)
        if question is None:
            return ""
        try:
            ctx = Context(options=self.ledger.bundle.options)
            return value_of(question, read(question, self.answers.get(name), ctx))
        except Refused:
            return ""


def urgent(ledger: Live, answers: Mapping[str, Any]) -> bool:
    told = ledger.rules.public
    if told is None or not told.urgent:
        return False
    return to_boolean(run(parsed(told.urgent), _Typed(ledger, answers)))
