"""Options: of a choice list, one by one with all they may say; of a question, short and table-like."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from wagtail.blocks import Block, StreamBlock
from wagtail.blocks.stream_block import StreamValue

from ..definition import ChoiceList, Key, Option, dump, keys_of, load
from ..pinyin import name_of
from . import offers
from .controls import Control, TemplateControl, Values
from .fields import SelectField
from .identity import ids_of
from .parts import Fold, PartBlock
from .words import OPTION_KEYS

OPTION = "option"
TABLE = ("name", "label", "disabled")


class OptionsBlock(StreamBlock):
    """The options of a list: blocks of one kind."""

    def shown(self, data: list[dict[str, Any]]) -> StreamValue:
        part = self.child_blocks[OPTION]
        ids = ids_of(row.get("name", "") for row in data)
        rows = zip(data, ids, strict=True)
        return StreamValue(self, [(OPTION, part.shown(row), id) for row, id in rows])


@cache
def options_block() -> OptionsBlock:
    """The options of a choice list."""
    part = _part(keys_of(Option).values(), "struct-block option")
    return OptionsBlock([(OPTION, part)], label="选项", required=False)


@cache
def inline_block() -> OptionsBlock:
    """The options that a question brings itself: what they have beyond the table is carried along."""
    keys = [item for name, item in keys_of(Option).items() if name in TABLE]
    words = "没有现成的选项表，就在这里一项一项写。用过的选项请停用，不要删除。"
    part = _part(keys, "struct-block option")
    return OptionsBlock([(OPTION, part)], label="自己的选项", help_text=words, required=False)


def _part(keys: Iterable[Key], classname: str) -> PartBlock:
    return PartBlock(
        keys,
        OPTION_KEYS,
        TABLE,
        (Fold("提示、标签、原来的代码", summary="{hint}"),),
        label="选项",
        icon="list-ul",
        label_format="{label} {name}",
        form_classname=classname,
    )


def options_to_stream(options: tuple[Option, ...]) -> StreamValue:
    data = dump(ChoiceList(id="l", title="", options=options)).get("options", [])
    return options_block().shown(data)


def options_from_stream(value: StreamValue) -> tuple[Option, ...]:
    """The options of the blocks; those that say nothing are left out."""
    made = load({"kind": "list", "id": "l", "options": said(value)})
    assert isinstance(made, ChoiceList)
    return made.options


def said(value: StreamValue) -> list[dict[str, Any]]:
    """Canonical options; words without a code are given one."""
    rows = [child.block.said(child.value) for child in value]
    rows = [row for row in rows if any(row.values())]
    taken = {row["name"] for row in rows}
    for row in rows:
        row["name"] = row["name"] or name_of(row.get("label", ""), taken)
        taken.add(row["name"])
    return rows


class ChoicesControl(Control):
    """A list that stands already, or the question's own options; a chosen list goes before them."""

    shape = "name|map:option"

    def made(self) -> dict[str, Block]:
        self.own = f"{self.name}_own"
        offered = offers.of(TemplateControl.KINDS[self.name])
        return {self.name: SelectField(self.said, offered), self.own: inline_block()}

    def show(self, value: Any) -> dict[str, Any]:
        own = value if isinstance(value, list) else []
        return {
            self.name: value if isinstance(value, str) else "",
            self.own: self.blocks[self.own].shown(own),
        }

    def read(self, values: Values, carried: Any) -> Any:
        chosen: str = values.get(self.name) or ""
        return chosen or said(values[self.own])

    def field_of(self, values: Values, rest: list[str]) -> str:
        return self.own if rest else self.name
