"""Template files: a strict subset of YAML, read as text with positions; nothing is guessed.

No aliases, anchors, tags, merge keys, second documents, duplicate keys or tabs; no implicit types:
`yes`, `no`, `01` and `12:30` are what they look like.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from ..checks.tree import Node
from ..problems import Place, Problem, Refused

SUFFIXES = (".yaml", ".yml")
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 14
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(data: bytes, file: str = "") -> tuple[Node | None, list[Problem]]:
    """The tree of a file, or None and the problems that kept it from being one."""
    builder = _Builder(file)
    try:
        text = _decode(data, file)
        return builder.build(text), builder.problems
    except Refused as refused:
        return None, [*builder.problems, *refused]
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, _syntax(error, file)]
    except (yaml.YAMLError, RecursionError):
        return None, [*builder.problems, _problem("yaml.unreadable", "这个文件读不懂", "", file)]


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise Refused(_problem("yaml.too-big", "文件超过1兆字节", "一个模板一个文件，请拆开", file))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(
            _problem("yaml.not-utf8", "不是UTF-8编码", "请另存为UTF-8", file, line)
        ) from None
    for number, row in enumerate(text.splitlines(), 1):
        if "\t" in row:
            column = row.index("\t") + 1
            raise Refused(
                _problem("yaml.tab", "用了制表符缩进", "请改用空格", file, number, column)
            )
    return text


def _problem(
    code: str, text: str, remedy: str, file: str, line: int = 0, column: int = 0
) -> Problem:
    return Problem(code, text, remedy, Place(file=file, line=line, column=column))


def _syntax(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return _problem("yaml.syntax", "这里写得不合规则", "检查冒号、引号和缩进", file, line, column)


class _Builder:
    """Turns the parser's events into nodes, refusing what the subset leaves out."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def build(self, text: str) -> Node | None:
        events = iter(yaml.parse(text, Loader=_Loader))
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise Refused(
                        self._at(
                            event,
                            "yaml.second-document",
                            "一个文件只能有一个模板",
                            "删去“---”后面的部分",
                        )
                    )
                root = self._node(next(events), events, 1)
        if root is None:
            raise Refused(
                _problem("yaml.empty", "文件是空的", "先写 format 和模板的标识", self.file)
            )
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        self._legal(event, depth)
        node = Node(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            node.text = event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            node.items = list(self._items(events, depth, yaml.SequenceEndEvent))
        else:
            node.entries = self._entries(events, depth)
        return node

    def _items(self, events: Iterator[Any], depth: int, end: type) -> Iterator[Node]:
        while not isinstance(event := next(events), end):
            yield self._node(event, events, depth + 1)

    def _entries(self, events: Iterator[Any], depth: int) -> list[tuple[Node, Node]]:
        entries: list[tuple[Node, Node]] = []
        seen: set[str] = set()
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            name = self._node(event, events, depth + 1)
            if name.text == "<<" and event.implicit[0]:
                raise Refused(self._at(event, "yaml.merge-key", "不能用合并键（<<）", "把内容写全"))
            value = self._node(next(events), events, depth + 1)
            if name.text is None:
                self.problems.append(
                    self._at(event, "yaml.odd-key", "键必须是文字", "检查缩进和冒号")
                )
            elif name.text in seen:
                self.problems.append(
                    self._at(event, "yaml.duplicate-key", f"“{name.text}”写了两次", "删去一个")
                )
            else:
                seen.add(name.text)
                entries.append((name, value))
        return entries

    def _legal(self, event: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Refused(self._at(event, "yaml.too-deep", f"嵌套超过{MAX_DEPTH}层", "请减少层次"))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused(self._at(event, "yaml.alias", "不能用锚点和引用（& 和 *）", "把内容写全"))
        if getattr(event, "tag", None):
            raise Refused(self._at(event, "yaml.tag", "不能用类型标签（!）", "删去标签"))
        if isinstance(event, yaml.ScalarEvent) and event.style == ">":
            self.problems.append(self._at(event, "yaml.folded", "不能用折叠文本（>）", "改用“|”"))

    def _at(self, event: Any, code: str, text: str, remedy: str) -> Problem:
        mark = event.start_mark
        return _problem(code, text, remedy, self.file, mark.line + 1, mark.column + 1)
