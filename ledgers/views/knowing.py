"""A record that stands already, told on the page that asks who it is: nobody fills the others for nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import is_missing, read, type_of

from ..intake import identity
from ..registry import Live, live
from .desk import Desk
from .sending import sent


def known_already(desk: Desk, names: Collection[str]) -> list[Problem]:
    """Of new records whose identity is asked among these questions."""
    parts = desk.read()
    for part in parts:
        ledger = live(part.ledger)
        asked = _saying_who(ledger) if ledger and not part.record else set()
        if ledger and asked & set(names):
            normal = _normal(desk, ledger, {n: part.answers.get(n) for n in asked})
            if found := identity.already(ledger, normal, sent(desk, parts)):
                return found
    return []


def _saying_who(ledger: Live) -> set[str]:
    return {name for rule in ledger.rules.identity for name in rule} | {ledger.rules.one_open_per}


def _normal(desk: Desk, ledger: Live, raws: Mapping[str, Any]) -> dict[str, str]:
    """As the blind index compares them; what cannot be read is told by its own question."""
    asked = {name: question for name in raws if (question := ledger.questions.get(name))}
    found = {name: _one(desk, question, raws[name]) for name, question in asked.items()}
    return {name: value for name, value in found.items() if value}


def _one(desk: Desk, question: Question, raw: Any) -> str:
    try:
        answer = read(question, raw, desk.ctx)
    except Refused:
        return ""
    return "" if answer is None or is_missing(answer) else type_of(question).normal(answer)
