"""Who is asked what at which action: a person is shown, and must answer, only what is theirs.

Half of all real forms are filled by two or three kinds of people, one after the other; so what is
required is judged for an action, never for the whole form at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from forms_catalog import editions
from forms_catalog.bundle import Bundle, Placed
from forms_catalog.checks.meaning.doors import outward
from forms_catalog.definition import Question
from people.posts import PostView

from .acting import rule_of, verb_of
from .actions import VERBS
from .registry import Live, role_held_at
from .submission import OPENING
from .visitors import Visitor

NOBODY = "none"
"""Held at: a role without an account; somebody who may fill writes down what it says."""
ENGINE = "system"
_DEFAULT = (OPENING,)


def asked_of(
    actor: Any, posts: Iterable[PostView], edition: int, ledger: Live, action: str
) -> frozenset[str]:
    """What somebody is asked under these posts; from outside, what looks at nothing of the house."""
    if isinstance(actor, Visitor):
        own = {question.name: question for question in editions.bundle(edition).part()}
        theirs = asked(edition, ledger, action, [actor.role]) & own.keys()
        return frozenset(name for name in theirs if outward(own[name]))
    rule = rule_of(ledger.rules, action)
    roles = [post.role for post in posts if rule and post.role in rule.who]
    return asked(edition, ledger, action, roles)


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
    own = not by or not {*by}.isdisjoint(roles)
    return own or (any(map(_by_proxy, by)) and not any(map(_by_proxy, roles)))


def _by_proxy(role: str) -> bool:
    """Whoever is such a one speaks for nobody else."""
    return role_held_at(role) == NOBODY
