"""A month of a year, where nobody remembers the day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from ..definition import Question
from ..problems import Refused
from ._dates import civil, words, wrong
from .base import Answer, Bad, Context, Good, QuestionType, Raw

_KEPT = re.compile("(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
"""An answer as it is kept, which most doors hand over."""


class Month(QuestionType):
    """Year and month."""

    name = "month"
    label = "年月"
    xlsform = "date month-year"
    value_kind = "year_month"
    kind = "date"
    slot_family = "c"
    boxes = ("y", "m")
    sample = "2015-02"
    good = (
        *(
            Good(raw, "2015-02", "2015年2月")
            for raw in (
                "2015-2",
                "2015年02月",
                "2015.2",
                "201502",
                "２０１５／２",
                {"y": "2015", "m": "2"},
                {"y": "2015年2月", "m": ""},
                "2015-02-01",
                dt.date(2015, 2, 1),
            )
        ),
        Good("2015.10", "2015-10", "2015年10月"),
    )
    bad = (
        Bad("2015-13", "date.no-such-month"),
        Bad({"y": "2015", "m": "0"}, "date.no-such-month"),
        Bad("2015", "date.incomplete"),
        Bad({"y": "", "m": "2"}, "date.incomplete"),
        Bad("15年2月", "date.short-year"),
        Bad("2015年2月3日", "date.only-month"),
        Bad("2015-2-30", "date.only-month"),
        Bad("2015年腊月", "date.lunar"),
        Bad(2015.1, "date.stored-as-number"),
        Bad("去年春天", "date.not-a-date"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        if isinstance(raw, str) and _KEPT.fullmatch(raw):
            return raw
        year, month = civil(raw, "ym")
        if _day(raw) > 1:
            raise Refused(wrong("m", "date.only-month", "这里只写年和月，例如2015年2月"))
        return f"{year}-{month:02}"

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return words(answer)

    def edit(self, answer: Answer, question: Question, ctx: Context) -> Any:
        year, month = answer.split("-")
        return {"y": year, "m": month.lstrip("0")}

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return str(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"}


def _day(raw: Raw) -> int:
    """The day of a whole date, 1 (what a spreadsheet makes of a month) when there is none."""
    try:
        return civil(raw, "ymd")[2]
    except Refused as refused:
        return 31 if any(problem.code == "date.no-such-day" for problem in refused) else 1
