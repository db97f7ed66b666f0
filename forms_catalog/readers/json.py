"""Canonical JSON: a template, or a Bundle with everything it embeds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..checks.tree import Node
from ..problems import Place, Problem

SUFFIXES = (".json",)
MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 24


def read(data: bytes, file: str = "") -> tuple[Node | None, list[Problem]]:
    """The same tree as of YAML: JSON's own types become the text that YAML would hold."""
    if len(data) > MAX_BYTES:
        return None, [Problem("json.too-big", "文件超过8兆字节", place=Place(file=file))]
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(
            text, object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=str
        )
        problems = [
            Problem("json.duplicate-key", f"“{name}”写了两次", "删去一个", Place(file=file))
            for name in _twice(value)
        ]
        return _node(value, 1), problems
    except json.JSONDecodeError as error:
        place = Place(file=file, line=error.lineno, column=error.colno)
        return None, [Problem("json.syntax", "这里写得不合规则", "检查引号、逗号和括号", place)]
    except (UnicodeDecodeError, RecursionError):
        return None, [Problem("json.unreadable", "这个文件读不懂", place=Place(file=file))]


class _Object(list[tuple[str, Any]]):
    """A JSON object with its order and its duplicates."""


def _twice(value: Any) -> Iterator[str]:
    """Keys that one object holds more than once."""
    if isinstance(value, _Object):
        yield from (name for name, times in Counter(name for name, _ in value).items() if times > 1)
        value = [item for _, item in value]
    for item in value if isinstance(value, list) else ():
        yield from _twice(item)


def _node(value: Any, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, _Object):
        pairs = dict(value).items()
        return Node(entries=[(Node(text=name), _node(item, depth + 1)) for name, item in pairs])
    if isinstance(value, list):
        return Node(items=[_node(item, depth + 1) for item in value])
    if isinstance(value, bool):
        return Node(text="true" if value else "false")
    return Node(text="" if value is None else str(value))
