"""A record as the expressions of its duties see it, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from forms_catalog.expressions import Environment
from forms_catalog.expressions.values import Value, to_date

from ..derived.rows import Book, Row
from ..filtering.ages import age_at, day_of_age
from .house import Asked

_TURNS = "_turns_"


class Case(Environment):
    """One record; `more` are the names of the round that is being looked at."""

    def __init__(self, book: Book, row: Row, at: dt.datetime) -> None:
        super().__init__(at)
        self.book, self.row = book, row
        self.day = at.date()
        self.more: Mapping[str, Any] = {}

    def name(self, name: str) -> Value:
        if name[:1] != "_":
            return self.book.value(self.row, name)
        if name in self.more:
            found: Value = self.more[name]
            return found
        if name in ("_today", "_ref"):
            return self.day
        if name == "_now":
            return self.now
        if name == "_age" or name.startswith(_TURNS):
            return self._age(name)
        return self.book.value(self.row, name)

    def _age(self, name: str) -> Value:
        born = to_date(self.book.value(self.row, self.book.live.rules.age_of))
        if born is None:
            return ""
        years = name.removeprefix(_TURNS)
        if name == "_age":
            return age_at(born, self.day)
        return day_of_age(born, int(years)) if years.isdecimal() else ""

    def worth(self, asked: Asked, **more: Any) -> Value:
        self.more = more
        return asked.work(self)
