"""A row of a sheet on its way to the gate: raw answers, where they stand, what is to be said of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..problems import Problem
from ..questions import Raw

Spot = tuple[str, int, int]
"""Sheet, row, column."""


@dataclass(slots=True)
class Line:
    """What one row says of a record, and of the records it is filled through (`linked`).

    A question without a cell is absent and stays as it is; '' clears it. `key` is what the sheets
    of tables name the row by while it has no number. `remarks` are (question, spot, problem).
    """

    sheet: str
    row: int
    number: str = ""
    version: int | None = None
    edition: str = ""
    key: str = ""
    raws: dict[str, Raw] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)
    linked: dict[str, tuple[int | None, str]] = field(default_factory=dict)
    remarks: list[tuple[str, Spot, Problem]] = field(default_factory=list)
    below: dict[str, Spot] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What stands against the row, each at its cell."""
        return [_at(*remark) for remark in self.remarks if not remark[2].warn]

    @property
    def notes(self) -> list[Problem]:
        """What was read otherwise than it stands there."""
        return [_at(*remark) for remark in self.remarks if remark[2].warn]

    @property
    def cells(self) -> dict[str, tuple[int, int]]:
        """Question -> (row, column), for the questions that the row speaks of."""
        return {name: (self.row, self.columns[name]) for name in self.raws if name in self.columns}

    def spot(self, question: str) -> Spot:
        """Where a question stands, those of a table's rows (`table.2.name`) on their own sheet."""
        if found := self.below.get(question):
            return found
        return self.sheet, self.row, self.columns.get(question.split(".")[0], 0)

    def remark(self, name: str, column: int, problem: Problem) -> None:
        self.remarks.append((name, (self.sheet, self.row, column), problem))

    @property
    def digest(self) -> str:
        """The same for rows that say the same; of people's data, so not to be kept without a key."""
        told = [self.number, self.version, self.edition, self.linked, self.raws]
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _at(name: str, spot: Spot, problem: Problem) -> Problem:
    sheet, row, column = spot
    return problem.at(sheet=sheet, line=row, column=column, question=name)
