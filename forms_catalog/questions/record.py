"""A record of a ledger; the answer is its outside identity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..definition import Question, key
from ..ports import ports
from ..problems import Refused, refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy

PATTERN = "^[0-9a-fA-F-]{32,36}$"
_UID = "01900000-0000-7000-8000-000000000001"
_THINGS = (("record", "things"),)


class RecordQuestion(QuestionType):
    """Only what the person who fills may see can be chosen; the rest is as if it were not there."""

    name = "record"
    label = "台账记录"
    kind = "list"
    macro = "record"
    slot_family = "t"
    looks_out = True
    good = (
        Good(_UID, _UID, "示例档案甲", _THINGS),
        Good(" 示例档案甲 ", _UID, "示例档案甲", _THINGS),
        Good("甲0001", _UID, "示例档案甲", _THINGS),
    )
    bad = (
        Bad("01900000-0000-7000-8000-000000000009", "record.unknown", _THINGS),
        Bad(_UID, "record.unknown", (("record", "others"),)),
        Bad("示例档案乙", "record.ambiguous", _THINGS),
        Bad("不存在的档案", "record.unknown", _THINGS),
    )

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """Which ledger is chosen from."""

        record: str = key("name", required=True, note="从哪个台账里选")

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        text, ledger = tidy(raw), question.option("record")
        if ctx.records.get(text) == ledger:
            return text
        found = ports.records.record(ctx.user, text) if re.match(PATTERN, text) else None
        if found and found.ledger == ledger:
            return found.uid
        named = ports.records.records(ctx.user, ledger, text)
        uids = {item.uid for item in named if text in (item.number, item.title)}
        if len(uids) != 1:
            raise _unclear(len(uids))
        return uids.pop()

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        if answer in ctx.titles:
            return ctx.titles[answer]
        found = ports.records.record(ctx.user, answer)
        return found.title if found else "（看不到的记录）"

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        """Its number: titles are not alone."""
        found = ports.records.record(ctx.user, answer)
        return found.number if found else self.show(answer, question, ctx)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN}


def _unclear(count: int) -> Refused:
    if count:
        return refuse("record.ambiguous", f"有{count}份记录叫这个名字，请从列表里选")
    return refuse("record.unknown", "找不到这份记录，可能已转到别的地方")
