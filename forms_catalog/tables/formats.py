"""Which number formats show a date or a time, and the day that a number stands for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from .table import Value
from .xml import elements, whole

_BUILT_IN = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_SAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATES = re.compile(r"[ymdhs]", re.IGNORECASE)
_LAST = 2_958_466
"""The day after 9999-12-31."""
_LEAP = 60
"""The 29th of February 1900, which spreadsheets count and calendars do not."""


def is_date(code: str) -> bool:
    """Whether a number format is one of dates or times: `yyyy"年"m"月"`, not `0.00` or `General`."""
    plain = _NOT_SAID.sub("", code.partition(";")[0])
    return "general" not in plain.lower() and bool(_DATES.search(plain))


def dated_styles(styles: Iterable[bytes]) -> frozenset[str]:
    """The numbers of the cell formats, as cells name them, that show dates."""
    inside, number = "", 0
    own: dict[str, bool] = {}
    found: set[str] = set()
    for tag, said in elements(styles, "cellStyleXfs", "cellXfs", "cellStyles", "xf", "numFmt"):
        if tag == "numFmt":
            own[said.get("numFmtId", "")] = is_date(said.get("formatCode", ""))
        elif tag != "xf":
            inside = tag
        elif inside == "cellXfs":
            id = said.get("numFmtId", "")
            if own.get(id, whole(id, 0) in _BUILT_IN):
                found.add(str(number))
            number += 1
    return frozenset(found)


def moment(number: float, since_1904: bool) -> Value:
    """The date, the time or both that a number stands for; the number when there is none."""
    if not 0 <= number < _LAST - (1462 if since_1904 else 0):
        return number
    days, part = divmod(round(number * 86_400_000), 86_400_000)
    clock = dt.timedelta(milliseconds=part)
    if days == 0 and not (since_1904 and part == 0):
        return (dt.datetime.min + clock).time()
    first = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30 + (days < _LEAP))
    if days >= _LAST - (1462 if since_1904 else 0):
        return number
    day = first + dt.timedelta(days=days)
    return day if part == 0 else dt.datetime.combine(day, dt.time()) + clock
