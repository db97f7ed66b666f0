"""Rounds and coverage: for which units a ledger holds a result, and when a unit counts as done."""

from __future__ import annotations

from dataclasses import dataclass

from .keys import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Stands on the ledger of results; the rounds and the units are ledgers of their own."""

    round: str = key("name", required=True, since="rounds", note="指向轮次的记录题")
    unit: str = key(
        "name",
        required=True,
        since="rounds",
        note="指向单位的记录题；或区划题，单位就是下一级的地方",
    )
    units: str = key("expr", since="rounds", note="哪些单位要查，用单位台账的列写；不写就是全部")
    covered: str = key(
        "expr", required=True, since="rounds", note="哪些结果算查到了，用本台账的列写"
    )
    left_out: str = key("expr", since="rounds", note="哪些结果不计入应查数，用本台账的列写")
    area: str = key("name", required=True, since="rounds", note="轮次的范围：轮次台账的区划题")
    date: str = key("name", required=True, since="rounds", note="轮次的时点：轮次台账的日期题")
    begins: str = key("name", required=True, since="rounds", note="轮次从哪天起：轮次台账的日期题")
    ends: str = key("name", required=True, since="rounds", note="轮次到哪天止：轮次台账的日期题")
    groups: str = key("name", since="rounds", note="单位按哪一列分组，如小组")
