"""The sheets of one workbook as a form and its lists, in the tree that every reader delivers."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from ...checks.tree import Node
from ...definition import Decision, FormDefinition, keys_of
from ...definition.logic import Rule
from ...xlsform.columns import DECISIONS, LISTS, PREFIX, RULES
from ...xlsform.titles import to_template
from .grid import Cell, Faults, Grid, Row
from .headers import rows_of
from .lists import Lists
from .naming import Names
from .nodes import Entries, a_map, ours, pair, said, told
from .outline import Item, outline
from .questions import Questions
from .sections import Sections, tell_unlabelled


class Workbook(NamedTuple):
    """What a workbook holds: the tree of its form, and those of its lists by their ids."""

    form: Node | None
    lists: dict[str, Node]


EMPTY = Workbook(None, {})


def build(grids: list[Grid], names: list[str], faults: Faults) -> Workbook:
    """The form of the sheets, whatever is wrong with them told in `faults`."""
    found = {grid.name: grid for grid in grids}
    _sheets(found, names, faults)
    if "survey" not in found:
        return EMPTY
    settings = _settings_row(found, faults)
    language = settings.text("default_language")
    rows = {name: rows_of(grid, language, faults) for name, grid in found.items()}
    _unread(found, rows, faults)
    items = outline(rows["survey"], faults)
    flat = [found for item in items for found in item.walk()]
    _name_twice(flat, faults)
    is_ours = f"{PREFIX}format" in settings.cells or LISTS in found
    lists = Lists(rows.get("choices", []), rows.get(LISTS, []), is_ours, faults)
    form = _Form(flat, lists, settings, faults)
    return form.made(items, rows)


class _Form:
    """What the parts of one form share while it is made."""

    def __init__(self, flat: list[Item], lists: Lists, settings: Row, faults: Faults) -> None:
        self.faults = faults
        self.settings = settings
        self.lists = lists
        self.flat = flat
        self.names = Names(item.row.get("name") for item in flat)
        self.names.tell(faults, "名字")

    def made(self, items: list[Item], rows: Mapping[str, list[Row]]) -> Workbook:
        listed = Names((item.at for item in self.lists.found.values()), "list")
        decisions = _parts(rows.get(DECISIONS, []), keys_of(Decision), self.faults)
        tables = {name.text or "": _plain(node) for name, node in decisions}
        questions = Questions(self.lists, self.names, listed, tables, self.faults)
        questions.prepare(self.flat)
        sections = Sections(questions, self.names, self.faults).all(items)
        entries = self._head()
        at = Cell("", 1, 1, "survey")
        entries.append((at.saying("sections").node(), a_map(at, sections)))
        if rows.get(RULES):
            nodes = [a_map(*_rule(row, self.faults)) for row in rows[RULES]]
            rules = Node(rows[RULES][0].number, 1, items=nodes, sheet=RULES)
            entries.append((Cell("rules", 1, 1, RULES).node(), rules))
        if decisions:
            head = Cell("decisions", 1, 1, DECISIONS)
            entries.append((head.node(), a_map(head, decisions)))
        entries += self._normal()
        tell_unlabelled(questions.unlabelled, self.faults)
        if not sections:
            text = "表 survey 里没有题目"
            self.faults.add("no-questions", text, "从第二行起一行一题", at)
        return Workbook(_rooted(entries), dict(self.lists.trees(listed)))

    def _head(self) -> Entries:
        row, faults = self.settings, self.faults
        at = row.get("form_id")
        id = row.text("form_id") or PurePosixPath(faults.file.replace("\\", "/")).stem or "form"
        made = Names([at.saying(id)], "form")
        made.tell(faults, "表的标识（form_id）")
        title = row.get("form_title")
        entries = [said(at, "format", "1"), said(at, "form", made.of(id))]
        entries.append(pair("title", title.saying(title.text or id)))
        entries += self._title()
        self._lost()
        return entries + ours(row, keys_of(FormDefinition), faults)

    def _title(self) -> Entries:
        """The title of a copy, of a name or a `concat` of names and words."""
        cell = self.settings.get("instance_name")
        if not cell.text or f"{PREFIX}instance_name" in self.settings.cells:
            return []
        template = to_template(self.names.follow(cell.text))
        if template:
            return [pair("instance_name", cell.saying(template))]
        text = "一份表的标题只能由题名和文字连成，这个算式没有读"
        self.faults.note("title-lost", text, "写成 concat(${姓名}, ' ', ${日期}) 这样", cell)
        return []

    def _lost(self) -> None:
        for name, cell in self.settings.extra.items():
            self.faults.note("setting-lost", f"设置“{name}”没有读", "模板没有这一项", cell)

    def _normal(self) -> Entries:
        """The values of 「一切正常」, each on the row of its question, or all in the settings."""
        whole = self.settings.get(f"{PREFIX}normal")
        if whole.text:
            try:
                return [(whole.saying("normal").node(), whole.tree(json.loads(whole.text)))]
            except (ValueError, RecursionError):
                text = "这一格由程序写成，请恢复原样"
                self.faults.add("bad-json", "“normal”这一格读不懂", text, whole)
        cells = [(item.name, item.row.get(f"{PREFIX}normal")) for item in self.flat]
        pairs = [pair(self.names.of(name), cell) for name, cell in cells if cell.text]
        at = cells[0][1] if cells else Cell()
        return [(at.saying("normal").node(), a_map(at, pairs))] if pairs else []


def _rooted(entries: Entries) -> Node:
    """`format` must be the first key of the tree of a file."""
    return Node(1, 1, entries=entries, sheet="settings")


def _rule(row: Row, faults: Faults) -> tuple[Cell, Entries]:
    return Cell("", row.number, 1, row.sheet), told(row, keys_of(Rule), faults)


def _parts(rows: Iterable[Row], keys: Any, faults: Faults) -> Entries:
    """Named parts of a sheet that is ours alone."""
    return [
        (row.get("name").node(), a_map(row.get("name"), told(row, keys, faults, ("name",))))
        for row in rows
    ]


def _plain(node: Node) -> Any:
    """A tree as dicts, lists and text."""
    if node.entries is not None:
        return {name.text: _plain(value) for name, value in node.entries}
    return [_plain(item) for item in node.items] if node.items is not None else node.text


def _settings_row(found: Mapping[str, Grid], faults: Faults) -> Row:
    if "settings" not in found:
        return Row(2, "settings")
    rows = rows_of(found["settings"], "", faults)
    return rows[0] if rows else Row(2, "settings")


def _sheets(found: Mapping[str, Grid], names: list[str], faults: Faults) -> None:
    """A missing sheet, with the name that may have been meant."""
    others = [name for name in names if name.strip().lower() not in found]
    for wanted in ("survey", "choices", "settings"):
        near = difflib.get_close_matches(wanted, [name.lower() for name in others], 1, 0.6)
        meant = next((name for name in others if near and name.lower() == near[0]), "")
        if wanted in found or (wanted != "survey" and not meant):
            continue
        there = f"现有：{'、'.join(names[:8])}" if names else "这里一张表也没有"
        remedy = f"是不是“{meant}”？把它改名为“{wanted}”" if meant else f"加上它。{there}"
        text = f"没有“{wanted}”这张表"
        faults.add("no-sheet", text, remedy, Cell("", 0, 0, meant), warn=wanted != "survey")


def _unread(found: Mapping[str, Grid], rows: Mapping[str, list[Row]], faults: Faults) -> None:
    for name in ("entities", "external_choices", "osm"):
        if rows.get(name):
            faults.note("sheet-lost", f"表“{name}”没有读", "模板没有这一部分", Cell("", 1, 1, name))


def _name_twice(flat: Iterable[Item], faults: Faults) -> None:
    """Questions share one name space, groups another."""
    seen: dict[tuple[bool, str], Item] = {}
    for item in flat:
        name = item.name
        if not name:
            continue
        first = seen.setdefault((item.is_group, name), item)
        if first is not item:
            text = f"名字“{name}”写了两次，先在第{first.row.number}行"
            faults.add("name-twice", text, "改掉其中一个", item.row.get("name"))
