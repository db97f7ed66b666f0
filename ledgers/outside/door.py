"""One form from outside between its page and its receipt: drawn, read, handed to the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.datastructures import MultiValueDict

from forms_catalog.problems import Problem
from forms_catalog.questions import type_of

from ..clock import now
from ..intake.holding import receive
from ..models import Receipt
from ..registry import Live, live
from ..submission import Result, Submission
from ..views.desk import texts_of
from ..views.settling import settled
from ..views.sitting import Sitting, opening
from ..visitors import DOOR, Visitor, visitor_of
from . import receipts
from .urgency import urgent

OF_OTHERS = ("record.", "submission.", "ledger.", "action.", "place.", "edition.", "file.")
"""Codes that speak of what is in the house: nothing of it is told outside."""


@dataclass(frozen=True)
class Slip:
    """What a page carries from its first drawing to its receipt, and nobody else knows."""

    key: str
    number: str
    secret: str

    @property
    def code(self) -> str:
        return receipts.code_of(self.secret)


@dataclass
class Door:
    """A ledger that is open to everybody, and what somebody typed into its form."""

    ledger: Live
    visitor: Visitor
    posted: MultiValueDict[str, str] | None = None
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sitting: Sitting = opening(self.visitor, self.ledger, {})
        self.sitting.settle = settled
        self.parts = self.sitting.read(self.posted) if self.posted is not None else ()

    @property
    def names(self) -> frozenset[str]:
        """The questions that the page asks."""
        own = self.ledger.questions
        asked = own.keys() - self.sitting.skip
        return frozenset(name for name in asked if type_of(own[name]).asked)

    @property
    def answers(self) -> Mapping[str, Any]:
        return self.sitting.posted or {}

    @property
    def urgent(self) -> bool:
        return urgent(self.ledger, self.answers)

    def mends(self, problem: Problem) -> bool:
        """Whether the sender can put it right: it stands at a question of the page, and tells nothing."""
        at = problem.place.question.split(".")[0]
        return at in self.names and not problem.code.startswith(OF_OTHERS)

    def send(self, slip: Slip) -> tuple[Result, Receipt | None]:
        """What became of it, and the receipt once it is written or held."""
        values = texts_of(self.posted or MultiValueDict(), self.names)
        sent = Submission(slip.key, DOOR, self.visitor, None, self.parts, now(), number=slip.number)
        result = receive(sent, values, mends=self.mends, later=receipts.flooded())
        if result.status not in ("accepted", "replayed", "held"):
            self.problems += result.problems
            return result, None
        return result, receipts.issue(slip.key, slip.number, self.ledger, slip.code)


def door_of(key: str, posted: MultiValueDict[str, str] | None = None) -> Door | None:
    """None where there is no such ledger, or it is not open to everybody."""
    ledger = live(key)
    visitor = visitor_of(ledger) if ledger else None
    return Door(ledger, visitor, posted) if ledger and visitor else None
