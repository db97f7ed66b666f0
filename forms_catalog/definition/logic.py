"""What a form works out: rules over several questions, decision tables, scores, values from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from .keys import key
from .lists import Option

HITS = ("first", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: when it holds, what it gives, and why; without `when` it is "otherwise"."""

    when: str = key("expr", since="logic", note="条件；只有最后一行可以不写，表示其余情况")
    then: str = key("value", required=True, since="logic", note="结果：编码、分数、期限")
    why: str = key("text", since="logic", note="说明原因的话")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A condition over several questions; one that warns lets the person save."""

    constraint: str = key("expr", required=True, since="logic", note="须成立的条件")
    constraint_message: str = key(
        "text", required=True, since="logic", note="不成立时说的话：哪里不对、怎么办"
    )
    at: tuple[str, ...] = key("names", since="logic", note="在哪些动作时检查")
    warn: bool = key("bool", since="logic", note="true：只提醒，仍可保存")
    reason: str = key("name", since="logic", note="提醒时须写明原因的题")
    decision: str = key("name", since="logic", note="一并显示原因的决策表")
    who: tuple[str, ...] = key("names", since="ledgers", note="动作的条件里：只对这些角色")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A table of conditions; expressions read its result by its name, beside the questions."""

    name: str
    label: str = key("text", required=True, since="logic", note="显示在说明上面的名称")
    hit: str = key("code", default="first", since="logic", note="first：第一行成立的；all：全部")
    rows: tuple[Row, ...] = key(
        "list:row", part=Row, required=True, since="logic", note="从上到下的各行"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionColumn(Decision):
    """A decision table whose result is a column of a ledger; its codes have words of their own."""

    choices: tuple[Option, ...] = key(
        "map:option", part=Option, since="ledgers", note="结果是编码时，编码的文字"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The points of one question of the type `score`: the first row that holds."""

    max: int | float | None = key("num", since="logic", note="满分；比各行最高分还高时才写")
    rows: tuple[Row, ...] = key(
        "list:row", part=Row, required=True, since="logic", note="从上到下的各行"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower:
    """Who may make the level lighter than the points say."""

    reason: str = key("name", required=True, since="logic", note="须写明原因的题")
    approve: str = key("name", required=True, since="logic", note="须同意的角色")


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """A condition that ends the matter whatever the points."""

    when: str = key("expr", required=True, since="logic", note="条件")
    then: str = key("text", required=True, since="logic", note="后果，用文字写")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """Which questions and tables make a level of the points."""

    total: str = key("name", required=True, since="logic", note="存总分的题")
    by_score: str = key("name", since="logic", note="由总分定级的决策表")
    forced: str = key("name", since="logic", note="强制定级的决策表：等级不得轻于它")
    level: str = key("name", since="logic", note="存最终等级的题")
    lower: Lower | None = key("obj:lower", part=Lower, since="logic", note="谁可以调低等级")
    outside: tuple[str, ...] = key("names", since="logic", note="值取自别处的题，列在说明里")
    veto: Veto | None = key("obj:veto", part=Veto, since="logic", note="一票否决的条件")
    note: str = key("text", since="logic", note="给管理员看的说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value taken from other records: one of `take`, `calculation`, `duty`, `indicator`."""

    label: str = key("text", since="relations", note="列的标题；题目里不写")
    from_: str = key("name", since="relations", note="取自哪个台账")
    by: str = key("ref", since="relations", note="那边指向这里的题，或 _parent _place")
    via: str = key("name", since="relations", note="这边的记录题：取它指向的记录")
    take: str = key(
        "text", since="relations", note="取什么：题名，或 latest(x) sum(x) count exists"
    )
    where: str = key("expr", since="relations", note="取哪些记录")
    action: str = key("name", since="relations", note="只看这个动作")
    calculation: str = key("expr", since="relations", note="由本记录的答案算出")
    duty: str = key("name", since="d-n-l", note="事项下次到期的时间")
    indicator: tuple[str, ...] = key("names", since="reports", note="本地方本时期的指标")
    was: str = key("name", since="relations", note="原来的名字")
    note: str = key("text", since="relations", note="给管理员看的说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedColumn(Derived):
    """A derived value that is a column of a ledger, so it has a name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewOf:
    """A form that nobody fills: a roster, a summary or a report."""

    kind: str = key("code", required=True, since="tables", note="roster summary report 之一")
    of: str = key("name", since="tables", note="哪个台账")
    where: str = key("expr", since="tables", note="哪些记录")
