"""What an action opens beside its record; where one is open for the same target, the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms_catalog.definition import Opens
from forms_catalog.expressions import is_expression
from forms_catalog.expressions.values import Value
from forms_catalog.logic.worth import raw_of
from forms_catalog.problems import refuse
from forms_catalog.questions import type_of

from .. import queries
from ..registry import Live, live
from ..sealing import blind_digests
from ..submission import Part
from .identity import ONE_OPEN
from .plan import Plan
from .situation import Situation

JOIN = "join"
"""What a part says beside its answers: the question of its cause that will point at it."""


def worth(text: str, here: Situation) -> Value:
    return here.value(text) if is_expression(text) else text


def raw(ledger: Live, name: str, value: Value) -> Any:
    question = ledger.questions.get(name)
    if question is None or value == "":
        return None
    return raw_of(question, value)


def opened(plan: Plan, told: Opens, here: Situation) -> Iterator[Part]:
    """A record of another ledger that points here by the question that can."""
    ledger = live(told.ledger)
    if ledger is None:
        raise refuse("ledger.unknown", "规则里写的台账还没有发布，请告诉管理员")
    answers = {n: raw(ledger, n, worth(text, here)) for n, text in told.set}
    if told.join and (uid := _open_one(ledger, answers)):
        point(plan, told.join, uid)
        return
    points = (
        q.name for q in ledger.questions.values() if q.option("record", "") == plan.ledger.key
    )
    if (link := next(points, "")) and link not in answers:
        answers[link] = plan.uid
    said = {"state": told.to} if told.to else {}
    yield Part(ledger.key, answers, said=said | ({JOIN: told.join} if told.join else {}))


def _open_one(ledger: Live, answers: dict[str, Any]) -> str:
    """The record that is the open one of the target these answers name, '' without one."""
    name = ledger.rules.one_open_per
    question, answer = ledger.questions.get(name), answers.get(name)
    if question is None or answer is None:
        return ""
    value = type_of(question).normal(answer)
    return queries.holder(ledger, ONE_OPEN + name, blind_digests(ONE_OPEN + name, (value,)))


def point(plan: Plan, name: str, uid: str) -> None:
    """An answer of the plan that only what it causes can give."""
    plan.after[name] = uid
    plan.stirred.add(name)
