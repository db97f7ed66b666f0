"""What has to be done again and again with a record: when, by whom, who is told when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .common import Template
from .keys import Pairs, key
from .logic import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense:
    """Shorter spans in the named periods of the calendar."""

    periods: tuple[str, ...] = key("texts", required=True, since="d-n-l", note="日历里的重点时段")
    every: str = key("dur", required=True, since="d-n-l", note="这些时段里多久一次")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What ends one round of a duty: a condition on the record, or a record that points at it."""

    where: str = key("expr", short="yes", since="d-n-l", note="须成立的条件")
    ledger: str = key("name", since="d-n-l", note="由哪个台账的记录完成；不写就看本记录")
    by: str = key("name", since="d-n-l", note="那边指向这里的记录题；只有一个时可不写")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """A word to whoever has to do it, before."""

    before: str = key("dur", required=True, short="yes", since="d-n-l", note="提前多久")
    notice: str = key("name", default="duty_reminder", since="d-n-l", note="用哪个通知模板")


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """A word to others, on the day or after."""

    after: str = key("dur", required=True, since="d-n-l", note="过期多久；0d 是当天")
    to: tuple[str, ...] = key("texts", required=True, since="d-n-l", note="告诉谁")
    notice: str = key("name", required=True, since="d-n-l", note="用哪个通知模板")
    when: str = key("expr", since="d-n-l", note="只在这个条件成立时")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One clock per record and series."""

    name: str
    label: str = key("text", required=True, since="d-n-l", note="叫什么")
    series: str = key("name", since="d-n-l", note="同一系列一份记录只有一件；不写就是自己")
    applies_to: str = key("expr", since="d-n-l", note="哪些记录；不写就是全部未结束的")
    who: str = key("name", required=True, since="d-n-l", note="谁做：记录所在地的角色")
    from_: str = key("expr", since="d-n-l", note="第一次从哪天算起；不写就是符合条件那天")
    due: str | tuple[Row, ...] = key(
        "span|list:row", part=Row, since="d-n-l", note="多久之内，或哪一天"
    )
    every: str | tuple[str, ...] = key(
        "dur|texts", since="d-n-l", note="做完之后多久再做，或每年哪几天（月-日）"
    )
    times: int | None = key("int", since="d-n-l", note="做几次就结束")
    dense: Dense | None = key(
        "obj:dense", part=Dense, default=None, since="d-n-l", note="重点时段加密"
    )
    resolved_by: Resolved | None = key(
        "expr|obj:resolved",
        part=Resolved,
        required=True,
        default=None,
        since="d-n-l",
        note="怎样算做了",
    )
    grace: str = key("dur", since="d-n-l", note="晚多久仍算按时")
    remind: tuple[Remind, ...] = key("list:remind", part=Remind, since="d-n-l", note="提前提醒")
    escalate: tuple[Escalate, ...] = key(
        "list:escalate", part=Escalate, since="d-n-l", note="到期和过期时告诉谁"
    )
    ends_when: str = key("expr", since="d-n-l", note="成立时就不用再做")
    source: str = key("text", since="d-n-l", note="依据")
    note: str = key("text", since="d-n-l", note="给管理员看的说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A key period of every year; it may run over the turn of the year."""

    NAMES: ClassVar[str] = "text"

    name: str
    from_: str = key("monthday", required=True, since="d-n-l", note="从哪天（月-日）")
    to: str = key("monthday", required=True, since="d-n-l", note="到哪天（月-日）")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of the year that people mark."""

    NAMES: ClassVar[str] = "text"

    name: str
    label: str = key("text", required=True, short="yes", since="public", note="是什么日子")
    source: str = key("text", since="public", note="依据")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Template):
    """Working days, terms of school, key periods: what durations and dense duties go by."""

    kind: ClassVar[str] = "calendar"

    holidays: Pairs = key(
        "map:text", part=str, since="d-n-l", note="日期或“日期..日期”：节假日的名字"
    )
    workdays: Pairs = key("map:text", part=str, since="d-n-l", note="周末调成上班的日期：说明")
    terms: Pairs = key("map:text", part=str, since="d-n-l", note="“日期..日期”：学期的名字")
    periods: tuple[Span, ...] = key("map:span", part=Span, since="d-n-l", note="重点时段")
    days: tuple[CalendarDay, ...] = key(
        "map:calendarday", part=CalendarDay, since="public", note="月-日：纪念日、宣传日"
    )
