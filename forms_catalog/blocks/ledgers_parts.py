"""A part of a ledger as a block: like every part, but names are chosen and parts stand in parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.blocks import Block

from ..definition import (
    Access,
    Action,
    Also,
    Coverage,
    DerivedColumn,
    Effect,
    ExportLayout,
    Key,
    Ledger,
    Opens,
    Periods,
    Public,
    Retention,
    Rule,
    State,
    Table,
    View,
    keys_of,
)
from . import offers
from .controls import Control, split
from .fields import NamedField, SelectField
from .parts import Fold, PartBlock, shared
from .words import Words, words_of

TICKS, ORDER = "ticks", "order"
CHOSEN: dict[tuple[type, str], tuple[str, str]] = {
    (Ledger, "place"): ("place", ""),
    (Ledger, "place_fallback"): ("place", ""),
    (Ledger, "happened_on"): ("day", ""),
    (Ledger, "similar"): ("question", ORDER),
    (Ledger, "one_open_per"): ("record", ""),
    (Ledger, "age_of"): ("date", ""),
    (Ledger, "columns"): ("column", ORDER),
    (Ledger, "rosters"): ("roster", ORDER),
    (State, "was"): ("former", ""),
    (Action, "from"): ("from", TICKS),
    (Action, "to"): ("state", ""),
    (Action, "who"): ("role", TICKS),
    (Rule, "who"): ("role", TICKS),
    (Effect, "act"): ("act", ""),
    (Opens, "to"): ("opened_state", ""),
    (Opens, "join"): ("record", ""),
    (Also, "by"): ("pointing", ""),
    (View, "columns"): ("shown", ORDER),
    (View, "sort"): ("sort", ORDER),
    (Table, "rows"): ("table_row", ""),
    (Table, "columns"): ("coded", ""),
    (Access, "hidden"): ("question", ORDER),
    (Access, "masked"): ("open", ORDER),
    (Access, "clear"): ("sealed", ORDER),
    (Retention, "with"): ("record", ""),
    (Periods, "close"): ("role", TICKS),
    (Public, "answer"): ("question", ORDER),
    (DerivedColumn, "by"): ("pointing", ""),
    (DerivedColumn, "via"): ("record", ""),
    (DerivedColumn, "action"): ("action", ""),
    (DerivedColumn, "take"): ("taken", ""),
    (Table, "take"): ("summed", ""),
    (Coverage, "round"): ("record", ""),
    (Coverage, "unit"): ("unit", ""),
    (Coverage, "area"): ("division", ""),
    (Coverage, "date"): ("date", ""),
    (Coverage, "begins"): ("date", ""),
    (Coverage, "ends"): ("date", ""),
    (Coverage, "groups"): ("listed", ""),
}
"""What a name is chosen among, in the words of the page's script, and how several are."""
BESIDE: dict[tuple[type, str], str] = {
    (DerivedColumn, "take"): "from",
    (Coverage, "groups"): "unit",
    **dict.fromkeys([(Coverage, name) for name in ("area", "date", "begins", "ends")], "round"),
}
"""The box that names the ledger among whose names is chosen, or the question that points there."""
PAIRED: dict[tuple[type, str], str] = {
    (Effect, "set"): "settable",
    (Opens, "set"): "opened",
    (ExportLayout, "columns"): "exported",
}
"""The same for the names of pairs."""
TEMPLATES: dict[tuple[type, str], str] = {
    (Ledger, "form"): "form",
    (Also, "name"): "form",
    (Also, "ledger"): "ledger",
    (Opens, "ledger"): "ledger",
    (DerivedColumn, "from"): "ledger",
    (Access, "name"): "role",
    (Public, "role"): "role",
}
"""What is the id of another template."""


class LedgerPart(PartBlock):
    """A part whose class is known, so that a key is shown as what it means there."""

    controls_of: dict[tuple[type, str] | str, type[InLedger]] = {}
    """Controls by class and key, by shape, or by what a shape begins with; filled by their modules."""

    def __init__(
        self,
        part: type,
        words: dict[str, Words],
        front: Iterable[str],
        folds: tuple[Fold, ...] = (Fold("更多"),),
        only: Iterable[str] | None = None,
        **meta: Any,
    ) -> None:
        self.part = part
        kept = None if only is None else set(only)
        keys = [item for name, item in keys_of(part).items() if kept is None or name in kept]
        meta.setdefault("label_format", "{label}")
        named = "name" in part.__dataclass_fields__  # type: ignore[attr-defined]
        super().__init__(keys, words, front, folds, named, **meta)

    def control(self, item: Key, words: dict[str, Words]) -> Control | None:
        family = item.shape.partition(":")[0] if item.part not in (None, str) else ""
        found = self.controls_of
        cls = found.get((self.part, item.name)) or found.get(item.shape) or found.get(f"{family}:")
        return cls(item, words, words_of(item, words), self.part) if cls else shared(item, words)

    def name_block(self, words: dict[str, Words]) -> Block:
        kind = TEMPLATES.get((self.part, "name"))
        return SelectField(words["name"], offers.of(kind)) if kind else super().name_block(words)

    @property
    def names_made(self) -> bool:
        """Whether a name that was not typed is made from the words."""
        return (self.part, "name") not in TEMPLATES


class InLedger(Control):
    """A control that knows whose key it shows."""

    def __init__(self, item: Key, words: dict[str, Words], said: Words, part: type) -> None:
        self.part = part
        super().__init__(item, words, said)

    @property
    def mark(self) -> tuple[type, str]:
        return self.part, self.item.name


class ChosenControl(InLedger):
    """A name, chosen by its label."""

    def made(self) -> dict[str, Block]:
        kind, many = CHOSEN[self.mark]
        about = BESIDE.get(self.mark, "")
        return {self.name: NamedField(self.said, kind, self.item.required, many, about)}

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: str(self.item.default if value is None else value)}


class ChosenManyControl(ChosenControl):
    """Several names, one after another."""

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: "、".join(value or ())}

    def read(self, values: Any, carried: Any) -> Any:
        return split(values.get(self.name))


class OfferedControl(InLedger):
    """The id of another template, or one of a few words."""

    def made(self) -> dict[str, Block]:
        if self.said.choices:
            return {self.name: SelectField(self.said)}
        return {self.name: SelectField(self.said, offers.of(TEMPLATES[self.mark]))}


LedgerPart.controls_of |= {
    mark: ChosenManyControl if many else ChosenControl for mark, (_, many) in CHOSEN.items()
}
LedgerPart.controls_of |= dict.fromkeys(
    [mark for mark in (*TEMPLATES, (Action, "verb")) if mark[1] != "name"], OfferedControl
)
