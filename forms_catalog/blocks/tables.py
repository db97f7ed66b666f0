"""Parts within a part: rows of a table (when, then, why), and single ones such as a table of points."""

from __future__ import annotations

from functools import cache
from typing import Any

from wagtail.blocks import Block, ListBlock
from wagtail.blocks.list_block import ListValue

from ..definition import Key, Row, keys_of
from . import offers
from .controls import Control, Values
from .fields import SelectField
from .identity import ids_of
from .parts import Fold, PartBlock
from .words import LOGIC_KEYS, LOOKED_UP_KEYS, POINT_KEYS, Words, words_of

ROW = ("when", "then", "why")


@cache
def row_block(points: bool) -> PartBlock:
    """One row of a decision table or of a table of points."""
    return PartBlock(
        keys_of(Row).values(),
        POINT_KEYS if points else LOGIC_KEYS,
        ROW,
        named=False,
        label="一行",
        icon="list-ul",
        label_format="",
        form_classname="struct-block table-row",
    )


class RowsControl(Control):
    """The rows of a table from top to bottom."""

    shape = "list:row"

    def made(self) -> dict[str, Block]:
        row = row_block(self.words is POINT_KEYS)
        meta = {"label": self.said.label, "help_text": self.said.help, "default": []}
        return {self.name: ListBlock(row, **meta)}

    def show(self, value: Any) -> dict[str, Any]:
        block, rows = self.blocks[self.name], list(value or ())
        ids = ids_of("row" for _ in rows)
        children = [
            ListValue.ListChild(block.child_block, block.child_block.shown(row), id=id)
            for row, id in zip(rows, ids, strict=True)
        ]
        return {self.name: ListValue(block, bound_blocks=children)}

    def read(self, values: Values, carried: Any) -> Any:
        part = self.blocks[self.name].child_block
        rows = (part.said(row) for row in values[self.name])
        return [row for row in rows if row]


class PartControl(Control):
    """One part of its own keys."""

    shape = "obj:score obj:lower obj:veto"

    def made(self) -> dict[str, Block]:
        assert self.item.part is not None
        points = self.item.shape == "obj:score"
        part = PartBlock(
            keys_of(self.item.part).values(),
            POINT_KEYS if points else LOGIC_KEYS,
            ("rows", "when", "then", "reason", "approve", "max"),
            (Fold("更多"),),
            named=False,
            label=self.said.label,
            help_text=self.said.help,
            form_classname=f"struct-block part {self.name}",
        )
        return {self.name: part}

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: self.blocks[self.name].shown(value or {})}

    def read(self, values: Values, carried: Any) -> Any:
        return self.blocks[self.name].said(values[self.name]) or None


class LookedUpControl(PartControl):
    """What a form takes of the record that one of its questions points at; no more is said there."""

    shape = "obj:derived"
    KEYS = ("via", "from", "take")

    def made(self) -> dict[str, Block]:
        assert self.item.part is not None
        known = keys_of(self.item.part)
        part = LookedUpPart(
            [known[name] for name in self.KEYS],
            LOOKED_UP_KEYS,
            self.KEYS,
            named=False,
            label=self.said.label,
            help_text=self.said.help,
            form_classname=f"struct-block part {self.name}",
        )
        return {self.name: part}


class LookedUpPart(PartBlock):
    """Its own control for the ledger, which is chosen among those there are."""

    def control(self, item: Key, words: dict[str, Words]) -> Control | None:
        if item.name == "from":
            return LedgerControl(item, words, words_of(item, words))
        return super().control(item, words)


class LedgerControl(Control):
    """The id of a ledger."""

    def made(self) -> dict[str, Block]:
        return {self.name: SelectField(self.said, offers.of("ledger"))}
