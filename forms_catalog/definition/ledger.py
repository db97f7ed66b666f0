"""A ledger: which form opens a record, where it belongs, its states and actions, who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .common import Template
from .doors import Public
from .duties import Duty
from .keys import key
from .life import Also, Effect, Periods, Prominent
from .logic import DecisionColumn, DerivedColumn, Rule
from .looks import ExportLayout, Table, View
from .rounds import Coverage

VERBS = (
    "submit", "verify", "confirm", "return", "assign", "transfer", "refer", "flag", "close",
    "reopen", "merge", "void", "reveal", "undo", "act",
)  # fmt: skip
"""What the engine itself can do with a record."""
COLORS = ("red", "orange", "yellow", "blue", "green", "grey")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a record stands in its life."""

    NAMES: ClassVar[str] = "code"

    name: str
    label: str = key("text", required=True, short="yes", note="显示的文字")
    final: bool = key("bool", note="到此为止")
    color: str = key("code", default="grey", note="颜色：red orange yellow blue green grey")
    was: str = key("code", note="原来的值")


NO_QUEUE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What may be done with a record, from which states, by whom."""

    name: str
    label: str = key("text", required=True, note="按钮上的字")
    verb: str = key("name", since="ledgers", note="引擎的动作")
    from_: tuple[str, ...] = key("names", note="从哪些状态；any 表示任何状态")
    to: str = key("code", note="之后的状态；不写就不变")
    who: tuple[str, ...] = key("names", required=True, note="哪些角色可以做")
    guard: str | tuple[Rule, ...] = key(
        "expr|list:rule", part=Rule, since="ledgers", note="须成立的条件"
    )
    reason: bool = key("bool", since="ledgers", note="须写原因")
    bulk: bool = key("bool", since="ledgers", note="可成批做")
    queue: str = key(
        "name",
        since="ledgers",
        note="审核的：哪个视图里的才列进“等我审核的”；none 一份也不列；不写就是能审核的都列",
    )
    effects: tuple[Effect, ...] = key(
        "list:effect", part=Effect, since="ledgers", note="随之发生的事"
    )
    note: str = key("text", note="给管理员看的说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What one role may do with the records it can reach."""

    name: str
    fill: bool = key("bool", note="可以填写")
    export: str = key("code", default="no", note="导出：no approval yes")
    hidden: tuple[str, ...] = key("names", note="完全不给看的题")
    masked: tuple[str, ...] = key("names", note="除加密题外另要遮住的题")
    clear: tuple[str, ...] = key("names", note="加密但在记录页完整显示的题")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long records are kept: one of `years`, `with`, `forever`."""

    years: int | None = key("int", note="结束后保留的年数")
    after: str = key("expr", note="从哪天算起")
    with_: str = key("ref", note="随哪个记录题指向的记录")
    forever: bool = key("bool", note="永久")
    note: str = key("text", note="说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger(Template):
    """The rule book of one kind of record."""

    kind: ClassVar[str] = "ledger"

    form: str = key("text", required=True, note="建立记录的表")
    also: tuple[Also, ...] = key("map:also", part=Also, since="ledgers", note="后续的表")
    prominent: Prominent | None = key(
        "obj:prominent",
        part=Prominent,
        default=None,
        since="ledgers",
        note="每一页上都有登记的按钮",
    )
    place: str = key("ref", required=True, note="决定归属的题，或 _actor _parent _root")
    place_fallback: str = key("ref", since="ledgers", note="归属题为空时")
    happened_on: str = key("ref", default="_today", since="ledgers", note="变更的日期题")
    identity: tuple[tuple[str, ...], ...] = key("list:names", note="合起来唯一的题，可有多组")
    similar: tuple[str, ...] = key("names", since="ledgers", note="查疑似重复时比较的题")
    one_open_per: str = key("name", since="ledgers", note="同一对象只能有一份未结束的记录")
    merge: bool = key("bool", since="ledgers", note="重复的可以合并")
    age_of: str = key("name", since="ledgers", note="年龄由哪个日期算")
    in_force: str = key("expr", since="ledgers", note="何为生效")
    states: tuple[State, ...] = key("map:state", part=State, required=True, note="值：状态")
    actions: tuple[Action, ...] = key("map:action", part=Action, required=True, note="名字：动作")
    derived: tuple[DerivedColumn, ...] = key(
        "map:derived", part=DerivedColumn, since="relations", note="由别的记录得来的列"
    )
    decisions: tuple[DecisionColumn, ...] = key(
        "map:decision", part=DecisionColumn, since="ledgers", note="决策表"
    )
    columns: tuple[str, ...] = key("names", note="可筛选、排序的题")
    views: tuple[View, ...] = key("map:view", part=View, since="ledgers", note="保存的视图")
    tables: tuple[Table, ...] = key("map:table", part=Table, since="tables", note="分类统计表")
    rosters: tuple[str, ...] = key("names", since="tables", note="花名册")
    exports: tuple[ExportLayout, ...] = key(
        "map:export", part=ExportLayout, since="layouts", note="Excel 版式"
    )
    duties: tuple[Duty, ...] = key("map:duty", part=Duty, since="d-n-l", note="定期要做的事")
    periods: Periods | None = key(
        "obj:periods", part=Periods, default=None, since="periods", note="结账的期"
    )
    coverage: Coverage | None = key(
        "obj:coverage", part=Coverage, default=None, since="rounds", note="轮次和覆盖"
    )
    public: Public | None = key(
        "obj:public", part=Public, default=None, since="outside", note="不登录也能填"
    )
    access: tuple[Access, ...] = key("map:access", part=Access, required=True, note="角色：权限")
    retention: Retention | None = key(
        "obj:retention", part=Retention, required=True, default=None, note="保留多久"
    )

    def state(self, code: str) -> State | None:
        return next((item for item in self.states if item.name == code), None)

    def action(self, name: str) -> Action | None:
        return next((item for item in self.actions if item.name == name), None)

    def role(self, key: str) -> Access | None:
        return next((item for item in self.access if item.name == key), None)
