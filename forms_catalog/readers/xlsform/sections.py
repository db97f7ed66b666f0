"""Groups become sections, repeats become tables; what is nested deeper is flattened, conditions joined."""

from __future__ import annotations

from collections.abc import Iterator

from ...checks.tree import Node
from ...definition import Section, keys_of
from ...xlsform.columns import PREFIX
from .grid import Cell, Faults
from .naming import Names
from .nodes import Entries, a_map, ours, pair, said
from .outline import Item
from .questions import Questions, joined, reasons

_OF_SECTIONS = ("hint", "appearance")


class Sections:
    """One run over the outline of a survey sheet."""

    def __init__(self, questions: Questions, names: Names, faults: Faults) -> None:
        self.questions = questions
        self.names = names
        self.faults = faults
        self.made: Entries = []
        self.loose = 0
        self.lost: dict[str, Cell] = {}

    def all(self, items: list[Item]) -> Entries:
        run: list[Item] = []
        for item in items:
            if item.is_group:
                self._outside(run)
                run = []
                self._group(item, [], "")
            else:
                run.append(item)
        self._outside(run)
        if self.lost:
            text = f"组的“{'、'.join(self.lost)}”没有读"
            self.faults.note(
                "group-columns", text, "部分没有这些项", next(iter(self.lost.values()))
            )
        return self.made

    def _outside(self, items: list[Item]) -> None:
        """Questions outside any group get a section of their own."""
        if not items:
            return
        self.loose += 1
        taken = {name.text for name, _ in self.made} | set(self.names.cells)
        name = f"part_{self.loose}"
        while name in taken:
            name += "_"
        at = items[0].row.get("name")
        entries = [said(at, "label", f"第{self.loose}部分")]
        entries += self._held(at, self._flat(items, []))
        self.made.append((at.saying(name).node(), a_map(at, entries)))

    def _group(self, item: Item, outer: list[str], heading: str) -> None:
        """A section; a group of nothing but groups gives its heading and condition to each of them."""
        conditions = [*outer, self._condition(item)]
        label = "：".join(bit for bit in (heading, item.row.text("label")) if bit)
        if self._is_wrapper(item):
            text = f"组“{item.name}”里全是组，它的每个组成了一个部分"
            self.faults.note("nested-groups", text, "看看标题合不合适", item.row.get("type"))
            for child in item.children:
                self._group(child, conditions, label)
            return
        entries = self._head(item, conditions, label)
        if not item.is_included:
            entries += self._held(item.row.get("name"), self._flat(item.children, []))
        elif item.children:
            text = f"“{item.name}”是引用的部分，里面的行没有读"
            self.faults.note("included", text, "要改就改被引用的那张表", item.row.get("name"))
        name = item.row.get("name")
        self.made.append((name.saying(self.names.of(name.text)).node(), a_map(name, entries)))

    def _is_wrapper(self, item: Item) -> bool:
        groups = all(child.is_group for child in item.children)
        return bool(item.children) and groups and not item.is_included

    def _condition(self, item: Item) -> str:
        return self.names.follow(item.row.text("relevant"))

    def _head(self, item: Item, conditions: list[str], label: str) -> Entries:
        row, entries = item.row, list[tuple[Node, Node]]()
        if not label and not item.is_included:
            self.questions.unlabelled.append(row.get("name"))
            label = item.name
        if label:
            entries.append(pair("label", row.get("label").saying(self.names.follow(label))))
        if text := joined(conditions):
            entries.append(pair("relevant", row.get("relevant").saying(text)))
        for column in _OF_SECTIONS:
            if row.text(column):
                entries.append(pair(column, row.get(column)))
        self._lost(item, (*_OF_SECTIONS, "type", "name", "label", "relevant"))
        return entries + ours(row, keys_of(Section), self.faults)

    def _lost(self, item: Item, kept: tuple[str, ...]) -> None:
        """A section has no private columns: what stands in them on the row of a group is lost."""
        cells = {name: cell for name, cell in item.row.cells.items() if not name.startswith(PREFIX)}
        lost = {n: c for n, c in (cells | item.row.extra).items() if n not in kept}
        self.lost = lost | self.lost

    def _held(self, at: Cell, entries: Entries) -> Entries:
        return [(at.saying("questions").node(), a_map(at, entries))] if entries else []

    # ---- questions ----

    def _flat(self, items: list[Item], conditions: list[str]) -> Entries:
        """The questions of a group in order, those of the groups inside it among them."""
        found: Entries = []
        for item, conditions_ in self._leaves(items, conditions):
            following = self._following(item, items)
            columns = self._flat(item.children, []) if item.is_repeat else None
            missing = reasons(self.questions.lists, following) if following else []
            if following and f"{PREFIX}missing" in item.row.cells:
                missing = []
            found.append(self.questions.question(item, conditions_, columns, missing))
            if item.type.other:
                found.append(self._other(item, conditions_))
        return found

    def _leaves(self, items: list[Item], conditions: list[str]) -> Iterator[tuple[Item, list[str]]]:
        for item in items:
            if item.is_group:
                text = f"组“{item.name}”并进了外面的组，它的标题“{item.row.text('label')}”没有留下"
                remedy = "要分开就把它移到外面"
                self.faults.note("flattened", text, remedy, item.row.get("type"))
                self._lost(item, ("type", "name", "label", "relevant"))
                yield from self._leaves(item.children, [*conditions, self._condition(item)])
            elif not self._is_reason(item, items):
                yield item, conditions

    def _following(self, item: Item, items: list[Item]) -> Item | None:
        """The row that takes the reason for having no answer to this question."""
        wanted = f"{item.name}__missing"
        found = next((other for other in items if other.name == wanted), None)
        return found if found and self._is_reason(found, items) else None

    def _is_reason(self, item: Item, items: list[Item]) -> bool:
        base, sign, rest = item.name.partition("__missing")
        asked = any(other.name == base for other in items)
        listed = item.type.name == "select_one" and bool(reasons(self.questions.lists, item))
        return bool(sign) and not rest and asked and listed

    def _other(self, item: Item, conditions: list[str]) -> tuple[Node, Node]:
        """`or_other` in rows of its own: the words behind “other”."""
        at = item.row.get("type")
        name = f"{self.names.of(item.name)}_other"
        several = item.type.name == "select_multiple"
        asked = f"${{{self.names.of(item.name)}}}"
        own = f"selected({asked}, 'other')" if several else f"{asked} = 'other'"
        entries = [
            said(at, "label", f"{item.row.text('label')}（其他，请写明）"),
            said(at, "type", "text"),
            said(at, "relevant", joined([*conditions, own])),
        ]
        self.faults.note("or-other", f"“其他”写成了单独的一题“{name}”", "看看措辞", at)
        return at.saying(name).node(), a_map(at, entries)


def tell_unlabelled(cells: list[Cell], faults: Faults) -> None:
    if cells:
        names = "、".join(cell.text for cell in cells[:6])
        text = f"{len(cells)}处没有写给人看的字，用了名字：{names}"
        faults.note("no-label", text, "在 label 列写上", cells[0])
