"""Dates as people write them, as text or in boxes, to numbers of a civil calendar."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping

from ..problems import Problem, Refused, refuse
from ._width import fold
from .base import Raw

PARTS = {"y": "年", "m": "月", "d": "日", "t": "时间"}
FIRST, LAST = 1900, 2100
_EXAMPLE = {"ym": "2015年2月", "ymd": "2015年2月3日"}

_GAP = r"(?:\s*[-/.。年月、]\s*|\s+)"
_TEXT = re.compile(
    rf"(?P<y>[0-9]{{1,4}})(?:{_GAP}(?P<m>[0-9]{{1,4}}))?(?:{_GAP}(?P<d>[0-9]{{1,4}}))?"
    r"\s*[年月日号.]?(?:[ T]0?0:00(?::00)?)?"
)
_CLOSE = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2}|[0-9]{4}(?=[0-9]{4}$))(?P<m>[0-9]{2})(?P<d>[0-9]{2})?"
)
_ISO = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_LUNAR = re.compile(r"农历|阴历|旧历|正月|冬月|腊月|初[0-9一二三四五六七八九十]|廿|闰|^[正冬腊]$")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")


def wrong(part: str, code: str, text: str) -> Problem:
    """A problem that names the box to correct."""
    return Problem(code, text).at(box=part)


def civil(raw: Raw, parts: str) -> list[int]:
    """Year, month and, with `parts` "ymd", day; raises Refused with every wrong part."""
    if parts == "ymd" and isinstance(raw, str) and (numbers := _canonical(raw)):
        return numbers
    found = _boxes(raw, parts) if isinstance(raw, Mapping) else _split(raw, parts)
    _whole(found, parts)
    numbers = [int(found[part]) for part in parts]
    problems = _beyond(found["y"], numbers)
    if not problems and len(numbers) > 2:
        problems = _no_such_day(*numbers)
    if problems:
        raise Refused(*problems)
    return numbers


def _canonical(text: str) -> list[int]:
    """An answer as it is kept, which most doors hand over; nothing of what has to be looked at."""
    if not _ISO.fullmatch(text):
        return []
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return []
    return [day.year, day.month, day.day]


def pasted(raw: Mapping[str, Raw]) -> str:
    """The text of the first box when a whole date was put there and nowhere else, else ''."""
    texts = {part: fold(value) for part, value in raw.items() if value not in (None, "")}
    first = texts.get("y", "")
    return first if len(first) > 5 and not any(texts[part] for part in texts if part != "y") else ""


def _boxes(raw: Mapping[str, Raw], parts: str) -> dict[str, str]:
    if text := pasted(raw):
        return _split(text, parts)
    return {part: _box(raw.get(part), part) for part in parts}


def _box(value: Raw, part: str) -> str:
    text = fold("" if value is None else value)
    _refuse_lunar(text)
    return text.removesuffix(PARTS[part]).strip()


def _split(raw: Raw, parts: str) -> dict[str, str]:
    if isinstance(raw, dt.date):
        raw = raw.isoformat()[:10]
    text = fold(raw)
    _refuse_lunar(text)
    if (isinstance(raw, float) and not raw.is_integer()) or _SERIAL.fullmatch(text):
        raise refuse("date.stored-as-number", f"这里被存成了数字，请改写成{_EXAMPLE[parts]}这样")
    match = _close(text) or _TEXT.fullmatch(text)
    if not match:
        raise refuse("date.not-a-date", f"没看懂这个日期，请写公历，例如{_EXAMPLE[parts]}")
    return {part: match[part] or "" for part in "ymd"}


def _close(text: str) -> re.Match[str] | None:
    """Digits without a gap: 20150203, 201502; other six digits are a day of a short year."""
    match = _CLOSE.fullmatch(text)
    if not match and re.fullmatch(r"[0-9]{6}", text):
        raise Refused(_short_year())
    return match


def _refuse_lunar(text: str) -> None:
    if _LUNAR.search(text):
        raise refuse("date.lunar", "请填公历日期；只知道农历的，先查出公历是哪一天再填")


def _whole(found: Mapping[str, str], parts: str) -> None:
    problems = [problem for part in parts if (problem := _unreadable(part, found[part]))]
    if problems:
        raise Refused(*problems)


def _unreadable(part: str, text: str) -> Problem | None:
    if not text:
        return wrong(part, "date.incomplete", f"还缺“{PARTS[part]}”，请补上")
    if not re.fullmatch(r"[0-9]{1,4}", text):
        return wrong(part, "date.not-a-number", f"“{PARTS[part]}”只写数字")
    return None


def _beyond(year: str, numbers: list[int]) -> list[Problem]:
    problems = []
    if len(year) < 4:
        problems.append(_short_year())
    elif not FIRST <= numbers[0] <= LAST:
        problems.append(_bad_year())
    if not 1 <= numbers[1] <= 12:
        problems.append(wrong("m", "date.no-such-month", f"没有{numbers[1]}月，请核对“月”"))
    return problems


def _no_such_day(year: int, month: int, day: int) -> list[Problem]:
    if 1 <= day <= calendar.monthrange(year, month)[1]:
        return []
    return [wrong("d", "date.no-such-day", f"{year}年{month}月没有{day}日，请核对“日”")]


def _short_year() -> Problem:
    return wrong("y", "date.short-year", "年份请写四位，例如2015，请核对“年”")


def _bad_year() -> Problem:
    return wrong("y", "date.bad-year", f"年份应在{FIRST}到{LAST}之间，请核对“年”")


def words(answer: str) -> str:
    """`2015-02-03` -> 2015年2月3日, `2015-02` -> 2015年2月."""
    return "".join(
        f"{int(bit)}{word}" for bit, word in zip(answer.split("-"), "年月日", strict=False)
    )
