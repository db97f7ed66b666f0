"""One expression with its answers: asked of the judge in Python, and put on the wire for the browser."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_catalog.expressions import Node, Plain, run, to_json
from forms_catalog.expressions.values import (
    Identity,
    Month,
    Rows,
    Value,
    plain,
    to_date,
    to_moment,
)
from forms_catalog.problems import Refused

NOW = dt.datetime(2026, 11, 22, 23, 30)


class Scene(Plain):
    """Answers without a form, perhaps seen from one of the rows of a table."""

    row: tuple[str, int] | None = None

    def name(self, name: str) -> Value:
        if self.row:
            table, number = self.row
            cells = self.answers[table][number - 1]
            column = name.removeprefix(f"{table}.")
            if column in cells:
                return cells[column]
        return super().name(name)

    def cells(self, name: str) -> Value:
        return super().name(name)


@dataclass(frozen=True)
class Asked:
    """A tree and everything it may ask; values are those of the language, not JSON."""

    node: Node
    answers: Mapping[str, Value] = field(default_factory=dict)
    now: dt.datetime = NOW
    own: Value = ""
    lists: Mapping[str, Sequence[dict[str, Value]]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    row: tuple[str, int] | None = None

    def scene(self) -> Scene:
        found = Scene(self.answers, self.now, self.own, self.lists, self.choices)
        found.row = self.row
        found.position = self.row[1] if self.row else 1
        return found

    def python(self) -> dict[str, Any]:
        """`value` and `warnings`, or `problem`."""
        scene = self.scene()
        try:
            value = plain(run(self.node, scene))
        except Refused as refused:
            return {"problem": refused.problems[0].code}
        return {"value": value, "warnings": scene.log["warnings"]}

    def wire(self) -> dict[str, Any]:
        return {
            "node": to_json(self.node, positions=False),
            "answers": {name: wire(value) for name, value in self.answers.items()},
            "now": wire(self.now),
            "own": wire(self.own),
            "lists": self.lists,
            "choices": self.choices,
            "row": self.row,
        }


def wire(value: Value) -> Any:
    """JSON that page.js turns into the same value."""
    if isinstance(value, Rows):
        return {"rows": [{name: wire(cell) for name, cell in row.items()} for row in value]}
    if isinstance(value, dt.date):  # moments among them
        return {"moment" if isinstance(value, dt.datetime) else "date": value.isoformat()}
    for kind, word in ((Identity, "identity"), (Month, "month")):
        if isinstance(value, kind):
            return {word: value}
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": str(value).replace("inf", "Infinity")}
    return value


def value_of(answer: Any, kind: str) -> Value:
    """An answer to a question of a known kind."""
    if answer is None or answer == "" or (isinstance(answer, dict) and "$missing" in answer):
        return Rows() if kind == "rows" else ""
    make = _MAKERS.get(kind.partition(":")[0])
    return make(answer) if make else answer


_MAKERS: dict[str, Any] = {
    "number": float,
    "date": to_date,
    "month": Month,
    "moment": to_moment,
    "identity": Identity,
    "choices": " ".join,
    "rows": Rows,
}


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1, 1 is 1.0, and a number is the double that its digits mean."""
    if type(one) in (int, float) and type(other) in (int, float):
        return float(one) == float(other)
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)
