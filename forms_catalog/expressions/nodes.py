"""The tree of an expression: small tuples, each with the stretch of text it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

BINARY = ("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod")


class Node(NamedTuple):
    """`op` is text, number, name, self, column, call, neg, path, step, union or one of BINARY.

    `value` is the literal, the name or the function; `start` and `end` count code points.
    """

    op: str
    value: Any = None
    args: tuple[Node, ...] = ()
    start: int = 0
    end: int = 0


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, from left to right; a long chain does not nest."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.args))


def same(one: Node, other: Node) -> bool:
    """Equal wherever they were written."""
    pairs = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if left[:2] != right[:2] or len(left.args) != len(right.args):
            return False
        pairs.extend(zip(left.args, right.args, strict=True))
    return True


def spine(node: Node) -> list[Node]:
    """A chain of operators from its innermost left end: 1 + 2 - 3 gives [1 + 2, 1 + 2 - 3]."""
    found: list[Node] = []
    while node.op in BINARY:
        found.append(node)
        node = node.args[0]
    return found[::-1]


def names(node: Node) -> frozenset[str]:
    """Everything the expression reads as `${name}`; paths and quoted `${name}` among them."""
    return frozenset(name for part in walk(node) for name in _named(part))


def _named(node: Node) -> Iterator[str]:
    if node.op == "name":
        yield node.value
    elif node.op == "path" and (name := path_name(node)):
        yield name
    elif node.op == "text" and node.value.startswith("${") and node.value.endswith("}"):
        yield node.value[2:-1].strip()


def path_name(node: Node) -> str:
    """The question that `../x`, `current()/../x` or `/data/g/x` means: its last step; '' for others."""
    steps = [part for part in node.args if part.op == "step"]
    base = [part for part in node.args if part.op != "step"]
    plain = all(not part.args for part in steps)
    local = all(part.op == "call" and part.value == "current" for part in base)
    if not steps or not plain or not local or steps[-1].value in {"..", ".", "*", ""}:
        return ""
    return str(steps[-1].value)


def to_json(node: Node, positions: bool = True) -> dict[str, Any]:
    """The tree as the browser gets it and as tools read it."""
    chain = spine(node)
    if not chain:
        return _to_json(node, [to_json(part, positions) for part in node.args], positions)
    found = to_json(chain[0].args[0], positions)
    for part in chain:
        found = _to_json(part, [found, to_json(part.args[1], positions)], positions)
    return found


def _to_json(node: Node, args: list[dict[str, Any]], positions: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"op": node.op}
    if node.value is not None:
        found["value"] = node.value
    if args:
        found["args"] = args
    if positions:
        found["at"] = [node.start, node.end]
    return found


def from_json(data: dict[str, Any]) -> Node:
    start, end = data.get("at", (0, 0))
    args = tuple(from_json(part) for part in data.get("args", ()))
    return Node(data["op"], data.get("value"), args, start, end)
