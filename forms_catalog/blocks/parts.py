"""A block made from declared keys: a part of a definition in, a part of a definition out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks import Block, BlockGroup, StructBlock
from wagtail.blocks.struct_block import StructBlockAdapter, StructValue

from ..definition import READY, Key, ready
from ..questions import TYPES
from .controls import Control, control_of, tidy
from .fields import HiddenField, LineField
from .words import Words, words_of

CARRIED = "carried"


@cache
def _hidden() -> HiddenField:
    return HiddenField()


_CONTROLS: dict[tuple[str, int, tuple[str, ...]], Control | None] = {}


def shared(item: Key, words: dict[str, Words]) -> Control | None:
    """The same key has the same blocks everywhere, so that the browser is told of them once."""
    mark = (repr(item), id(words), tuple(TYPES))
    if mark not in _CONTROLS:
        _CONTROLS[mark] = control_of(item, words, words_of(item, words))
    return _CONTROLS[mark]


@cache
def name_field(words: Words) -> LineField:
    return LineField(words)


@dataclass(frozen=True)
class Fold:
    """Keys under one heading, closed at first; what no other fold names goes into the last."""

    heading: str
    keys: frozenset[str] = frozenset()
    summary: str = ""
    icon: str = "sliders"


class PartBlock(StructBlock):
    """Shows the keys that have a control and carries every other key along, unread and unchanged."""

    def __init__(
        self,
        keys: Iterable[Key],
        words: dict[str, Words],
        front: Iterable[str],
        folds: tuple[Fold, ...] = (Fold("更多"),),
        named: bool = True,
        **meta: Any,
    ) -> None:
        self.named = named
        usable = [self.control(item, words) for item in keys if ready(item, READY)]
        self.controls = {control.name: control for control in usable if control}
        children: dict[str, Any] = {}
        for control in self.controls.values():
            children |= control.blocks
        children |= ({"name": self.name_block(words)} if named else {}) | {CARRIED: _hidden()}
        ahead = [name for key in front for name in self._children(key, children)]
        behind = sorted((n for n in children if n not in ahead), key=_order(words))
        layout = BlockGroup(children=[*ahead, *self._folded(behind, folds, children)])
        super().__init__(list(children.items()), form_layout=layout, **meta)

    def control(self, item: Key, words: dict[str, Words]) -> Control | None:
        return shared(item, words)

    def name_block(self, words: dict[str, Words]) -> Block:
        """The box of the part's own name."""
        return name_field(words["name"])

    def _folded(
        self, behind: list[str], folds: tuple[Fold, ...], children: Mapping[str, Any]
    ) -> Iterator[Any]:
        """Each child in the fold of its key; with nothing but carried things left there is none."""
        placed = {
            name: fold
            for fold in folds[:-1]
            for key in fold.keys
            for name in self._children(key, children)
        }
        for fold in folds:
            inside = [name for name in behind if placed.get(name, folds[-1]) is fold]
            if any(name != CARRIED for name in inside):
                yield _group(tuple(inside), fold)
            else:
                yield from inside

    def _children(self, key: str, children: Mapping[str, Any]) -> list[str]:
        control = self.controls.get(key)
        return list(control.blocks) if control else [key] if key in children else []

    def shown(self, data: Mapping[str, Any]) -> StructValue:
        """The canonical object of a part as a value of this block."""
        values = {"name": str(data.get("name", ""))} if self.named else {}
        carried = {
            name: value
            for name, value in data.items()
            if name not in values and (name not in self.controls or self.controls[name].keeps)
        }
        for name, control in self.controls.items():
            values |= control.show(data.get(name))
        values[CARRIED] = json.dumps(carried, ensure_ascii=False) if carried else ""
        return StructValue(self, [(name, values[name]) for name in self.child_blocks])

    def said(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A value of this block as the canonical object of a part; defaults are left out."""
        carried = _carried(values.get(CARRIED))
        out = {name: value for name, value in carried.items() if name not in self.controls}
        if self.named:
            out["name"] = tidy(values.get("name"))
        for name, control in self.controls.items():
            value = control.read(values, carried.get(name))
            if value not in ("", [], None) and value != control.item.default:
                out[name] = value
        return out


def _order(words: dict[str, Words]) -> Callable[[str], int]:
    """As the words stand, what has none there at the end."""
    places = {name: at for at, name in enumerate(words)}
    return lambda name: places.get(name, len(places))


@cache
def _group(names: tuple[str, ...], fold: Fold) -> BlockGroup:
    """The same for all blocks that have it, like their fields."""
    return BlockGroup(
        children=list(names),
        heading=fold.heading,
        label_format=fold.summary,
        classname="fold collapsed",
        icon=fold.icon,
    )


def _carried(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class PartAdapter(StructBlockAdapter):
    """Wagtail's own block in the browser, with the look of the form editor."""

    @cached_property
    def media(self) -> forms.Media:
        own = forms.Media(css={"all": [versioned_static("forms_catalog/editor.css")]})
        both: forms.Media = super().media + own
        return both


register(PartAdapter(), PartBlock)
