"""What a browser would post of a stream that it was given and nobody touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

Pairs = Iterator[tuple[str, str]]


def post(block: Block, value: Any, prefix: str = "q") -> QueryDict:
    """The form data of a value as the widgets hold it."""
    data = QueryDict(mutable=True)
    for name, text in _of(block, block.get_form_state(value), prefix):
        data.appendlist(name, text)
    return data


def typed(block: Block, value: Any) -> Any:
    """The value that comes back from the browser."""
    return block.clean(block.value_from_datadict(post(block, value), {}, "q"))


def _of(block: Block, state: Any, prefix: str) -> Pairs:
    if isinstance(block, StreamBlock):
        yield from _sequence([(block.child_blocks[one["type"]], one) for one in state], prefix)
    elif isinstance(block, ListBlock):
        yield from _sequence([(block.child_block, one) for one in state], prefix)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of(child, state[name], f"{prefix}-{name}")
    else:
        for text in _texts(block.field.widget, state):
            yield prefix, text.replace("\n", "\r\n")


def _sequence(children: list[tuple[Block, Any]], prefix: str) -> Pairs:
    yield f"{prefix}-count", str(len(children))
    for number, (block, one) in enumerate(children):
        at = f"{prefix}-{number}"
        yield f"{at}-deleted", ""
        yield f"{at}-order", str(number)
        yield f"{at}-type", one.get("type", "")
        yield f"{at}-id", one["id"] or ""
        yield from _of(block, one["value"], f"{at}-value")


def _texts(widget: forms.Widget, state: Any) -> Iterable[str]:
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if state else []
    if isinstance(state, list):
        return map(str, state)
    return [str(state or "")]
