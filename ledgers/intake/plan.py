"""One part of a sitting on its way in: read, judged, not yet written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from forms_catalog.definition import Action, Question
from forms_catalog.logic import Outcome
from forms_catalog.problems import Problem

from ..acting import SUBMIT, rule_of, verb_of
from ..models import Errand, Record
from ..registry import Live
from ..sealing import DataKey
from ..submission import UNDO, UPGRADE, Part
from .known import Known
from .tables import Counted


@dataclass(slots=True)
class Plan:
    """Everything the writer needs of one record: answers before and after, place, state, links.

    `base` is what a patch starts from: the answers before, moved where the part moves them; then
    `reseal` names those that stay and are kept sealed otherwise. `told` is what answers say of
    others (who says it, of which, what), `reasons` why a warned answer is right, `warnings` the
    same as it is kept. `outcome` is what the form's logic makes of the answers, `sources` the
    records and versions that it looked up; `known` is what was there before. `asked` are the
    questions that are this person's at this action. `cause` is the plan whose effect this one is:
    then no person's right is asked, the rule's is. `facts` are what an action changes beside
    answers, by reserved names (`_place`), and stand in the history beside them.
    """

    index: int
    part: Part
    ledger: Live
    questions: dict[str, Question]
    uid: str
    edition: int
    known: Known
    record: Record | None = None
    pk: int = 0
    """The key of the record inside; a new one has it once it is written."""
    post: int | None = None
    key: DataKey | None = None
    before: dict[str, Any] = field(default_factory=dict)
    base: dict[str, Any] = field(default_factory=dict)
    reseal: frozenset[str] = frozenset()
    after: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str, str, Any]] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
    sources: dict[str, Any] = field(default_factory=dict)
    place: str = ""
    state: str = ""
    blind: dict[str, dict[str, bytes]] = field(default_factory=dict)
    row_numbers: dict[str, list[Counted]] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)
    diff: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    """By which people know the record; a new one is given it when it is written."""
    asked: frozenset[str] = frozenset()
    cause: Plan | None = None
    facts: dict[str, list[Any]] = field(default_factory=dict)
    happened_on: dt.date | None = None
    freed: bool = False
    """Its identities are given back: another record may have them."""
    reidentifies: bool = False
    stirred: set[str] = field(default_factory=set)
    """Questions set beside those that were answered, so that what rests on them is worked out again."""
    absorbs: Record | None = None
    """The record that goes into this one."""
    undone: str = ""
    """The action of the change that is taken back."""
    handed: Errand | None = None
    """The offer that is answered: its record may lie out of the actor's sight."""

    @property
    def opens(self) -> bool:
        return self.record is None

    @property
    def version(self) -> int:
        return self.record.version + (not self.idle) if self.record else 1

    @property
    def idle(self) -> bool:
        """An update that changes nothing is no version."""
        old = self.record
        if old is None or self.changed or self.facts:
            return False
        quiet = self.cause is not None or self.verb == SUBMIT
        return quiet and (self.place, self.state) == (old.place_path, old.state)

    @property
    def action(self) -> Action:
        """The rule by which it is done."""
        found = rule_of(self.ledger.rules, self.part.action)
        assert found is not None
        return found

    @property
    def verb(self) -> str:
        return verb_of(self.action)

    @property
    def upgrades(self) -> bool:
        return self.part.action == UPGRADE

    @property
    def undoes(self) -> bool:
        return self.part.action == UNDO

    @property
    def changed(self) -> list[str]:
        """The questions whose answers are written, those of the edition that is left among them."""
        before, after = self.before, self.after
        found = [name for name in self.questions if before.get(name) != after.get(name)]
        if self.upgrades:
            found += [name for name in before if name not in self.questions]
            found += [name for name in self.reseal if name not in found]
        return found

    def touches(self, name: str) -> bool:
        """Whether this part gives the question another answer."""
        return bool(self.base.get(name) != self.after.get(name))
