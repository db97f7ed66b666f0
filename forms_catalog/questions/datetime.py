"""A moment as the clock on the wall showed it: a civil day and time, no zone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..definition import Question
from ..problems import Problem, Refused
from ._dates import civil, pasted, words, wrong
from ._times import PATTERN, clock, show_clock
from ._width import fold
from .base import Answer, Bad, Context, Good, QuestionType, Raw, is_empty

_SPLIT = re.compile(
    r"(?P<day>.+?)(?:T\s*|\s+|(?<=[日号])\s*)(?P<time>(?:[上下]午\s*)?[0-9]{1,2}\s*[:点时].*)"
)


class DateTime(QuestionType):
    """Year, month, day and time."""

    name = "datetime"
    label = "日期和时间"
    xlsform = "dateTime"
    value_kind = "moment"
    kind = "date"
    slot_family = "d"
    slot_whole = False
    boxes = ("y", "m", "d", "t")
    sample = "2026-11-21T08:30"
    good = tuple(
        Good(raw, "2026-11-21T08:30", "2026年11月21日 8:30")
        for raw in (
            "2026-11-21T08:30",
            "2026-11-21 8:30:00",
            "2026年11月21日8点半",
            "２０２６／１１／２１　８：３０",
            "2026 11 21 上午8:30",
            {"y": "2026", "m": "11", "d": "21", "t": "8:30"},
            {"y": "2026-11-21 8:30", "m": "", "d": "", "t": ""},
            dt.datetime(2026, 11, 21, 8, 30),
        )
    )
    bad = (
        Bad("2026-11-31 8:30", "date.no-such-day"),
        Bad("2026-11-21", "date.incomplete"),
        Bad({"y": "2026", "m": "11", "d": "21", "t": ""}, "date.incomplete"),
        Bad({"y": "", "m": "", "d": "", "t": "8:30"}, "date.incomplete"),
        Bad("2026-11-21 25:00", "time.bad-hour"),
        Bad({"y": "2026", "m": "11", "d": "21", "t": "早上"}, "time.not-a-time"),
        Bad("腊月二十三 8:30", "date.lunar"),
        Bad("46347.5", "date.stored-as-number"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        day, time = _halves(raw)
        if time is None:
            civil(day, "ymd")
        problems: list[Problem] = []
        numbers = _kept(problems, lambda: civil(day, "ymd"))
        moment = _kept(problems, lambda: _time(time))
        if problems:
            raise Refused(*problems)
        return f"{dt.date(*numbers).isoformat()}T{moment}"

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        day, _, time = answer.partition("T")
        return f"{words(day)} {show_clock(time)}"

    def edit(self, answer: Answer, question: Question, ctx: Context) -> Any:
        day, _, time = answer.partition("T")
        year, month, date = day.split("-")
        bits = {"y": year, "m": month.lstrip("0"), "d": date.lstrip("0")}
        return bits | {"t": show_clock(time)}

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return str(answer).replace("T", " ")

    def slot(self, answer: Answer) -> Any:
        return dt.date.fromisoformat(answer[:10])

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{PATTERN}$"}


def _halves(raw: Raw) -> tuple[Raw, Raw]:
    if isinstance(raw, dt.datetime):
        return raw.date(), raw.time()
    if isinstance(raw, Mapping) and not pasted(raw):
        return {part: raw.get(part) for part in "ymd"}, raw.get("t", "")
    text = fold(pasted(raw) if isinstance(raw, Mapping) else raw)
    match = _SPLIT.fullmatch(text)
    return (match["day"], match["time"]) if match else (text, None)


def _time(raw: Raw) -> str:
    if is_empty(raw):
        raise Refused(wrong("t", "date.incomplete", "还缺“时间”，请补上"))
    return clock(raw)


def _kept(problems: list[Problem], read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Refused as refused:
        problems.extend(refused)
