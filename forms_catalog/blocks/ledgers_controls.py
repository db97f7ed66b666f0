"""Controls of what a ledger has in numbers: states, actions, effects, guards, views."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import Block, ListBlock, StructBlock
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import StructValue

from ..checks.scalars import SCALARS
from ..definition import (
    Access,
    Action,
    Also,
    Coverage,
    DecisionColumn,
    DerivedColumn,
    Effect,
    ExportLayout,
    Opens,
    Periods,
    Prominent,
    Public,
    Retention,
    Rule,
    State,
    Table,
    View,
    keys_of,
)
from .controls import ExpressionControl, Values, split, tidy
from .fields import ExpressionField, LineField, NamedField
from .identity import ids_of
from .ledgers_parts import ORDER, PAIRED, InLedger, LedgerPart
from .ledgers_words import CODE as NAME
from .ledgers_words import ONE, PAIRS, WORDS
from .logic import PartsBlock
from .options import inline_block, said
from .parts import Fold
from .words import Words

CODES = Fold("代码", summary="{name}")
FRONT: dict[type, tuple[str, ...]] = {
    State: ("label", "color", "final"),
    Action: ("label", "verb", "from", "to", "who", "guard", "reason", "bulk", "queue", "effects"),
    Effect: ("set", "act", "open", "when"),
    Opens: ("ledger", "set", "to", "join"),
    Also: ("name", "as", "ledger", "by", "label"),
    View: ("label", "filter", "columns", "sort"),
    Table: ("label", "rows", "columns", "filter", "take"),
    ExportLayout: ("label", "columns", "filter", "sheet", "title"),
    Access: ("name", "fill", "export", "hidden", "masked", "clear"),
    Retention: ("years", "forever", "with", "after", "note"),
    Periods: ("every", "balance", "close"),
    Public: ("role", "answer", "state", "urgent", "words"),
    Prominent: ("label", "call", "say"),
    Coverage: (
        "round",
        "unit",
        "units",
        "covered",
        "left_out",
        "area",
        "date",
        "begins",
        "ends",
        "groups",
    ),
    DerivedColumn: ("label", "from", "by", "via", "take", "where", "action", "calculation"),
    DecisionColumn: ("label", "hit", "rows", "choices"),
    Rule: ("constraint", "constraint_message", "who"),
}
LOOKS: dict[type, str] = {
    State: "option state-row",
    Access: "logic access-row",
    Rule: "table-row guard-row",
    Effect: "logic effect",
    Retention: "part retention",
    Periods: "part periods",
    Public: "part public",
    Prominent: "part prominent",
    Opens: "part opens",
    Coverage: "part coverage",
}
SUMMARY: dict[type, str] = {
    State: "{label} {name}",
    Action: "{label}　{name}",
    Also: "{name}",
    Access: "{name}",
    Rule: "",
    Effect: "",
}
FOLDED = {"actions", "derived", "decisions", "views", "tables", "exports"}
"""Each is one line until it is opened."""


def part_of(cls: type, key: str = "", **meta: Any) -> LedgerPart:
    """The block of one part of a ledger."""
    only = FRONT[cls] if cls is Rule else None
    look = LOOKS.get(cls, "logic")
    return LedgerPart(
        cls,
        WORDS.get(cls, {"name": NAME}),
        FRONT.get(cls, tuple(keys_of(cls))),
        (CODES,) if cls in (View, Table, ExportLayout, DecisionColumn) else (Fold("代码、说明"),),
        only,
        **{
            "label": ONE.get(key, ""),
            "icon": "list-ul",
            "label_format": SUMMARY.get(cls, "{label}"),
            "form_classname": f"struct-block {look}",
        }
        | meta,
    )


class MapControl(InLedger):
    """Parts that have names, one below the other."""

    def made(self) -> dict[str, Block]:
        assert self.item.part is not None
        part = part_of(self.item.part, self.name)
        meta = {"label": self.said.label, "help_text": self.said.help}
        stream = PartsBlock(
            [(self.name, part)], collapsed=self.name in FOLDED, required=False, **meta
        )
        return {self.name: stream}

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: self.blocks[self.name].shown(value or ())}

    def read(self, values: Values, carried: Any) -> Any:
        return self.blocks[self.name].said(values[self.name])


class PartControl(InLedger):
    """One part of its own keys, or none."""

    def made(self) -> dict[str, Block]:
        assert self.item.part is not None
        words = {"label": self.said.label, "help_text": self.said.help, "label_format": ""}
        return {self.name: part_of(self.item.part, **words)}

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: self.blocks[self.name].shown(value or {})}

    def read(self, values: Values, carried: Any) -> Any:
        return self.blocks[self.name].said(values[self.name]) or None


class ListControl(InLedger):
    """Parts without names, in the order in which they happen."""

    def row(self) -> Block:
        assert self.item.part is not None
        return part_of(self.item.part, self.name)

    def made(self) -> dict[str, Block]:
        meta = {"label": self.said.label, "help_text": self.said.help, "default": []}
        return {self.name: ListBlock(self.row(), **meta)}

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: self.listed([self.row_of(one) for one in value or ()])}

    def row_of(self, one: Any) -> StructValue:
        return self.blocks[self.name].child_block.shown(one)

    def listed(self, rows: list[StructValue]) -> ListValue:
        block = self.blocks[self.name]
        pairs = zip(rows, ids_of(self.name for _ in rows), strict=True)
        children = [ListValue.ListChild(block.child_block, row, id=id) for row, id in pairs]
        return ListValue(block, bound_blocks=children)

    def said_of(self, row: StructValue) -> Any:
        return self.blocks[self.name].child_block.said(row)

    def read(self, values: Values, carried: Any) -> Any:
        return [said for row in values[self.name] if (said := self.said_of(row))]


class GuardControl(ListControl):
    """Conditions with their words; a single one without words is kept as it is."""

    def row(self) -> Block:
        return part_of(Rule, "guard")

    def show(self, value: Any) -> dict[str, Any]:
        rules = [{"constraint": value}] if isinstance(value, str) and value else value or ()
        return super().show(rules)

    def read(self, values: Values, carried: Any) -> Any:
        rules = super().read(values, carried)
        alone = len(rules) == 1 and rules[0].keys() == {"constraint"}
        return rules[0]["constraint"] if alone else rules


class NamesRow(StructBlock):
    """Several names as one row, which has none itself."""

    named = False


class CombinedControl(ListControl):
    """Rows of names."""

    def row(self) -> Block:
        box = NamedField(Words(ONE["identity"]), "question", many=ORDER)
        return NamesRow([("names", box)], form_classname="struct-block names-row", label_format="")

    def row_of(self, one: Any) -> StructValue:
        return StructValue(self.blocks[self.name].child_block, {"names": "、".join(one)})

    def said_of(self, row: StructValue) -> Any:
        return split(row.get("names"))


class PairsControl(ListControl):
    """Names of questions, each with a value or with words."""

    def row(self) -> Block:
        name, value = PAIRS[self.name]
        box = NamedField(name, PAIRED[self.mark])
        typed = (
            LineField(value) if self.item.shape == "map:text" else ExpressionField(value, "maybe")
        )
        return StructBlock(
            [("name", box), ("value", typed)],
            form_classname="struct-block pair",
            label_format="{name} {value}",
        )

    def row_of(self, one: Any) -> StructValue:
        return StructValue(self.blocks[self.name].child_block, one)

    def said_of(self, row: StructValue) -> Any:
        name, value = tidy(row.get("name")), tidy(row.get("value"))
        value = value if self.item.shape == "map:text" else SCALARS["value"](value)
        return {"name": name, "value": value} if name or value else None


class OwnOptionsControl(InLedger):
    """The words of codes, one below the other."""

    def made(self) -> dict[str, Block]:
        self.own = f"{self.name}_own"  # the block is shared with those of questions, its name too
        return {self.own: inline_block()}

    def show(self, value: Any) -> dict[str, Any]:
        return {self.own: self.blocks[self.own].shown(list(value or ()))}

    def read(self, values: Values, carried: Any) -> Any:
        return said(values[self.own])

    def field_of(self, values: Values, rest: list[str]) -> str:
        return self.own


class WordedExpression(ExpressionControl, InLedger):
    """A condition over columns, over another ledger, or something that is worked out."""

    shape = ""
    HELPS = {
        "filter": "columns",
        "in_force": "columns",
        "covered": "columns",
        "left_out": "columns",
        "where": "elsewhere",
        "after": "value",
        "calculation": "value",
    }

    def made(self) -> dict[str, Block]:
        if (self.part, self.name) == (Coverage, "units"):
            return {self.name: ExpressionField(self.said, "columns", self.item.required, "unit")}
        if self.name != "where":
            return super().made()
        about = next((name for name in ("ledger", "from") if name in keys_of(self.part)), "")
        return {self.name: ExpressionField(self.said, "elsewhere", self.item.required, about)}


LedgerPart.controls_of |= {
    "name|obj:opens": PartControl,
    "expr|list:rule": GuardControl,
    "list:names": CombinedControl,
    "expr": WordedExpression,
    (DecisionColumn, "choices"): OwnOptionsControl,
    "map:": MapControl,
    "obj:": PartControl,
    "list:": ListControl,
}
LedgerPart.controls_of |= dict.fromkeys(PAIRED, PairsControl)
