"""A day of the civil calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..definition import Question
from ._dates import civil, words
from .base import Answer, Bad, Context, Good, QuestionType, Raw


class Date(QuestionType):
    """Year, month, day; typed in three boxes or as text."""

    name = "date"
    label = "日期"
    xlsform = "date"
    kind = "date"
    slot_family = "d"
    boxes = ("y", "m", "d")
    sample = "2015-02-03"
    good = (
        *(
            Good(raw, "2015-02-03", "2015年2月3日")
            for raw in (
                "2015-2-3",
                "2015/02/03",
                "2015.2.3",
                "2015 2 3",
                "2015年2月3日",
                " 2015 年 2 月 3 号 ",
                "２０１５－２－３",
                "2015年2⽉3⽇",
                "2015-02-03 00:00:00",
                "20150203",
                20150203,
                {"y": "2015", "m": "2", "d": "3"},
                {"y": "2015年", "m": "02月", "d": "３"},
                {"y": "20150203", "m": "", "d": ""},
                dt.date(2015, 2, 3),
                dt.datetime(2015, 2, 3, 8, 30),
            )
        ),
        Good("2024-2-29", "2024-02-29", "2024年2月29日"),
    )
    bad = (
        Bad("2015-2-30", "date.no-such-day"),
        Bad({"y": "2015", "m": "2", "d": "30"}, "date.no-such-day"),
        Bad("2015-2-29", "date.no-such-day"),
        Bad("2015-13-1", "date.no-such-month"),
        Bad("15-2-3", "date.short-year"),
        Bad("150203", "date.short-year"),
        Bad("1815-2-3", "date.bad-year"),
        Bad("18150203", "date.bad-year"),
        Bad("2015年2月", "date.incomplete"),
        Bad({"y": "2015", "m": "", "d": "3"}, "date.incomplete"),
        Bad({"y": "2015", "m": "二", "d": "3"}, "date.not-a-number"),
        Bad("农历2015年2月3日", "date.lunar"),
        Bad("2015年正月初三", "date.lunar"),
        Bad({"y": "2015", "m": "腊月", "d": "3"}, "date.lunar"),
        Bad("42038", "date.stored-as-number"),
        Bad(42038.5, "date.stored-as-number"),
        Bad("二月三日", "date.not-a-date"),
        Bad("3/2/2015/1", "date.not-a-date"),
        Bad(["2015"], "answer.wrong-shape"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        return dt.date(*civil(raw, "ymd")).isoformat()

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return words(answer)

    def edit(self, answer: Answer, question: Question, ctx: Context) -> Any:
        year, month, day = answer.split("-")
        return {"y": year, "m": month.lstrip("0"), "d": day.lstrip("0")}

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return str(answer)

    def slot(self, answer: Answer) -> Any:
        return dt.date.fromisoformat(answer)

    def unslot(self, value: Any) -> Answer:
        return value.isoformat()

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "format": "date"}
