"""What an expression may ask while it runs; forms give it their answers through a subclass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from .running import MOST_STEPS, TooManySteps
from .values import Rows, Value


class Environment:
    """`own` is what the dot means, `position` the row that asks, `now` the civil clock."""

    limit = MOST_STEPS

    def __init__(self, now: dt.datetime, own: Value = "") -> None:
        self.now = now
        self.own = own
        self.position = 1
        self.item: Mapping[str, Value] = {}
        self.log: dict[str, Any] = {"steps": 0, "warnings": []}

    def name(self, name: str) -> Value:
        """The value of `${name}`; '' when there is none."""
        return ""

    def cells(self, name: str) -> Value:
        """The same where a list is wanted: every cell of a column, every row of a table."""
        return self.name(name)

    def column(self, name: str) -> Value:
        """A bare name: a column of the option or row that is being looked at."""
        return self.item.get(name, "")

    def label(self, value: str, question: str) -> str:
        """The words of a choice of a question; several are joined."""
        return value

    def rows_of(self, source: str) -> Sequence[dict[str, Value]]:
        """The rows of a list: name, label and its other columns."""
        return ()

    def within(self, item: Mapping[str, Value], position: int) -> Environment:
        """The same with one row of a list in view."""
        inner = object.__new__(type(self))  # half of what copy.copy costs, and asked very often
        inner.__dict__.update(self.__dict__)
        inner.item, inner.position = item, position
        return inner

    def step(self, many: int = 1) -> None:
        self.log["steps"] += many
        if self.log["steps"] > self.limit:
            raise TooManySteps

    def warn(self, code: str) -> None:
        if code not in self.log["warnings"]:
            self.log["warnings"].append(code)


class Plain(Environment):
    """An environment of answers without a form: kinds are read off the JSON."""

    def __init__(
        self,
        answers: Mapping[str, Value],
        now: dt.datetime,
        own: Value = "",
        lists: Mapping[str, Sequence[dict[str, Value]]] | None = None,
        choices: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(now, own)
        self.answers = answers
        self.lists = lists or {}
        self.choices = choices or {}
        """Question -> its list, for the words of its choices."""

    def name(self, name: str) -> Value:
        if name in self.answers:
            return self.answers[name]
        table, _, column = name.rpartition(".")
        if table:
            rows = self.answers.get(table, "")
            return _cells(rows, column) if isinstance(rows, Rows) else ""
        return next(
            (
                _cells(rows, name)
                for rows in self.answers.values()
                if isinstance(rows, Rows) and any(name in row for row in rows)
            ),
            "",
        )

    def rows_of(self, source: str) -> Sequence[dict[str, Value]]:
        return self.lists.get(source, ())

    def label(self, value: str, question: str) -> str:
        rows = self.rows_of(self.choices.get(question, ""))
        words = {str(row["name"]): str(row.get("label", "")) for row in rows}
        return "，".join(words[code] for code in value.split() if code in words)


def _cells(rows: Rows, column: str) -> list[Value]:
    return [row.get(column, "") for row in rows]
