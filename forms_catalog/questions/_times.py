"""A time of day as people write it, to `08:30`; civil, without zone or seconds."""

from __future__ import annotations

import datetime as dt
import re

from ..problems import Refused
from ._dates import wrong
from ._width import fold
from .base import Raw

PATTERN = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = re.compile(
    r"(?P<half>上午|下午)?\s*(?P<h>[0-9]{1,2})\s*"
    r"(?:[:.]\s*(?P<m>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"|[点时]\s*(?:(?P<n>[0-9]{1,2})\s*分?|(?P<word>[半整])?))"
)
_CLOSE = re.compile(r"(?P<h>[0-9]{2})(?P<m>[0-9]{2})")


def clock(raw: Raw) -> str:
    """Raises Refused with the part `t`."""
    if isinstance(raw, dt.time):
        return raw.isoformat("minutes")[:5]
    text = fold(raw)
    match = _CLOSE.fullmatch(text) or _TIME.fullmatch(text)
    if isinstance(raw, float) or text.startswith("0.") or not match:
        raise Refused(wrong("t", "time.not-a-time", "请按24小时写时间，例如8:30或14:05"))
    bits = match.groupdict()
    minute = 30 if bits.get("word") == "半" else int(bits.get("m") or bits.get("n") or 0)
    return _judged(_hour(int(bits["h"]), bits.get("half")), minute)


def _hour(hour: int, half: str | None) -> int:
    if half == "上午" and hour > 12:
        return 24
    return hour + 12 if half == "下午" and 1 <= hour < 12 else hour


def _judged(hour: int, minute: int) -> str:
    if hour > 23:
        raise Refused(wrong("t", "time.bad-hour", "小时应在0到23之间，请核对时间"))
    if minute > 59:
        raise Refused(wrong("t", "time.bad-minute", "分钟应在0到59之间，请核对时间"))
    return f"{hour:02}:{minute:02}"


def show_clock(answer: str) -> str:
    return answer.removeprefix("0")
