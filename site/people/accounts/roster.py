"""A list of posts as people write it: where its heading stands, and what its columns are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forms_catalog.problems import Place as Where
from forms_catalog.problems import Problem, Refused
from people.accounts.ports import registry

HEADING_WITHIN = 20
LARGEST = 5000
WORDS = {
    "name": ("姓名", "名字"),
    "role": ("岗位", "职务", "角色"),
    "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式"),
    "username": ("用户名", "账号"),
    "code": ("地方代码", "区划代码", "代码", "行政区划代码"),
    "place": ("地方", "任职地方", "所在地方", "所在地"),
    "body": ("机构", "单位", "学校", "机构代码", "单位名称"),
    "since": ("任职日期", "任职时间", "开始日期", "到任日期"),
}
KNOWN = {word: key for key, words in WORDS.items() for word in words} | {key: key for key in WORDS}
TOLD = {key: words[0] for key, words in WORDS.items()}
ENDS = re.compile(r"合计|总计|备注|注：|说明|填表人|制表人|审核人")
_APART = re.compile(r"[(),、/\s]+")
_AROUND = ("{}", "所属{}", "所在{}", "{}名称", "{}名")
_NOISE = re.compile(r"[\s*＊:：]|[(（][^)）]*[)）]")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as plain words, merged cells filled; `troubles` are cells whose value was lost."""

    name: str
    rows: Sequence[Sequence[str]]
    troubles: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list; `levels` are the names of places from above."""

    line: int
    cells: Mapping[str, str]
    levels: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(slots=True)
class Roster:
    """The lines below the heading, the column of each kind, and the headings nobody knows."""

    sheet: str
    columns: dict[str, int]
    entries: list[Entry]
    unknown: list[str]
    troubles: Mapping[tuple[int, int], str]


def squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def read(grids: Sequence[Grid]) -> Roster:
    """The one sheet that is a list of posts; raises Refused when there is none, or more than one."""
    found = [(grid, at) for grid in grids if (at := heading(grid)) is not None]
    if not found:
        raise _refused(
            "roster.no-heading", "没有找到表头", "第一行写上：乡镇、村、岗位、姓名、电话"
        )
    if len(found) > 1:
        names = "、".join(grid.name for grid, _ in found)
        raise _refused("roster.many-sheets", f"有几张表都像名单：{names}", "请只留一张")
    return _below(*found[0])


def heading(grid: Grid) -> int | None:
    """The row that names people and posts."""
    for at, row in enumerate(grid.rows[:HEADING_WITHIN]):
        if {"name", "role"} <= {kind(cell) for cell in row}:
            return at
    return None


def kind(label: str) -> str:
    """What a column holds, by its heading: ours, or `level:` and the level of its places."""
    word = _bare(label)
    if word in KNOWN:
        return KNOWN[word]
    for key, said in registry.levels().items():
        bits = {key, *filter(None, _APART.split(unicodedata.normalize("NFKC", said)))}
        if word in {around.format(bit) for bit in bits for around in _AROUND}:
            return f"level:{key}"
    return ""


def _bare(label: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", label))


def _below(grid: Grid, at: int) -> Roster:
    columns: dict[str, int] = {}
    unknown = []
    for number, label in enumerate(grid.rows[at]):
        key = kind(label)
        if key in columns:
            raise _refused("roster.column-twice", f"“{label.strip()}”有两列", "请删去一列", at + 1)
        if key:
            columns[key] = number
        elif label.strip() and squeeze(label) not in ("序号", "备注"):
            unknown.append(label.strip())
    levels = [f"level:{level}" for level in registry.levels()]
    entries = [
        entry
        for line, row in enumerate(grid.rows[at + 1 :], at + 2)
        if (entry := _entry(line, row, columns, levels))
    ]
    if len(entries) > LARGEST:
        raise _refused("roster.too-long", f"名单最多{LARGEST}行", "请分成几张表")
    if not entries:
        raise _refused("roster.empty", "表头下面没有人", "请写上人再传一次", at + 1)
    return Roster(grid.name, columns, entries, unknown, grid.troubles)


def _entry(
    line: int, row: Sequence[str], columns: Mapping[str, int], levels: Sequence[str]
) -> Entry | None:
    """None for blank lines, a second line of the heading, the notes and totals below a table."""
    cells = {key: row[at].strip() for key, at in columns.items() if at < len(row)}
    own = [cells.get(key, "") for key in ("name", "phone", "username", "role")]
    if not any(own) or KNOWN.get(_bare(cells.get("name", ""))) == "name":
        return None
    if not cells.get("name") and any(ENDS.search(cell) for cell in row):
        return None
    return Entry(line, cells, tuple(cells[key] for key in levels if cells.get(key)))


def _refused(code: str, text: str, remedy: str, line: int = 0) -> Refused:
    return Refused(Problem(code, text, remedy, Where(line=line)))
