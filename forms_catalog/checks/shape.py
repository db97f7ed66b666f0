"""Judges a tree against the declared keys and builds the canonical object of what is sound.

Faults are collected, never raised, and the faulty part is left out, so that the checks of meaning
can go on with the rest and all problems of a file come at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..definition import (
    KINDS,
    LATER_KINDS,
    READY,
    STAGES,
    Key,
    keys_of,
    ready,
    short_of,
)
from ..definition.form import Question
from ..expressions import is_expression, problems_in
from ..problems import Place, Problem
from ..questions import TYPES
from .fitting import alone, family, fits, is_default, is_empty, named, rows
from .scalars import CODE, NAME, REMEDY_NAME, SCALARS, WANTED
from .tree import Node, Where


@dataclass
class Sheet:
    """One template as far as its shape goes: kind, id, canonical data, positions, problems."""

    kind: str = ""
    id: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    where: Where = field(default_factory=Where)
    problems: list[Problem] = field(default_factory=list)

    def problem(
        self, code: str, text: str, remedy: str = "", path: str = "", warn: bool = False
    ) -> None:
        line, column, sheet = self.where.spot(path)
        place = Place(file=self.where.file, sheet=sheet, line=line, column=column, path=path)
        self.problems.append(Problem(code, text, remedy, place, warn))


def judge(root: Node, file: str = "", stages: frozenset[str] = READY) -> Sheet:
    """The sheet of a tree; `stages` are the parts of the format that may be used."""
    sheet = Sheet(where=Where(file))
    body = _head(root, sheet)
    if body is not None:
        cls = KINDS[sheet.kind]
        walked = _Walk(sheet, stages).part(cls, body, "")
        sheet.data = {"format": 1, "kind": sheet.kind, "id": sheet.id} | walked
    return sheet


def _head(root: Node, sheet: Sheet) -> Node | None:
    """Reads `format: 1` and `KIND: id` (or JSON's kind and id) and gives the rest."""
    entries = list(root.entries or ())
    written = entries[:1] if root.line else entries  # JSON sorts its keys
    if not any((name.text, value.text) == ("format", "1") for name, value in written):
        sheet.where.mark("", root)
        sheet.problem("format.no-version", "第一行应当是“format: 1”", "补上这一行")
        if not entries:
            return None
    rest = [pair for pair in entries if pair[0].text != "format"]
    named = {name.text: value for name, value in rest}
    if "kind" in named and "id" in named:
        sheet.kind, sheet.id = named["kind"].text or "", named["id"].text or ""
        rest = [pair for pair in rest if pair[0].text not in {"kind", "id"}]
    elif rest:
        sheet.kind, sheet.id = rest[0][0].text or "", rest[0][1].text or ""
        sheet.where.mark("", rest[0][0])
        rest = rest[1:]
    sheet.where.mark("", root)
    return Node(root.line, root.column, entries=rest) if _known(sheet) else None


def _known(sheet: Sheet) -> bool:
    if sheet.kind in LATER_KINDS:
        stage = STAGES[LATER_KINDS[sheet.kind]]
        sheet.problem("format.not-yet", f"“{sheet.kind}”要等“{stage}”做好才能用", "先移走这个文件")
        return False
    if sheet.kind not in KINDS:
        sheet.problem("format.unknown-kind", "第二行没有说明是哪一种模板", "写成“form: 标识”这样")
        return False
    if not NAME.fullmatch(sheet.id):
        sheet.problem("format.bad-id", f"标识“{sheet.id}”不合规则", REMEDY_NAME)
    return True


class _Walk:
    """Walks one tree beside the declared keys."""

    def __init__(self, sheet: Sheet, stages: frozenset[str]) -> None:
        self.sheet = sheet
        self.stages = stages

    def fault(self, code: str, text: str, remedy: str, path: str, node: Node) -> None:
        self.sheet.where.mark(path, node)
        self.sheet.problem(code, text, remedy, path)

    def part(self, cls: type, node: Node, path: str) -> dict[str, Any]:
        keys = self._keys(cls, node, path)
        out: dict[str, Any] = {}
        for name, value in node.entries or ():
            here = f"{path}.{name.text}".lstrip(".")
            self.sheet.where.mark(here, name)
            item = keys.get(str(name.text))
            if item is None:
                self._unknown(str(name.text), keys, here, name)
            elif not ready(item, self.stages):
                text = f"“{item.name}”要等“{STAGES[item.since]}”做好才能用"
                self.fault("format.not-yet", text, "先删去这一项", here, name)
            elif cls is Question and item.name == "type" and value.text:
                out["type"] = value.text  # an unknown one is told already
            elif (got := self._kept(item, value, here)) is not None:
                out[item.name] = got
        self._required(keys, node, path)
        return out

    def _kept(self, item: Key, node: Node, path: str) -> Any:
        """The value that the canonical form keeps: none for a default; a required key must have one."""
        if item.required and is_empty(node):
            self._missing(item, path)
            return None
        before = len(self.sheet.problems)
        got = self.value(item, node, path)
        if got is None or not is_default(got, item):
            return got
        if item.required and len(self.sheet.problems) == before:
            self._missing(item, path)
        return None

    def _missing(self, item: Key, path: str) -> None:
        text = f"缺少“{item.name}”（{item.note}）"
        self.sheet.problem("format.missing-key", text, "补上这一项", path)

    def _keys(self, cls: type, node: Node, path: str) -> Mapping[str, Key]:
        keys = keys_of(cls)
        if cls is not Question:
            return keys
        name = node.get("type")
        kind = TYPES.get(name.text or "") if name else None
        if name is not None and kind is None and (name.text or "").strip():
            near = difflib.get_close_matches(name.text or "", TYPES, 1)
            remedy = f"是不是“{near[0]}”" if near else "看题型一览"
            self.fault(
                "question.unknown-type", f"没有“{name.text}”这种题型", remedy, f"{path}.type", name
            )
        if kind is not None and name is not None and kind.since not in self.stages:
            text = f"“{kind.name}”这种题型要等“{STAGES[kind.since]}”做好才能用"
            self.fault("format.not-yet", text, "先换一种题型", f"{path}.type", name)
        own = keys_of(kind.Options) if kind else any_options()
        return _spliced(keys, own)

    def _unknown(self, name: str, keys: Mapping[str, Key], path: str, node: Node) -> None:
        near = difflib.get_close_matches(name, keys, 1)
        if not near and name in any_options():
            self.fault(
                "question.option-of-other-type",
                f"这种题型没有“{name}”",
                "删去，或换一种题型",
                path,
                node,
            )
            return
        remedy = f"是不是“{near[0]}”" if near else "删去，或看模板格式说明"
        self.fault("format.unknown-key", f"不认识“{name}”", remedy, path, node)

    def _required(self, keys: Mapping[str, Key], node: Node, path: str) -> None:
        for item in keys.values():
            if item.required and ready(item, self.stages) and node.get(item.name) is None:
                here = f"{path}.{item.name}".lstrip(".")
                self.sheet.where.mark(here, node)
                self._missing(item, here)

    def value(self, item: Key, node: Node, path: str) -> Any:
        """The canonical value, or None after a fault."""
        for shape in item.shapes:
            if fits(shape, node) or alone(shape, item, node):
                return self._shaped(shape, item, node, path)
        self.fault(
            "format.wrong-shape",
            f"“{item.name}”写得不对",
            WANTED[family(item.shapes[0])],
            path,
            node,
        )
        return None

    def _shaped(self, shape: str, item: Key, node: Node, path: str) -> Any:
        head, _, _rest = shape.partition(":")
        if head == "map":
            return self._map(item, node, path)
        if head == "obj":
            return self.part(item.part, node, path) if item.part else {}
        if head == "list" and shape != "list:names":
            return self._list(item, node, path)
        if shape == "list:names":
            rows = [self._listed(row, item, path) for row in node.items or ()]
            return [self._names(row, path) for row in rows]
        if shape == "names":
            return self._names(node, path)
        if shape == "texts":
            return self._texts(item, node, path)
        if len(item.shapes) > 1 and "obj" in item.shape and item.part:
            return self._scalar_part(item.part, node, path)
        return self._scalar(
            "bool|expr" if item.shape == "bool|expr" else shape, item.name, node, path
        )

    def _map(self, item: Key, node: Node, path: str) -> list[dict[str, Any]]:
        out: list[dict[str, Any]] = []
        seen: set[str] = set()
        for name, value in named(node):
            here = f"{path}.{name.text}"
            self.sheet.where.mark(here, name)
            called = {"name": self._name(item, name, here)}
            self._once(called["name"], seen, here, name)
            if item.part is str or item.part is None:
                shape = "value" if item.shape == "map:expr" else "text"
                out.append(called | {"value": self._text(value, here, shape)})
            elif value.text is not None and short_of(item.part):
                out.append(called | self._scalar_part(item.part, value, here))
            elif value.is_map:
                out.append(called | self.part(item.part, value, here))
            else:
                text = f"“{name.text}”写得不对"
                self.fault("format.wrong-shape", text, WANTED["map"], here, value)
        return out

    def _list(self, item: Key, node: Node, path: str) -> list[dict[str, Any]]:
        """A list of nameless parts; their places count from 1."""
        out: list[dict[str, Any]] = []
        for number, row in enumerate(rows(node), 1):
            here = f"{path}.{number}"
            self.sheet.where.mark(here, row)
            if row.is_map and item.part:
                out.append(self.part(item.part, row, here))
            elif row.text is not None and item.part and short_of(item.part):
                out.append(self._scalar_part(item.part, row, here))
            else:
                text = f"“{item.name}”里的每一项要写成几个“名字: 内容”"
                self.fault("format.wrong-shape", text, WANTED["map"], here, row)
        return out

    def _name(self, item: Key, name: Node, path: str) -> str:
        """The name of a part: a name or a code, of plain values any words."""
        shape = "text" if item.part is str else getattr(item.part, "NAMES", "name")
        text = name.text or ""
        try:
            said: str = SCALARS[shape](text)
        except ValueError:
            said = ""
        if not said:
            self.fault("format.bad-name", f"“{text}”不能作名字", WANTED[shape], path, name)
        return said or text

    def _scalar_part(self, part: type, node: Node, path: str) -> dict[str, Any]:
        short = short_of(part)
        item = keys_of(part)[short]
        if item.required and is_empty(node):
            self._missing(item, path)
        got = self.value(item, node, path)
        return {} if got is None or is_default(got, item) else {short: got}

    def _names(self, node: Node, path: str) -> list[str]:
        names: list[str] = []
        for item in node.items or ():
            if item.text is None or not CODE.fullmatch(item.text):
                self.fault("format.bad-name", "这里要写名字", "写成 [名字, 名字]", path, item)
            else:
                self._once(item.text, set(names), path, item)
                names.append(item.text)
        return names

    def _texts(self, item: Key, node: Node, path: str) -> list[str]:
        """Words of any kind, each once; a single one needs no brackets."""
        found: list[str] = []
        for row in rows(node):
            said = self._text(row, path)
            if said:
                self._once(said, set(found), path, row)
                found.append(said)
        return found

    def _listed(self, node: Node, item: Key, path: str) -> Node:
        if not node.is_list:
            text = f"“{item.name}”里的每一项要写成几个名字"
            self.fault("format.wrong-shape", text, WANTED["names"], path, node)
        return node

    def _once(self, name: str, seen: set[str], path: str, node: Node) -> None:
        if name in seen:
            self.fault("format.name-twice", f"“{name}”写了两次", "删去一个", path, node)
        seen.add(name)

    def _text(self, node: Node, path: str, shape: str = "text") -> str:
        if node.text is None:
            self.fault("format.wrong-shape", "这里要写文字", WANTED["text"], path, node)
            return ""
        return self._scalar(shape, path.rpartition(".")[2], node, path) or ""

    def _folded(self, node: Node, path: str) -> None:
        """A note where an expression is kept with other signs than it was typed with."""
        text = node.text or ""
        if text.isascii():
            return
        for note in problems_in(text):
            if note.warn:
                self.sheet.where.mark(path, node)
                self.sheet.problem(note.code, note.text, note.remedy, path, warn=True)

    def _scalar(self, shape: str, name: str, node: Node, path: str) -> Any:
        try:
            value = SCALARS[shape](node.text or "")
            if shape in EXPRESSIONS and (shape != "value" or is_expression(node.text or "")):
                self._folded(node, path)
            return value
        except ValueError:
            shown = (node.text or "")[:40]
            text = f"“{name}”不能是“{shown}”"
            self.fault("format.bad-value", text, WANTED[shape], path, node)
            return None


EXPRESSIONS = frozenset({"expr", "bool|expr", "value"})


def _spliced(keys: Mapping[str, Key], own: Mapping[str, Key]) -> dict[str, Key]:
    """The keys of a question in writing order: its type's own stand behind `type`."""
    out: dict[str, Key] = {}
    for name, item in keys.items():
        out[name] = item
        if name == "type":
            out.update(own)
    return out


def question_keys(type_name: str) -> dict[str, Key]:
    """All keys of a question of one type, in writing order."""
    kind = TYPES.get(type_name)
    return _spliced(keys_of(Question), keys_of(kind.Options) if kind else {})


def any_options() -> dict[str, Key]:
    """The options of all types, none required: for a question whose type is not known."""
    return {
        name: replace(item, required=False)
        for kind in TYPES.values()
        for name, item in keys_of(kind.Options).items()
    }
