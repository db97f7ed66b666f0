"""What a ledger's coverage speaks of: its rounds and its units, and their conditions for the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Q, Value, When

from forms_catalog.definition import Coverage, Question
from forms_catalog.expressions import parse
from forms_catalog.expressions.nodes import names
from forms_catalog.problems import Refused
from forms_catalog.questions import type_of

from ..acting import verb_of
from ..clock import now
from ..filtering import columns_of, compile_filter
from ..models import Record
from ..protect import ProtectedQuerySet
from ..registry import Live, live
from ..scope import within
from ..submission import GONE

COVERED, LEFT_OUT, OTHER = "c", "l", "o"
"""What a result makes of its unit: done, not to be counted, or still to be done."""
WHY = "counted for a place that lies in the asker's reach"


@dataclass(frozen=True)
class Setting:
    """The ledger of results with those of its rounds and, unless its units are places, of its units."""

    ledger: Live
    rounds: Live
    units: Live | None
    told: Coverage

    @cached_property
    def counted(self) -> Q:
        """Which units are to be covered."""
        return _compiled(self.units, self.told.units) if self.units else Q()

    @cached_property
    def standing(self) -> Case:
        """What each result makes of its unit; whoever is left out is not covered too."""
        found = [When(_compiled(self.ledger, self.told.covered), then=Value(COVERED))]
        if self.told.left_out:
            left_out = _compiled(self.ledger, self.told.left_out)
            found.insert(0, When(left_out, then=Value(LEFT_OUT)))
        return Case(*found, default=Value(OTHER), output_field=CharField())

    @cached_property
    def said(self) -> Question | None:
        """The column that says in words what a result is: the first code that `covered` asks."""
        asked = sorted(names(parse(self.told.covered)))
        return next((q for name in asked if (q := self._coded(name))), None)

    def _coded(self, name: str) -> Question | None:
        question = self.ledger.questions.get(name)
        coded = question and name in self.ledger.slots and type_of(question).coded
        return question if coded else None

    @property
    def unit_slot(self) -> str:
        return self.ledger.slots[self.told.unit]

    @property
    def group(self) -> Question | None:
        """The column of the units that groups them."""
        return self.units.questions.get(self.told.groups) if self.units else None

    def results(self, uid: str, place: str = "") -> ProtectedQuerySet:
        """What stands of one round, in a place."""
        slot = self.ledger.slots[self.told.round]
        return rows_in(self.ledger, place).filter(**{slot: uid})

    def unit_rows(self, place: str) -> ProtectedQuerySet:
        """The units of a place that are to be covered."""
        assert self.units is not None
        return rows_in(self.units, place).filter(self.counted)


def rows_in(ledger: Live, place: str) -> ProtectedQuerySet:
    """What stands of a ledger in a place; '' = anywhere."""
    found = Q(ledger=ledger.id)
    if place:
        found &= within("place_path", (place,))
    return Record.objects.unscoped(WHY).filter(found).exclude(state__in=gone(ledger)).order_by()


def gone(ledger: Live) -> tuple[str, ...]:
    """The states of what should never have been there: void by an action, or taken back."""
    void = {action.to for action in ledger.rules.actions if verb_of(action) == "void"}
    return (*GONE, *sorted(void - {""}))


def _compiled(ledger: Live, text: str) -> Q:
    """A condition over a ledger's columns; raises Refused where a part of it has no column."""
    if not text:
        return Q()
    found = compile_filter(parse(text), columns_of(ledger), now())
    if found.q is None:
        raise Refused(*found.problems)
    return found.q


def setting_of(ledger: Live) -> Setting | None:
    """None where the ledger keeps no results of rounds, or what they speak of does not run yet."""
    told: Any = ledger.rules.coverage
    if told is None or not {told.round, told.unit} <= ledger.slots.keys():
        return None
    target = _target(ledger, told.round)
    units = _target(ledger, told.unit)
    dated = {told.area, told.date, told.begins, told.ends}
    if target is None or not dated <= target.slots.keys():
        return None
    by_record = ledger.questions[told.unit].type == "record"
    return Setting(ledger, target, units, told) if units or not by_record else None


def _target(ledger: Live, name: str) -> Live | None:
    question = ledger.questions.get(name)
    return live(question.option("record")) if question and question.type == "record" else None
