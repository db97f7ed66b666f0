"""A time of day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..definition import Question
from ._times import PATTERN, clock, show_clock
from .base import Answer, Bad, Context, Good, QuestionType, Raw


class Time(QuestionType):
    """Hours and minutes."""

    name = "time"
    label = "时间"
    xlsform = "time"
    value_kind = "text"
    kind = "date"
    macro = "text"
    slot_family = "c"
    width = "w4"
    sample = "08:30"
    good = (
        *(
            Good(raw, "08:30", "8:30")
            for raw in ("8:30", "08:30", "８：３０", "8点30分", "8点半", "8.30", "0830", "上午8:30")
        ),
        Good("08:30:59", "08:30", "8:30"),
        Good(dt.time(8, 30), "08:30", "8:30"),
        Good("下午2点", "14:00", "14:00"),
        Good("0:05", "00:05", "0:05"),
        Good("下午12:10", "12:10", "12:10"),
    )
    bad = (
        Bad("24:00", "time.bad-hour"),
        Bad("上午15:00", "time.bad-hour"),
        Bad("8:60", "time.bad-minute"),
        Bad("8:5", "time.not-a-time"),
        Bad("早饭后", "time.not-a-time"),
        Bad(0.25, "time.not-a-time"),
        Bad("0.25", "time.not-a-time"),
        Bad(8.3, "time.not-a-time"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        return clock(raw)

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return show_clock(answer)

    def edit(self, answer: Answer, question: Question, ctx: Context) -> Any:
        return show_clock(answer)

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return str(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{PATTERN}$"}
