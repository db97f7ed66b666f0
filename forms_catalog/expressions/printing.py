"""The one spelling of a tree: what files, editions and the rule builder hold."""

from __future__ import annotations

from .nodes import Node, spine

_POWERS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6, "neg": 7, "union": 8,
}  # fmt: skip


def to_text(node: Node) -> str:
    """One blank round operators, single quotes, brackets only where they matter."""
    op = node.op
    if op in _POWERS:
        return _operation(node)
    if op == "text":
        return quoted(node.value)
    if op == "number":
        return plain(node.value)
    if op == "name":
        return f"${{{node.value}}}"
    if op == "call":
        return f"{node.value}({', '.join(map(to_text, node.args))})"
    if op == "path":
        return _path(node)
    if op == "step":
        return str(node.value) + "".join(f"[{to_text(part)}]" for part in node.args)
    return "." if op == "self" else str(node.value)


def quoted(text: str) -> str:
    """A literal; the language has no escapes, so one that holds both quotes cannot be written."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def plain(number: float) -> str:
    """The shortest digits, never an exponent."""
    if isinstance(number, int) or float(number).is_integer():
        return str(int(number))
    text = repr(float(number))
    return format(float(number), ".20f").rstrip("0") if "e" in text else text


def _operation(node: Node) -> str:
    power = _POWERS[node.op]
    if node.op == "neg":
        return f"-{_inner(node.args[0], power)}"
    chain = spine(node)
    words = to_text(chain[0].args[0]) if chain else ""
    before = _POWERS.get(chain[0].args[0].op, 9) if chain else 9
    for part in chain:
        power = _POWERS[part.op]
        words = f"({words})" if before < power else words
        words += f" {part.op} {_inner(part.args[1], power + 1)}"
        before = power
    return words or f"{_inner(node.args[0], power)} | {_inner(node.args[1], power + 1)}"


def _inner(node: Node, power: int) -> str:
    text = to_text(node)
    return f"({text})" if _POWERS.get(node.op, 9) < power else text


def _path(node: Node) -> str:
    base = [to_text(part) for part in node.args if part.op != "step"]
    steps = [part for part in node.args if part.op == "step"]
    if base and steps and steps[0].value == "." and steps[0].args:
        base[-1] += "".join(f"[{to_text(part)}]" for part in steps[0].args)
        steps = steps[1:]
    return str(node.value) + "/".join([*base, *map(to_text, steps)])
