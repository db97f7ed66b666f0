"""What a node looks like beside a key: which shape it fits, whether it says anything at all."""

from __future__ import annotations

from typing import Any

from ..definition import Key, short_of
from .tree import Node


def named(node: Node) -> list[tuple[Node, Node]]:
    """The entries of a map, or of JSON's list of objects with a `name` (and perhaps a `value`)."""
    if node.entries is not None:
        return node.entries
    out = []
    for item in node.items or ():
        name = item.get("name") or Node(text="")
        rest = [pair for pair in item.entries or () if pair[0].text != "name"]
        only = item.get("value") if [key.text for key, _ in rest] == ["value"] else None
        out.append((name, only or Node(entries=rest)))
    return out


def fits(shape: str, node: Node) -> bool:
    head = family(shape)
    if head == "map":
        listed = node.is_list and all(item.get("name") for item in node.items or ())
        return node.is_map or listed
    if head == "obj":
        return node.is_map
    return node.is_list if head in {"list", "names", "texts"} else node.text is not None


def alone(shape: str, item: Key, node: Node) -> bool:
    """A bare scalar that stands for a list of one."""
    if node.text is None:
        return False
    listed = family(shape) == "list" and item.part not in (None, str)
    return shape == "texts" or bool(listed and item.part and short_of(item.part))


def rows(node: Node) -> list[Node]:
    return [node] if node.text is not None else list(node.items or ())


def family(shape: str) -> str:
    return shape.partition(":")[0]


def is_empty(node: Node | None) -> bool:
    """Not there, or there with nothing in it: no text, no entry, no item."""
    return node is None or not ((node.text or "").strip() or node.entries or node.items)


def is_default(value: Any, item: Key) -> bool:
    empty = value in ("", [], {}) and item.default in ("", (), None)
    default = list(item.default) if isinstance(item.default, tuple) else item.default
    return bool(empty or (value == default and type(value) is type(default)))
