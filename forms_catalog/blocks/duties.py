"""Controls of duties: spans of time as a number and a unit, days of the year, what ends a round."""

from __future__ import annotations

import re
from typing import Any

from wagtail.blocks import Block

from ..definition import Dense, Duty, Escalate, Remind, Resolved
from . import duties_words  # noqa: F401  puts in its words
from .controls import Control, Values, split, tidy
from .days import days_in_code, days_in_words
from .fields import ExpressionField, LineField, NumberField, RecipientsField, SelectField
from .ledgers_controls import FOLDED, FRONT, LOOKS, SUMMARY, PartControl, WordedExpression
from .ledgers_parts import (
    CHOSEN,
    ORDER,
    TEMPLATES,
    ChosenControl,
    ChosenManyControl,
    InLedger,
    LedgerPart,
    OfferedControl,
)

SPAN = re.compile(r"([0-9]+)(min|h|d|wd|w|mo|y)")
DAY = "d"


class SpanControl(Control):
    """So long: a number beside its unit."""

    shape = "dur"

    def made(self) -> dict[str, Block]:
        self.unit = f"{self.name}_unit"
        return {
            self.name: NumberField(self.said, self.item.required),
            self.unit: SelectField(self.words[self.unit]),
        }

    def show(self, value: Any) -> dict[str, Any]:
        found = SPAN.fullmatch(value) if isinstance(value, str) else None
        number, unit = (found[1], found[2]) if found else ("", DAY)
        return {self.name: number, self.unit: unit}

    def read(self, values: Values, carried: Any) -> Any:
        """What is no number is kept, so that the checks can say so."""
        number = tidy(values.get(self.name))
        return f"{number}{values.get(self.unit) or DAY}" if number else ""


class RhythmControl(SpanControl):
    """So long after the last time, or some days of every year."""

    shape = "dur|texts"

    def made(self) -> dict[str, Block]:
        self.dates = f"{self.name}_dates"
        return super().made() | {self.dates: LineField(self.words[self.dates])}

    def show(self, value: Any) -> dict[str, Any]:
        dates = days_in_words("、".join(value)) if isinstance(value, list | tuple) else ""
        return super().show(value) | {self.dates: dates}

    def read(self, values: Values, carried: Any) -> Any:
        return split(days_in_code(tidy(values.get(self.dates)))) or super().read(values, carried)


class UntilControl(SpanControl):
    """Within so long, until a day that is worked out; several cases are carried along."""

    shape = "span|list:row"
    keeps = True

    def made(self) -> dict[str, Block]:
        self.on = f"{self.name}_on"
        return super().made() | {self.on: ExpressionField(self.words[self.on], "value")}

    def show(self, value: Any) -> dict[str, Any]:
        day = value if isinstance(value, str) and not SPAN.fullmatch(value) else ""
        return super().show(value) | {self.on: day}

    def read(self, values: Values, carried: Any) -> Any:
        typed = tidy(values.get(self.on)) or super().read(values, carried)
        return typed or (carried if isinstance(carried, list) else "")


class TextsControl(Control):
    """A few words, one after another."""

    shape = "texts"

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: "、".join(value or ())}

    def read(self, values: Values, carried: Any) -> Any:
        return split(values.get(self.name))


class RecipientsControl(TextsControl, InLedger):
    """Whom to tell: posts near the record, people of it."""

    shape = ""

    def made(self) -> dict[str, Block]:
        return {self.name: RecipientsField(self.said, self.item.required)}


class OverColumns(WordedExpression):
    """A condition that is asked of thousands of records every night: over columns alone."""

    def made(self) -> dict[str, Block]:
        return {self.name: ExpressionField(self.said, "columns", self.item.required)}


CHOSEN |= {(Resolved, "by"): ("pointing", ""), (Dense, "periods"): ("period", ORDER)}
FRONT |= {
    Duty: ("label", "applies_to", "who", "every", "due", "resolved_by", "remind", "escalate"),
    Dense: ("every", "periods"),
    Resolved: ("ledger", "by", "where"),
    Remind: ("before", "notice"),
    Escalate: ("after", "to", "notice", "when"),
}
LOOKS |= {Dense: "part dense", Resolved: "part resolved", Remind: "logic remind"}
SUMMARY |= {Remind: "", Escalate: ""}
FOLDED |= {"duties"}
TEMPLATES |= {
    (Duty, "who"): "role",
    (Resolved, "ledger"): "ledger",
    (Remind, "notice"): "notice",
    (Escalate, "notice"): "notice",
}
LedgerPart.controls_of |= dict.fromkeys(
    [(Duty, "who"), (Resolved, "ledger"), (Remind, "notice"), (Escalate, "notice")],
    OfferedControl,
)
LedgerPart.controls_of |= {
    "expr|obj:resolved": PartControl,
    (Resolved, "by"): ChosenControl,
    (Dense, "periods"): ChosenManyControl,
    (Escalate, "to"): RecipientsControl,
    (Escalate, "when"): OverColumns,
    (Duty, "applies_to"): OverColumns,
    (Duty, "ends_when"): OverColumns,
}
