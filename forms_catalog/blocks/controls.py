"""One control for each shape of key: which blocks it shows, and how their values read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from unicodedata import category

from wagtail.blocks import Block, ListBlock, StructBlock
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import StructValue

from ..checks.scalars import SCALARS
from ..definition import Key, clean_text
from ..questions import REASONS
from . import offers
from .fields import (
    ExpressionField,
    FlagField,
    LineField,
    NamedField,
    NumberField,
    SelectField,
    TextField,
    TicksField,
)
from .identity import ids_of
from .words import PAIR, PAIRS, Words

Values = Mapping[str, Any]
"""The values of a block's children by name."""


def tidy(typed: Any) -> str:
    """Typed text as the canonical form keeps it; what no database takes is left out."""
    text = clean_text(str(typed or ""))
    if not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or category(c) not in {"Cc", "Cs"})
    kept: str = SCALARS["text"](text)
    return kept if kept.strip() else ""


class Control:
    """Shows one key as one or more child blocks; a subclass that names its shape is found by it."""

    shape: ClassVar[str] = ""
    registry: ClassVar[dict[str, type[Control]]] = {}
    keeps: bool = False
    """True: the control cannot say all of the value, so the block carries the value along too."""

    def __init_subclass__(cls) -> None:
        if cls.shape:
            Control.registry |= dict.fromkeys(cls.shape.split(), cls)

    def __init__(self, item: Key, words: dict[str, Words], said: Words) -> None:
        self.name = item.name
        self.item = item
        self.words = words
        self.said = said
        self.blocks = self.made()

    def made(self) -> dict[str, Block]:
        """The child blocks by name, in order."""
        return {self.name: LineField(self.said, self.item.required)}

    def show(self, value: Any) -> dict[str, Any]:
        """Canonical value (None: nobody wrote it) to the values of the children."""
        return {self.name: "" if value is None else str(value)}

    def read(self, values: Values, carried: Any) -> Any:
        """The values of the children to the canonical value; '', [] and None say nothing."""
        return tidy(values.get(self.name))

    def field_of(self, values: Values, rest: list[str]) -> str:
        """The child that a fault of this key belongs to; `rest` is the path inside its value."""
        return self.name


class LineControl(Control):
    """Names and codes."""

    shape = "name ref code"

    def made(self) -> dict[str, Block]:
        return {self.name: SelectField(self.said)} if self.said.choices else super().made()

    def show(self, value: Any) -> dict[str, Any]:
        return super().show(self.item.default if value is None else value)


class TextControl(Control):
    """Words and templates."""

    shape = "text md template"

    def made(self) -> dict[str, Block]:
        return {self.name: TextField(self.said, self.item.required)}


class ExpressionControl(Control):
    """Expressions, and values that may be one; written the one way that can be read."""

    shape = "expr value"
    HELPS: ClassVar[dict[str, str]] = {
        "calculation": "value",
        "repeat_count": "value",
        "choice_filter": "filter",
        "constraint": "constraint",
    }
    """What is no condition of its own; a rule has no answer of its own either."""

    def made(self) -> dict[str, Block]:
        what = "maybe" if self.item.shape == "value" else self.HELPS.get(self.name, "condition")
        return {self.name: ExpressionField(self.said, what, self.item.required)}

    def read(self, values: Values, carried: Any) -> Any:
        return SCALARS[self.item.shape](tidy(values.get(self.name)))


class NumberControl(Control):
    """Whole and other numbers; a few of them are better chosen by their words."""

    shape = "int num"

    def made(self) -> dict[str, Block]:
        if self.said.choices:
            return {self.name: SelectField(self.said)}
        return {self.name: NumberField(self.said, self.item.required)}

    def read(self, values: Values, carried: Any) -> Any:
        typed = tidy(values.get(self.name))
        try:
            return SCALARS[self.item.shape](typed) if typed else None
        except ValueError:
            return typed


class FlagControl(Control):
    """Yes or no."""

    shape = "bool"

    def made(self) -> dict[str, Block]:
        return {self.name: FlagField(self.said)}

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: bool(self.item.default if value is None else value)}

    def read(self, values: Values, carried: Any) -> Any:
        return bool(values.get(self.name))


class FlagOrExprControl(Control):
    """Never, always, or when an expression holds, which is kept word for word."""

    shape = "bool|expr"
    HOW = (("", "否"), ("yes", "是"), ("when", "有条件"))

    def made(self) -> dict[str, Block]:
        said = Words(self.said.label, self.said.help, self.said.choices or self.HOW)
        self.when = f"{self.name}_when"
        when = self.words.get(self.when, Words(f"{said.label}的条件"))
        return {
            self.name: SelectField(said),
            self.when: ExpressionField(when, "condition"),
        }

    def show(self, value: Any) -> dict[str, Any]:
        when = value if isinstance(value, str) else ""
        return {self.name: "when" if when else "yes" if value else "", self.when: when}

    def read(self, values: Values, carried: Any) -> Any:
        how = values.get(self.name)
        if how == "when":
            return SCALARS["bool|expr"](tidy(values.get(self.when)))
        return how == "yes"

    def field_of(self, values: Values, rest: list[str]) -> str:
        return self.when if values.get(self.name) == "when" else self.name


class NamesControl(Control):
    """A few names, ticked where the engine knows them all, else written one after another."""

    shape = "names"
    KNOWN: ClassVar[dict[str, Mapping[str, str]]] = {"missing": REASONS}

    def __init__(self, item: Key, words: dict[str, Words], said: Words) -> None:
        self.known = self.KNOWN.get(item.name, {})
        self.keeps = bool(self.known)
        super().__init__(item, words, said)

    def made(self) -> dict[str, Block]:
        if self.known:
            return {self.name: TicksField(self.said, self.known.items())}
        return super().made()

    def show(self, value: Any) -> dict[str, Any]:
        if self.known:
            return {self.name: [name for name in self.known if name in (value or ())]}
        return {self.name: "、".join(value or ())}

    def read(self, values: Values, carried: Any) -> Any:
        typed = values.get(self.name)
        if self.known:
            return _in_old_order(list(typed or ()), carried or (), self.known)
        return split(typed)


def split(typed: Any) -> list[str]:
    """Names written one after another."""
    return [name for name in re.split(r"[\s,，、;；]+", tidy(typed)) if name]


def _in_old_order(ticked: list[str], carried: Iterable[str], known: Iterable[str]) -> list[str]:
    """As they stood, what cannot be ticked among them; the newly ticked at the end."""
    kept = [name for name in carried if name in ticked or name not in known]
    return kept + [name for name in ticked if name not in kept]


class PairsControl(Control):
    """A `map:` of plain values: rows of name and content."""

    shape = "map:text map:value"

    def made(self) -> dict[str, Block]:
        name, value = PAIRS.get(self.name, PAIR)
        row = StructBlock(
            [("name", LineField(name)), ("value", TextField(value))],
            form_classname="struct-block pair",
            label_format="{name} {value}",
        )
        meta = {"label": self.said.label, "help_text": self.said.help, "default": []}
        return {self.name: ListBlock(row, **meta)}

    def show(self, value: Any) -> dict[str, Any]:
        block, rows = self.blocks[self.name], list(value or ())
        ids = ids_of(row["name"] for row in rows)
        children = [
            ListValue.ListChild(block.child_block, StructValue(block.child_block, row), id=id)
            for row, id in zip(rows, ids, strict=True)
        ]
        return {self.name: ListValue(block, bound_blocks=children)}

    def read(self, values: Values, carried: Any) -> Any:
        rows = [
            {name: tidy(row.get(name)) for name in ("name", "value")} for row in values[self.name]
        ]
        return [row for row in rows if any(row.values())]


class TemplateControl(Control):
    """The id of another template, chosen among those there are."""

    KINDS: ClassVar[dict[str, str]] = {"choices": "list", "record": "ledger", "approve": "role"}

    def made(self) -> dict[str, Block]:
        return {self.name: SelectField(self.said, offers.of(self.KINDS[self.name]))}


class NamedControl(Control):
    """The name of a question or decision table of the same form."""

    KINDS: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("trigger", "reason", "total", "level"), "question"),
        **dict.fromkeys(("decision", "by_score", "forced"), "decision"),
    }

    def made(self) -> dict[str, Block]:
        return {self.name: NamedField(self.said, self.KINDS[self.name], self.item.required)}


def control_of(item: Key, words: dict[str, Words], said: Words) -> Control | None:
    """The control of a key, None when its shape has none: its value is then carried along."""
    cls = Control.registry.get(item.shape)
    for chosen in (TemplateControl, NamedControl):
        if item.shape == "name" and item.name in chosen.KINDS:
            cls = chosen
    return cls(item, words, said) if cls else None
