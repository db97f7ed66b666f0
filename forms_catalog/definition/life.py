"""What happens to a record: what else an action does, which forms follow, when a period ends."""

from __future__ import annotations

from dataclasses import dataclass

from .keys import Pairs, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """A record of another ledger that an action opens, linked to this one."""

    ledger: str = key("name", required=True, short="yes", since="ledgers", note="哪个台账")
    set: Pairs = key("map:expr", part=str, since="ledgers", note="题：值或算式，算式读本记录")
    to: str = key("code", since="ledgers", note="从哪个状态开始；不写就是第一个")
    join: str = key(
        "name", since="ledgers", note="本记录的记录题：记下建的那份；已有一份没结束的，就连到那份"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that an action brings with it, in the same transaction."""

    when: str = key("expr", since="ledgers", note="只在这个条件成立时")
    set: Pairs = key(
        "map:expr", part=str, since="ledgers", note="题：值；记录题.题 写到它指向的记录"
    )
    act: str = key("text", since="ledgers", note="记录题.动作：对它指向的记录做这个动作")
    open: Opens | None = key(
        "name|obj:opens", part=Opens, default=None, since="ledgers", note="建立一份关联的记录"
    )
    letter: str = key("name", since="d-n-l", note="出具文书")
    notice: str = key("name", since="d-n-l", note="发通知")
    start: str = key("name", since="d-n-l", note="开始一项定期要做的事")
    end: str = key("name", since="d-n-l", note="结束一项定期要做的事")


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """A form that goes on from a record: it edits this one, or opens one that points here."""

    name: str
    label: str = key("text", since="ledgers", note="按钮上的字；不写就用表名")
    as_: str = key("code", default="edit", since="ledgers", note="edit：改这份；open：另建一份")
    ledger: str = key("name", since="ledgers", note="另建的记录在哪个台账")
    by: str = key("name", since="ledgers", note="那张表里指向这里的记录题")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prominent:
    """A button on every page: what cannot wait until somebody has found the ledger."""

    label: str = key("text", required=True, since="ledgers", note="按钮上的字")
    call: str = key("text", since="ledgers", note="填以前先打的电话")
    say: str = key("text", since="ledgers", note="电话前面的话")


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """How often a ledger closes its books, and what must then hold."""

    every: str = key(
        "code",
        required=True,
        since="periods",
        note="多久结一次：“month quarter halfyear year round”",
    )
    balance: str = key("expr", since="periods", note="结账时须成立，如期初加新增减减少等于期末")
    close: tuple[str, ...] = key("names", since="periods", note="哪些角色结账、重开")
