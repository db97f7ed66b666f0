"""How a ledger is looked at: saved views, counts by place and category, Excel layouts."""

from __future__ import annotations

from dataclasses import dataclass

from .keys import Pairs, key


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A list that is kept under a name: a filter, columns, an order."""

    name: str
    label: str = key("text", required=True, since="ledgers", note="名称")
    filter: str = key("expr", required=True, since="ledgers", note="哪些记录")
    columns: tuple[str, ...] = key("names", since="ledgers", note="显示哪些列；不写就是台账的列")
    sort: tuple[str, ...] = key("names", since="ledgers", note="排序；前面加 - 是倒序")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts of a ledger: places or a coded column down, a coded column across."""

    name: str
    label: str = key("text", required=True, since="tables", note="名称")
    ledger: str = key("name", since="reports", note="哪个台账；只在报表里写")
    rows: str = key("ref", default="_township", since="tables", note="行：地方的一级，或一列")
    columns: str = key("ref", required=True, since="tables", note="列：一个选项题的列")
    filter: str = key("expr", since="tables", note="只数哪些记录")
    take: str = key("text", default="count", since="tables", note="count，或 sum(x) mean(x)")


CODE = ":code"
"""After the name of a column: its code is written, not the words for it."""
ENGINE_COLUMNS = {
    "_row": "序号",
    "_number": "编号",
    "_version": "版本",
    "_edition": "表单版次",
    "_state": "状态",
    "_place": "地方",
    "_created": "登记时间",
    "_updated": "最近改动",
}
"""What the engine knows of a record and a layout may write; beside them `_LEVEL` of the place tree."""
CODED_COLUMNS = frozenset({"_state", "_place"})
"""Those of them that have a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLayout:
    """One Excel sheet of a ledger: which columns under which headings."""

    name: str
    label: str = key("text", required=True, since="layouts", note="名称")
    sheet: str = key("text", since="layouts", note="工作表名；不写就用名称")
    title: str = key("text", since="layouts", note="表头上面的一行")
    columns: Pairs = key(
        "map:text",
        part=str,
        required=True,
        since="layouts",
        note="哪一题：列标题，空着用题自己的；题名后加“:code”写编码",
    )
    filter: str = key("expr", since="layouts", note="哪些记录")

    @property
    def wanted(self) -> tuple[tuple[str, bool, str], ...]:
        """(name, whether its code is written, heading or '') of every column."""
        return tuple(
            (name.removesuffix(CODE), name.endswith(CODE), str(heading).strip())
            for name, heading in self.columns
        )
