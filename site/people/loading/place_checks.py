"""Judges the rows of a place file against each other and against the tree that stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from people.loading.table import KEY, Row, Table, check_code
from people.models import Place
from people.paths import DEPTH, depth_of
from people.snapshot import plain_code


@dataclass(slots=True, eq=False)
class Node:
    """A place as the file wants it, tied to its parent and to the place that already stands."""

    row: Row
    level: str
    code: str
    name: str
    kind: str
    parent: Node | None = None
    place: Place | None = None
    depth: int = 0
    lost: bool = False


@dataclass(slots=True)
class Known:
    """The standing tree by code, and by parent and name for places without a code."""

    places: list[Place] = field(default_factory=list)
    by_code: dict[str, Place] = field(default_factory=dict)
    by_name: dict[tuple[int | None, str], Place] = field(default_factory=dict)
    level_at: dict[int, str] = field(default_factory=dict)

    @classmethod
    def from_places(cls, places: Iterable[Place]) -> Known:
        known = cls(list(places))
        for place in sorted(known.places, key=lambda p: p.ended_on is None):
            known.level_at[depth_of(place.path)] = place.level
            if place.code:
                known.by_code[plain_code(place.code)] = place
            else:
                known.by_name[place.parent_id, place.name] = place
        return known


def check(table: Table, known: Known) -> list[Node]:
    """One node a row, parents before children; what is wrong stands in `table.problems`."""
    nodes = [_node(table, row) for row in table.rows]
    codes = _codes(table, nodes)
    for node in nodes:
        _find_parent(table, node, codes, known)
    ordered = _order(table, nodes)
    for node in ordered:
        _match(table, node, known)
    _check_levels(table, ordered, known)
    _check_twins(table, ordered)
    return ordered


def _node(table: Table, row: Row) -> Node:
    if not KEY.fullmatch(row["level"]):
        remedy = "请写模板包里的级别标识，由小写字母组成"
        table.fault(row, "level", "place.level", "级别没有填或写法不对", remedy)
    if not row["name"]:
        table.fault(row, "name", "place.no-name", "没有名称", "请填写名称")
    elif len(row["name"]) > 80:
        table.fault(row, "name", "place.long-name", "名称太长", "请控制在80字以内")
    code = row["code"] if check_code(table, row, "code") else ""
    return Node(row, row["level"], code, row["name"], row["kind"])


def _codes(table: Table, nodes: list[Node]) -> dict[str, Node]:
    codes: dict[str, Node] = {}
    for node in nodes:
        first = codes.setdefault(plain_code(node.code), node) if node.code else node
        if first is not node:
            text = f"与第{first.row.line}行的代码相同"
            table.fault(node.row, "code", "place.code-twice", text, "请删去其中一行或改正代码")
    return codes


def _find_parent(table: Table, node: Node, codes: dict[str, Node], known: Known) -> None:
    code = plain_code(node.row["parent_code"])
    if not check_code(table, node.row, "parent_code"):
        node.lost = True
    elif not code:
        return
    elif found := codes.get(code):
        node.parent = found
    elif place := known.by_code.get(code):
        node.parent = Node(node.row, place.level, place.code, place.name, place.kind, place=place)
        node.parent.depth = depth_of(place.path)
    else:
        node.lost = True
        remedy = "请先写上级那一行，或改正上级代码"
        table.fault(node.row, "parent_code", "place.no-parent", "找不到这个上级", remedy)


def _order(table: Table, nodes: list[Node]) -> list[Node]:
    """Those that hang from a root, parents first; circles and too deep ones are told."""
    for node in nodes:
        node.depth = _depth(node)
        if node.depth < 0:
            text, remedy = "上级绕了一圈又回到自己", "请改正上级代码"
            table.fault(node.row, "parent_code", "place.circle", text, remedy)
        elif node.depth > DEPTH:
            text, remedy = "级数太多", f"地方最多分{DEPTH}级，请核对上级代码"
            table.fault(node.row, "parent_code", "place.deep", text, remedy)
    return sorted((node for node in nodes if 0 < node.depth <= DEPTH), key=lambda node: node.depth)


def _depth(node: Node) -> int:
    """Steps down from the root; 0 without a way up to one, -1 in a circle."""
    step = node
    for steps in range(DEPTH + 1):
        if step.depth > 0:
            return steps + step.depth
        if step.parent is None:
            return 0 if step.lost else steps + 1
        step = step.parent
        if step is node:
            return -1
    return DEPTH + 1


def _match(table: Table, node: Node, known: Known) -> None:
    """Ties the row to the place that stands already, which can be neither moved nor lifted."""
    above = node.parent.place if node.parent else None
    if node.code:
        node.place = known.by_code.get(plain_code(node.code))
    elif above or not node.parent:
        node.place = known.by_name.get((above.pk if above else None, node.name))
    place = node.place
    if place is None and above and above.ended_on:
        remedy = "请改放在接续它的地方之下"
        table.fault(node.row, "parent_code", "place.ended", "这个上级已撤并", remedy)
    if place and place.parent_id != (above.pk if above else None):
        text, remedy = f"{place.name}的上级与在册的不同", "地方不能移动，请撤并后另建"
        table.fault(node.row, "parent_code", "place.moved", text, remedy)
    if place and place.level != node.level:
        text, remedy = f"{place.name}的级别与在册的不同", "级别不能改，请撤并后另建"
        table.fault(node.row, "level", "place.level-changed", text, remedy)


def _check_levels(table: Table, nodes: list[Node], known: Known) -> None:
    """One level a depth: that of the standing tree, else what most rows say."""
    for depth, group in groupby(nodes, key=lambda node: node.depth):
        new = [node for node in group if node.place is None and KEY.fullmatch(node.level)]
        counts = Counter(node.level for node in new)
        level = known.level_at.get(depth) or max(counts, key=counts.__getitem__, default="")
        for node in new:
            if node.level != level:
                text, remedy = "同一层里有两种级别", "请核对级别和上级代码"
                table.fault(node.row, "level", "place.level-mixed", text, remedy)


def _check_twins(table: Table, nodes: list[Node]) -> None:
    seen: dict[tuple[str, str], Node] = {}
    for node in nodes:
        if node.code or not node.name:
            continue
        parent = plain_code(node.row["parent_code"])
        first = seen.setdefault((parent, node.name), node)
        if first is not node:
            text = f"与第{first.row.line}行同属一个上级，名称也相同"
            table.fault(node.row, "name", "place.name-twice", text, "请删去其中一行或填上代码")
