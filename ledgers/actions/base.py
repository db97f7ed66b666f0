"""What every action of the engine can say of itself; templates choose among them by `verb`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from forms_catalog.problems import Problem

if TYPE_CHECKING:
    from ..intake.plan import Plan
    from ..submission import Part, Submission

type Words = Callable[[Any], str]
"""A fact of a change, in words."""


class Verb:
    """Submitting, verifying, moving ...: who may do it, when and with which guard, the ledger says."""

    registry: ClassVar[dict[str, Verb]] = {}

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    says: ClassVar[str] = ""
    """What it does, for whoever writes the template."""
    asks: ClassVar[tuple[str, ...]] = ()
    """What has to be said beside a reason: `place`, `user`, `until`, `record`."""
    reason: ClassVar[bool] = False
    """A reason is needed whatever the template says."""
    whole: ClassVar[bool] = False
    """The questions of the opening are asked again."""
    bulk: ClassVar[bool] = True
    """It can be done for many records at once, where the template allows it."""
    ends: ClassVar[str] = ""
    """How it answers that a record came back: `done`, `gone`; '' leaves it waiting."""
    facts: ClassVar[Mapping[str, tuple[str, Words]]] = {}
    """Reserved name in a change -> (label, what it was or is in words)."""

    def __init_subclass__(cls) -> None:
        if cls.name:
            Verb.registry[cls.name] = cls()

    def judge(self, plan: Plan, before: Sequence[Plan], submission: Submission) -> list[Problem]:
        """May set the place, the state and the facts of the plan; gives what stands against it."""
        return []

    def brings(self, plan: Plan, before: Sequence[Plan]) -> Iterator[Part]:
        """What it causes on other records."""
        return iter(())

    def write(self, plan: Plan, submission: Submission) -> None:
        """Rows beside the record, in the same transaction, once the change is written."""
