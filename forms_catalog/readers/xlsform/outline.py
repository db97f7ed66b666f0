"""The rows of the survey sheet as an outline: groups and repeats hold what stands between their rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...xlsform import types
from ...xlsform.cells import truth
from ...xlsform.columns import PREFIX
from .grid import Faults, Row, refused


@dataclass
class Item:
    """A question, or a group or repeat with what it holds."""

    row: Row
    type: types.TypeCell
    children: list[Item] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.type.name == "begin_group"

    @property
    def is_repeat(self) -> bool:
        return self.type.name == "begin_repeat"

    @property
    def name(self) -> str:
        return self.row.text("name")

    @property
    def is_included(self) -> bool:
        """Whether it stands for another form, whose rows are only shown."""
        return f"{PREFIX}include" in self.row.cells

    def walk(self) -> Iterator[Item]:
        yield self
        for child in () if self.is_included else self.children:
            yield from child.walk()


DEEPEST = 20
_WORDS = {"group": "组", "repeat": "重复组"}


def outline(rows: list[Row], faults: Faults) -> list[Item]:
    """The items at the top; what begins and never ends is told with the row where it began."""
    root: list[Item] = []
    open_: list[Item] = []
    for row in _live(rows, faults):
        item = Item(row, types.split(row.text("type")))
        if item.type.name.startswith("end_"):
            _close(item, open_, faults)
            continue
        _judge(item, faults)
        (open_[-1].children if open_ else root).append(item)
        if item.is_group or item.is_repeat:
            open_.append(item)
            _judge_depth(open_)
    for item in open_:
        text = f"第{item.row.number}行开始的{_word(item)}“{item.name}”没有结束"
        remedy = f"在它的最后加一行 end_{item.type.name[6:]}"
        faults.add("unclosed", text, remedy, item.row.get("type"))
    return root


def _judge_depth(open_: list[Item]) -> None:
    if len(open_) > DEEPEST:
        row = open_[-1].row
        text = f"表“survey”第{row.number}行的组套得太深，最多{DEEPEST}层"
        raise refused("too-deep", text, "把里面的组移到外面")


def _live(rows: list[Row], faults: Faults) -> Iterator[Row]:
    for row in rows:
        if truth(row.text("disabled")) == "true":
            at = row.get("disabled")
            faults.note(
                "disabled", f"“{row.text('name')}”停用了，没有读", "要用就清空 disabled", at
            )
        elif row.text("type"):
            yield row
        elif row.text("name") or row.text("label"):
            faults.add("no-type", "这一行没有写题型", "在 type 列写上题型", row.get("type"))


def _word(item: Item) -> str:
    return _WORDS[item.type.name.partition("_")[2]]


def _close(item: Item, open_: list[Item], faults: Faults) -> None:
    at = item.row.get("type")
    if not open_:
        faults.add("not-open", f"这里结束了一个没有开始的{_word(item)}", "删去这一行", at)
        return
    begun = open_.pop()
    if begun.type.name[6:] != item.type.name[4:]:
        text = (
            f"这里结束{_word(item)}，可是第{begun.row.number}行开始的是{_word(begun)}“{begun.name}”"
        )
        faults.add("crossed", text, f"改成 end_{begun.type.name[6:]}", at)


def _judge(item: Item, faults: Faults) -> None:
    at = item.row.get("type")
    name = item.type.name
    if name in types.REFUSED:
        faults.add("refused-type", f"不收“{at.text}”这种题型", types.REFUSED[name], at)
    elif not types.is_known(name):
        near = types.nearest(name)
        remedy = f"是不是“{near}”？" if near else "看XLSForm的题型表"
        faults.add("unknown-type", f"没有“{at.text}”这种题型", remedy, at)
    elif name in types.LISTED and not item.type.source:
        faults.add("no-list", f"“{at.text}”没有写选项表", "写成 select_one 表名", at)
    elif not item.name and name != "note":
        _nameless(item, faults)
    elif name in types.KEPT:
        text = f"“{at.text}”在这里按“{types.KEPT[name]}”读，导出时原样写回"
        faults.note("kept-type", text, "不合适就改成别的题型", at)


def _nameless(item: Item, faults: Faults) -> None:
    faults.add("no-name", "这一行没有写名字", "在 name 列写上名字", item.row.get("name"))
