"""Dates, months, times: the wrong part is named, and boxes agree with text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .tools import answer_of, codes_of, problems_of

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("type_", "raw", "parts"),
    [
        ("date", "2015-2-30", ["d"]),
        ("date", "1815-13-40", ["y", "m"]),
        ("date", {"y": "2015", "m": "", "d": ""}, ["m", "d"]),
        ("date", {"y": "15", "m": "2", "d": "3"}, ["y"]),
        ("month", {"y": "2015", "m": "13"}, ["m"]),
        ("month", "2015-2-3", ["m"]),
        ("datetime", {"y": "2015", "m": "2", "d": "30", "t": "25:00"}, ["d", "t"]),
        ("datetime", "2015-2-3", ["t"]),
        ("time", "25:00", ["t"]),
    ],
)
def test_names_the_wrong_part(type_: str, raw: object, parts: list[str]) -> None:
    assert [problem.place.box for problem in problems_of(type_, raw)] == parts


def test_says_which_day_there_is_not() -> None:
    [problem] = problems_of("date", {"y": "2015", "m": "2", "d": "30"})
    assert problem.text == "2015年2月没有30日，请核对“日”"


@given(DAYS)
def test_boxes_and_text_agree(day: dt.date) -> None:
    y, m, d = str(day.year), str(day.month), str(day.day)
    typed: list[Any] = [
        {"y": y, "m": m, "d": d},
        f"{y}-{m}-{d}",
        f"{y}年{m}月{d}日",
        f"{y}/{m:0>2}/{d:0>2}",
    ]
    typed += [f"{y}{m:0>2}{d:0>2}", {"y": f"{y}.{m}.{d}", "m": "", "d": ""}, day]
    assert {answer_of("date", raw) for raw in typed} == {day.isoformat()}


@given(st.integers(1900, 2100), st.integers(0, 14), st.integers(0, 33))
def test_boxes_and_text_agree_about_what_is_wrong(year: int, month: int, day: int) -> None:
    boxes = {"y": str(year), "m": str(month), "d": str(day)}
    assert codes_of("date", boxes) == codes_of("date", f"{year}-{month}-{day}")


@given(st.times())
def test_every_time_reads(time: dt.time) -> None:
    told = f"{time:%H:%M}"
    typed = [
        time,
        f"{time.hour}:{time.minute:02}",
        f"{time.hour}点{time.minute}分",
        f"{time:%H:%M:%S}",
    ]
    assert {answer_of("time", raw) for raw in typed} == {told}


@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 12, 31)))
def test_a_moment_is_a_day_and_a_time(moment: dt.datetime) -> None:
    day, time = f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"
    typed = [f"{day} {time}", f"{day}T{time}", moment]
    typed.append({"y": str(moment.year), "m": str(moment.month), "d": str(moment.day), "t": time})
    assert {answer_of("datetime", raw) for raw in typed} == {f"{day}T{time}"}


@given(st.text(max_size=12))
def test_no_text_breaks_a_date(text: str) -> None:
    for type_ in ("date", "month", "time", "datetime"):
        if not codes_of(type_, text):
            answer = answer_of(type_, text)
            assert answer is None or answer_of(type_, answer) == answer
        codes_of(type_, {"y": text, "m": text, "d": "1", "t": text})
