"""Whether a record counts: the ledger's `in_force`, judged over answers as they stood on some day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from forms_catalog.expressions import Environment, Node, names, parse, run
from forms_catalog.expressions.values import Value, to_boolean
from forms_catalog.logic.worth import value_of

from ..derived import likes
from ..registry import Live
from ..submission import GONE

_NOTHING: Mapping[str, Value] = {}


class Condition:
    """A condition over one record; '' asks for a state that is not final."""

    def __init__(self, ledger: Live, text: str) -> None:
        self._node: Node | None = parse(text) if text else None
        self._final = {state.name for state in ledger.rules.states if state.final}
        self._questions = ledger.questions | likes(ledger)
        self.names = frozenset(names(self._node) if self._node else ()) & self._questions.keys()
        """The answers that it reads."""

    def __call__(
        self,
        state: str,
        place: str,
        answers: Mapping[str, Any],
        day: dt.date,
        also: Mapping[str, Value] = _NOTHING,
    ) -> bool:
        if state in GONE:
            return False
        if self._node is None:
            return state not in self._final
        values: dict[str, Value] = {
            name: value_of(self._questions[name], self._answer(name, answers))
            for name in self.names
        }
        values |= {"_state": state, "_place": place, **also}
        return to_boolean(run(self._node, _OneRecord(values, day)))

    def _answer(self, name: str, answers: Mapping[str, Any]) -> Any:
        """A record of an older edition may have it under the name before."""
        return answers.get(name, answers.get(self._questions[name].was))


class _OneRecord(Environment):
    """The record's own names, on the day that is asked about."""

    def __init__(self, values: Mapping[str, Value], day: dt.date) -> None:
        super().__init__(dt.datetime.combine(day, dt.time()))
        self._values = {**values, "_today": day, "_ref": day, "_period_end": day}

    def name(self, name: str) -> Value:
        return self._values.get(name, "")


@lru_cache(maxsize=128)
def in_force(ledger: Live) -> Condition:
    """The ledger's own rule, read once an edition."""
    return Condition(ledger, ledger.rules.in_force)
