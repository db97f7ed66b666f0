"""Who is asked what at which action: a person is shown, and must answer, only what is theirs.

Half of all real forms are filled by two or three kinds of people, one after the other; so what is
required is judged for an action, never for the whole form at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from forms_catalog import editions
from forms_catalog.bundle import Bundle, Placed
from forms_catalog.definition import Question

from .acting import rule_of, verb_of
from .actions import VERBS
from .registry import Live, role_held_at
from .submission import OPENING

NOBODY = "none"
"""Held at: a role without an account; somebody who may fill writes down what it says."""
ENGINE = "system"
_DEFAULT = (OPENING,)


def asked(edition: int, ledger: Live, action: str, roles: Iterable[str]) -> frozenset[str]:
    """The questions of a record's own form that these roles are asked at an action."""
    return _asked(edition, ledger, action, tuple(sorted(set(roles))))


@lru_cache(maxsize=512)
def _asked(edition: int, ledger: Live, action: str, roles: tuple[str, ...]) -> frozenset[str]:
    rule = rule_of(ledger.rules, action)
    if rule is None:
        return frozenset()
    moments = {action, OPENING} if VERBS[verb_of(rule)].whole else {action}
    bundle = editions.bundle(edition)
    if ledger.rows_of:
        return _of_rows(bundle, ledger, moments, roles)
    return frozenset(
        question.name
        for section in bundle.placed
        if not section.through
        for question in section.questions
        if _theirs(question, section, moments, roles)
    )


def _of_rows(
    bundle: Bundle, ledger: Live, moments: set[str], roles: tuple[str, ...]
) -> frozenset[str]:
    """The columns of a table whose rows are records of their own."""
    for section in bundle.placed:
        for table in section.questions:
            if table.name == ledger.rows_of and _theirs(table, section, moments, roles):
                return frozenset(column.name for column in table.questions)
    return frozenset()


def _theirs(question: Question, section: Placed, moments: set[str], roles: tuple[str, ...]) -> bool:
    by = question.by or section.by
    if moments.isdisjoint(question.at or section.at or _DEFAULT) or by == (ENGINE,):
        return False
    return not by or not {*by}.isdisjoint(roles) or any(map(_by_proxy, by))


def _by_proxy(role: str) -> bool:
    return role_held_at(role) == NOBODY
