"""A row of the survey sheet as a question of the tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...checks.shape import question_keys
from ...checks.tree import Node
from ...definition.form import Question
from ...definition.keys import keys_of
from ...questions import REASONS, TYPES
from ...xlsform import types
from ...xlsform.cells import from_cell, truth
from ...xlsform.columns import LOGICAL, PREFIX, SURVEY
from ...xlsform.helping import Decisions, helped
from .grid import Cell, Faults
from .lists import Lists, OptionList
from .naming import Names, follow_columns, mentions
from .nodes import Entries, a_map, decoded, ours, pair, said
from .outline import Item

_BY_THEMSELVES = frozenset(
    ["type", "name", "label", "trigger", "appearance", "read_only", "required"]
)
_SPOKEN_OF_NAMES = frozenset(SURVEY) - {"type", "name", "parameters", "trigger"}


class Questions:
    """Makes questions of items; lists, names and decision tables are those of the workbook."""

    def __init__(
        self, lists: Lists, names: Names, list_names: Names, decisions: Decisions, faults: Faults
    ) -> None:
        self.lists = lists
        self.names = names
        self.list_names = list_names
        self.decisions = decisions
        self.faults = faults
        self.chosen: dict[str, OptionList] = {}
        self.unlabelled: list[Cell] = []

    def prepare(self, items: Iterable[Item]) -> None:
        """Counts the uses of every list, so that it is known which stand inside a question."""
        for item in items:
            if item.type.name in types.LISTED and item.type.source:
                found = self.lists.find(item.type.source, item.row.get("type"))
                if found is not None:
                    self.chosen[item.name] = found
                    self.lists.used[found.name] += not self._is_yes_no(item)
        for name in self._named_choices(items):
            self.lists.used[name] += 2

    def _named_choices(self, items: Iterable[Item]) -> Iterable[str]:
        cells = (item.row.text(f"{PREFIX}choices") for item in items)
        return (text for text in cells if text in self.lists.found)

    def question(
        self, item: Item, conditions: list[str], columns: Entries | None, missing: list[str]
    ) -> tuple[Node, Node]:
        """The name and the map of one question; `conditions` are those of the groups around it."""
        row, kind = item.row, self.type_of(item)
        name = row.get("name") if item.name else row.get("type").saying(f"note_{row.number}")
        entries = [said(row.get("type"), "type", kind), self._label(item, kind)]
        entries += self._choices(item, kind)
        entries += self._columns(item, kind, conditions)
        entries += ours(row, question_keys(kind) or keys_of(Question), self.faults)
        entries += self._extra(item, kind)
        if missing:
            entries.append((name.saying("missing").node(), name.tree(missing)))
        if columns is not None:
            entries.append((name.saying("questions").node(), a_map(name, columns)))
        return name.saying(self.names.of(name.text)).node(), a_map(name, entries)

    def type_of(self, item: Item) -> str:
        """Our type: the one that `tonghu::type` names while it still fits, else the nearest."""
        said_ = item.row.get(f"{PREFIX}type")
        looks = item.row.text("appearance").split()
        read = types.read_as(item.type, looks, self._is_yes_no(item))
        if not said_.text or said_.text == read:
            return read
        kind = TYPES.get(said_.text)
        kept = item.type.name in types.KEPT or item.type.name in types.METADATA
        if kind is None or kept or types.written(kind) == item.type.name:
            return said_.text
        text = f"type 列改成了“{item.type.text}”，不再是“{said_.text}”"
        self.faults.note("type-changed", text, f"按“{read}”读", said_)
        return read

    def _is_yes_no(self, item: Item) -> bool:
        return item.type.name == "select_one" and self.lists.is_yes_no(item.type.source)

    def _label(self, item: Item, kind: str) -> tuple[Node, Node]:
        cell = item.row.get("label")
        if cell.text:
            return pair("label", cell.saying(self.names.follow(cell.text)))
        name = item.row.get("name")
        if kind not in TYPES or TYPES[kind].asked:
            self.unlabelled.append(name)
        return said(name, "label", name.text or f"{item.row.number}")

    def _choices(self, item: Item, kind: str) -> Entries:
        if item.type.name not in types.LISTED or kind == types.TRUTH:
            return []
        at, found = item.row.get("type"), self.lists.found.get(item.type.source)
        if found is None:
            return []
        if self.lists.is_template(found) and not item.type.other:
            return [said(at, "choices", self.list_names.of(found.name))]
        options = self.lists.options(found)
        if item.type.other and all(name.text != "other" for name, _ in options):
            words = a_map(at, [said(at, "label", "其他")])
            options.append((at.saying("other").node(), words))
        return [(at.saying("choices").node(), a_map(at, options))]

    # ---- columns ----

    def _columns(self, item: Item, kind: str, conditions: list[str]) -> Entries:
        row, dropped = item.row, self._dropped(item, kind)
        entries: Entries = []
        for column in SURVEY:
            cell = row.get(column)
            if not cell.text or column in _BY_THEMSELVES or column in dropped:
                continue
            if column != "relevant":
                entries.append(pair(column, cell.saying(self._followed(column, cell.text, item))))
        entries += self._relevant(item, conditions)
        entries += self._truths(item, dropped)
        entries += self._looks(item, kind)
        entries += self._trigger(item)
        stand_in = types.stand_in(item.type.name)
        if stand_in and not row.text("calculation"):
            entries.append(said(row.get("type"), "calculation", stand_in))
        return entries

    def _relevant(self, item: Item, conditions: list[str]) -> Entries:
        cell = item.row.get("relevant")
        own = [self._followed("relevant", cell.text, item)] if cell.text else []
        text = joined([*conditions, *own])
        return [pair("relevant", cell.saying(text))] if text else []

    def _truths(self, item: Item, dropped: set[str]) -> Entries:
        found: Entries = []
        for column in ("required", "read_only"):
            cell = item.row.get(column)
            text = truth(cell.text) or self._followed(column, cell.text, item)
            if text not in ("", "false") and column not in dropped:
                found.append(pair(column, cell.saying(text)))
        return found

    def _looks(self, item: Item, kind: str) -> Entries:
        cell = item.row.get("appearance")
        text, own = cell.text, types.LOOKS.get(kind, "")
        if own and f"{text} ".startswith(f"{own} "):
            text = text[len(own) + 1 :]
        elif own in text.split():
            text = " ".join(word for word in text.split() if word != own)
        if item.type.name == "hidden" and kind == "text" and "hidden" not in text.split():
            text = f"{text} hidden".strip()
        return [pair("appearance", cell.saying(text))] if text else []

    def _trigger(self, item: Item) -> Entries:
        cell = item.row.get("trigger")
        names = mentions(cell.text) or ({cell.text} if cell.text else set())
        if len(names) > 1:
            text = "一题只能由一题触发重算，这里写了几题"
            self.faults.note("many-triggers", text, "只留了第一个", cell)
        first = sorted(names, key=cell.text.find)[:1]
        return [pair("trigger", cell.saying(self.names.of(name))) for name in first]

    def _dropped(self, item: Item, kind: str) -> set[str]:
        """Columns that the writer filled in for other programs."""
        data: dict[str, Any] = {"type": kind, "decision": item.row.text(f"{PREFIX}decision")}
        score = item.row.text(f"{PREFIX}score")
        keys = question_keys(kind)
        if score and "score" in keys:
            data["score"] = _quietly(score, keys["score"])
        texts = helped(data, self.decisions)
        row = item.row
        dropped = {name for name, text in texts.items() if row.text(name) == text}
        return dropped | {name for name in LOGICAL if f"{PREFIX}{name}" in row.cells}

    def _followed(self, column: str, text: str, item: Item) -> str:
        """The text of a cell with the new names of questions, columns and codes."""
        if column not in _SPOKEN_OF_NAMES:
            return text
        used = mentions(text) | {item.name}
        if column in LOGICAL:
            for name in sorted(used & self.chosen.keys()):
                text = self.chosen[name].codes.follow(text)
        if column == "default" and item.name in self.chosen:
            text = self.chosen[item.name].codes.of(text)
        if column == "choice_filter":
            text = follow_columns(text, self.lists.tags.new)
        return self.names.follow(text)

    def _extra(self, item: Item, kind: str) -> Entries:
        whole = item.row.get(f"{PREFIX}extra")
        if whole.text:
            return [decoded("extra", whole, question_keys(kind), self.faults)]
        type_ = item.row.get("type")
        kept = item.type.name in types.KEPT or item.type.name in types.METADATA
        text = item.type.name if item.type.name in types.LISTED else type_.text
        cells = {"type": type_.saying(text)} if kept or item.type.name == "hidden" else {}
        cells |= item.row.extra
        if not cells:
            return []
        at = next(iter(cells.values()))
        return [(at.saying("extra").node(), a_map(at, [pair(n, c) for n, c in cells.items()]))]


def _quietly(text: str, item: Any) -> Any:
    try:
        return from_cell(text, item)
    except (ValueError, RecursionError):
        return None


def joined(conditions: list[str]) -> str:
    """All of the conditions as one."""
    texts = [text for text in conditions if text]
    return texts[0] if len(texts) == 1 else " and ".join(f"({text})" for text in texts)


def reasons(lists: Lists, item: Item) -> list[str]:
    """The codes of a list that offers reasons for having no answer, [] for any other list."""
    found = lists.found.get(item.type.source)
    codes = [row.text("name") for row in found.rows] if found else []
    return codes if codes and set(codes) <= set(REASONS) else []
