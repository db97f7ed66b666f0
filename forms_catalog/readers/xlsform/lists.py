"""The choices sheet: lists of options, some written into their question, some templates of their own."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...checks.scalars import CODE
from ...checks.tree import Node
from ...definition import ChoiceList, keys_of
from ...definition.lists import Option
from ...xlsform import types
from ...xlsform.columns import PREFIX, header
from .grid import Cell, Faults, Row
from .naming import Codes, Names
from .nodes import Entries, a_map, ours, pair, said, told


@dataclass
class OptionList:
    """One list of the workbook: its rows, its head (of our own workbooks), its changed codes."""

    name: str
    rows: list[Row] = field(default_factory=list)
    head: Row | None = None
    codes: Codes = field(default_factory=lambda: Codes(()))

    @property
    def at(self) -> Cell:
        row = self.head or self.rows[0]
        return row.get("list_name")

    @property
    def labels(self) -> dict[str, str]:
        return {row.text("name"): row.text("label") for row in self.rows}

    @property
    def is_rich(self) -> bool:
        """Whether its options say more than an option inside a question may."""
        return any(row.text("parent") or any(map(is_tag, row.extra)) for row in self.rows)


class Lists:
    """All lists by name; `inline` those that belong to one question and say no more than labels."""

    def __init__(
        self, rows: Iterable[Row], heads: Iterable[Row], ours: bool, faults: Faults
    ) -> None:
        self.faults = faults
        self.ours = ours
        self.found: dict[str, OptionList] = {}
        for row in rows:
            self._add(row)
        for head in heads:
            name = head.text("list_name")
            self.found.setdefault(name, OptionList(name)).head = head
        for item in self.found.values():
            item.codes = Codes(item.labels)
            self._tell(item)
        rows = [row for item in self.found.values() for row in item.rows]
        self._lost(rows)
        tags = (cell.saying(tag) for row in rows for tag, cell in row.extra.items())
        self.tags = Names(
            (cell for cell in tags if not CODE.fullmatch(cell.text) and is_tag(cell.text)), "t"
        )
        self.tags.tell(faults, "选项的标签列名")
        self.used: Counter[str] = Counter()

    def _add(self, row: Row) -> None:
        name = row.text("list_name")
        if not name:
            text = "这一行没有写是哪个选项表"
            self.faults.add("no-list-name", text, "在 list_name 列写上", row.get("list_name"))
        elif not row.text("name"):
            self.faults.add("no-name", "这个选项没有写值", "在 name 列写上", row.get("name"))
        else:
            self.found.setdefault(name, OptionList(name)).rows.append(row)

    def _lost(self, rows: Iterable[Row]) -> None:
        """Pictures and other languages of options, once for each column."""
        lost = {name: cell for row in rows for name, cell in row.extra.items() if not is_tag(name)}
        for name, cell in lost.items():
            self.faults.note("option-lost", f"选项的“{name}”一列没有读", "选项只有一种文字", cell)

    def _tell(self, item: OptionList) -> None:
        seen: dict[str, Row] = {}
        for row in item.rows:
            first = seen.setdefault(row.text("name"), row)
            if first is not row:
                text = f"“{item.name}”里“{row.text('name')}”写了两次，先在第{first.number}行"
                self.faults.add("option-twice", text, "删去一个，或改掉它的值", row.get("name"))
        if item.codes.new:
            pairs = [f"{old} → {new}" for old, new in item.codes.new.items()][:6]
            text = f"选项表“{item.name}”的值只能用字母、数字和 _ . : -，已改：{'，'.join(pairs)}"
            self.faults.note("recoded", text, "和它们比较的算式也跟着改了", item.at)

    def find(self, name: str, at: Cell) -> OptionList | None:
        """The list of a question; one that is not there is told with the nearest."""
        item = self.found.get(name)
        if item is None:
            near = difflib.get_close_matches(name, self.found, 1)
            remedy = f"是不是“{near[0]}”？" if near else "在表 choices 里加上这个选项表"
            self.faults.add("missing-list", f"没有“{name}”这个选项表", remedy, at)
        return item

    def is_yes_no(self, name: str) -> bool:
        return name in self.found and types.is_yes_no(self.found[name].labels)

    def is_template(self, item: OptionList) -> bool:
        if self.ours:
            return item.head is not None
        if self.is_yes_no(item.name) and not self.used[item.name]:
            return False
        return self.used[item.name] != 1 or item.is_rich

    def templates(self) -> list[OptionList]:
        """The lists that come as templates of their own; those that lie elsewhere do not."""
        return [item for item in self.found.values() if item.rows and self.is_template(item)]

    def options(self, item: OptionList) -> Entries:
        return [self._option(item, row) for row in item.rows]

    def _option(self, item: OptionList, row: Row) -> tuple[Node, Node]:
        name = row.get("name")
        label = row.get("label") if row.text("label") else name
        entries: Entries = [(label.saying("label").node(), label.node())]
        if row.text("parent"):
            entries.append(pair("parent", row.get("parent")))
        tags = {self.tags.of(tag): cell for tag, cell in row.extra.items() if is_tag(tag)}
        if f"{PREFIX}tags" not in row.cells and tags:
            pairs = [(cell.saying(tag).node(), cell.node()) for tag, cell in tags.items()]
            entries.append((name.saying("tags").node(), a_map(name, pairs)))
        entries += ours(row, keys_of(Option), self.faults)
        return name.saying(item.codes.of(name.text)).node(), a_map(name, entries)

    def trees(self, names: Names) -> Iterator[tuple[str, Node]]:
        """Id and tree of every list that is a template."""
        for item in self.templates():
            id = names.of(item.name)
            yield id, a_map(item.at, self._head(item, id))

    def _head(self, item: OptionList, id: str) -> Entries:
        at = item.at
        entries = [said(at, "format", "1"), said(at, "list", id)]
        if item.head is not None:
            entries += told(item.head, keys_of(ChoiceList), self.faults, leaving=("list_name",))
        else:
            entries.append(said(at, "title", item.name))
            tags = {tag: None for row in item.rows for tag in row.extra if is_tag(tag)}
            if tags:
                entries.append((at.saying("tags").node(), at.tree([*map(self.tags.of, tags)])))
        return [*entries, (at.saying("options").node(), a_map(at, self.options(item)))]


def is_tag(name: str) -> bool:
    """Pictures and other languages of an option are no tags."""
    media = "::" in name or name.lower() in ("image", "audio", "video", "big-image")
    return not media and not header("choices", name).language
