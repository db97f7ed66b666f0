"""What the cells of one workbook mean: shared texts, numbers, dates by their format, truths, errors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ..formats import moment
from ..limits import unreadable
from ..numbers import number
from ..table import Value


@dataclass
class Meaning:
    """The texts, the formats and the calendar that the cells of a workbook speak by."""

    strings: list[str] = field(default_factory=list)
    dated: frozenset[str] = frozenset()
    since_1904: bool = False

    def value(self, kind: str, style: str, text: str) -> Value:
        """The value of a cell in which something stands, of an error its sign."""
        if kind in ("", "n"):
            value = number(text)
            if style in self.dated and not isinstance(value, str):
                return moment(value, self.since_1904)
            return value
        if kind == "s":
            return self._shared(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        return _iso(text) if kind == "d" else text

    def _shared(self, text: str) -> str:
        if not text.isdecimal() or len(text) > 9 or int(text) >= len(self.strings):
            raise unreadable()
        return self.strings[int(text)]


def _iso(text: str) -> Value:
    for kind in (dt.date, dt.datetime, dt.time):
        try:
            return kind.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            continue
    return text
